import { join } from 'node:path';
import { openSealStore } from '@quittance/store';
import { systemNow } from '../adapters/clock.ts';
import { systemRandomBytes } from '../adapters/random.ts';
import { systemScheduler } from '../adapters/scheduler.ts';
import {
  createSealer,
  openAnchorFolder,
  openAuditKeys,
  openSealerLock,
  openTreeFile,
  type Sealer,
} from '../audit/index.ts';
import type { Config } from '../config/schema.ts';
import type { DatabasePlace, HubDatabase } from './database.ts';

export interface RunningSealer extends Sealer {
  close(): Promise<void>;
}

/** Where an installation anchors its checkpoints: outside its database. */
export const anchorFolderOf = (config: DatabasePlace): string =>
  join(config.dataDirectory, 'anchors', config.database);

/** Opens the sealer of an installation: it signs what the database holds, under its own role. */
export async function openSealer(input: {
  readonly config: Config;
  readonly database: HubDatabase;
  readonly onAlarm: (sentence: string) => void;
}): Promise<RunningSealer> {
  const { config, database } = input;
  const connectionString = database.url('quittance_sealer');
  const keys = await openAuditKeys({
    folder: join(config.dataDirectory, 'keys'),
    name: 'quittance',
    createMissing: true,
    randomBytes: systemRandomBytes,
  });
  const sealStore = await openSealStore({
    connectionString,
    kind: config.kind,
    applicationName: 'quittance-sealer',
    poolSizeMax: 2,
  });
  const lock = openSealerLock({
    connectionString,
    onError: () => undefined,
    scheduler: systemScheduler,
  });
  const sealer = createSealer({
    sealStore,
    signer: keys.signer,
    anchor: openAnchorFolder(anchorFolderOf(config)),
    now: systemNow,
    treeMemory: openTreeFile(join(anchorFolderOf(config), 'tree.json')),
    scheduler: systemScheduler,
    lock,
    onAlarm: (alarm) => input.onAlarm(alarm.sentence),
  });
  return {
    start: () => sealer.start(),
    sealNow: () => sealer.sealNow(),
    stop: () => sealer.stop(),
    async close() {
      await sealer.stop();
      await lock.close();
      await sealStore.close();
    },
  };
}
