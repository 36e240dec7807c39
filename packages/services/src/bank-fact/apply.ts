import {
  applyEvidence,
  type DerivedBankState,
  deriveBankState,
  finalStates,
  type Id,
  type OwnAccount,
  type Payment,
  type PaymentId,
  type PaymentItem,
  type StoredBankFact,
} from '@quittance/domain';
import { sha256Hex } from '@quittance/governance';
import { closeCases } from '../case/close.ts';
import { type NewCase, openCases } from '../case/open.ts';
import type { ServiceContext } from '../context/context.ts';
import {
  changed,
  findEvery,
  inChunks,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { releaseClaims } from '../payment/claims.ts';
import { chunked } from '../tasks.ts';
import { casesOf, unreleasedCases } from './cases.ts';
import { isFreeing, revive } from './revive.ts';

/** A fact before it has an id: its content alone makes the id, so a repeated telling is one row. */
export type NewFact = Omit<StoredBankFact, 'id' | 'entityId' | 'recordedAt'>;

export interface AppliedFacts {
  readonly recorded: number;
  readonly moved: number;
}

/**
 * Stores facts and derives the bank side of every payment they speak of anew, from all its facts
 * (I11). Facts told before have no effect. What the derivation means for bills, for the accounts
 * and for people follows in the same transaction.
 */
export async function applyFacts(
  ctx: ServiceContext,
  unit: UnitOfWork,
  facts: readonly NewFact[],
): Promise<AppliedFacts> {
  if (facts.length === 0) return { recorded: 0, moved: 0 };
  const paymentIds = [...new Set(facts.map((fact) => fact.paymentId))].toSorted();
  const payments = await inChunks(paymentIds, (chunk) =>
    unit.transaction.lock('payment', { id: { in: chunk } }),
  );
  const entityOf = new Map(payments.map((payment) => [payment.id, payment.entityId]));
  const rows = facts.flatMap((fact): readonly StoredBankFact[] => {
    const entityId = entityOf.get(fact.paymentId);
    if (entityId === undefined) return [];
    return [{ ...fact, id: factId(fact), entityId, recordedAt: unit.transaction.now }];
  });
  const known = await inChunks(paymentIds, (chunk) =>
    findEvery(unit.transaction, 'bank_fact', { paymentId: { in: chunk } }),
  );
  const standing = new Set(known.map((fact) => fact.id));
  const fresh = [...new Map(rows.map((row) => [row.id, row])).values()].filter(
    (row) => !standing.has(row.id),
  );
  const moved = await derive(ctx, unit, {
    payments,
    facts: Map.groupBy([...known, ...fresh], (fact) => fact.paymentId),
    fresh: Map.groupBy(fresh, (fact) => fact.paymentId),
  });
  return { recorded: fresh.length, moved };
}

/** A UUID (version 8, RFC 9562 section 5.8) made of the digest of everything that a fact says. */
function factId(fact: NewFact): Id<'bank_fact'> {
  const parts = [
    fact.paymentId,
    fact.attemptId,
    fact.code,
    fact.reason,
    fact.amountMinor,
    fact.entryKey,
    fact.bankTime,
    fact.source,
    fact.evidenceHash,
  ];
  const hex = sha256Hex(parts.map((part) => part?.toString() ?? '').join('\n'));
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return brandFact(groups.join('-'));
}

/** The one cast here: the text has the form of a UUID by construction. */
const brandFact = (text: string): Id<'bank_fact'> => text as Id<'bank_fact'>;

interface Derivation {
  readonly payments: readonly Payment[];
  readonly facts: ReadonlyMap<PaymentId, readonly StoredBankFact[]>;
  /** Those of them that were not known before. */
  readonly fresh: ReadonlyMap<PaymentId, readonly StoredBankFact[]>;
}

interface MovedPayment {
  readonly before: Payment;
  readonly after: Payment;
  readonly derived: DerivedBankState;
  readonly fresh: readonly StoredBankFact[];
}

async function derive(ctx: ServiceContext, unit: UnitOfWork, of: Derivation): Promise<number> {
  const accountIds = [...new Set(of.payments.map((payment) => payment.ownAccountId))];
  const accounts = await unit.transaction.find('own_account', { id: { in: accountIds } });
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const cases: NewCase[] = [];
  const moved: MovedPayment[] = [];
  for (const payment of of.payments) {
    const account = byId.get(payment.ownAccountId);
    const derived = deriveBankState(of.facts.get(payment.id) ?? [], {
      instructedMinor: payment.instructedMinor,
      liveAttemptId: payment.liveAttemptId,
      finality: finalityOf(ctx, account),
    });
    const released = payment.liveAttemptId !== null;
    const effect = applyEvidence(payment.state, derived, released);
    const fresh = of.fresh.get(payment.id) ?? [];
    if (fresh.length === 0) continue;
    cases.push(...(released ? casesOf(payment, derived) : unreleasedCases(payment, derived)));
    const after = movedRow(unit, payment, { state: effect.state, derived });
    moved.push({ before: payment, after, derived, fresh });
  }
  cases.push(...(await writeMoved(unit, moved)));
  await closeAnswered(unit, moved);
  await openCases(ctx, unit, cases);
  return moved.length;
}

const finalityOf = (ctx: ServiceContext, account: OwnAccount | undefined) =>
  ctx.settings.bankProfiles.get(account?.bankProfile ?? '')?.answers.finality ?? 'booked_entry';

/** The payment as its facts make it; a fact that moves nothing still is a new version of it. */
function movedRow(
  unit: UnitOfWork,
  payment: Payment,
  of: { readonly state: Payment['state']; readonly derived: DerivedBankState },
): Payment {
  const { state, derived } = of;
  const { settledMinor, returnedMinor, reversedMinor } = derived;
  return nextVersion(payment, {
    state,
    stateSince: state === payment.state ? payment.stateSince : unit.transaction.now,
    settledMinor,
    returnedMinor,
    reversedMinor,
    hold: finalStates.includes(state) ? null : (derived.hold ?? payment.hold),
    reason: derived.reason ?? payment.reason,
  });
}

async function writeMoved(
  unit: UnitOfWork,
  moved: readonly MovedPayment[],
): Promise<readonly NewCase[]> {
  const freed = moved.filter(
    ({ before, after }) => isFreeing(after.state) && !isFreeing(before.state),
  );
  const items = await inChunks(
    freed.map(({ after }) => after.id),
    (chunk) =>
      findEvery(unit.transaction, 'payment_item', { paymentId: { in: chunk }, live: true }),
  );
  const attemptItems = await inChunks(
    freed.map(({ after }) => after.id),
    (chunk) =>
      findEvery(unit.transaction, 'attempt_item', { paymentId: { in: chunk }, live: true }),
  );
  const revived = await revive(unit, moved);
  const claims = Map.groupBy(items, (item: PaymentItem) => item.paymentId);
  const lives = Map.groupBy(attemptItems, (item) => item.paymentId);
  for (const { before, after, derived, fresh } of moved) {
    unit.mutate({
      verb: 'payment.recordEvidence',
      change: changed('payment', before, after),
      members: [
        ...releaseClaims(claims.get(after.id) ?? []),
        ...(lives.get(after.id) ?? []).map((item) =>
          changed('attempt_item', item, nextVersion(item, { live: false })),
        ),
        ...(revived.changes.get(after.id) ?? []),
      ],
      records: [{ table: 'bank_fact', rows: fresh }],
      evidence: [...new Set(fresh.map((fact) => fact.evidenceHash))],
      detail: {
        settledMinor: after.settledMinor,
        returnedMinor: after.returnedMinor,
        reversedMinor: after.reversedMinor,
        reason: derived.reason,
      },
      ...(before.state === after.state ? {} : { event: `payment.${after.state}` }),
    });
  }
  enqueueFollowUps(unit, moved);
  return revived.cases;
}

const isBack = (state: Payment['state']): boolean => state === 'returned' || state === 'reversed';

/** What left in part only is not posted: the accounts would close the bills with the whole. */
const isSettledWhole = ({ settledMinor, instructedMinor }: Payment): boolean =>
  settledMinor >= instructedMinor;

/** What the accounts must hear of it: settled ones are posted, dead ones withdrawn, all shown. */
function enqueueFollowUps(unit: UnitOfWork, moved: readonly MovedPayment[]): void {
  const changedState = moved.filter(({ before, after }) => before.state !== after.state);
  const settled = changedState.filter(({ after }) => after.state === 'settled');
  const late = moved.filter(
    ({ before, after }) =>
      isBack(after.state) &&
      isSettledWhole(after) &&
      (before.state !== after.state || !isSettledWhole(before)),
  );
  const dead = changedState.filter(
    ({ after }) => after.state === 'failed' || after.state === 'cancelled',
  );
  enqueueByEntity(unit, 'payment.settle', [...settled, ...late]);
  enqueueByEntity(unit, 'payment.withdraw', dead);
  enqueueByEntity(unit, 'remittance.send', settled);
  enqueueByEntity(unit, 'payment.showState', changedState);
}

function enqueueByEntity(unit: UnitOfWork, name: string, moved: readonly MovedPayment[]): void {
  const byEntity = Map.groupBy(moved, ({ after }) => after.entityId);
  for (const [entityId, ofEntity] of byEntity) {
    for (const ids of chunked(ofEntity.map(({ after }) => after.id))) {
      unit.enqueue({ name, entityId, ids });
    }
  }
}

/** Cases whose question the bank has answered: a payment it knows, a rejection it took back. */
async function closeAnswered(unit: UnitOfWork, moved: readonly MovedPayment[]): Promise<void> {
  const left = (state: Payment['state']) =>
    moved
      .filter(({ before, after }) => before.state === state && after.state !== state)
      .map(({ after }) => after.id);
  const resolution = 'the bank answered';
  await closeCases(unit, { kind: 'unknown_outcome', objectIds: left('unknown'), resolution });
  await closeCases(unit, { kind: 'rejected_payment', objectIds: left('failed'), resolution });
  // A message of which the bank has moved a payment on waits for nobody any more.
  const attempts = moved
    .filter(({ before, after }) => before.state === 'submitted' && after.state !== 'submitted')
    .flatMap(({ after }) => (after.liveAttemptId === null ? [] : [after.liveAttemptId]));
  const objectIds = [...new Set(attempts)];
  await closeCases(unit, { kind: 'bank_confirmation', objectIds, resolution });
}
