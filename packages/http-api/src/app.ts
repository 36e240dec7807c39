import { asId, type CorrelationId, problem } from '@quittance/domain';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { serveDocument } from './document/serve.ts';
import { serveHealth } from './health.ts';
import { createRequestFigures, serveMetrics } from './metrics.ts';
import type { ApiPorts } from './ports.ts';
import { createRateLimiter } from './route/rate.ts';
import { problemOfError, sendRefusal, serveRoute, type Serving } from './route/serve.ts';
import { createStreams } from './route/stream.ts';
import { routes } from './routes/index.ts';
import { serveWebhooks } from './webhooks.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Names this piece of work in logs, events and the audit (AUD-03). */
    correlationId: CorrelationId;
    tokenId: string | null;
    startedMs: number;
  }
  interface FastifyContextConfig {
    operationId?: string;
  }
}

/** Where the API stands; `v1` changes only by adding (GOV-07). */
export const apiPrefix = '/api/v1';

export interface ApiServerOptions {
  /** Certificate chain and key in PEM; absent on a listener of this machine alone (SEC-09). */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Makes the server; it listens nowhere until it is told to. */
export async function createApi(
  ports: ApiPorts,
  options: ApiServerOptions = {},
): Promise<FastifyInstance> {
  const { limits, monotonicMs: nowMs } = ports;
  const { requestsPerMinute, addressRequestsPerMinute } = limits;
  const serving: Serving = {
    ports,
    byToken: createRateLimiter({ requestsPerMinute, nowMs }),
    byAddress: createRateLimiter({ requestsPerMinute: addressRequestsPerMinute, nowMs }),
    streams: createStreams(ports),
    figures: createRequestFigures(),
  };
  const server = makeServer(ports, options);
  addHooks(server, serving);
  server.addHook('preClose', (done) => {
    serving.streams.close();
    done();
  });
  serveHealth(server, ports);
  serveDocument(server);
  serveMetrics(server, serving);
  await serveWebhooks(server, ports);
  await server.register(
    async (api) => {
      const bytes = { parseAs: 'buffer' } as const;
      api.addContentTypeParser('application/octet-stream', bytes, (_request, body, done) => {
        done(null, body);
      });
      for (const route of routes) serveRoute(api, route, serving);
    },
    { prefix: apiPrefix },
  );
  return server;
}

/** Guarantee: the routes ask nothing of a socket that one with TLS does not have. */
const secureOf = ({ tls }: ApiServerOptions): object => (tls === undefined ? {} : { https: tls });

const requestIdForm = /^[\x21-\x7e]{1,120}$/;
const unset: CorrelationId = asId<'correlation'>('00000000-0000-0000-0000-000000000000');

function makeServer(ports: ApiPorts, options: ApiServerOptions): FastifyInstance {
  const common = {
    logger: false,
    exposeHeadRoutes: false,
    // A slow sender holds a socket for a minute at most.
    requestTimeout: 60_000,
    genReqId: (request: { readonly headers: Record<string, unknown> }): string => {
      const given = request.headers['x-request-id'];
      const isUsable = typeof given === 'string' && requestIdForm.test(given);
      return isUsable ? given : ports.services.ids.newId<'request'>();
    },
  };
  const server: FastifyInstance = fastify({ ...common, ...secureOf(options) });
  server.removeContentTypeParser('text/plain');
  server.decorateRequest('correlationId', unset);
  server.decorateRequest('tokenId', null);
  server.decorateRequest('startedMs', 0);
  return server;
}

function addHooks(server: FastifyInstance, serving: Serving): void {
  const { ports, byAddress } = serving;
  server.addHook('onRequest', async (request, reply) => {
    request.startedMs = ports.monotonicMs();
    request.correlationId = ports.services.ids.newId<'correlation'>();
    reply.header('x-request-id', request.id).header('x-correlation-id', request.correlationId);
    reply.header('x-content-type-options', 'nosniff');
    const { allowed, retryAfterSeconds } = byAddress.ask(request.ip);
    if (allowed) return;
    reply.header('retry-after', retryAfterSeconds.toString());
    const given = problem('TOO_MANY_REQUESTS', `ask again in ${retryAfterSeconds} s`);
    await sendRefusal(reply, request.correlationId, { problem: given });
  });
  server.addHook('onResponse', (request, reply, done) => {
    tellRequest(request, reply.statusCode, serving);
    done();
  });
  server.setNotFoundHandler((request, reply) => {
    const given = problem('NOT_FOUND', `${request.method} here is no operation of the API`);
    return sendRefusal(reply, request.correlationId, { problem: given });
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const transport = transportStatus(error);
    if (transport !== null) {
      const given = problem('BAD_INPUT', error.message);
      return sendRefusal(reply, request.correlationId, { problem: given, status: transport });
    }
    const given = problemOfError(error);
    if (given.code === 'INTERNAL') ports.onError(error);
    return sendRefusal(reply, request.correlationId, { problem: given });
  });
}

/** Faults of the message itself, which Fastify finds before any handler: 400, 413, 415. */
function transportStatus({ code, statusCode }: FastifyError): number | null {
  const isTransport = typeof code === 'string' && code.startsWith('FST_ERR_CTP_');
  const isClient = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return isTransport || isClient ? (statusCode ?? 400) : null;
}

function tellRequest(request: FastifyRequest, status: number, serving: Serving): void {
  const { ports, figures } = serving;
  const route = request.routeOptions.config.operationId ?? 'none';
  const tookMs = Math.round(ports.monotonicMs() - request.startedMs);
  figures.observe({ route, status, tookMs });
  const { id: requestId, correlationId, tokenId } = request;
  ports.log({ route, status, tookMs, requestId, correlationId, tokenId });
}
