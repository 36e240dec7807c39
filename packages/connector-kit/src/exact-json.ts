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

/**
 * Reads JSON keeping every number's source text (ECMAScript JSON.parse source text access).
 * Errors: SyntaxError on text that is not JSON, or that is nested deeper than anybody means it.
 */
export function parseExactJson(text: string): Wire {
  try {
    return trustParsed(JSON.parse(text, keepNumberText));
  } catch (error) {
    // The platform walks what it read by recursion, and runs out of stack on a hostile answer.
    if (error instanceof RangeError) throw new SyntaxError('the JSON is nested too deeply');
    throw error;
  }
}

function keepNumberText(_key: string, value: unknown, context?: { readonly source?: string }) {
  return typeof value === 'number' ? new WireNumber(context?.source ?? '') : value;
}

/** Guaranteed by JSON.parse and the reviver above: nothing else can come out of them. */
const trustParsed = (value: unknown): Wire => value as Wire;

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
