/** Thrown when the program itself is wrong; never for bad input from outside. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what must hold. Errors: {@link AssertionError} with the given sentence. */
export function assert(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new AssertionError(sentence);
}

/** Names the missing case of a switch at compile time, and stops the program at run time. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable value ${String(value)}`);
}

/** Returns the value, which the caller has proven to be present. Errors: {@link AssertionError}. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  assert(value !== null && value !== undefined, `${what} must be present`);
  return value;
}
