import type { Scheduler } from '@quittance/engine';
import { Pool, type PoolClient } from 'pg';

/** Lets one sealer of the installation work at a time, whatever machine it runs on. */
export interface SealerLock {
  /** Waits for its turn, then runs the work. */
  exclusively<Value>(work: () => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

export interface SealerLockOptions {
  readonly connectionString: string;
  readonly onError: (error: unknown) => void;
  readonly scheduler: Scheduler;
  /** A sealer that waits longer for its turn gives up for this time; 30 s unless told. */
  readonly waitMsMax?: number;
  /** A sealer that is silent for longer loses its turn; a minute unless told. */
  readonly silenceMsMax?: number;
}

/** So many times within the longest silence a sealer at work says that it lives. */
const beatsPerSilence = 4;

/** So much longer than the server lets it wait, a sealer waits for the server's answer. */
const silenceFactor = 1.5;

/**
 * The lock as an advisory lock of PostgreSQL, held by a transaction of its own that writes nothing
 * and so holds no horizon back. A sealer that dies loses its connection and with it the lock; one
 * that stands still, or whose machine is gone without a word, loses it to the server's limit on
 * silence. What it does when it wakes is refused where it does not fit what was sealed meanwhile.
 */
export function openSealerLock(options: SealerLockOptions): SealerLock {
  const waitMs = options.waitMsMax ?? 30_000;
  const silenceMs = options.silenceMsMax ?? 60_000;
  const pool = new Pool({
    connectionString: options.connectionString,
    application_name: 'quittance sealer lock',
    max: 1,
    connectionTimeoutMillis: waitMs,
    query_timeout: waitMs * silenceFactor,
    options: `-c lock_timeout=${waitMs} -c idle_in_transaction_session_timeout=${silenceMs}`,
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => void client.on('error', options.onError));
  const everyMs = silenceMs / beatsPerSilence;
  return {
    async exclusively(work) {
      const client = await pool.connect();
      let clean = false;
      try {
        await client.query('begin');
        await client.query(`select pg_advisory_xact_lock(hashtextextended('quittance sealer', 0))`);
        const value = await whileBeating(work, { client, everyMs, scheduler: options.scheduler });
        await client.query('commit');
        clean = true;
        return value;
      } finally {
        // Closing the connection gives the lock back where the commit could not.
        client.release(!clean);
      }
    },
    close: () => pool.end(),
  };
}

interface Heart {
  readonly client: PoolClient;
  readonly everyMs: number;
  readonly scheduler: Scheduler;
}

/** Says to the server again and again that the sealer lives, however long its work takes. */
async function whileBeating<Value>(work: () => Promise<Value>, heart: Heart): Promise<Value> {
  const over = new AbortController();
  const beats = beat(heart, over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await beats;
  }
}

async function beat({ client, everyMs, scheduler }: Heart, over: AbortSignal): Promise<void> {
  for (;;) {
    await scheduler.sleep(everyMs, over);
    if (over.aborted) return;
    try {
      await client.query('select 1');
    } catch {
      // The turn is lost; the commit says so.
      return;
    }
  }
}
