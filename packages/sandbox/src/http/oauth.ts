import { createHash } from 'node:crypto';
import { jsonAnswer } from './answers.ts';

/** An OAuth 2.0 token endpoint (RFC 6749): client credentials and refresh tokens that rotate. */
export interface TokenEndpointInput {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: () => string;
  readonly seed: number;
  /** How long an access token is good for. */
  readonly lifetimeSeconds: number;
  /** The first refresh token, as the authorisation of a person would have given it. */
  readonly refreshToken?: string;
}

export interface TokenEndpoint {
  /** Answers a token request. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Whether the request carries a token that is good now. */
  readonly accepts: (request: Request) => boolean;
  /** Every access token given so far is refused from now on. */
  readonly expireAll: () => void;
  /** The client's credentials are refused from now on, or accepted again. */
  readonly setRevoked: (revoked: boolean) => void;
  /** Access tokens given so far; secrets of a test. */
  readonly given: () => readonly string[];
}

const refusal = (status: number, error: string): Response =>
  jsonAnswer(status, JSON.stringify({ error }), { 'cache-control': 'no-store' });

/** Makes a token endpoint; the same seed gives the same tokens. */
export function createTokenEndpoint(input: TokenEndpointInput): TokenEndpoint {
  const expiries = new Map<string, number>();
  let refreshToken = input.refreshToken ?? null;
  let revoked = false;
  let count = 0;
  const nextToken = (sort: string): string => {
    count += 1;
    const text = `${sort} ${input.seed} ${input.clientId} ${count}`;
    return `${sort}_${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;
  };
  function grant(rotates: boolean): Response {
    const token = nextToken('at');
    expiries.set(token, Date.parse(input.clock()) + input.lifetimeSeconds * 1_000);
    if (rotates) refreshToken = nextToken('rt');
    const body = {
      access_token: token,
      token_type: 'Bearer',
      expires_in: input.lifetimeSeconds,
      ...(rotates ? { refresh_token: refreshToken } : {}),
    };
    return jsonAnswer(200, JSON.stringify(body), { 'cache-control': 'no-store' });
  }
  return {
    handle: async (request) => {
      const form = new URLSearchParams(await request.text());
      if (!isClient(request, form, input) || revoked) return refusal(401, 'invalid_client');
      if (form.get('grant_type') === 'client_credentials') return grant(false);
      if (form.get('grant_type') !== 'refresh_token') return refusal(400, 'unsupported_grant_type');
      const isLatest = refreshToken !== null && form.get('refresh_token') === refreshToken;
      return isLatest ? grant(true) : refusal(400, 'invalid_grant');
    },
    accepts: (request) => {
      const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ');
      const expiry = expiries.get(token);
      return scheme === 'Bearer' && expiry !== undefined && Date.parse(input.clock()) < expiry;
    },
    expireAll: () => {
      for (const token of expiries.keys()) expiries.set(token, 0);
    },
    setRevoked: (value) => {
      revoked = value;
    },
    given: () => [...expiries.keys()],
  };
}

/** RFC 6749, section 2.3.1: HTTP Basic with both parts form-encoded, or both in the body. */
function isClient(request: Request, form: URLSearchParams, input: TokenEndpointInput): boolean {
  const [scheme, encoded = ''] = (request.headers.get('authorization') ?? '').split(' ');
  const decoded = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const [id, secret] =
    scheme === 'Basic'
      ? decoded.map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
      : [form.get('client_id'), form.get('client_secret')];
  return id === input.clientId && secret === input.clientSecret;
}
