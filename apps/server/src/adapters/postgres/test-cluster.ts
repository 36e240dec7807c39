/**
 * A PostgreSQL for one run of the tests: no durability, a folder of its own under the system's
 * temporary folder, gone at the end. Nothing in production imports this file.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepAbandonedServers } from './abandoned.ts';
import { withClient } from './connection.ts';
import { startPostgres } from './launcher.ts';
import { ROLES } from './roles.ts';

const PREFIX = 'quittance-test-postgres-';
const DATA = 'data';

export type TestCluster = {
  /** Every role of the hub exists in it, with the superuser's password. */
  readonly superuserUrl: string;
  readonly stop: () => Promise<void>;
};

/** Starts the run's PostgreSQL, after clearing away what killed runs have left. */
export async function sharedTestCluster(): Promise<TestCluster> {
  await sweepAbandoned();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), PREFIX));
  const server = await startPostgres({ dataDirectory: join(folder, DATA), durability: 'test' });
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
const sweepAbandoned = (): Promise<void> =>
  sweepAbandonedServers({ parent: realpathSync(tmpdir()), prefix: PREFIX, data: DATA });
