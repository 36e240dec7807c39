/** A hub on a real database with its keys, evidence and anchors in a folder of its own. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bankProfiles } from '@quittance/connectors';
import { asId, type EntityId, type Id, instantFromEpoch, type Result } from '@quittance/domain';
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
  type CheckpointAnchor,
  createSealer,
  type InstallationReport,
  openAnchorFolder,
  openAuditKeys,
  openSealerLock,
  openTreeFile,
  type Sealer,
  type SealerAlarm,
  type SealerOptions,
  verifyInstallation,
} from '../../src/audit/index.ts';
import { systemNow } from '../../src/adapters/clock.ts';
import { systemIds } from '../../src/adapters/ids.ts';
import { systemScheduler } from '../../src/adapters/scheduler.ts';
import { createMigratedDatabase, type MigratedDatabase } from './database.ts';

export interface TestInstallation {
  readonly database: MigratedDatabase;
  readonly folder: string;
  readonly keys: AuditKeys;
  readonly store: PostgresStore;
  readonly sealStore: SealStore;
  readonly anchor: CheckpointAnchor;
  readonly anchorFolder: string;
  readonly evidenceFolder: string;
  readonly ports: ServicePorts;
  readonly alarms: SealerAlarm[];
  readonly sealer: Sealer;
  /** Another sealer of the same installation, as another process would run it. */
  anotherSealer(more?: Partial<SealerOptions>): Sealer;
  verify(): Promise<InstallationReport>;
  /** A context of the hub itself, or of a person, over all entities. */
  as(who: 'service' | Id<'person'>): ServiceContext;
  close(): Promise<void>;
}

export const entityIds: ReadonlyMap<string, EntityId> = new Map([
  ['NORD', asId<'entity'>('00000000-0000-7000-8000-000000000001')],
  ['SUED', asId<'entity'>('00000000-0000-7000-8000-000000000002')],
]);

/** Monday morning of an ordinary week, so that no cut-off falls into the test. */
const beginning = Date.parse('2026-11-23T08:00:00.000Z');

export async function openTestInstallation(): Promise<TestInstallation> {
  const database = await createMigratedDatabase();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-audit-'));
  const evidenceFolder = join(folder, 'evidence');
  const anchorFolder = join(folder, 'anchor');
  const keys = await openAuditKeys({
    folder: join(folder, 'keys'),
    name: 'quittance.test/audit',
    createMissing: true,
  });
  const pool = { kind: 'sandbox', applicationName: 'audit test', poolSizeMax: 4 } as const;
  const store = await openPostgresStore({
    ...pool,
    connectionString: database.url('quittance_app'),
  });
  await store.moveSandboxClock(Math.round((beginning - Date.parse(systemNow())) / 1_000));
  const sealerUrl = database.url('quittance_sealer');
  const sealStore = await openSealStore({ ...pool, connectionString: sealerUrl });
  const ports = await openPorts({ store, evidenceFolder, digestSalt: keys.digestSalt });
  const anchor = openAnchorFolder(anchorFolder);
  const alarms: SealerAlarm[] = [];
  const sealers: Sealer[] = [];
  const locks = [openSealerLock({ connectionString: sealerUrl, onError: () => undefined })];
  const { signer } = keys;
  const sealerOptions = {
    sealStore,
    signer,
    anchor,
    now: systemNow,
    scheduler: systemScheduler,
    treeMemory: openTreeFile(join(folder, 'sealed-tree.json')),
    onAlarm: (alarm: SealerAlarm) => void alarms.push(alarm),
    pollMs: 10,
  };
  const anotherSealer = (more: Partial<SealerOptions> = {}): Sealer => {
    const lock = openSealerLock({ connectionString: sealerUrl, onError: () => undefined });
    locks.push(lock);
    const sealer = createSealer({ ...sealerOptions, lock, ...more });
    sealers.push(sealer);
    return sealer;
  };
  const as = (who: 'service' | Id<'person'>): ServiceContext => ({
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
  return {
    ...{ database, folder, keys, store, sealStore, anchor, anchorFolder, evidenceFolder, ports },
    alarms,
    sealer: anotherSealer(),
    anotherSealer,
    as,
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
      for (const sealer of sealers) await sealer.stop();
      for (const lock of locks) await lock.close();
      await sealStore.close();
      await store.close();
      await ports.tasks.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
