import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.ts';

export type { components, operations, paths } from './schema.ts';

/** The operations of the document, typed. */
export type QuittanceClient = Client<paths>;

export interface ClientOptions {
  /** Where the hub is heard, without a path: `https://quittance.company.example`. */
  readonly baseUrl: string;
  /** The text of a token, as `quittance token create` showed it. */
  readonly token: string;
  /** Sends a request; the platform's own when absent. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client of the HTTP API. Each call answers `{ data }`, or `{ error }` with the problem of the
 * document; it rejects only when no answer came. A POST that acts wants an `Idempotency-Key` of the
 * caller's, the same at each try.
 */
export function createClient({ baseUrl, token, fetch }: ClientOptions): QuittanceClient {
  return createFetchClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
    ...(fetch === undefined ? {} : { fetch }),
  });
}
