import { finalStates, type Payment } from '@quittance/domain';
import type { Hub } from '../hub/open-hub.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { rows } from './run-demo.ts';

/** What the demo prints; `duplicates`, `lost` and `unexplained` come from the judge alone. */
export interface DemoResult {
  readonly payments: number;
  readonly reconciled: number;
  readonly returned: number;
  readonly failed: number;
  readonly inCases: number;
  readonly duplicates: number;
  readonly lost: number;
  /** Largest absolute difference over all accounts and currencies, in minor units. */
  readonly unexplained: string;
  readonly seconds: number;
  readonly auditVerified: boolean;
}

/**
 * Counts where every payment of the run ended. A payment that is neither reconciled, returned nor
 * failed counts as in a case only when an open case names it or a message of it.
 */
export async function demoResult(
  hub: Hub,
  sandbox: Sandbox,
  of: { readonly seconds: number; readonly auditVerified: boolean },
): Promise<DemoResult> {
  const payments = await rows(hub, 'payment', {});
  const cases = await rows(hub, 'exception_case', {});
  const owned = new Set(
    cases
      .filter((one) => one.state !== 'resolved' && one.state !== 'closed')
      .map((one) => one.objectId),
  );
  const inCase = (payment: Payment): boolean =>
    owned.has(payment.id) || owned.has(payment.liveAttemptId ?? '');
  const count = (fits: (payment: Payment) => boolean): number => payments.filter(fits).length;
  const { duplicates, lost, unexplained } = sandbox.audit();
  return {
    payments: payments.length,
    reconciled: count((payment) => payment.state === 'reconciled'),
    returned: count((payment) => payment.state === 'returned' || payment.state === 'reversed'),
    failed: count((payment) => payment.state === 'failed'),
    inCases: count((payment) => !ended(payment) && inCase(payment)),
    duplicates,
    lost,
    unexplained,
    ...of,
  };
}

/** States that the result counts by name. */
const ended = (payment: Payment): boolean =>
  finalStates.includes(payment.state) &&
  payment.state !== 'cancelled' &&
  payment.state !== 'expired' &&
  payment.state !== 'rejected' &&
  payment.state !== 'recalled';
