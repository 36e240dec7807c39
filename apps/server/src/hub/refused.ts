import { type Fault, problem, type ProblemCode, ProblemError } from '@quittance/domain';

const codes: Readonly<Record<Fault['kind'], ProblemCode>> = {
  retry: 'COUNTERPARTY_DOWN',
  retryAfter: 'COUNTERPARTY_DOWN',
  unknownOutcome: 'UNKNOWN_OUTCOME',
  unauthorised: 'UNAUTHORISED',
  drift: 'DRIFT',
  rejected: 'COUNTERPARTY_REJECTED',
  unsupported: 'COUNTERPARTY_REJECTED',
};

/** A fault of a counterparty as what a person is told: one that is down is reported as such. */
export const refusedBy = ({ kind, code, message }: Fault): ProblemError =>
  new ProblemError(problem(codes[kind], `${code}: ${message}`));
