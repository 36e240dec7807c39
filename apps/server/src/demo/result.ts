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

/** What a demo under faults adds; both judged from the counterparties' side. */
export interface FaultResult {
  /** How often each kind happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** Payments that did not reconcile and whose case names the true cause. */
  readonly causesRight: number;
  readonly causesWrong: number;
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

/** Has the sandbox judge the case of every payment that did not reconcile. */
export async function faultResult(
  hub: Hub,
  sandbox: Sandbox,
  tell: (line: string) => void,
): Promise<FaultResult> {
  const payments = await rows(hub, 'payment', {});
  const cases = (await rows(hub, 'exception_case', {})).filter(
    (one) => one.state !== 'resolved' && one.state !== 'closed',
  );
  const byObject = Map.groupBy(cases, (one) => one.objectId);
  const names = new Map((await rows(hub, 'party', {})).map((party) => [party.id, party.name]));
  const unreconciled = payments
    .filter((payment) => payment.state !== 'reconciled')
    .map((payment) => ({
      endToEndId: payment.reference,
      payeeName: names.get(payment.partyId) ?? '',
      cases: [payment.id, payment.liveAttemptId ?? '', payment.batchId ?? '']
        .flatMap((id) => byObject.get(id) ?? [])
        .map(({ kind, cause }) => ({ kind, cause })),
    }));
  const verdict = sandbox.script.judge(unreconciled);
  for (const { endToEndId, expected, found } of verdict.wrong) {
    const state = payments.find((payment) => payment.reference === endToEndId)?.state ?? '';
    tell(
      `wrong cause: ${endToEndId} is ${state}, in [${found.join('; ')}]; ` +
        `true would be [${expected.join('; ')}]`,
    );
  }
  return {
    faults: sandbox.script.counts(),
    causesRight: verdict.right,
    causesWrong: verdict.wrong.length,
  };
}
