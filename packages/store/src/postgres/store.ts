import { asId, asInstant, assert, type EntityId } from '@quittance/domain';
import { Pool, type PoolClient } from 'pg';
import { CommitOutcomeUnknown, StoreUnavailable } from '../errors.ts';
import type {
  Appended,
  AppendOnlyReader,
  AppendOnlyTable,
  Position,
  ReadRequest,
} from '../cursor.ts';
import type { Scope, Store, StoreTransaction } from '../port.ts';
import { readAppended, readHorizonLag, readTip } from './append-only.ts';
import { gather } from './gather.ts';
import { isBrokenConnection, isRetriable, translateError } from './faults.ts';
import { type DatabaseFacts, inspectDatabase } from './inspect.ts';
import type { InstallationKind } from './migrate.ts';
import { PostgresTransaction } from './transaction.ts';
import { storeTypes } from './types.ts';

export interface PostgresStoreOptions {
  readonly connectionString: string;
  readonly kind: InstallationKind;
  readonly applicationName: string;
  /** When given, the role that the connection must have. */
  readonly role?: string;
  readonly poolSizeMax: number;
  /** No statement runs longer; 30 s unless told. */
  readonly statementTimeoutMs?: number;
  /** No transaction stays open longer, where the server knows how to see to it (17 and later). */
  readonly transactionTimeoutMs?: number;
  /** Waits before a transaction is run again, `retry` from 1; at once unless given. */
  readonly pauseBeforeRetry?: (retry: number) => Promise<void>;
  /** Hears of errors that no caller waits for: idle connections, work after a commit. */
  readonly onError?: (error: unknown) => void;
}

export interface PostgresStore extends Store, AppendOnlyReader {
  /** Moves the clock of a sandbox to so many seconds after the real one; a production refuses. */
  moveSandboxClock(offsetSeconds: number): Promise<void>;
}

/** A caller waits at least so long for a connection, however short statements must be. */
const connectTimeoutMsMin = 5_000;

/** A transaction that lost a race is run this often in all before its error is the caller's. */
const runsMax = 5;

/**
 * Opens the store on a migrated database. Errors: `WrongDatabase` when it is of the other kind, has
 * no or other migrations, or when the role would pass by row-level security.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const pool = makePool({ ...options, pipeline: true });
  limitTransactions(pool, options);
  try {
    return new PooledStore(pool, options, await inspectDatabase(pool, options));
  } catch (error) {
    await pool.end();
    throw translateError(error);
  }
}

/** So much longer than the server lets a statement run is its answer waited for. */
const silenceFactor = 1.5;

/** A pool whose sessions live in UTC and under time limits; `types` reads values when given. */
export function makePool(
  options: Pick<
    PostgresStoreOptions,
    'connectionString' | 'applicationName' | 'poolSizeMax' | 'statementTimeoutMs' | 'onError'
  > & {
    /** True: statements are sent before the ones ahead of them are answered. */
    readonly pipeline?: boolean;
  },
  types?: typeof storeTypes,
): Pool {
  const timeoutMs = options.statementTimeoutMs ?? 30_000;
  const settings = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    statement_timeout: timeoutMs,
    lock_timeout: timeoutMs,
    idle_in_transaction_session_timeout: timeoutMs,
  };
  const pool = new Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.poolSizeMax,
    pipeline: options.pipeline ?? false,
    connectionTimeoutMillis: Math.max(timeoutMs, connectTimeoutMsMin),
    // A server that is gone without a word ends no statement and resets no connection.
    query_timeout: timeoutMs * silenceFactor,
    keepAlive: true,
    ...(types === undefined ? {} : { types }),
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // Without a listener, a connection that breaks would end the process: an idle one speaks through
  // the pool, one in use for itself, beside the error of the query that was running on it.
  const hear = (error: unknown): void => options.onError?.(error);
  pool.on('error', hear);
  pool.on('connect', (client) => void client.on('error', hear));
  return pool;
}

/** Every connection's first statement, where the server knows the limit at all. */
function limitTransactions(pool: Pool, options: PostgresStoreOptions): void {
  const timeoutMs = options.transactionTimeoutMs ?? 60_000;
  assert(Number.isInteger(timeoutMs), 'a time limit is whole milliseconds');
  const text = `select set_config('transaction_timeout', '${timeoutMs}', false)
     where current_setting('server_version_num')::integer >= 170000`;
  pool.on('connect', (client) => {
    client.query(text).catch((error: unknown) => options.onError?.(error));
  });
}

class PooledStore implements PostgresStore {
  readonly #pool: Pool;
  readonly #options: PostgresStoreOptions;
  readonly #clusterIdentifier: string;

  constructor(pool: Pool, options: PostgresStoreOptions, facts: DatabaseFacts) {
    this.#pool = pool;
    this.#options = options;
    this.#clusterIdentifier = facts.clusterIdentifier;
  }

