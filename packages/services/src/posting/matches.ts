import {
  type Fault,
  type Match,
  type MatchAllocation,
  type MatchId,
  type Payment,
  type PaymentId,
  paymentLifecycle,
  type PaymentReference,
  present,
  type Problem,
  type Result,
  type StatementLine,
  step,
  succeed,
} from '@quittance/domain';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme } from '../context/links.ts';
import {
  changed,
  findEvery,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { settledByLines } from '../match/candidates.ts';
import { releaseClaims } from '../payment/claims.ts';
import { chunked } from '../tasks.ts';
import { closePostingCases } from './post-again.ts';
import { undoOvertaken } from './undone-matches.ts';

export type AccountRole = 'bank_fee' | 'interest' | 'transfer';

/** One match as it is to stand in the accounts, in the currency that its line has there. */
export interface MatchPosting {
  readonly matchId: MatchId;
  readonly key: string;
  readonly companyExternalId: string;
  readonly statementLineExternalId: string;
  readonly parts: readonly (
    | {
        readonly kind: 'payment';
        readonly reference: PaymentReference;
        readonly amountMinor: bigint;
      }
    | {
        readonly kind: 'return';
        readonly reference: PaymentReference;
        readonly amountMinor: bigint;
      }
    | { readonly kind: 'open_item'; readonly externalId: string; readonly amountMinor: bigint }
    | {
        readonly kind: 'account';
        readonly role: AccountRole;
        readonly amountMinor: bigint;
        readonly label: string;
      }
  )[];
}

export interface MatchesInput {
  readonly matchIds: readonly MatchId[];
  readonly connectionName: string;
}

interface Read {
  readonly matches: readonly Match[];
  readonly lines: ReadonlyMap<string, StatementLine>;
  readonly allocations: ReadonlyMap<string, readonly MatchAllocation[]>;
  readonly payments: ReadonlyMap<string, Payment>;
}

/**
 * Reads the matches that can go to the accounts: the line stands there, and so does every payment.
 * The others are left for when their last missing part was posted, which asks for them again.
 */
export async function planMatches(
  call: VerbCall<MatchesInput>,
): Promise<Result<readonly MatchPosting[], Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const read = await readMatches(unit, input.matchIds, 'find');
    const scheme = (kind: 'company' | 'statementLine' | 'openItem') =>
      linkScheme(input.connectionName, kind);
    const { transaction } = unit;
    const lineIds = [...read.lines.keys()];
    const itemIds = [...read.allocations.values()]
      .flat()
      .flatMap((part) => (part.openItemId === null ? [] : [part.openItemId]));
    const entityIds = read.matches.map((match) => match.entityId);
    const known = {
      companies: await externalIdsOf(transaction, scheme('company'), entityIds),
      lines: await externalIdsOf(transaction, scheme('statementLine'), lineIds),
      items: await externalIdsOf(transaction, scheme('openItem'), itemIds),
    };
    const ready = read.matches.filter((match) => isReady(match, read));
    return succeed(ready.map((match) => postingOf(match, read, known)));
  });
}

async function readMatches(
  unit: UnitOfWork,
  matchIds: readonly MatchId[],
  how: 'find' | 'lock',
): Promise<Read> {
  const { transaction } = unit;
  const matches = await inChunks(matchIds, (chunk) =>
    how === 'lock'
      ? transaction.lock('match', { id: { in: chunk } })
      : transaction.find('match', { id: { in: chunk } }),
  );
  const lineIds = matches.map((match) => match.statementLineId);
  const lines = await inChunks(lineIds, (chunk) =>
    transaction.find('statement_line', { id: { in: chunk } }),
  );
  const allocations = await inChunks(matchIds, (chunk) =>
    findEvery(transaction, 'match_allocation', { matchId: { in: chunk } }),
  );
  const paymentIds = allocations.flatMap((part) =>
    part.paymentId === null ? [] : [part.paymentId],
  );
  const payments = await inChunks([...new Set(paymentIds)].toSorted(), (chunk) =>
    how === 'lock'
      ? transaction.lock('payment', { id: { in: chunk } })
      : transaction.find('payment', { id: { in: chunk } }),
  );
  return {
    matches,
    lines: new Map(lines.map((line) => [line.id, line])),
    allocations: Map.groupBy(allocations, (part) => part.matchId),
    payments: new Map(payments.map((payment) => [payment.id, payment])),
  };
}

function isReady(match: Match, read: Read): boolean {
  if (match.state !== 'proposed') return false;
  if (read.lines.get(match.statementLineId)?.posted !== true) return false;
  return (read.allocations.get(match.id) ?? []).every(
    (part) =>
      part.paymentId === null || read.payments.get(part.paymentId)?.accountsState === 'posted',
  );
}

function postingOf(
  match: Match,
  read: Read,
  known: {
    readonly companies: ReadonlyMap<string, string>;
    readonly lines: ReadonlyMap<string, string>;
    readonly items: ReadonlyMap<string, string>;
  },
): MatchPosting {
  return {
    matchId: match.id,
    key: `M${match.id}`,
    companyExternalId: present(known.companies.get(match.entityId), 'company in the accounts'),
    statementLineExternalId: present(known.lines.get(match.statementLineId), 'posted line'),
    parts: (read.allocations.get(match.id) ?? []).map((part) => partOf(part, read, known.items)),
  };
}

