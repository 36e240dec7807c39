import {
  type Fault,
  type Payment,
  type PaymentId,
  type PlainDate,
  type Problem,
  type Result,
  succeed,
} from '@quittance/domain';
import { type NewCase, openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { linkScheme } from '../context/links.ts';
import {
  changed,
  findEvery,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { withdrawnStates } from '../payment/withdraw.ts';
import { chunked, matchChunkSizeMax } from '../tasks.ts';
import { closePostingCases } from './post-again.ts';

export interface PaymentPosted {
  readonly paymentId: PaymentId;
  readonly externalId: string;
  /** Where it really stands; a locked period moves a posting silently (I20). */
  readonly postedDate: PlainDate | null;
}

export interface RecordPaymentsInput {
  readonly connectionName: string;
  readonly accountsState: Exclude<Payment['accountsState'], 'none'>;
  readonly done: readonly PaymentPosted[];
  readonly refused: readonly { readonly paymentId: PaymentId; readonly fault: Fault }[];
}

/**
 * Records what the accounts did with payments: registered, posted or withdrawn. A refusal becomes a
 * case of the payment (EXC-01, EXC-04); repeating the record has no effect.
 */
export async function recordPayments(
  call: VerbCall<RecordPaymentsInput>,
): Promise<Result<{ readonly recorded: number }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const ids = [...input.done, ...input.refused].map((one) => one.paymentId);
    const payments = await inChunks(ids, (chunk) =>
      unit.transaction.lock('payment', { id: { in: chunk } }),
    );
    const byId = new Map(payments.map((payment) => [payment.id, payment]));
    const moved: Payment[] = [];
    for (const done of input.done) {
      const payment = byId.get(done.paymentId);
      if (payment === undefined || !isNews(payment, input)) continue;
      const after = nextVersion(payment, { accountsState: input.accountsState });
      moved.push(after);
      unit.mutate({
        verb: `payment.${input.accountsState}InAccounts`,
        change: changed('payment', payment, after),
        detail: { externalId: done.externalId, postedDate: done.postedDate },
      });
    }
    const scheme = linkScheme(input.connectionName, 'payment');
    await unit.link(
      input.done.flatMap((done) => {
        const entityId = byId.get(done.paymentId)?.entityId ?? null;
        if (entityId === null || done.externalId === '') return [];
        const { externalId, paymentId: objectId } = done;
        return [{ entityId, scheme, externalId, objectKind: 'payment', objectId }];
      }),
    );
    const objectIds = moved.map((payment) => payment.id);
    await closePostingCases(unit, { objectIds, resolution: input.accountsState });
    await openCases(ctx, unit, casesOf(input, byId));
    if (input.accountsState === 'posted') await wakeMatches(unit, moved);
    if (input.accountsState === 'registered') withdrawLate(unit, input, byId);
    return succeed({ recorded: moved.length });
  });
}

/**
 * What may come next in the accounts; a repeated answer is no news. A payment that was withdrawn
 * and then turns out to be booked is posted after all: the bank's booking is the fact.
 */
const nextStates: Record<Payment['accountsState'], readonly Payment['accountsState'][]> = {
  none: ['registered', 'posted', 'withdrawn'],
  registered: ['posted', 'withdrawn'],
  posted: [],
  withdrawn: ['posted'],
};

const isNews = (payment: Payment, input: RecordPaymentsInput): boolean =>
  nextStates[payment.accountsState].includes(input.accountsState);

function casesOf(
  input: RecordPaymentsInput,
  byId: ReadonlyMap<PaymentId, Payment>,
): readonly NewCase[] {
  const refused = input.refused.flatMap(({ paymentId, fault }): readonly NewCase[] => {
    const payment = byId.get(paymentId);
    if (payment === undefined) return [];
    const closed = fault.code.includes('closed_period');
    const kind = closed ? 'closed_period' : 'rejected_posting';
    const detail =
      `Payment ${payment.reference} could not be ${input.accountsState} in the accounts: ` +
      fault.message;
    return [{ ...about(payment), kind, cause: fault.code, detail }];
  });
  const moved = input.done.flatMap(({ paymentId, postedDate }): readonly NewCase[] => {
    const payment = byId.get(paymentId);
    if (payment === undefined || postedDate === null) return [];
    // What was recorded before is no news: its case may be resolved already.
    const known = !isNews(payment, input);
    if (known || postedDate === payment.executionDate) return [];
    const detail =
      `Payment ${payment.reference} of ${payment.executionDate} was posted on ${postedDate}: ` +
      'its period is locked in the accounts.';
    return [{ ...about(payment), kind: 'closed_period', cause: 'date_moved', detail }];
  });
  return [...refused, ...moved];
}

const about = (payment: Payment) => ({
  entityId: payment.entityId,
  objectKind: 'payment',
  objectId: payment.id,
  currency: payment.currency,
  atRiskMinor: payment.instructedMinor,
});

/** Drafts of payments that were given up while the accounts made them. */
function withdrawLate(
  unit: UnitOfWork,
  { done }: RecordPaymentsInput,
  byId: ReadonlyMap<PaymentId, Payment>,
): void {
  const late = done.flatMap(({ paymentId }) => byId.get(paymentId) ?? []);
  const dead = late.filter((payment) => withdrawnStates.includes(payment.state));
  for (const [entityId, ofEntity] of Map.groupBy(dead, (payment) => payment.entityId)) {
    unit.enqueue({ name: 'payment.withdraw', entityId, ids: ofEntity.map(({ id }) => id) });
  }
}

/** Matches that waited for these payments to be posted can go to the accounts now. */
async function wakeMatches(unit: UnitOfWork, payments: readonly Payment[]): Promise<void> {
  const byEntity = Map.groupBy(payments, (payment) => payment.entityId);
  for (const [entityId, ofEntity] of byEntity) {
    const allocations = await inChunks(
      ofEntity.map((payment) => payment.id),
      (chunk) =>
        findEvery(unit.transaction, 'match_allocation', { entityId, paymentId: { in: chunk } }),
    );
    const matchIds = [...new Set(allocations.map((allocation) => allocation.matchId))];
    for (const ids of chunked(matchIds, matchChunkSizeMax)) {
      unit.enqueue({ name: 'match.post', entityId, ids });
    }
  }
}
