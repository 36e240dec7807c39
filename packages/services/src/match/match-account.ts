import {
  type AttemptId,
  type ExceptionCase,
  type Match,
  type MatchAllocation,
  type OwnAccount,
  type OwnAccountId,
  present,
  problem,
  type Problem,
  refuse,
  type Result,
  type StatementLine,
  statementLineLifecycle,
  step,
  succeed,
} from '@quittance/domain';
import { defaultMatchRules, matchLines, type ProposedMatch } from '@quittance/matching';
import { applyFacts, type NewFact } from '../bank-fact/apply.ts';
import { openCases } from '../case/open.ts';
import { closeCases } from '../case/close.ts';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  added,
  changed,
  findEvery,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { chunked, matchChunkSizeMax } from '../tasks.ts';
import { readCandidates } from './candidates.ts';
import { type UnexplainedLine, withoutTakenBack } from './taken-back.ts';

export interface MatchedAccount {
  readonly matched: number;
  readonly unmatched: number;
}

/**
 * Explains the lines of an account that nothing explains yet. Classes A and B and the posting rules
 * are automatic; every other line becomes a case with an owner (EXC-10). A line that found no match
 * before is tried again each time, since evidence may come later than the line.
 */
export async function matchAccount(
  call: VerbCall<{ readonly ownAccountId: OwnAccountId }>,
): Promise<Result<MatchedAccount, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [account] = await unit.transaction.find('own_account', { id: input.ownAccountId });
    if (account === undefined) return refuse(problem('NOT_FOUND', 'own bank account'));
    await unit.transaction.lockKey(`statements ${account.id}`);
    const lines = await openLines(unit, account);
    if (lines.length === 0) return succeed({ matched: 0, unmatched: 0 });
    const candidates = await readCandidates(unit, { account, lines });
    const today = lines.reduce(
      (latest, line) => (line.bookingDate > latest ? line.bookingDate : latest),
      present(lines[0], 'first line').bookingDate,
    );
    const found = matchLines({ lines, candidates, rules: defaultMatchRules, today });
    const result = await withoutTakenBack(unit, lines, found);
    const byId = new Map(lines.map((line) => [line.id, line]));
    const attempts = attemptByPayment(candidates.attempts);
    const made = result.matches.flatMap((proposed) => {
      const line = present(byId.get(proposed.lineId), 'line of a match');
      return record(ctx, unit, { proposed, line, account, attempts }) ?? [];
    });
    for (const ids of chunked(
      made.map((one) => one.matchId),
      matchChunkSizeMax,
    )) {
      unit.enqueue({ name: 'match.post', entityId: account.entityId, ids });
    }
    const facts = made.flatMap((one) => one.facts);
    await openLineCases(ctx, unit, { unmatched: result.unmatched, byId });
    const explained = result.matches.map((match) => match.lineId);
    await closeCases(unit, { kind: 'unmatched_line', objectIds: explained, resolution: 'matched' });
    await applyFacts(ctx, unit, await withEvidence(unit, account, facts));
    return succeed({ matched: result.matches.length, unmatched: result.unmatched.length });
  });
}

const unexplained: readonly StatementLine['state'][] = ['new', 'candidate', 'suggested', 'case'];

const openLines = (unit: UnitOfWork, account: OwnAccount): Promise<readonly StatementLine[]> =>
  findEvery(unit.transaction, 'statement_line', {
    entityId: account.entityId,
    ownAccountId: account.id,
    state: { in: unexplained },
  });

function attemptByPayment(
  attempts: readonly {
    readonly id: AttemptId;
    readonly members: readonly { readonly paymentId: string }[];
  }[],
): ReadonlyMap<string, AttemptId> {
  return new Map(
    attempts.flatMap((attempt) =>
      attempt.members.map((member): readonly [string, AttemptId] => [member.paymentId, attempt.id]),
    ),
  );
}

interface Recording {
  readonly proposed: ProposedMatch;
  readonly line: StatementLine;
  readonly account: OwnAccount;
  readonly attempts: ReadonlyMap<string, AttemptId>;
}

interface Recorded {
  readonly matchId: Match['id'];
  readonly facts: readonly NewFact[];
}

