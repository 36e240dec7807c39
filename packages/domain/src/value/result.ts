/** The outcome of an operation that may be refused: refusals are values, never exceptions. */
export type Result<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

/** Wraps a value as success. */
export const succeed = <Value>(value: Value): { readonly ok: true; readonly value: Value } =>
  Object.freeze({ ok: true, value });

/** Wraps a refusal. */
export const refuse = <Failure>(error: Failure): { readonly ok: false; readonly error: Failure } =>
  Object.freeze({ ok: false, error });
