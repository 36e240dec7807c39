import { valueError } from './errors.ts';
import { isList, isTrue, written } from './values.ts';
import type { Wire } from './values.ts';

/** Resolves a dotted name such as `rec.state` or `record.company_id.id`. */
export type Resolve = (path: readonly string[]) => Wire;

const tokenPattern =
  /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(-?\d+)|([A-Za-z_][A-Za-z_0-9]*)|([()[\]{},:.%+]))/y;

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'mark';
  readonly text: string;
}

const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  let position = 0;
  while (source.slice(position).trim() !== '') {
    tokenPattern.lastIndex = position;
    const found = tokenPattern.exec(source);
    if (found === null)
      throw valueError(`invalid syntax near ${source.slice(position, position + 20)}`);
    position = tokenPattern.lastIndex;
    if (found[1] !== undefined) tokens.push({ kind: 'string', text: unquote(found[1]) });
    else if (found[2] !== undefined) tokens.push({ kind: 'number', text: found[2] });
    else if (found[3] !== undefined) tokens.push({ kind: 'name', text: found[3] });
    else tokens.push({ kind: 'mark', text: found[4] ?? '' });
  }
  return tokens;
};

const unquote = (literal: string): string =>
  literal
    .slice(1, -1)
    .replace(/\\(.)/g, (_whole, letter: string) =>
      letter === 'n' ? '\n' : letter === 't' ? '\t' : letter,
    );

/**
 * Evaluates the Python expressions that domains and outbox actions are written in: literals, lists,
 * tuples, dictionaries, dotted names, `str(…)`, `%` formatting, `+`, `and`, `or`.
 */
class Evaluator {
  readonly #tokens: readonly Token[];
  readonly #resolve: Resolve;
  #position = 0;

  constructor(source: string, resolve: Resolve) {
    this.#tokens = tokenize(source);
    this.#resolve = resolve;
  }

  all(): Wire {
    const value = this.#or();
    if (this.#position < this.#tokens.length) throw valueError('invalid syntax');
    return value;
  }

  #peek(text: string): boolean {
    const token = this.#tokens[this.#position];
    return token !== undefined && token.kind !== 'string' && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#position += 1;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) throw valueError(`invalid syntax: ${text} expected`);
  }

  #or(): Wire {
    let left = this.#and();
    while (this.#take('or')) {
      const right = this.#and();
      left = isTrue(left) ? left : right;
    }
    return left;
  }

  #and(): Wire {
    let left = this.#sum();
    while (this.#take('and')) {
      const right = this.#sum();
      left = isTrue(left) ? right : left;
    }
    return left;
  }

  #sum(): Wire {
    let left = this.#primary();
    for (;;) {
      if (this.#take('%')) left = format(written(left), this.#primary());
      else if (this.#take('+')) left = `${pythonText(left)}${pythonText(this.#primary())}`;
      else return left;
    }
  }

  #primary(): Wire {
    const token = this.#tokens[this.#position];
    if (token === undefined) throw valueError('unexpected end of expression');
    this.#position += 1;
    if (token.kind === 'string') return token.text;
    if (token.kind === 'number') return parseInt(token.text, 10);
    if (token.kind === 'name') return this.#name(token.text);
    if (token.text === '[') return this.#list(']');
    if (token.text === '(') return this.#group();
    if (token.text === '{') return this.#dictionary();
    throw valueError(`invalid syntax near ${token.text}`);
  }

  #name(first: string): Wire {
    if (first === 'True') return true;
    if (first === 'False' || first === 'None') return false;
    if (first === 'str' && this.#take('(')) {
      const value = this.#or();
      this.#need(')');
      return pythonText(value);
    }
    const path = [first];
    while (this.#take('.')) {
      const token = this.#tokens[this.#position];
      if (token?.kind !== 'name') throw valueError('invalid syntax after .');
      path.push(token.text);
      this.#position += 1;
    }
    return this.#resolve(path);
  }

  #list(end: string): Wire[] {
    const items: Wire[] = [];
    while (!this.#take(end)) {
      items.push(this.#or());
      if (!this.#take(',') && !this.#peek(end)) throw valueError('invalid syntax in a list');
    }
    return items;
  }

  #group(): Wire {
    const before = this.#position;
    const items = this.#list(')');
    const single = items.length === 1 && this.#tokens[this.#position - 2]?.text !== ',';
    if (before < this.#position && single) return items[0] ?? false;
    return items;
  }

  #dictionary(): Wire {
    const entries: [string, Wire][] = [];
    while (!this.#take('}')) {
      const key = this.#or();
      this.#need(':');
      entries.push([written(key), this.#or()]);
      if (!this.#take(',') && !this.#peek('}')) throw valueError('invalid syntax in a dictionary');
    }
    return Object.fromEntries(entries);
  }
}

export const pythonText = (wire: Wire): string => {
  if (wire === true) return 'True';
  if (wire === false || wire === null) return 'False';
  return written(wire);
};

const format = (template: string, argument: Wire): string => {
  const values = isList(argument) ? [...argument] : [argument];
  return template.replace(/%[sd]/g, () => pythonText(values.shift() ?? ''));
};

export const evaluatePython = (source: string, resolve: Resolve): Wire =>
  new Evaluator(source, resolve).all();

/** A domain written as a Python literal; an empty text is the empty domain. */
export const parsePythonDomain = (source: string | null): Wire => {
  if (source === null || source.trim() === '') return [];
  return evaluatePython(source, (path) => {
    throw valueError(`name '${path.join('.')}' is not defined`);
  });
};