/** Writes one match; tells the facts that a debit tells of its payments. */
function record(ctx: ServiceContext, unit: UnitOfWork, of: Recording): Recorded | null {
  const { proposed, line } = of;
  const byRule = proposed.allocations.every((part) => part.accountRole !== null);
  const moved = step(statementLineLifecycle, line.state, byRule ? 'postByRule' : 'match');
  if (!moved.ok) return null;
  const match: Match = {
    id: ctx.ids.newId<'match'>(),
    version: 1,
    entityId: line.entityId,
    statementLineId: line.id,
    evidenceClass: proposed.evidenceClass,
    rule: proposed.rule,
    explanation: proposed.explanation,
    state: 'proposed',
    madeAt: unit.transaction.now,
    externalReconciliation: null,
  };
  const allocations = proposed.allocations.map((part): MatchAllocation => ({
    id: ctx.ids.newId<'match_allocation'>(),
    entityId: line.entityId,
    matchId: match.id,
    kind: kindOf(part),
    paymentId: part.paymentId,
    openItemId: part.openItemId,
    accountRole: part.accountRole,
    amountMinor: part.amountMinor,
    paymentMinor: part.paymentMinor,
  }));
  unit.mutate({
    verb: 'line.match',
    change: changed('statement_line', line, nextVersion(line, { state: moved.value })),
    detail: { match: match.id, rule: match.rule },
    event: 'line.matched',
  });
  unit.mutate({
    verb: 'match.make',
    change: added('match', match),
    records: [{ table: 'match_allocation', rows: allocations }],
    detail: { line: line.id, evidenceClass: match.evidenceClass, rule: match.rule },
  });
  const facts = allocations.flatMap((allocation) => factOf(of, allocation));
  return { matchId: match.id, facts };
}

const kindOf = (part: ProposedMatch['allocations'][number]): MatchAllocation['kind'] => {
  if (part.accountRole !== null) return 'account';
  if (part.openItemId !== null) return 'open_item';
  return part.purpose === 'settlement' ? 'payment' : 'return';
};

/** A matched line is a booking, a return or a reversal of the payments it was matched with. */
function factOf(of: Recording, allocation: MatchAllocation): readonly NewFact[] {
  const { line } = of;
  if (allocation.paymentId === null) return [];
  // A fact speaks of a payment in the payment's own currency.
  const amountMinor = allocation.paymentMinor ?? allocation.amountMinor;
  return [
    {
      paymentId: allocation.paymentId,
      attemptId: of.attempts.get(allocation.paymentId) ?? null,
      code: amountMinor < 0n ? 'booked' : line.kind === 'reversal' ? 'reversed' : 'returned',
      reason: line.returnReason,
      amountMinor: amountMinor < 0n ? -amountMinor : amountMinor,
      entryKey: line.entryKey,
      bankTime: `${line.bookingDate}T00:00:00.000Z`,
      source: 'match',
      evidenceHash: line.statementId,
    },
  ];
}

/** Facts name the file that they come from: the evidence of the line's statement. */
async function withEvidence(
  unit: UnitOfWork,
  account: OwnAccount,
  facts: readonly NewFact[],
): Promise<readonly NewFact[]> {
  const wanted = new Set(facts.map((fact) => fact.evidenceHash));
  const statements = await findEvery(unit.transaction, 'statement', {
    entityId: account.entityId,
    ownAccountId: account.id,
  });
  const hashes = new Map<string, string>(
    statements.flatMap((row) => (wanted.has(row.id) ? [[row.id, row.evidenceHash] as const] : [])),
  );
  return facts.map((fact) => ({
    ...fact,
    evidenceHash: present(hashes.get(fact.evidenceHash), 'evidence of a statement'),
  }));
}

async function openLineCases(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: {
    readonly unmatched: readonly UnexplainedLine[];
    readonly byId: ReadonlyMap<string, StatementLine>;
  },
): Promise<void> {
  const cases = [];
  for (const { lineId, reason, explanation } of of.unmatched) {
    const line = present(of.byId.get(lineId), 'unmatched line');
    const moved = step(statementLineLifecycle, line.state, 'openCase');
    if (!moved.ok) continue;
    unit.mutate({
      verb: 'line.openCase',
      change: changed('statement_line', line, nextVersion(line, { state: moved.value })),
      detail: { reason },
    });
    cases.push({
      entityId: line.entityId,
      kind: 'unmatched_line' satisfies ExceptionCase['kind'],
      objectKind: 'statement_line',
      objectId: line.id,
      cause: reason,
      detail: `The line of ${line.bookingDate} (${line.entryKey}) has no match: ${explanation}`,
      currency: line.currency,
      atRiskMinor: line.amountMinor < 0n ? -line.amountMinor : line.amountMinor,
    } as const);
  }
  await openCases(ctx, unit, cases);
}
