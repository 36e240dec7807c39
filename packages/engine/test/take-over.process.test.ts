import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { expect, test } from 'vitest';
import {
  countKind,
  createEngineDatabase,
  openTestQueue,
  realScheduler,
  transact,
} from './support/postgres-harness.ts';

const script = fileURLToPath(new URL('support/worker-process.ts', import.meta.url));

interface WorkerProcess {
  readonly took: Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

function startWorker(url: string, dawdleMs: number): WorkerProcess {
  const child = spawn(process.execPath, [script, url, `${dawdleMs}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  return {
    took: once(child.stdout, 'data').then(() => undefined),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}

test('[RES-09][FT-13] what a killed worker held is taken over by a survivor, once', async () => {
  const database = await createEngineDatabase();
  const pool = new Pool({ connectionString: database.appUrl, max: 2 });
  const queue = await openTestQueue(database.appUrl, { supervise: false });
  await queue.prepare([countKind]);
  const ids = Array.from({ length: 500 }, (_, n) => `${n}`);
  await transact(pool, (transaction) =>
    queue.enqueue(
      transaction,
      ids.map((id) => ({
        name: countKind.name,
        data: { v: 1, entityId: null, correlationId: 'c', ids: [id] },
      })),
    ),
  );
  const victim = startWorker(database.appUrl, 60_000);
  await victim.took;
  const survivor = startWorker(database.appUrl, 0);
  await survivor.took;
  await victim.kill();
  expect((await queue.depths())[0]?.active).toBeGreaterThanOrEqual(countKind.batchSizeMax);
  const idle = Promise.race([queue.whenIdle(), realScheduler.sleep(60_000)]);
  await idle;
  // A try that failed comes back after its backoff, which the queue does not count as being due.
  const count = async (): Promise<number> =>
    (await pool.query('select 1 from written')).rowCount ?? 0;
  for (let tries = 0; tries < 200 && (await count()) < ids.length; tries += 1) {
    await realScheduler.sleep(100);
  }
  const { rows } = await pool.query<{ text: string }>('select text from written');
  expect(rows.map((row) => row.text).toSorted()).toEqual(ids.toSorted());
  await survivor.stop();
  await queue.stop();
  await pool.end();
  await database.drop();
});
