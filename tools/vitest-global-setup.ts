/**
 * One PostgreSQL for one run of the tests, whatever projects of it need one. The tests find it by
 * the environment: rooms other than the server may not import the launcher.
 */
import { sharedTestCluster } from '../apps/server/src/adapters/postgres/test-cluster.ts';

const VARIABLE = 'QUITTANCE_TEST_POSTGRES';

/** Vitest calls this once for each project that names it, and what it returns at the end. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env[VARIABLE] !== undefined) return () => Promise.resolve();
  const cluster = await sharedTestCluster();
  process.env[VARIABLE] = cluster.superuserUrl;
  return async () => {
    delete process.env[VARIABLE];
    await cluster.stop();
  };
}
