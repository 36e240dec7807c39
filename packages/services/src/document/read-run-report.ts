import {
  addDays,
  type Attempt,
  daysBetween,
  type EntityId,
  type ExceptionCase,
  type Payment,
  type PaymentBatch,
  type PaymentState,
  paymentStates,
  type PlainDate,
  present,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import type { StoreTransaction } from '@quittance/store';
import type { VerbCall } from '../context/context.ts';
import { findEvery, inChunks, inTransaction } from '../context/unit-of-work.ts';
import { requireReader } from './access.ts';
import type {
  ReportCase,
  ReportFile,
  ReportPayment,
  ReportTotal,
  RunReport,
} from './run-report.ts';

export interface ReadRunReportInput {
  readonly entityIds: readonly EntityId[];
  /** The first and the last execution date, both included; at most {@link reportDaysMax}. */
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export const reportDaysMax = 31;

interface Read {
  readonly batches: readonly PaymentBatch[];
  readonly payments: readonly Payment[];
  readonly attempts: readonly Attempt[];
  readonly cases: readonly ExceptionCase[];
  readonly payees: ReadonlyMap<string, string>;
}

/**
 * Reads what the report of the payment runs of some days shows; pass it to `runReportHtml` or
 * `runReportText`. It changes nothing. Any role in each company. Errors: `BAD_INPUT`, `NOT_FOUND`,
 * `FORBIDDEN`.
 */
export async function readRunReport(
  call: VerbCall<ReadRunReportInput>,
): Promise<Result<RunReport, Problem>> {
  const { ctx, input } = call;
  const days = daysBetween(input.from, input.to) + 1;
  if (days < 1 || days > reportDaysMax || input.entityIds.length === 0) {
    return refuse(problem('BAD_INPUT', `one company and 1 to ${reportDaysMax} days, in order`));
  }
  return inTransaction(ctx, async ({ transaction }) => {
    for (const entityId of input.entityIds) {
      const allowed = await requireReader(ctx, transaction, entityId);
      if (!allowed.ok) return allowed;
    }
    const entities = await transaction.find('legal_entity', { id: { in: input.entityIds } });
    if (entities.length !== new Set(input.entityIds).size) {
      return refuse(problem('NOT_FOUND', 'company'));
    }
    const dates = Array.from({ length: days }, (_, index) => addDays(input.from, index));
    const read = await readAll(transaction, input.entityIds, dates);
    const lines = (of: (payment: Payment) => boolean): readonly ReportPayment[] =>
      read.payments.filter(of).map((payment) => lineOf(payment, read));
    return succeed({
      companies: entities.map((entity) => `${entity.name} (${entity.code})`).toSorted(),
      from: input.from,
      to: input.to,
      paymentCount: read.payments.length,
      totals: totalsOf(read.payments),
      heldBack: lines(isHeldBack),
      failed: lines(({ state }) => failedStates.includes(state)),
      returned: lines(({ state }) => returnedStates.includes(state)),
      cases: casesOf(read),
      files: filesOf(read),
      printedAt: transaction.now,
    });
  });
}

const failedStates: readonly PaymentState[] = ['failed', 'rejected', 'expired', 'cancelled'];
const returnedStates: readonly PaymentState[] = ['returned', 'reversed', 'recalled'];
const waitingStates: readonly PaymentState[] = ['draft', 'invalid'];

/** Taken out at release or by its checks, or kept from leaving by a hold. */
const isHeldBack = (payment: Payment): boolean =>
  payment.hold !== null || (waitingStates.includes(payment.state) && payment.reason !== null);

async function readAll(
  transaction: StoreTransaction,
  entityIds: readonly EntityId[],
  dates: readonly PlainDate[],
): Promise<Read> {
  const batches = await findEvery(transaction, 'payment_batch', {
    entityId: { in: entityIds },
    executionDate: { in: dates },
  });
  const batchIds = batches.map((batch) => batch.id);
  const of = { entityId: { in: entityIds } };
  const payments = await inChunks(batchIds, (chunk) =>
    findEvery(transaction, 'payment', { ...of, batchId: { in: chunk } }),
  );
  const attempts = await inChunks(batchIds, (chunk) =>
    findEvery(transaction, 'attempt', { ...of, batchId: { in: chunk } }),
  );
  const objectIds: readonly string[] = [...payments, ...batches, ...attempts].map((row) => row.id);
  const cases = await inChunks(objectIds, (chunk) =>
    findEvery(transaction, 'exception_case', { ...of, objectId: { in: chunk } }),
  );
  const partyIds = [...new Set(payments.map((payment) => payment.partyId))];
  const parties = await inChunks(partyIds, (chunk) =>
    transaction.find('party', { id: { in: chunk } }),
  );
  const payees = new Map<string, string>(parties.map((party) => [party.id, party.name]));
  return { batches, payments, attempts, cases, payees };
}

function totalsOf(payments: readonly Payment[]): readonly ReportTotal[] {
  const currencies = [...new Set(payments.map((payment) => payment.currency))].toSorted();
  return currencies.flatMap((currency) =>
    paymentStates.flatMap((state) => {
      const members = payments.filter((row) => row.currency === currency && row.state === state);
      const sumMinor = members.reduce((sum, payment) => sum + payment.instructedMinor, 0n);
      return members.length === 0 ? [] : [{ currency, state, count: members.length, sumMinor }];
    }),
  );
}

const lineOf = (payment: Payment, read: Read): ReportPayment => ({
  reference: payment.reference,
  payee: present(read.payees.get(payment.partyId), 'payee of a payment'),
  currency: payment.currency,
  amountMinor: payment.instructedMinor,
  state: payment.state,
  reason: payment.hold ?? payment.reason ?? '',
});

function casesOf(read: Read): readonly ReportCase[] {
  const referenceById = new Map<string, string>([
    ...read.payments.map((payment): [string, string] => [payment.id, payment.reference]),
    ...read.batches.map((batch): [string, string] => [batch.id, batch.reference]),
    ...read.attempts.map((attempt): [string, string] => [attempt.id, attempt.messageId]),
  ]);
  return read.cases
    .filter((row) => row.state !== 'resolved' && row.state !== 'closed')
    .toSorted((left, right) => left.severity - right.severity)
    .map((row) => ({
      kind: row.kind,
      severity: row.severity,
      owner: row.ownerRole,
      reference: referenceById.get(row.objectId) ?? '',
      detail: row.detail,
      nextAction: row.nextAction,
      dueAt: row.dueAt,
    }));
}

function filesOf(read: Read): readonly ReportFile[] {
  const batchById = new Map<string, PaymentBatch>(read.batches.map((batch) => [batch.id, batch]));
  return read.attempts.map((attempt) => ({
    fileName: attempt.fileName,
    messageId: attempt.messageId,
    hash: attempt.payloadHash,
    count: attempt.paymentCount,
    currency: present(batchById.get(attempt.batchId), 'batch of an attempt').currency,
    totalMinor: attempt.totalMinor,
    state: attempt.state,
    preparedAt: attempt.preparedAt,
    sentAt: attempt.sentAt,
  }));
}
