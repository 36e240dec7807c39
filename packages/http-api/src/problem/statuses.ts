import { type Problem, type ProblemCode, problemCatalogue } from '@quittance/domain';
import { z } from 'zod';
import { named } from '../shapes/shape.ts';

interface HttpMeaning {
  readonly status: number;
  /** True: the same request, sent again later without any change, may well succeed. */
  readonly retryable: boolean;
}

const refused = (status: number): HttpMeaning => ({ status, retryable: false });
const passing = (status: number): HttpMeaning => ({ status, retryable: true });

/** How each problem of the catalogue is told by HTTP (RFC 9110, section 15). */
export const httpMeanings: Readonly<Record<ProblemCode, HttpMeaning>> = {
  ILLEGAL_TRANSITION: refused(409),
  NOT_FOUND: refused(404),
  FORBIDDEN: refused(403),
  MAKER_MAY_NOT_APPROVE: refused(403),
  APPROVER_MAY_NOT_RELEASE: refused(403),
  UNMAPPED_MAKER: refused(409),
  ALREADY_DECIDED: refused(409),
  CONTENT_CHANGED: refused(409),
  APPROVAL_MISSING: refused(409),
  STOPPED: refused(409),
  ON_HOLD: refused(409),
  CUT_OFF_PASSED: refused(409),
  OUTSIDE_WINDOW: refused(409),
  ABSENCE_UNPROVEN: refused(409),
  INSUFFICIENT_FUNDS: refused(409),
  CLOSED_PERIOD: refused(409),
  BILL_CHANGED: refused(409),
  INVALID_PAYMENT: refused(422),
  NOTHING_TO_PAY: refused(422),
  NO_ROUTE: refused(422),
  NOT_THE_OWNER: refused(409),
  CONFLICTING_CHANGE: passing(409),
  DUPLICATE: refused(409),
  UNKNOWN_OUTCOME: refused(504),
  COUNTERPARTY_DOWN: passing(503),
  COUNTERPARTY_REJECTED: refused(422),
  UNAUTHORISED: refused(502),
  DRIFT: refused(502),
  FILE_QUARANTINED: refused(422),
  STATEMENT_IMBALANCE: refused(422),
  CONFIGURATION_INVALID: refused(500),
  WRONG_DATABASE: refused(500),
  DATABASE_DOWN: passing(503),
  IN_USE: passing(409),
  CANNOT_RUN_HERE: refused(500),
  VERSION_CHANGED: refused(412),
  UNAUTHENTICATED: refused(401),
  SIGNATURE_INVALID: refused(401),
  TOO_MANY_REQUESTS: passing(429),
  IDEMPOTENCY_KEY_MISSING: refused(400),
  IDEMPOTENCY_KEY_IN_FLIGHT: passing(409),
  IDEMPOTENCY_KEY_REUSED: refused(422),
  CURSOR_LOST: refused(410),
  BAD_INPUT: refused(400),
  INTERNAL: refused(500),
};

/** One field that is wrong: where it stands, and what is wrong with it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What this one case says beside the catalogue. */
export interface ProblemCase {
  readonly correlationId: string;
  readonly errors?: readonly FieldError[];
  /** Another status for the same code: a body too large is bad input with a status of its own. */
  readonly status?: number;
}

export const problemShape = named(
  'Problem',
  z
    .object({
      type: z.string().describe('`urn:quittance:problem:` and the code.'),
      title: z.string().describe('What happened, in a sentence.'),
      status: z.number().int(),
      detail: z.string().describe('What of this case is worth saying.'),
      code: z.string().describe('The code of the error catalogue.'),
      moneyMoved: z.enum(['no', 'yes', 'unknown']),
      money: z.string().describe('What happened to the money, in a sentence.'),
      action: z.string().describe('What to do next.'),
      retryable: z.boolean().describe('True: the same request may succeed later, unchanged.'),
      correlationId: z.string().describe('Names this piece of work in logs, events and the audit.'),
      errors: z
        .array(z.object({ path: z.string(), message: z.string() }))
        .describe('The fields that are wrong, all of them.'),
    })
    .describe('A refusal (RFC 9457), from the one catalogue of errors.'),
);

/** The problem details of RFC 9457 for a problem of the catalogue. */
export function problemDetails(
  problem: Problem,
  { correlationId, errors = [], status }: ProblemCase,
): z.infer<typeof problemShape> {
  const entry = problemCatalogue[problem.code];
  const meaning = httpMeanings[problem.code];
  return {
    type: `urn:quittance:problem:${problem.code}`,
    title: entry.title,
    status: status ?? meaning.status,
    detail: problem.detail,
    code: problem.code,
    moneyMoved: entry.moneyMoved,
    money: entry.money,
    action: entry.action,
    retryable: meaning.retryable,
    correlationId,
    errors: [...errors],
  };
}
