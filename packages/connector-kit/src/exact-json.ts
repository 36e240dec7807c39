/**
 * A number exactly as it stood in the text of a reply, or as it is to stand in the text of a call.
 * Amounts never become binary floats here: Odoo prints a double's shortest decimal, and that
 * decimal is what is kept.
 */
export class WireNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What JSON carries, with numbers kept as text. `undefined` stands for an absent `result`. */
export type Wire =
  null | boolean | string | WireNumber | readonly Wire[] | { readonly [key: string]: Wire };

/** What a call carries. A plain `number` must be a whole one; amounts travel as `WireNumber`. */
export type Argument =
  | null
  | boolean
  | string
  | number
  | WireNumber
  | readonly Argument[]
  | { readonly [key: string]: Argument };

export class InvalidArgumentError extends Error {
  override readonly name = 'InvalidArgumentError';
}

/** Deeper text is refused: nothing that a counterparty says is nested like that. */
const depthMax = 512;

/**
 * Reads JSON keeping every number's source text. A reviver of `JSON.parse` would do the same and
 * costs several times as much, which matters where every answer of Odoo passes.
 * Errors: SyntaxError on text that is not JSON, or is nested deeper than {@link depthMax}.
 */
export function parseExactJson(text: string): Wire {
  return new Reader(text).whole();
}

const isBlank = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

class Reader {
  readonly #text: string;
  readonly #number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Wire {
    const value = this.#value();
    this.#skipBlanks();
    if (this.#at !== this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(): Wire {
    this.#skipBlanks();
    const code = this.#text.charCodeAt(this.#at);
    if (code === 0x22) return this.#string();
    if (code === 0x7b) return this.#nested(() => this.#object());
    if (code === 0x5b) return this.#nested(() => this.#list());
    for (const [word, value] of literals) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#numberText();
  }

  #numberText(): WireNumber {
    this.#number.lastIndex = this.#at;
    const [found] = this.#number.exec(this.#text) ?? [];
    if (found === undefined) throw this.#unexpected();
    this.#at += found.length;
    return new WireNumber(found);
  }

  #nested<Value>(read: () => Value): Value {
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > depthMax) throw new SyntaxError('the JSON is nested too deep');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): Wire {
    const members: Record<string, Wire> = {};
    if (this.#takes(0x7d)) return members;
    do {
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#at) !== 0x22) throw this.#unexpected();
      const key = this.#string();
      if (!this.#takes(0x3a)) throw this.#unexpected();
      setMember(members, key, this.#value());
    } while (this.#takes(0x2c));
    if (!this.#takes(0x7d)) throw this.#unexpected();
    return members;
  }

  #list(): Wire {
    const items: Wire[] = [];
    if (this.#takes(0x5d)) return items;
    do items.push(this.#value());
    while (this.#takes(0x2c));
    if (!this.#takes(0x5d)) throw this.#unexpected();
    return items;
  }

  #string(): string {
    const from = this.#at;
    for (let at = from + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code < 0x20) break;
      if (code === 0x5c) return this.#escapedString();
      if (code !== 0x22) continue;
      this.#at = at + 1;
      return this.#text.slice(from + 1, at);
    }
    throw this.#unexpected();
  }

  /** The platform reads what has escapes, by all of their rules. */
  #escapedString(): string {
    const from = this.#at;
    for (let at = from + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x5c) at += 1;
      if (code !== 0x22) continue;
      this.#at = at + 1;
      return String(JSON.parse(this.#text.slice(from, at + 1)));
    }
    throw this.#unexpected();
  }

  /** Passes over blanks and this one character, if it comes next. */
  #takes(code: number): boolean {
    this.#skipBlanks();
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  #unexpected(): SyntaxError {
    return new SyntaxError(`the JSON breaks at character ${this.#at}`);
  }
}

/** A member named `__proto__` is a member like any other, as it is for `JSON.parse`. */
function setMember(members: Record<string, Wire>, key: string, value: Wire): void {
  if (key !== '__proto__') members[key] = value;
  else Object.defineProperty(members, key, { value, ...plainMember });
}

const plainMember = { configurable: true, enumerable: true, writable: true } as const;

/** Writes JSON with exact numbers. Errors: {@link InvalidArgumentError} for a fraction or NaN. */
export function writeExactJson(argument: Argument): string {
  if (argument === null) return 'null';
  if (argument instanceof WireNumber) return argument.text;
  if (typeof argument === 'number') {
    if (Number.isSafeInteger(argument)) return argument.toString();
    throw new InvalidArgumentError('only whole numbers travel as numbers');
  }
  if (typeof argument !== 'object') return JSON.stringify(argument);
  if (isArgumentList(argument)) return `[${argument.map(writeExactJson).join(',')}]`;
  const members = Object.entries(argument).map(
    ([key, value]) => `${JSON.stringify(key)}:${writeExactJson(value)}`,
  );
  return `{${members.join(',')}}`;
}

const isArgumentList = (value: Argument): value is readonly Argument[] => Array.isArray(value);

/** True for a JSON object: neither null nor list nor number. */
export const isWireObject = (value: Wire | undefined): value is { readonly [key: string]: Wire } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof WireNumber);

/** True for a JSON array. */
export const isWireList = (value: Wire | undefined): value is readonly Wire[] =>
  Array.isArray(value);
