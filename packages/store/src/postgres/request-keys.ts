import type { Instant } from '@quittance/domain';
import type { Pool } from 'pg';
import type { StoreTransaction } from '../port.ts';
import { inspectDatabase } from './inspect.ts';
import { translateError } from './faults.ts';
import { makePool, type PostgresStoreOptions } from './store.ts';
import { storeTypes } from './types.ts';

/** A request that must have its effect once, however often it is sent. */
export interface KeyedRequest {
  readonly tokenId: string;
  /** The caller's Idempotency-Key. */
  readonly key: string;
  /** SHA-256 (lower-case hex) of method, path and body: the same key means the same request. */
  readonly fingerprint: string;
  readonly at: Instant;
  /** Until then a repetition gets the stored answer. */
  readonly expiresAt: Instant;
  /** One that began before this moment without an answer is given up: its process died. */
  readonly abandonedBefore: Instant;
}

/** An answer as it went out; `headers` and `body` are text. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

export type RequestStart =
  | { readonly kind: 'begun' }
  | { readonly kind: 'inFlight' }
  | { readonly kind: 'otherRequest' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer };

/** Which requests were made, and what was answered to them; durable, in PostgreSQL. */
export interface RequestKeys {
  /** Claims the key for this request, or says why not. One caller of many gets `begun`. */
  begin(request: KeyedRequest): Promise<RequestStart>;
  /**
   * Keeps the answer in the transaction of the verb, so that both are there or neither. Errors:
   * `RequestTakenOver` when another caller claimed the key meanwhile, which rolls the verb back.
   */
  answerWithin(
    transaction: StoreTransaction,
    request: KeyedRequest,
    answer: StoredAnswer,
  ): Promise<void>;
  /** Keeps the answer of a request that changed nothing, such as a refusal. */
  answer(request: KeyedRequest, answer: StoredAnswer): Promise<void>;
  /** Gives the key back: the request did nothing and may be tried again. */
  release(request: KeyedRequest): Promise<void>;
  close(): Promise<void>;
}

/** Another caller holds the key by now; nothing of this request may stay. */
export class RequestTakenOver extends Error {
  override readonly name = 'RequestTakenOver';
}

const claimText = `
  insert into api_request as r
    (token_id, idempotency_key, fingerprint, started_at, expires_at)
  values ($1, $2, $3, $4, $5)
  on conflict (token_id, idempotency_key) do update
    set fingerprint = excluded.fingerprint, started_at = excluded.started_at,
      expires_at = excluded.expires_at, status = null, headers = null, body = null
    where r.expires_at <= excluded.started_at
      or (r.status is null and r.fingerprint = excluded.fingerprint and r.started_at < $6)
  returning 1`;

const readText = `select fingerprint, status, headers, body from api_request
  where token_id = $1 and idempotency_key = $2`;

const answerText = `update api_request set status = $4, headers = $5, body = $6
  where token_id = $1 and idempotency_key = $2 and started_at = $3 and status is null
  returning 1`;

const releaseText = `delete from api_request
  where token_id = $1 and idempotency_key = $2 and started_at = $3 and status is null`;

/** A few old ones go with each new one, so that the table stays as large as the traffic. */
const sweepText = `delete from api_request where (token_id, idempotency_key) in (
    select token_id, idempotency_key from api_request where expires_at <= $1
    order by expires_at limit 10 for update skip locked)`;

interface Row {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly headers: string | null;
  readonly body: string | null;
}

/** Opens the keys on a migrated database. Errors: `WrongDatabase`. */
export async function openRequestKeys(options: PostgresStoreOptions): Promise<RequestKeys> {
  const pool = makePool(options, storeTypes);
  try {
    await inspectDatabase(pool, options);
    return keysOn(pool);
  } catch (error) {
    await pool.end();
    throw translateError(error);
  }
}

function keysOn(pool: Pool): RequestKeys {
  const run = async (text: string, values: readonly unknown[]): Promise<readonly Row[]> => {
    try {
      return (await pool.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw translateError(error);
    }
  };
  return {
    begin: (request) => begin(run, request),
    async answerWithin(transaction, request, answer) {
      const { rows } = await transaction.executeSql(answerText, valuesOf(request, answer));
      if (rows.length === 0) throw new RequestTakenOver('another caller holds the key');
    },
    async answer(request, answer) {
      await run(answerText, valuesOf(request, answer));
    },
    async release({ tokenId, key, at }) {
      await run(releaseText, [tokenId, key, at]);
    },
    close: () => pool.end(),
  };
}

const valuesOf = ({ tokenId, key, at }: KeyedRequest, answer: StoredAnswer): readonly unknown[] => [
  tokenId,
  key,
  at,
  answer.status,
  answer.headers,
  answer.body,
];

async function begin(
  run: (text: string, values: readonly unknown[]) => Promise<readonly Row[]>,
  request: KeyedRequest,
): Promise<RequestStart> {
  const { tokenId, key, fingerprint, at, expiresAt, abandonedBefore } = request;
  const claim = [tokenId, key, fingerprint, at, expiresAt, abandonedBefore];
  const claimed = await run(claimText, claim);
  if (claimed.length > 0) {
    await run(sweepText, [at]);
    return { kind: 'begun' };
  }
  const [row] = await run(readText, [tokenId, key]);
  // Given back between the two statements: whoever asks again finds it free.
  if (row === undefined) return { kind: 'inFlight' };
  if (row.fingerprint !== fingerprint) return { kind: 'otherRequest' };
  const { status, headers, body } = row;
  if (status === null || headers === null || body === null) return { kind: 'inFlight' };
  return { kind: 'answered', answer: { status, headers, body } };
}
