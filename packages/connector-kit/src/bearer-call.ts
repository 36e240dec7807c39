import type { Fault } from '@quittance/domain';
import type { ConnectorPorts, HttpRequest, HttpResult } from './connector.ts';
import type { TokenProvider } from './oauth.ts';

export type BearerCall = Pick<HttpRequest, 'method' | 'url'> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** `noAccess`: there was no token, and nothing of the call left. */
export type BearerResult = HttpResult | { readonly kind: 'noAccess'; readonly fault: Fault };

export interface BearerCallerInput {
  readonly ports: Pick<ConnectorPorts, 'http'>;
  readonly tokens: TokenProvider;
  readonly timeoutMs: number;
  readonly sizeBytesMax: number;
}

/**
 * Calls with a bearer token (RFC 6750). A token that ends in the middle of a run is renewed; a call
 * that only reads is then made once more, one that acts never is.
 */
export function createBearerCaller(
  input: BearerCallerInput,
): (call: BearerCall) => Promise<BearerResult> {
  const { ports, tokens, timeoutMs, sizeBytesMax } = input;
  const once = async (call: BearerCall): Promise<BearerResult> => {
    const token = await tokens.token();
    if (!token.ok) return { kind: 'noAccess', fault: token.error };
    const headers = { ...call.headers, authorization: `Bearer ${token.value}` };
    const result = await ports.http.request({ ...call, headers, timeoutMs, sizeBytesMax });
    if (result.kind === 'answer' && result.status === 401) tokens.forget();
    return result;
  };
  return async (call) => {
    const first = await once(call);
    const isRefused = first.kind === 'answer' && first.status === 401;
    return isRefused && call.method === 'GET' ? once(call) : first;
  };
}
