/** A run of the tests reduced to its PostgreSQL: starts one, names it, and waits to be killed. */
import { sharedTestCluster } from '../../src/adapters/postgres/test-cluster.ts';

const cluster = await sharedTestCluster();
process.stdout.write(`${cluster.superuserUrl}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  void cluster.stop();
});
