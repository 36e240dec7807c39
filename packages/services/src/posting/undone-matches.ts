import {
  type Fault,
  type Match,
  type MatchAllocation,
  type MatchId,
  type Payment,
  paymentLifecycle,
  present,
  type Problem,
  type Result,
  type StatementLine,
  statementLineLifecycle,
  step,
  succeed,
} from '@quittance/domain';
import { type NewCase, openCases } from '../case/open.ts';
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
import { chunked, matchChunkSizeMax } from '../tasks.ts';
import { closePostingCases, undoCause } from './post-again.ts';

/** A match that is to be taken back; a line that is not in the accounts has nothing there. */
export interface MatchUndoing {
  readonly matchId: MatchId;
  readonly companyExternalId: string;
  readonly statementLineExternalId: string | null;
}

export interface PlanUndoInput {
  readonly matchIds: readonly MatchId[];
  readonly connectionName: string;
}

/**
 * Reads what the accounts must take back. One that is undone here is asked for once more, in case
 * its posting overtook its undoing, unless its line has been matched anew since.
 */
export async function planUndoneMatches(
  call: VerbCall<PlanUndoInput>,
): Promise<Result<readonly MatchUndoing[], Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const { transaction } = unit;
    const asked = await inChunks(input.matchIds, (chunk) =>
      transaction.find('match', { id: { in: chunk } }),
    );
    const lineIds = [...new Set(asked.map((match) => match.statementLineId))];
    const ofLines = await inChunks(lineIds, (chunk) =>
      transaction.find('match', { statementLineId: { in: chunk } }),
    );
    const matches = asked.filter(
      (match) => match.state !== 'undone' || !ofLines.some((other) => replaces(other, match)),
    );
    const scheme = (kind: 'company' | 'statementLine') => linkScheme(input.connectionName, kind);
    const entityIds = matches.map((match) => match.entityId);
    const companies = await externalIdsOf(transaction, scheme('company'), entityIds);
    const lines = await externalIdsOf(transaction, scheme('statementLine'), lineIds);
    return succeed(
      matches.map((match) => ({
        matchId: match.id,
        companyExternalId: present(companies.get(match.entityId), 'company in the accounts'),
        statementLineExternalId: lines.get(match.statementLineId) ?? null,
      })),
    );
  });
}

const replaces = (other: Match, match: Match): boolean =>
  other.id !== match.id &&
  other.statementLineId === match.statementLineId &&
  other.state !== 'undone';

export interface RecordUndoneInput {
  readonly done: readonly MatchId[];
  readonly refused: readonly { readonly matchId: MatchId; readonly fault: Fault }[];
}

/**
 * Records which matches were taken back: their lines wait anew, and a payment that they had
 * reconciled is settled again. A refusal becomes a case of the line, and everything stays.
 */
export async function recordUndoneMatches(
  call: VerbCall<RecordUndoneInput>,
): Promise<Result<{ readonly undone: number }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const ids = [...input.done, ...input.refused.map((one) => one.matchId)];
    const matches = await inChunks(ids, (chunk) =>
      unit.transaction.lock('match', { id: { in: chunk } }),
    );
    const lineIds = [...new Set(matches.map((match) => match.statementLineId))];
    const lines = await inChunks(lineIds, (chunk) =>
      unit.transaction.lock('statement_line', { id: { in: chunk } }),
    );
    const lineById = new Map(lines.map((line) => [line.id, line]));
    const done = new Set(input.done);
    const undone = matches.filter((match) => done.has(match.id) && match.state !== 'undone');
    for (const match of undone) undoOne(unit, match, lineById.get(match.statementLineId));
    await unreconcilePayments(unit, undone);
    const waiting = new Set(undone.flatMap((match) => lineById.get(match.statementLineId) ?? []));
    wakeMatching(unit, [...waiting]);
    const objectIds = undone.map((match) => match.statementLineId);
    await closePostingCases(unit, { objectIds, resolution: 'taken back' });
    await openCases(ctx, unit, refusals(input, { matches, lineById }));
    return succeed({ undone: undone.length });
  });
}

