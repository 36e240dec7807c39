import { Pool } from 'pg';

/** Lets one sealer of the installation work at a time, whatever machine it runs on. */
export interface SealerLock {
  /** Waits for its turn, then runs the work. */
  exclusively<Value>(work: () => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/**
 * The lock as an advisory lock of PostgreSQL, held by a transaction of its own that writes nothing
 * and so holds no horizon back. A sealer that dies loses its connection and with it the lock.
 */
export function openSealerLock(options: {
  readonly connectionString: string;
  readonly onError: (error: unknown) => void;
  /** A sealer that waits longer for its turn gives up for this time. */
  readonly waitMsMax?: number;
}): SealerLock {
  const waitMs = options.waitMsMax ?? 30_000;
  const pool = new Pool({
    connectionString: options.connectionString,
    application_name: 'quittance sealer lock',
    max: 1,
    connectionTimeoutMillis: waitMs,
    options: `-c lock_timeout=${waitMs} -c idle_in_transaction_session_timeout=0`,
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => void client.on('error', options.onError));
  return {
    async exclusively(work) {
      const client = await pool.connect();
      let clean = false;
      try {
        await client.query('begin');
        await client.query(`select pg_advisory_xact_lock(hashtextextended('quittance sealer', 0))`);
        const value = await work();
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
