import { fault, type Fault, refuse, succeed } from '@quittance/domain';
import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  ClientSecretBasic,
  customFetch,
  processClientCredentialsResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { Outcome } from './capability.ts';
import type { ConnectorPorts, HttpPort } from './connector.ts';

/** Gives the access token that calls carry. One for each open connection; it lives in memory. */
export interface TokenProvider {
  /** A token that is good for a while yet; asks the bank for one only when it has to. */
  token(): Promise<Outcome<string>>;
  /** The counterparty refused the token: the next call asks for another. */
  forget(): void;
}

export interface TokenProviderInput {
  readonly ports: Pick<ConnectorPorts, 'http' | 'now' | 'secret' | 'keepSecret'>;
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Names of secrets. */
  readonly clientSecretName: string;
  /** With it, the access of a person who authorised the hub is renewed; else the hub's own. */
  readonly refreshTokenName?: string;
  readonly scope?: string;
}

/** A token is given up so long before it ends, so that no call meets its end on the way. */
const marginMs = 30_000;

/** Where an endpoint tells no lifetime, RFC 6749 leaves it open; a short one is always right. */
const lifetimeSecondsWhenUntold = 60;

/**
 * OAuth 2.0 (RFC 6749): client credentials, or a refresh token, whose successor is kept under the
 * same name when the endpoint rotates it. Faults: `unauthorised` when the endpoint refuses us,
 * `retry` when it cannot be reached or answers in no known form.
 */
export function createTokenProvider(input: TokenProviderInput): TokenProvider {
  let known: { readonly token: string; readonly untilMs: number } | null = null;
  let asking: Promise<Outcome<string>> | null = null;
  const nowMs = (): number => Date.parse(input.ports.now());
  const ask = async (): Promise<Outcome<string>> => {
    try {
      const answer = await grant(input);
      const seconds = answer.expires_in ?? lifetimeSecondsWhenUntold;
      known = { token: answer.access_token, untilMs: nowMs() + seconds * 1_000 - marginMs };
      return succeed(answer.access_token);
    } catch (error) {
      return refuse(faultOf(error));
    }
  };
  return {
    token: () => {
      if (known !== null && nowMs() < known.untilMs) return Promise.resolve(succeed(known.token));
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget: () => {
      known = null;
    },
  };
}

async function grant(input: TokenProviderInput): Promise<TokenEndpointResponse> {
  const { ports, tokenUrl, clientId, refreshTokenName: name, scope } = input;
  const server = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const authentication = ClientSecretBasic(ports.secret(input.clientSecretName));
  // Plain HTTP is for the HTTP port to refuse: it lets it pass on this machine only.
  const options = { [customFetch]: fetchThrough(ports.http), [allowInsecureRequests]: true };
  if (name === undefined) {
    const wanted = scope === undefined ? {} : { scope };
    return processClientCredentialsResponse(
      server,
      client,
      await clientCredentialsGrantRequest(server, client, authentication, wanted, options),
    );
  }
  const refreshToken = ports.secret(name);
  const answer = await processRefreshTokenResponse(
    server,
    client,
    await refreshTokenGrantRequest(server, client, authentication, refreshToken, options),
  );
  const { refresh_token: next } = answer;
  if (next !== undefined && next !== refreshToken) ports.keepSecret?.(name, next);
  return answer;
}

const requestTimeoutMs = 20_000;
const answerBytesMax = 65_536;

/** The library's calls leave through the port, with its limits. */
const fetchThrough =
  (http: HttpPort) =>
  async (
    url: string,
    of: {
      readonly body: URLSearchParams;
      readonly headers: Record<string, string>;
      readonly method: 'POST';
    },
  ): Promise<Response> => {
    const result = await http.request({
      method: of.method,
      url,
      headers: { ...of.headers },
      body: of.body.toString(),
      timeoutMs: requestTimeoutMs,
      sizeBytesMax: answerBytesMax,
    });
    if (result.kind === 'failure') throw new Unreachable(result.code);
    const { status, headers, body } = result;
    return new Response(body, { status, headers: { ...headers } });
  };

class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

function faultOf(error: unknown): Fault {
  if (error instanceof ResponseBodyError) {
    return fault('unauthorised', `oauth.${error.error}`, 'The bank refuses our credentials.');
  }
  if (error instanceof Unreachable) {
    return fault('retry', 'oauth.down', 'The bank gives no access: it cannot be reached.');
  }
  // What the library found says nothing that a person could use, and may hold an answer.
  return fault('retry', 'oauth.unreadable', 'The bank answers a request for access strangely.');
}
