/** A hub on a real database with its keys, evidence and anchors in a folder of its own. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankProfiles } from '@quittance/connectors';
import { type Id, instantFromEpoch, type Result } from '@quittance/domain';
import { openMemoryTaskQueue } from '@quittance/engine';
import { type ServiceContext, type ServicePorts, taskKinds } from '@quittance/services';
import {
  openEvidenceFolder,
  openPostgresStore,
  openSealStore,
  type PostgresStore,
  type SealStore,
} from '@quittance/store';
import { Client } from 'pg';
import {
  type AuditKeys,
  createSealer,
  type InstallationReport,
  openAnchorFolder,
  openAuditKeys,
  openSealerLock,
  openTreeFile,
  type Sealer,
  type SealerAlarm,
  type SealerLock,
  type SealerOptions,
  type SealReport,
  verifyInstallation,
} from '../../src/audit/index.ts';
import { systemNow } from '../../src/adapters/clock.ts';
import { systemIds } from '../../src/adapters/ids.ts';
import { systemRandomBytes } from '../../src/adapters/random.ts';
import { systemScheduler } from '../../src/adapters/scheduler.ts';
import { entityIds } from './audit-sample.ts';
import { createMigratedDatabase, type MigratedDatabase } from './database.ts';

export interface TestInstallation {
  readonly database: MigratedDatabase;
  readonly folder: string;
  readonly keys: AuditKeys;
  readonly store: PostgresStore;
  readonly sealStore: SealStore;
  readonly anchorFolder: string;
  readonly evidenceFolder: string;
  readonly ports: ServicePorts;
  readonly alarms: SealerAlarm[];
  readonly sealer: Sealer;
  /** Another sealer of the same installation, as another process would run it. */
  anotherSealer(more?: Partial<SealerOptions>): Sealer;
  /** Seals and anchors every leaf that is committed, once it is behind the horizon. */
  sealAll(sealer?: Sealer): Promise<SealReport>;
  verify(): Promise<InstallationReport>;
  /** A context of the hub itself, or of a person, over all entities. */
  as(who: 'service' | Id<'person'>): ServiceContext;
  close(): Promise<void>;
}

/** Monday morning of an ordinary week, so that no cut-off falls into the test. */
const beginning = Date.parse('2026-11-23T08:00:00.000Z');

const poolOptions = { kind: 'sandbox', applicationName: 'audit test', poolSizeMax: 4 } as const;

export async function openTestInstallation(): Promise<TestInstallation> {
  const database = await createMigratedDatabase();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-audit-'));
  const evidenceFolder = join(folder, 'evidence');
  const anchorFolder = join(folder, 'anchor');
  const keys = await openAuditKeys({
    folder: join(folder, 'keys'),
    name: 'quittance.test/audit',
    createMissing: true,
    randomBytes: systemRandomBytes,
  });
  const store = await openPostgresStore({
    ...poolOptions,
    connectionString: database.url('quittance_app'),
  });
  await store.moveSandboxClock(Math.round((beginning - Date.parse(systemNow())) / 1_000));
  const ports = await openPorts({ store, evidenceFolder, digestSalt: keys.digestSalt });
  const sealing = await openSealing({ database, folder, keys, anchorFolder });
  const sealer = sealing.anotherSealer();
  return {
    database,
    folder,
    keys,
    store,
    anchorFolder,
    evidenceFolder,
    ports,
    ...sealing,
    sealer,
    sealAll: async (other) => {
      await untilBehindHorizon(database);
      return (other ?? sealer).sealNow();
    },
    as: (who) => contextOf(ports, who),
    verify: () =>
      verifyInstallation({
        databaseUrl: database.url('quittance_backup'),
        kind: 'sandbox',
        anchorFolder,
        evidenceFolder,
        publicKeyFile: keys.files.publicKeyFile,
        saltFile: keys.files.saltFile,
      }),
    close: async () => {
      await sealing.close();
      await store.close();
      await ports.tasks.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The sealer's side: what a process of its own would open. */
async function openSealing(of: {
  readonly database: MigratedDatabase;
  readonly folder: string;
  readonly keys: AuditKeys;
  readonly anchorFolder: string;
}) {
  const connectionString = of.database.url('quittance_sealer');
  const sealStore = await openSealStore({ ...poolOptions, connectionString });
  const alarms: SealerAlarm[] = [];
  const sealers: Sealer[] = [];
  const locks: SealerLock[] = [];
  const options = {
    sealStore,
    signer: of.keys.signer,
    anchor: openAnchorFolder(of.anchorFolder),
    now: systemNow,
    scheduler: systemScheduler,
    treeMemory: openTreeFile(join(of.folder, 'sealed-tree.json')),
    onAlarm: (alarm: SealerAlarm) => void alarms.push(alarm),
    pollMs: 10,
  };
  return {
    sealStore,
    alarms,
    anotherSealer: (more: Partial<SealerOptions> = {}): Sealer => {
      const lock = openSealerLock({
        connectionString,
        onError: () => undefined,
        scheduler: systemScheduler,
      });
      const sealer = createSealer({ ...options, lock, ...more });
      locks.push(lock);
      sealers.push(sealer);
      return sealer;
    },
    close: async () => {
      for (const sealer of sealers) await sealer.stop();
      for (const lock of locks) await lock.close();
      await sealStore.close();
    },
  };
}

const contextOf = (ports: ServicePorts, who: 'service' | Id<'person'>): ServiceContext => ({
  ...ports,
  scope: {
    actor:
      who === 'service'
        ? { kind: 'service', id: 'hub', name: 'hub' }
        : { kind: 'person', id: who, name: 'a person' },
    entityIds: [...entityIds.values()],
    correlationId: systemIds.newId<'correlation'>(),
  },
});

/** Other tests write to the same cluster, and their transactions hold the horizon back as well. */
async function untilBehindHorizon(database: MigratedDatabase): Promise<void> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    for (;;) {
      const { rowCount } = await client.query(
        'select from audit_leaf where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1',
      );
      if (rowCount === 0) return;
      await systemScheduler.sleep(10);
    }
  } finally {
    await client.end();
  }
}

async function openPorts(of: {
  readonly store: PostgresStore;
  readonly evidenceFolder: string;
  readonly digestSalt: Uint8Array;
}): Promise<ServicePorts> {
  const tasks = openMemoryTaskQueue({
    now: () => instantFromEpoch(beginning),
    scheduler: systemScheduler,
    newId: () => systemIds.newId(),
    onError: () => undefined,
  });
  await tasks.prepare(taskKinds);
  return {
    store: of.store,
    tasks,
    evidence: openEvidenceFolder(of.evidenceFolder),
    ids: systemIds,
    settings: {
      digestSalt: of.digestSalt,
      bankProfiles: new Map(Object.entries(bankProfiles)),
      approvalHours: 72,
      rereadMsMax: 3_600_000,
    },
  };
}

/** The value of a verb that must not be refused. */
export function done<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.error)}`);
}

/** Runs SQL with every right there is: security and triggers of the tables do not apply. */
export async function openTamperer(database: MigratedDatabase): Promise<Client> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query('set session_replication_role = replica');
  return client;
}
