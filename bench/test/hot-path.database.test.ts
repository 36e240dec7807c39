/** What the durable hot path costs, in counts that no clock and no other load decides. */
import { openPostgresTaskQueue, type TaskKind, type TaskQueue } from '@quittance/engine';
import { openPostgresStore, type PostgresStore } from '@quittance/store';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ingest, newPayments, scope, transition } from '../durable/payments.ts';
import { insertBase } from '../../packages/store/test/support/sample.ts';
import { systemIds } from '../../apps/server/src/adapters/ids.ts';
import { systemScheduler } from '../../apps/server/src/adapters/scheduler.ts';
import {
  createMigratedDatabase,
  type MigratedDatabase,
} from '../../apps/server/test/support/database.ts';

const followUp: TaskKind = {
  name: 'hotPath.followUp',
  lane: 'bulk',
  batchSizeMax: 100,
  leaseSeconds: 60,
  retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 10 },
  versions: [1],
};

let database: MigratedDatabase;
let store: PostgresStore;
let queue: TaskQueue;

beforeAll(async () => {
  database = await createMigratedDatabase();
  const connectionString = database.url('quittance_app');
  store = await openPostgresStore({
    connectionString,
    kind: 'sandbox',
    applicationName: 'hot-path',
    poolSizeMax: 1,
  });
  await insertBase(store);
  queue = await openPostgresTaskQueue({
    connectionString,
    applicationName: 'hot-path-tasks',
    scheduler: systemScheduler,
    newId: () => systemIds.newId(),
    supervise: false,
    onError: (error) => {
      throw error;
    },
  });
  await queue.prepare([followUp]);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await queue.stop();
  await store.close();
  await database.drop();
});

/** The text of every statement that was sent meanwhile; each still goes to the server. */
async function statementsOf(work: () => Promise<void>): Promise<readonly string[]> {
  const watched = vi.spyOn(Client.prototype, 'query');
  await work();
  return watched.mock.calls.map(([given]: readonly unknown[]) => textOfQuery(given));
}

function textOfQuery(given: unknown): string {
  if (typeof given === 'string') return given;
  const isConfig = typeof given === 'object' && given !== null && 'text' in given;
  return isConfig && typeof given.text === 'string' ? given.text : '';
}

test.each([1, 100])(
  '[PERF-03] %i transition(s) together cost six statements and one commit',
  async (count) => {
    const rows = newPayments(count);
    await store.transaction(scope, (transaction) => ingest(transaction, rows));
    const sent = await statementsOf(() => transition({ store, queue, followUp }, rows));
    const [begun, opened, update, leaf, task, ended] = sent;
    expect(sent).toHaveLength(6);
    expect(begun).toMatch(/^begin /);
    expect(opened).toContain("set_config('quittance.entity_ids', $1, true)");
    expect(update).toMatch(/^update "payment"/);
    expect(leaf).toMatch(/^insert into "audit_leaf"/);
    expect(task).toContain('insert into quittance_engine.job');
    expect(ended).toBe('commit');
  },
);

test('[PERF-03] a transition is planned once on a connection, however often it runs', async () => {
  const rows = newPayments(20);
  await store.transaction(scope, (transaction) => ingest(transaction, rows));
  for (const row of rows) await transition({ store, queue, followUp }, [row]);
  const plans = await store.transaction(scope, async (transaction) => {
    const { rows: found } = await transaction.executeSql(
      `select custom_plans::int as anew, generic_plans::int as once from pg_prepared_statements
        where generic_plans + custom_plans >= 20
          and (statement like 'update "payment"%' or statement like 'insert into "audit_leaf"%'
               or statement like '%insert into quittance_engine.job%')`,
    );
    return found;
  });
  // The server tries five plans with the values before it keeps one without.
  expect(plans).toHaveLength(3);
  for (const plan of plans) expect(plan['anew']).toBe(5);
});
