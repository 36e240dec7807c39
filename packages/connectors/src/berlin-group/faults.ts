import {
  type BearerResult,
  heldBackCode,
  type HttpResult,
  retryAfterMsOf,
  type SubmissionOutcome,
} from '@quittance/connector-kit';
import { type Fault, fault } from '@quittance/domain';
import { errorCodeOf, readCreated } from './wire.ts';

const of = (kind: Fault['kind'], code: string, message: string): Fault =>
  fault(kind, `berlin_group.${code}`, message);

const refusedAccess = of(
  'unauthorised',
  'access',
  'The bank does not accept our token, certificate or consent.',
);
const trouble = of('retry', 'trouble', 'The bank has trouble of its own.');
const page = of('retry', 'page', 'The bank answers with a page instead of data.');

export const drift = (what: string): Fault =>
  of('drift', 'drift', `The bank answers in another form than the standard: ${what}.`);

const throttled = (result: HttpResult, nowMs: number): Fault => ({
  ...of('retryAfter', 'busy', 'The bank asks us to wait.'),
  retryAfterMs: retryAfterMsOf(result, nowMs) ?? 1_000,
});

function unreachable(result: Extract<HttpResult, { readonly kind: 'failure' }>): Fault {
  if (result.code !== heldBackCode) return of('retry', 'down', 'The bank cannot be reached.');
  // not money: milliseconds
  const retryAfterMs = Number.parseInt(result.message, 10);
  return { ...of('retryAfter', 'held_back', 'Calls are held back a while.'), retryAfterMs };
}

/** `answer`: something to read; `absent`: the bank does not have it. */
export type Asked =
  | { readonly kind: 'answer'; readonly body: string; readonly mediaType: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** What an answer to a question comes to. */
export function askedOf(result: BearerResult, nowMs: number): Asked {
  const failed = (found: Fault): Asked => ({ kind: 'fault', fault: found });
  if (result.kind === 'noAccess') return failed(result.fault);
  if (result.kind === 'failure') return failed(result.reached ? trouble : unreachable(result));
  const { status, body, headers } = result;
  if (status === 401) return failed(refusedAccess);
  if (status === 429 || retryAfterMsOf(result, nowMs) !== null) {
    return failed(throttled(result, nowMs));
  }
  if (status >= 500) return failed(trouble);
  const error = errorCodeOf(body);
  if (status === 404 || status === 403) {
    const isAbsent = error === 'RESOURCE_UNKNOWN' || error === 'RESOURCE_EXPIRED';
    return isAbsent ? { kind: 'absent' } : failed(refusedAccess);
  }
  if (status !== 200) return failed(drift(`status ${status.toString()} ${error ?? ''}`.trim()));
  const mediaType = (headers['content-type'] ?? '').split(';')[0] ?? '';
  if (mediaType === 'text/html') return failed(page);
  // Some banks put an error under status 200; a payment that failed is told with its status.
  const isError = error !== null && !body.includes('"transactionStatus"');
  return isError ? failed(trouble) : { kind: 'answer', body, mediaType };
}

/** Refusals of a payment that the standard defines; none of them was carried out. */
const refusals: ReadonlySet<string> = new Set([
  'FORMAT_ERROR',
  'PARAMETER_NOT_SUPPORTED',
  'PRODUCT_INVALID',
  'PRODUCT_UNKNOWN',
  'PAYMENT_FAILED',
  'EXECUTION_DATE_INVALID',
  'SERVICE_INVALID',
]);

/** What became of a payment that was initiated (implementation guidelines, section 5.3). */
export function outcomeOfPayment(
  result: BearerResult,
  sent: { readonly nowMs: number; readonly resource: string },
): SubmissionOutcome {
  if (result.kind === 'noAccess') return { kind: 'notSent', fault: result.fault };
  if (result.kind === 'failure') {
    if (!result.reached) return { kind: 'notSent', fault: unreachable(result) };
    return unknown('silence', 'The bank did not answer to the payment.');
  }
  const { status, body } = result;
  if (status === 401) return { kind: 'notSent', fault: refusedAccess };
  // RFC 6585, section 4: the request was not carried out.
  if (status === 429) return { kind: 'notSent', fault: throttled(result, sent.nowMs) };
  const created = readCreated(body);
  if (status === 201 && created !== null) {
    const bankReference = `${sent.resource}/${created.paymentId}`;
    const { scaRedirect, scaStatus } = created['_links'] ?? {};
    if (scaRedirect !== undefined) {
      const confirmation = { kind: 'redirect', where: scaRedirect.href } as const;
      return { kind: 'acknowledged', bankReference, confirmation };
    }
    if (scaStatus === undefined) return { kind: 'acknowledged', bankReference };
    const where = created.psuMessage ?? 'in the app of the bank';
    return { kind: 'acknowledged', bankReference, confirmation: { kind: 'decoupled', where } };
  }
  const error = errorCodeOf(body);
  if (status >= 400 && status < 500 && error !== null && refusals.has(error)) {
    return { kind: 'refused', fault: of('rejected', error, `The bank refuses it: ${error}.`) };
  }
  return unknown('unclear', 'The bank gave no clear answer to the payment.');
}

const unknown = (code: string, message: string): SubmissionOutcome => ({
  kind: 'unknown',
  fault: of('unknownOutcome', code, message),
});
