/** Some of what pg-boss tells is a plain object with the words of an error. */
export function asError(given: unknown): unknown {
  if (given instanceof Error || typeof given !== 'object' || given === null) return given;
  return 'message' in given ? new Error(String(given.message), { cause: given }) : given;
}
