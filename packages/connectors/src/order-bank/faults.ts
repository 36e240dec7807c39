import {
  type BearerResult,
  heldBackCode,
  type HttpResult,
  retryAfterMsOf,
  type SubmissionOutcome,
} from '@quittance/connector-kit';
import { type Fault, fault } from '@quittance/domain';
import { type Envelope, readEnvelope } from './wire.ts';

/** The bank's own codes whose meaning for a new order it documents. */
const refusals: ReadonlySet<string> = new Set([
  'NOT_READABLE',
  'FIELD_MISSING',
  'KEY_USED_FOR_ANOTHER_ORDER',
  'KEY_IS_NOT_THE_ORDER',
  'AFTER_CUT_OFF',
]);

/** Documented: nothing was done, the same order may be given again. */
const notDone: ReadonlySet<string> = new Set(['TEMPORARY_FAILURE', 'TOO_MANY_CALLS']);

const throttled = (result: HttpResult, nowMs: number): Fault => {
  const retryAfterMs = retryAfterMsOf(result, nowMs) ?? 1_000;
  return { ...fault('retryAfter', 'order_bank.busy', 'The bank asks us to wait.'), retryAfterMs };
};

const unreachable = (result: Extract<HttpResult, { readonly kind: 'failure' }>): Fault =>
  result.code === heldBackCode
    ? {
        ...fault('retryAfter', 'order_bank.held_back', 'Calls to the bank are held back a while.'),
        // not money: milliseconds
        retryAfterMs: Number.parseInt(result.message, 10),
      }
    : fault('retry', 'order_bank.down', 'The bank cannot be reached.');

const refusedAccess = fault(
  'unauthorised',
  'order_bank.access',
  'The bank does not accept our token or our right to this.',
);
const page = fault('retry', 'order_bank.page', 'The bank answers with a page instead of data.');
const trouble = fault('retry', 'order_bank.trouble', 'The bank has trouble of its own.');

/** The bank's answer to a question, or what its refusal means; an unknown form is drift. */
export function answerOrFault(
  result: BearerResult,
  nowMs: number,
): { readonly envelope: Envelope } | { readonly fault: Fault } {
  if (result.kind === 'noAccess') return { fault: result.fault };
  if (result.kind === 'failure') {
    return { fault: result.reached ? trouble : unreachable(result) };
  }
  if (result.status === 401 || result.status === 403) return { fault: refusedAccess };
  if (retryAfterMsOf(result, nowMs) !== null || result.status === 429) {
    return { fault: throttled(result, nowMs) };
  }
  if (result.status >= 500) return { fault: trouble };
  const envelope = readEnvelope(result.body);
  if (envelope === null) return { fault: isPage(result) ? page : drift('no announced form') };
  if (!envelope.ok && notDone.has(envelope.problem)) return { fault: trouble };
  return { envelope };
}

const isPage = (result: Extract<HttpResult, { readonly kind: 'answer' }>): boolean =>
  (result.headers['content-type'] ?? '').startsWith('text/html');

export const drift = (what: string): Fault =>
  fault(
    'drift',
    'order_bank.drift',
    `The bank answers in another form than it announced: ${what}.`,
  );

/**
 * What became of an order that was given. Only what the bank documents as not done, and what never
 * left, is not sent; whatever else is no clear answer leaves the outcome unknown (I14).
 */
export function outcomeOfOrder(
  result: BearerResult,
  given: { readonly clientOrderId: string; readonly nowMs: number },
): SubmissionOutcome {
  if (result.kind === 'noAccess') return { kind: 'notSent', fault: result.fault };
  if (result.kind === 'failure') {
    if (!result.reached) return { kind: 'notSent', fault: unreachable(result) };
    return unknown('order_bank.silence', 'The bank did not answer to the order.');
  }
  const { status, body } = result;
  if (status === 401 || status === 403) return { kind: 'notSent', fault: refusedAccess };
  // RFC 6585, section 4: the request was not carried out.
  if (status === 429) return { kind: 'notSent', fault: throttled(result, given.nowMs) };
  const envelope = readEnvelope(body);
  if (envelope === null || status >= 500) {
    return unknown('order_bank.unclear', 'The bank gave no clear answer to the order.');
  }
  if (envelope.ok) {
    const { order } = envelope;
    if (order?.clientOrderId === given.clientOrderId) {
      return { kind: 'acknowledged', bankReference: order.id };
    }
    return unknown('order_bank.other', 'The bank answered about another order.');
  }
  const { problem } = envelope;
  if (notDone.has(problem)) return { kind: 'notSent', fault: trouble };
  if (!refusals.has(problem)) {
    return unknown('order_bank.unknown_problem', `The bank answered ${problem.slice(0, 60)}.`);
  }
  const why = `The bank refuses the order: ${problem}.`;
  return { kind: 'refused', fault: fault('rejected', `order_bank.${problem}`, why) };
}

const unknown = (code: string, message: string): SubmissionOutcome => ({
  kind: 'unknown',
  fault: fault('unknownOutcome', code, message),
});
