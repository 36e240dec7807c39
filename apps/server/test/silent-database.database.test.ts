/**
 * A database that is gone without a word, as a machine that loses its power behind a network does:
 * no reset and no end come, only silence. Nothing of the hub may wait for it for ever.
 */
import { asId } from '@quittance/domain';
import { openPostgresTaskQueue, type TaskKind } from '@quittance/engine';
import { openPostgresStore, type PostgresStore, type Scope } from '@quittance/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemIds } from '../src/adapters/ids.ts';
import { systemScheduler } from '../src/adapters/scheduler.ts';
import { openFaultProxy } from './chaos/proxy.ts';
import { createMigratedDatabase, type MigratedDatabase } from './support/database.ts';
import { eventually } from './support/run-steps.ts';

/** Statements may take so long here, so that the wait for silence is short as well. */
const statementTimeoutMs = 4_000;
const silentMs = 600_000;

const scope: Scope = {
  actor: { kind: 'service', id: 'test', name: 'test' },
  entityIds: [],
  correlationId: asId<'correlation'>('0191f1d4-0000-7000-8000-000000000001'),
};

interface Line {
  readonly url: string;
  /** The connection that asks next gets no answer any more; those opened later do. */
  fallSilent(): void;
  close(): Promise<void>;
}

async function openLine(databaseUrl: string): Promise<Line> {
  const url = new URL(databaseUrl);
  let isDue = false;
  const proxy = await openFaultProxy({
    targetPort: Number.parseInt(url.port, 10),
    draw: () => {
      if (!isDue) return null;
      isDue = false;
      return { kind: 'blackhole', durationMs: silentMs };
    },
  });
  url.port = proxy.port.toString();
  return {
    url: url.href,
    fallSilent: () => {
      isDue = true;
    },
    close: () => proxy.close(),
  };
}

let database: MigratedDatabase;
let line: Line;

beforeAll(async () => {
  database = await createMigratedDatabase();
  line = await openLine(database.url('quittance_app'));
});
afterAll(async () => {
  await line.close();
  await database.drop();
});

const openStore = (connectionString: string): Promise<PostgresStore> =>
  openPostgresStore({
    connectionString,
    kind: 'sandbox',
    applicationName: 'silent',
    poolSizeMax: 1,
    statementTimeoutMs,
  });

test('[RES-08] a transaction fails whose database falls silent; the next is answered', async () => {
  const store = await openStore(line.url);
  const look = store.transaction(scope, async (transaction) => {
    line.fallSilent();
    await transaction.find('legal_entity', {});
  });
  await expect(look).rejects.toMatchObject({ name: 'StoreUnavailable' });
  await eventually('the next transaction is answered', async () => {
    const found = await store.transaction(scope, (transaction) => transaction.find('party', {}));
    return found.length === 0;
  });
  await store.close();
});

test('[RES-08] a commit that is never answered is of unknown outcome', async () => {
  const store = await openStore(line.url);
  const write = store.transaction(scope, async (transaction) => {
    await transaction.find('legal_entity', {});
    line.fallSilent();
  });
  await expect(write).rejects.toMatchObject({ name: 'CommitOutcomeUnknown' });
  await store.close();
});

const kind: TaskKind = {
  name: 'silent',
  lane: 'release',
  batchSizeMax: 1,
  leaseSeconds: 60,
  retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 1 },
  versions: [1],
};

test('[RES-08] a worker whose database falls silent takes up its work again', async () => {
  const errors: unknown[] = [];
  const shared = {
    applicationName: 'silent',
    scheduler: systemScheduler,
    newId: () => systemIds.newId(),
    onError: (error: unknown) => void errors.push(error),
    supervise: false,
    pollMs: 50,
    connectionsMax: 1,
  };
  const worker = await openPostgresTaskQueue({
    ...shared,
    connectionString: line.url,
    statementTimeoutMs,
  });
  const other = await openPostgresTaskQueue({
    ...shared,
    connectionString: database.url('quittance_app'),
  });
  await worker.prepare([kind]);
  await other.prepare([kind]);
  const store = await openStore(database.url('quittance_app'));
  line.fallSilent();
  const handled = new Promise<void>((resolve) => {
    void worker.work(kind.name, () => {
      resolve();
      return Promise.resolve();
    });
  });
  const data = { v: 1, entityId: null, correlationId: scope.correlationId, ids: [] };
  await store.transaction(scope, (transaction) =>
    other.enqueue(transaction, [{ name: kind.name, data }]),
  );
  await handled;
  expect(errors.length).toBeGreaterThan(0);
  await Promise.all([worker.stop(), other.stop()]);
  await store.close();
});
