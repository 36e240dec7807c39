/**
 * One PostgreSQL for one run of the tests, whatever projects of it need one. The tests find it by
 * the environment: rooms other than the server may not import the launcher.
 */
import { sharedTestCluster } from '../apps/server/src/adapters/postgres/test-cluster.ts';

/** Vitest calls this once for each project that names it, and what it returns at the end. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env['QUITTANCE_TEST_POSTGRES'] !== undefined) return () => Promise.resolve();
  const cluster = await sharedTestCluster();
  process.env['QUITTANCE_TEST_POSTGRES'] = cluster.superuserUrl;
  return async () => {
    delete process.env['QUITTANCE_TEST_POSTGRES'];
    await cluster.stop();
  };
}
