import {
  type Attempt,
  type AttemptId,
  type BatchId,
  type ExceptionCase,
  type OpenItemRecord,
  type Payment,
  type PaymentBatch,
  present,
} from '@quittance/domain';
import {
  createProposal,
  type CreateProposalInput,
  decide,
  planRelease,
  recordOutcome,
  type RecordOutcomeInput,
  releaseBatch,
  requestApproval,
  requestRelease,
  startSending,
  validateBatch,
} from '@quittance/services';
import type { Store } from '@quittance/store';
import { connectionName, type House, type Name, today, valueOf } from './house.ts';
import { usualBills } from './records.ts';

type AnyHouse = House<Store>;

export interface Run {
  readonly batchId: BatchId;
  /** What the accounts tell when the bills are read again at the release. */
  readonly bills: readonly OpenItemRecord[];
}

/** A batch that awaits nothing but the bank: its attempt is prepared. */
export interface ReleasedRun extends Run {
  readonly attemptId: AttemptId;
}

export interface WalkOptions extends Partial<CreateProposalInput> {
  readonly bills?: readonly OpenItemRecord[];
}

export async function propose(house: AnyHouse, options: WalkOptions = {}): Promise<Run> {
  const { bills = usualBills, ...more } = options;
  const input = { ownAccountId: house.accounts.euro, dueUntil: today, ...more };
  const proposal = valueOf(await createProposal({ ctx: house.as('paula'), input }));
  return { batchId: proposal.batchId, bills };
}

export async function proposeValid(house: AnyHouse, options: WalkOptions = {}): Promise<Run> {
  const run = await propose(house, options);
  const { batchId } = run;
  valueOf(await validateBatch({ ctx: house.as('paula'), input: { batchId } }));
  return run;
}

export async function awaitApproval(house: AnyHouse, options: WalkOptions = {}): Promise<Run> {
  const run = await proposeValid(house, options);
  const { batchId } = run;
  valueOf(await requestApproval({ ctx: house.as('paula'), input: { batchId } }));
  return run;
}

export async function approveBy(house: AnyHouse, run: Run, ...names: readonly Name[]) {
  for (const name of names) {
    const contentHash = present((await batchOf(house, run)).contentHash, 'hash of the batch');
    const input = { batchId: run.batchId, decision: 'approve' as const, contentHash };
    valueOf(await decide({ ctx: house.as(name), input }));
  }
}

export async function approve(house: AnyHouse, options: WalkOptions = {}): Promise<Run> {
  const run = await awaitApproval(house, options);
  await approveBy(house, run, 'anna', 'otto');
  return run;
}

/** Approved, and Rita has asked for the release. */
export async function readyToRelease(house: AnyHouse, options: WalkOptions = {}): Promise<Run> {
  const run = await approve(house, options);
  const { batchId } = run;
  valueOf(await requestRelease({ ctx: house.as('rita'), input: { batchId } }));
  return run;
}

/** The release itself, with the bills as the accounts tell them now. */
export async function tryRelease(house: AnyHouse, run: Run, bills = run.bills) {
  const { batchId } = run;
  const plan = valueOf(await planRelease({ ctx: house.hub(), input: { batchId, connectionName } }));
  const reread = bills.filter((item) => plan.itemExternalIds.includes(item.externalId));
  const input = { batchId, connectionName, reread, rereadAt: plan.plannedAt };
  return releaseBatch({ ctx: house.hub(), input });
}

export async function release(house: AnyHouse, options: WalkOptions = {}): Promise<ReleasedRun> {
  const run = await readyToRelease(house, options);
  const released = valueOf(await tryRelease(house, run));
  return { ...run, attemptId: present(released.attemptIds[0], 'attempt of a release') };
}

/** Sends the prepared attempt; what became of it is the test's to say. */
export async function send(
  house: AnyHouse,
  attemptId: AttemptId,
  outcome: RecordOutcomeInput['outcome'] = 'acknowledged',
) {
  const started = valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
  const { fencingToken } = started.attempt;
  const input = { attemptId, fencingToken, outcome, detail: 'as told by the transport' };
  return valueOf(await recordOutcome({ ctx: house.hub(), input }));
}

/** Released, sent, and the transport has confirmed it. */
export async function submit(house: AnyHouse, options: WalkOptions = {}): Promise<ReleasedRun> {
  const run = await release(house, options);
  await send(house, run.attemptId);
  return run;
}

export async function batchOf(house: AnyHouse, run: Run): Promise<PaymentBatch> {
  const rows = await house.rows('payment_batch');
  return present(
    rows.find((row) => row.id === run.batchId),
    'batch',
  );
}

export async function attemptOf(house: AnyHouse, attemptId: AttemptId): Promise<Attempt> {
  const rows = await house.rows('attempt');
  return present(
    rows.find((row) => row.id === attemptId),
    'attempt',
  );
}

export async function paymentsOf(house: AnyHouse, run: Run): Promise<readonly Payment[]> {
  const rows = await house.rows('payment');
  return rows.filter((row) => row.batchId === run.batchId);
}

/** The payment of a batch to the supplier of this external id. */
export async function paymentTo(house: AnyHouse, run: Run, partyExternalId: string) {
  const links = await house.rows('link');
  const party = links.find(
    (link) => link.scheme === `${connectionName}:party` && link.externalId === partyExternalId,
  );
  const payments = await paymentsOf(house, run);
  return present(
    payments.find((row) => row.partyId === party?.objectId),
    `payment to ${partyExternalId}`,
  );
}

export async function statesOf(house: AnyHouse, run: Run): Promise<readonly string[]> {
  return (await paymentsOf(house, run)).map((payment) => payment.state);
}

/** Open cases, as `kind cause`. */
export async function openCasesOf(house: AnyHouse): Promise<readonly string[]> {
  const rows = await house.rows('exception_case');
  return rows.filter(isOpen).map((row) => `${row.kind} ${row.cause}`);
}

export const isOpen = (row: ExceptionCase): boolean =>
  row.state !== 'resolved' && row.state !== 'closed';

/** The one case of a kind. */
export async function caseOf(house: AnyHouse, kind: ExceptionCase['kind']): Promise<ExceptionCase> {
  const rows = (await house.rows('exception_case')).filter((row) => row.kind === kind);
  if (rows.length !== 1) throw new Error(`${rows.length.toString()} cases of ${kind}`);
  return present(rows[0], kind);
}
