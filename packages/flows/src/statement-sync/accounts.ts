import { asId, type EntityId } from '@quittance/domain';
import {
  ingestMasterData,
  ingestOpenItems,
  planLines,
  planMatches,
  readCompanies,
  readCursor,
  recordHealth,
  recordLines,
  recordMatches,
  saveCursor,
} from '@quittance/services';
import {
  answerOf,
  capability,
  entityOf,
  type FlowConnection,
  type FlowHandler,
  type FlowRun,
  sortOutcomes,
  throwAgain,
  valueOf,
} from '../flow/flow.ts';

/** Pages of one stream in one go; more wait for the next run. */
const pagesMax = 1_000;

/** Brings master data and open items of the accounts in step; repeating it has no effect. */
export const syncHandler: FlowHandler = async (run) => {
  const connectionId = asId<'connection'>(run.task.data.ids[0] ?? '');
  const accounts = await run.ports.connection(connectionId);
  const entityIds = await run.ports.entitiesOf(connectionId);
  const ctx = run.ctx(entityIds);
  const read = await capability(accounts, 'masterData.read')({});
  const down = read.ok ? null : read.error.message;
  valueOf(await recordHealth({ ctx, input: { connectionId, fault: down } }));
  const masterData = answerOf(read);
  const connectionName = accounts.name;
  valueOf(await ingestMasterData({ ctx, input: { connectionName, masterData } }));
  const companies = valueOf(await readCompanies({ ctx, input: { connectionName, entityIds } }));
  for (const [entityId, companyExternalId] of companies) {
    await syncOpenItems(run, { accounts, entityId, companyExternalId });
  }
};

async function syncOpenItems(
  run: FlowRun,
  of: {
    readonly accounts: FlowConnection;
    readonly entityId: EntityId;
    readonly companyExternalId: string;
  },
): Promise<void> {
  const { accounts, entityId, companyExternalId } = of;
  const ctx = run.ctx([entityId]);
  const stream = `openItems ${companyExternalId}`;
  const key = { connectionId: accounts.id, stream };
  let cursor = valueOf(await readCursor({ ctx, input: key }));
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = answerOf(
      await capability(accounts, 'openItems.read')({ companyExternalId, cursor }),
    );
    const { id: connectionId, name: connectionName } = accounts;
    const input = { entityId, connectionId, connectionName, items: page.items };
    valueOf(await ingestOpenItems({ ctx, input }));
    cursor = page.cursor;
    valueOf(await saveCursor({ ctx, input: { ...key, state: cursor } }));
    if (!page.hasMore) return;
  }
}

/** Posts booked bank lines to the accounts, under the hub's own reference of each line. */
export const postLinesHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const accounts = await run.ports.accountsOf(entityId);
  const connectionName = accounts.name;
  const lineIds = run.task.data.ids.map((id) => asId<'statement_line'>(id));
  const ctx = run.ctx([entityId]);
  const lines = valueOf(await planLines({ ctx, input: { lineIds, connectionName } }));
  if (lines.length === 0) return;
  const outcomes = await capability(
    accounts,
    'statementLines.post',
  )({ lines: lines.map(({ lineId: _lineId, ...posting }) => posting) });
  const idOf = new Map(lines.map((line) => [line.hubReference, line.lineId]));
  const { done, refused, again } = sortOutcomes([...idOf.keys()], outcomes);
  const recorded = await recordLines({
    ctx: again === null ? run.ctx([entityId], 'completes') : ctx,
    input: {
      connectionName,
      done: done.flatMap(({ key, value }) => {
        const lineId = idOf.get(key);
        return lineId === undefined ? [] : [{ lineId, ...value }];
      }),
      refused: refused.flatMap(({ key, fault }) => {
        const lineId = idOf.get(key);
        return lineId === undefined ? [] : [{ lineId, fault }];
      }),
    },
  });
  valueOf(recorded);
  throwAgain(again);
};

/** Posts matches whose line and payments all stand in the accounts; reconciles their payments. */
export const postMatchesHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const accounts = await run.ports.accountsOf(entityId);
  const matchIds = run.task.data.ids.map((id) => asId<'match'>(id));
  const ctx = run.ctx([entityId]);
  const input = { matchIds, connectionName: accounts.name };
  const matches = valueOf(await planMatches({ ctx, input }));
  if (matches.length === 0) return;
  const outcomes = await capability(
    accounts,
    'reconciliations.post',
  )({ reconciliations: matches.map(({ matchId: _matchId, ...posting }) => posting) });
  const idOf = new Map(matches.map((match) => [match.key, match.matchId]));
  const { done, refused, again } = sortOutcomes([...idOf.keys()], outcomes);
  const recorded = await recordMatches({
    ctx: again === null ? run.ctx([entityId], 'completes') : ctx,
    input: {
      done: done.flatMap(({ key, value }) => {
        const matchId = idOf.get(key);
        return matchId === undefined ? [] : [{ matchId, externalIds: value.externalIds }];
      }),
      refused: refused.flatMap(({ key, fault }) => {
        const matchId = idOf.get(key);
        return matchId === undefined ? [] : [{ matchId, fault }];
      }),
    },
  });
  valueOf(recorded);
  throwAgain(again);
};
