/**
 * A worker process for tests that kill one: handles `count` tasks by writing each id in the
 * transaction that completes it. Arguments: connection string, milliseconds to dawdle in a batch.
 */
import { Pool } from 'pg';
import { countKind, openTestQueue, realScheduler, transact } from './postgres-harness.ts';

const [url = '', dawdleMs = '0'] = process.argv.slice(2);
const queue = await openTestQueue(url);
const pool = new Pool({ connectionString: url, max: 2 });
await queue.prepare([countKind]);
await queue.work(countKind.name, async (tasks, lease) => {
  process.stdout.write(`took ${tasks.length}\n`);
  await realScheduler.sleep(Number.parseInt(dawdleMs, 10));
  await transact(pool, async (transaction) => {
    for (const task of tasks) await transaction.write(task.data.ids[0] ?? '');
    await lease.complete(transaction, tasks);
  });
});
process.stdin.resume();
process.stdin.once('end', () => {
  void queue.stop().then(() => pool.end());
});