function partOf(
  part: MatchAllocation,
  read: Read,
  items: ReadonlyMap<string, string>,
): MatchPosting['parts'][number] {
  const amountMinor = part.paymentMinor ?? part.amountMinor;
  if (part.kind === 'open_item') {
    const externalId = present(items.get(part.openItemId ?? ''), 'bill in the accounts');
    return { kind: 'open_item', externalId, amountMinor };
  }
  if (part.kind === 'account') {
    const role = roleOf(part.accountRole);
    return { kind: 'account', role, amountMinor, label: role.replace('_', ' ') };
  }
  const payment = present(read.payments.get(part.paymentId ?? ''), 'payment of a match');
  return { kind: part.kind, reference: payment.reference, amountMinor };
}

const roleOf = (role: string | null): AccountRole =>
  role === 'interest' || role === 'transfer' ? role : 'bank_fee';

export interface RecordMatchesInput {
  readonly done: readonly { readonly matchId: MatchId; readonly externalIds: readonly string[] }[];
  readonly refused: readonly { readonly matchId: MatchId; readonly fault: Fault }[];
}

/**
 * Records which matches stand in the accounts. A settled payment whose lines cover it in full is
 * reconciled by that (I6, I7); a refusal becomes a case of the line.
 */
export async function recordMatches(
  call: VerbCall<RecordMatchesInput>,
): Promise<Result<{ readonly reconciled: number }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const externalIds = new Map(input.done.map((done) => [done.matchId, done.externalIds]));
    const ids = [...input.done, ...input.refused].map((one) => one.matchId);
    const read = await readMatches(unit, ids, 'lock');
    const posted = read.matches.filter(
      (match) => externalIds.has(match.id) && match.state !== 'posted' && match.state !== 'undone',
    );
    for (const match of posted) {
      const externalReconciliation = (externalIds.get(match.id) ?? []).join(' ') || null;
      unit.mutate({
        verb: 'match.post',
        change: changed(
          'match',
          match,
          nextVersion(match, { state: 'posted', externalReconciliation }),
        ),
        detail: { externalReconciliation },
        event: 'match.posted',
      });
    }
    const reconciled = await reconcilePayments(unit, { read, posted });
    undoOvertaken(
      unit,
      read.matches.filter((match) => externalIds.has(match.id)),
    );
    const lineIds = posted.map((match) => match.statementLineId);
    await closePostingCases(unit, { objectIds: lineIds, resolution: 'posted' });
    await openCases(ctx, unit, refusals(input, read));
    return succeed({ reconciled });
  });
}

async function reconcilePayments(
  unit: UnitOfWork,
  of: { readonly read: Read; readonly posted: readonly Match[] },
): Promise<number> {
  const { read, posted } = of;
  const touched = new Set(
    posted.flatMap((match) =>
      (read.allocations.get(match.id) ?? []).flatMap((part) => part.paymentId ?? []),
    ),
  );
  const byPayment = await postedParts(unit, { paymentIds: [...touched], posted });
  const claims = await inChunks([...touched], (chunk) =>
    findEvery(unit.transaction, 'payment_item', { paymentId: { in: chunk }, live: true }),
  );
  const claimsOf = Map.groupBy(claims, (claim) => claim.paymentId);
  const shown: Payment[] = [];
  for (const paymentId of touched) {
    const payment = read.payments.get(paymentId);
    if (payment === undefined) continue;
    const moved = step(paymentLifecycle, payment.state, 'reconcile');
    const covered = settledByLines(byPayment.get(paymentId) ?? []).settledMinor;
    if (!moved.ok || covered !== payment.settledMinor) continue;
    const after = nextVersion(payment, { state: moved.value, stateSince: unit.transaction.now });
    shown.push(after);
    unit.mutate({
      verb: 'payment.reconcile',
      change: changed('payment', payment, after),
      // What the payment left open of a bill may be paid by another one now.
      members: releaseClaims(claimsOf.get(paymentId) ?? []),
      detail: { settledMinor: payment.settledMinor },
      event: 'payment.reconciled',
    });
  }
  const byEntity = Map.groupBy(shown, (payment) => payment.entityId);
  for (const [entityId, payments] of byEntity) {
    for (const ids of chunked(payments.map((payment) => payment.id))) {
      unit.enqueue({ name: 'payment.showState', entityId, ids });
    }
  }
  return shown.length;
}

/** The parts of these payments that stand in the accounts: those of posted matches only. */
async function postedParts(
  unit: UnitOfWork,
  of: { readonly paymentIds: readonly PaymentId[]; readonly posted: readonly Match[] },
): Promise<ReadonlyMap<string, readonly MatchAllocation[]>> {
  const parts = await inChunks(of.paymentIds, (chunk) =>
    findEvery(unit.transaction, 'match_allocation', { paymentId: { in: chunk } }),
  );
  const earlier = await inChunks([...new Set(parts.map((part) => part.matchId))], (chunk) =>
    unit.transaction.find('match', { id: { in: chunk }, state: 'posted' }),
  );
  const standing = new Set([...of.posted, ...earlier].map((match) => match.id));
  const counted = parts.filter((part) => standing.has(part.matchId));
  return Map.groupBy(counted, (part) => part.paymentId ?? '');
}

function refusals(input: RecordMatchesInput, read: Read) {
  return input.refused.flatMap(({ matchId, fault }) => {
    const match = read.matches.find((candidate) => candidate.id === matchId);
    const line = read.lines.get(match?.statementLineId ?? '');
    if (match === undefined || line === undefined) return [];
    return [
      {
        entityId: match.entityId,
        kind: fault.code.includes('closed_period') ? 'closed_period' : 'rejected_posting',
        objectKind: 'statement_line',
        objectId: line.id,
        cause: fault.code,
        detail:
          `The match of the bank line of ${line.bookingDate} was refused by the accounts: ` +
          fault.message,
        currency: line.currency,
        atRiskMinor: line.amountMinor < 0n ? -line.amountMinor : line.amountMinor,
      } as const,
    ];
  });
}