  async transaction<Value>(
    scope: Scope,
    work: (transaction: StoreTransaction) => Promise<Value>,
  ): Promise<Value> {
    const { value, afterCommit } = await this.#retried(scope, work);
    for (const each of afterCommit) {
      try {
        each();
      } catch (error) {
        // The commit stands: its caller must not take it for a failure.
        this.#options.onError?.(error);
      }
    }
    return value;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async readBehindHorizon<Table extends AppendOnlyTable>(
    request: ReadRequest<Table>,
  ): Promise<readonly Appended<Table>[]> {
    const client = await this.#connect();
    try {
      await client.query(`begin read only; ${setEntities(request.entityIds)}`);
      const rows = await readAppended(client, request, this.#clusterIdentifier);
      await client.query('commit');
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw translateError(error);
    }
  }

  async tip(): Promise<Position> {
    return readTip(this.#pool, this.#clusterIdentifier);
  }

  async horizonLag(): Promise<bigint> {
    return readHorizonLag(this.#pool);
  }

  async moveSandboxClock(offsetSeconds: number): Promise<void> {
    assert(this.#options.kind === 'sandbox', 'the clock of a production is never moved');
    assert(Number.isSafeInteger(offsetSeconds), 'an offset is whole seconds');
    await this.#pool.query('update installation set clock_offset_seconds = $1', [offsetSeconds]);
  }

  async #retried<Value>(
    scope: Scope,
    work: (transaction: StoreTransaction) => Promise<Value>,
  ): Promise<Committed<Value>> {
    for (let run = 1; ; run += 1) {
      const outcome = await this.#once(scope, work);
      if ('committed' in outcome) return outcome.committed;
      if (!outcome.retriable || run === runsMax) throw outcome.error;
      await this.#options.pauseBeforeRetry?.(run);
    }
  }

  async #once<Value>(
    scope: Scope,
    work: (transaction: StoreTransaction) => Promise<Value>,
  ): Promise<Outcome<Value>> {
    const client = await this.#connect();
    let broken = false;
    try {
      const transaction = await this.#open(client, scope);
      const outcome = await runWork(client, transaction, work);
      broken = 'error' in outcome && outcome.broken;
      return outcome;
    } catch (error) {
      broken = true;
      throw translateError(error);
    } finally {
      client.release(broken);
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw new StoreUnavailable('no connection to the database', { cause: error });
    }
  }

  /** One round trip opens the transaction, sets its entities and reads the clock. */
  async #open(client: PoolClient, scope: Scope): Promise<PostgresTransaction> {
    gather(client);
    const values = [entitySet(scope.entityIds)];
    const [, { rows }] = await Promise.all([
      client.query('begin isolation level read committed'),
      client.query<{ now: string }>({ ...openingStatement, values, types: storeTypes }),
    ]);
    return new PostgresTransaction(client, scope, asInstant(rows[0]?.now ?? ''));
  }
}

const openingStatement = {
  name: 'quittance_open',
  text: `select set_config('quittance.entity_ids', $1, true),
      date_trunc('milliseconds', transaction_timestamp())
        + clock_offset_seconds * interval '1 second' as now
    from installation`,
};

/** Entities as the setting of a transaction holds them; checked to be ids and no more. */
const entitySet = (entityIds: readonly EntityId[]): string =>
  `{${entityIds.map((id) => asId<'entity'>(id)).join(',')}}`;

/** Says which entities the transaction sees; the setting ends with it. */
export function setEntities(entityIds: readonly EntityId[]): string {
  return `select set_config('quittance.entity_ids', '${entitySet(entityIds)}', true)`;
}

interface Committed<Value> {
  readonly value: Value;
  readonly afterCommit: readonly (() => void)[];
}

type Outcome<Value> =
  | { readonly committed: Committed<Value> }
  | { readonly error: unknown; readonly retriable: boolean; readonly broken: boolean };

async function runWork<Value>(
  client: PoolClient,
  transaction: PostgresTransaction,
  work: (transaction: StoreTransaction) => Promise<Value>,
): Promise<Outcome<Value>> {
  let value: Value;
  try {
    value = await work(transaction);
    if (transaction.failure !== null) throw transaction.failure.error;
  } catch (error) {
    await transaction.end();
    const broken = await rollBack(client);
    const failure = transaction.failure;
    if (failure === null) return { error, retriable: false, broken };
    // A work that swallowed the error, or threw its own, has still lost its transaction.
    const thrown = failure.retriable ? failure.error : error;
    return { error: thrown, retriable: failure.retriable, broken };
  }
  const afterCommit = await transaction.end();
  return commit(client, { value, afterCommit });
}

const rollbackMsMax = 5_000;

/** Returns whether the connection is of no more use. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    // Behind a statement that was never answered it would wait as long once more.
    const rollback = { text: 'rollback', query_timeout: rollbackMsMax };
    await client.query(rollback);
    return false;
  } catch {
    return true;
  }
}

async function commit<Value>(
  client: PoolClient,
  committed: Committed<Value>,
): Promise<Outcome<Value>> {
  try {
    const { command } = await client.query('commit');
    if (command === 'COMMIT') return { committed };
    const error = new StoreUnavailable('the transaction had failed before its commit');
    return { error, retriable: false, broken: true };
  } catch (error) {
    if (isBrokenConnection(error)) {
      const unknown = new CommitOutcomeUnknown('the connection broke during a commit', {
        cause: error,
      });
      return { error: unknown, retriable: false, broken: true };
    }
    return { error: translateError(error), retriable: isRetriable(error), broken: true };
  }
}
