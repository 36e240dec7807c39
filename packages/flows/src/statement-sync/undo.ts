import { asId, type MatchId } from '@quittance/domain';
import { type MatchUndoing, planUndoneMatches, recordUndoneMatches } from '@quittance/services';
import {
  capability,
  entityOf,
  type FlowConnection,
  type FlowHandler,
  sortOutcomes,
  throwAgain,
  valueOf,
} from '../flow/flow.ts';

/** Takes matches back in the accounts first, then in the hub: never the other way round. */
export const undoMatchesHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const accounts = await run.ports.accountsOf(entityId);
  const matchIds = run.task.data.ids.map((id) => asId<'match'>(id));
  const ctx = run.ctx([entityId]);
  const input = { matchIds, connectionName: accounts.name };
  const undoings = valueOf(await planUndoneMatches({ ctx, input }));
  if (undoings.length === 0) return;
  const asked = undoings.map((undoing) => undoing.matchId);
  const { done, refused, again } = sortOutcomes(asked, await undoInAccounts(accounts, undoings));
  const recorded = await recordUndoneMatches({
    ctx: again === null ? run.ctx([entityId], 'completes') : ctx,
    input: {
      done: done.map(({ value }) => value),
      refused: refused.flatMap(({ key, fault }) => {
        const one = undoings.find((undoing) => undoing.matchId === key);
        return one === undefined ? [] : [{ matchId: one.matchId, fault }];
      }),
    },
  });
  valueOf(recorded);
  throwAgain(again);
};

type Answers = Parameters<typeof sortOutcomes<MatchId>>[1];

/** A line that never came into the accounts has nothing there to be taken back. */
async function undoInAccounts(
  accounts: FlowConnection,
  undoings: readonly MatchUndoing[],
): Promise<Answers> {
  const undo = capability(accounts, 'reconciliations.undo');
  const answers: Answers[number][] = [];
  for (const [companyExternalId, group] of Map.groupBy(undoings, (one) => one.companyExternalId)) {
    const byLine = new Map<string, MatchId>();
    for (const { matchId, statementLineExternalId } of group) {
      if (statementLineExternalId === null) {
        answers.push({ key: matchId, outcome: { ok: true, value: matchId } });
      } else byLine.set(statementLineExternalId, matchId);
    }
    const statementLineExternalIds = [...byLine.keys()];
    if (statementLineExternalIds.length === 0) continue;
    for (const { key, outcome } of await undo({ companyExternalId, statementLineExternalIds })) {
      const matchId = byLine.get(key);
      if (matchId === undefined) continue;
      answers.push({ key: matchId, outcome: outcome.ok ? { ok: true, value: matchId } : outcome });
    }
  }
  return answers;
}
