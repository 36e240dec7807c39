/**
 * What a counterparty's refusal or silence means, named by what the engine does next (DESIGN.md,
 * Connectors). `unknownOutcome` is the only one after which money may have moved.
 */
export type FaultKind =
  'retry' | 'retryAfter' | 'unknownOutcome' | 'rejected' | 'unauthorised' | 'drift' | 'unsupported';

export interface Fault {
  readonly kind: FaultKind;
  /** Stable machine word of the counterparty's refusal, for example `odoo.exceptions.UserError`. */
  readonly code: string;
  /** Plain words; never carries account numbers, secrets or a counterparty's stack trace. */
  readonly message: string;
  /** Only with `retryAfter`: how long the counterparty asked us to wait. */
  readonly retryAfterMs?: number;
}

/** Makes a frozen fault. */
export const fault = (kind: FaultKind, code: string, message: string): Fault =>
  Object.freeze({ kind, code, message });