function undoOne(unit: UnitOfWork, match: Match, line: StatementLine | undefined): void {
  unit.mutate({
    verb: 'match.undo',
    change: changed('match', match, nextVersion(match, { state: 'undone' })),
    detail: { line: match.statementLineId, externalReconciliation: match.externalReconciliation },
    event: 'match.undone',
  });
  if (line === undefined) return;
  const moved = step(statementLineLifecycle, line.state, 'unmatch');
  if (!moved.ok) return;
  unit.mutate({
    verb: 'line.unmatch',
    change: changed('statement_line', line, nextVersion(line, { state: moved.value })),
    detail: { match: match.id },
  });
}

async function unreconcilePayments(unit: UnitOfWork, undone: readonly Match[]): Promise<void> {
  const allocations = await inChunks(
    undone.map((match) => match.id),
    (chunk) => findEvery(unit.transaction, 'match_allocation', { matchId: { in: chunk } }),
  );
  const settling = (part: MatchAllocation) => (part.kind === 'payment' ? part.paymentId : null);
  const ids = [...new Set(allocations.flatMap((part) => settling(part) ?? []))].toSorted();
  const payments = await inChunks(ids, (chunk) =>
    unit.transaction.lock('payment', { id: { in: chunk } }),
  );
  const moved = payments.flatMap((payment): readonly Payment[] => {
    const stepped = step(paymentLifecycle, payment.state, 'unreconcile');
    if (!stepped.ok) return [];
    const patch = { state: stepped.value, stateSince: unit.transaction.now };
    const after = nextVersion(payment, patch);
    unit.mutate({ verb: 'payment.unreconcile', change: changed('payment', payment, after) });
    return [after];
  });
  for (const [entityId, rows] of Map.groupBy(moved, (payment) => payment.entityId)) {
    for (const ids of chunked(rows.map((row) => row.id))) {
      unit.enqueue({ name: 'payment.showState', entityId, ids });
    }
  }
}

/** The lines are looked at anew at once: they find another match, or their case. */
function wakeMatching(unit: UnitOfWork, lines: readonly StatementLine[]): void {
  const accounts = new Map(lines.map((line) => [line.ownAccountId, line.entityId]));
  for (const [ownAccountId, entityId] of accounts) {
    unit.enqueue({ name: 'lines.match', entityId, ids: [ownAccountId] });
  }
}

function refusals(
  input: RecordUndoneInput,
  of: {
    readonly matches: readonly Match[];
    readonly lineById: ReadonlyMap<string, StatementLine>;
  },
): readonly NewCase[] {
  return input.refused.flatMap(({ matchId, fault }): readonly NewCase[] => {
    const match = of.matches.find((candidate) => candidate.id === matchId);
    const line = of.lineById.get(match?.statementLineId ?? '');
    if (match === undefined || line === undefined) return [];
    return [
      {
        entityId: match.entityId,
        kind: fault.code.includes('closed_period') ? 'closed_period' : 'rejected_posting',
        objectKind: 'statement_line',
        objectId: line.id,
        cause: `${undoCause}${fault.code}`,
        detail:
          `The match of the bank line of ${line.bookingDate} could not be taken back in the ` +
          `accounts: ${fault.message}`,
        currency: line.currency,
        atRiskMinor: line.amountMinor < 0n ? -line.amountMinor : line.amountMinor,
      },
    ];
  });
}

/** A posting that overtook the undoing of its match is taken back once more. */
export function undoOvertaken(unit: UnitOfWork, posted: readonly Match[]): void {
  const overtaken = posted.filter((match) => match.state === 'undone');
  for (const [entityId, matches] of Map.groupBy(overtaken, (match) => match.entityId)) {
    const matchIds = matches.map((match) => match.id);
    for (const ids of chunked(matchIds, matchChunkSizeMax)) {
      unit.enqueue({ name: 'match.undo', entityId, ids });
    }
  }
}
