/**
 * A PostgreSQL for one run of the tests: no durability, a folder of its own under the system's
 * temporary folder, gone at the end. Nothing in production imports this file.
 */
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from './connection.ts';
import { errorCode } from './errors.ts';
import { startPostgres } from './launcher.ts';
import { lockHolder } from './lock.ts';
import { ROLES } from './roles.ts';
import { readLaunchState } from './secret-files.ts';
import { findRunning } from './server.ts';

const PREFIX = 'quittance-test-postgres-';

export type TestCluster = {
  /** Every role of the hub exists in it, with the superuser's password. */
  readonly superuserUrl: string;
  readonly stop: () => Promise<void>;
};

/** Starts the run's PostgreSQL, after clearing away what killed runs have left. */
export async function sharedTestCluster(): Promise<TestCluster> {
  await sweepAbandoned();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), PREFIX));
  const server = await startPostgres({ dataDirectory: join(folder, 'data'), durability: 'test' });
  const password = new URL(server.superuserUrl).password;
  await withClient(server.superuserUrl, async (client) => {
    for (const role of ROLES) {
      const literal = client.escapeLiteral(decodeURIComponent(password));
      await client.query(`create role ${role} login nosuperuser nobypassrls password ${literal}`);
    }
  });
  return {
    superuserUrl: server.superuserUrl,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A run killed with -9 leaves its server behind; the next run ends it and removes its folder. */
async function sweepAbandoned(): Promise<void> {
  const parent = realpathSync(tmpdir());
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    try {
      await sweep(join(parent, name));
    } catch (error) {
      // Another run is ending and removes its folder at this moment, or it is another person's.
      if (!['ENOENT', 'EACCES', 'EPERM'].includes(errorCode(error))) throw error;
    }
  }
}

async function sweep(folder: string): Promise<void> {
  const dataDirectory = join(folder, 'data');
  const state = readLaunchState(dataDirectory);
  // A folder without a state file is a run that is just starting.
  if (state === undefined || lockHolder(dataDirectory) !== undefined) return;
  if (existsSync(dataDirectory)) await (await findRunning(state, dataDirectory))?.stop();
  rmSync(folder, { recursive: true, force: true });
}
