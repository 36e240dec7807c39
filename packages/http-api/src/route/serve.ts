import {
  type CorrelationId,
  problem,
  type Problem,
  ProblemError,
  refuse,
  type Result,
} from '@quittance/domain';
import { CommitOutcomeUnknown, RequestTakenOver, StoreUnavailable } from '@quittance/store';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestFigures } from '../metrics.ts';
import type { ApiPorts, Caller } from '../ports.ts';
import { problemDetails } from '../problem/statuses.ts';
import { callerOf, requirePermission, scopeOf } from './caller.ts';
import { once } from './once.ts';
import type { Streams } from './stream.ts';
import { rateHeaders, type RateLimiter } from './rate.ts';
import type { Answer, Call, Refusal, Route } from './route.ts';

/** What all routes of one server share. */
export interface Serving {
  readonly ports: ApiPorts;
  readonly byToken: RateLimiter;
  readonly byAddress: RateLimiter;
  readonly streams: Streams;
  readonly figures: RequestFigures;
}

/** Registers a route of the API below the prefix of the instance. */
export function serveRoute(server: FastifyInstance, route: Route, serving: Serving): void {
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: route.bodyBytesMax,
    exposeHeadRoute: false,
    config: { operationId: route.id },
    handler: (request, reply) => serve(request, reply, { route, serving }),
  });
}

interface Served {
  readonly route: Route;
  readonly serving: Serving;
}

async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  { route, serving }: Served,
): Promise<FastifyReply> {
  const { correlationId } = request;
  const admitted = await admit(request, reply, { route, serving });
  if (!admitted.ok) return sendRefusal(reply, correlationId, admitted.error);
  const { readers } = route;
  const call = callFor(request, { caller: admitted.value, ports: serving.ports, readers });
  if (route.answerMedia === 'text/event-stream') {
    const { scope } = call;
    const streamed = await serving.streams.open({ request, reply, route, scope });
    return streamed.ok ? reply : sendRefusal(reply, correlationId, { problem: streamed.error });
  }
  const result =
    route.method === 'GET'
      ? await route.handle(call)
      : await actOnce(request, reply, { route, call });
  if (!result.ok) return sendRefusal(reply, correlationId, result.error);
  return sendAnswer(request, reply, { answer: result.value, media: route.answerMedia });
}

/** Who it is, whether the token is for this, and whether it asks too often. */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    route,
    serving,
  }: { readonly route: Pick<Route, 'permission' | 'readers'>; readonly serving: Serving },
): Promise<Result<Caller, Refusal>> {
  const { ports, byToken } = serving;
  const known = await callerOf(ports, request.headers.authorization, request.correlationId);
  if (!known.ok) {
    reply.header('www-authenticate', 'Bearer realm="quittance"');
    return refuse({ problem: known.error });
  }
  request.tokenId = known.value.token.id;
  const allowance = byToken.ask(known.value.token.id);
  reply.headers(rateHeaders(allowance));
  if (!allowance.allowed) {
    const wait = `ask again in ${allowance.retryAfterSeconds} s`;
    return refuse({ problem: problem('TOO_MANY_REQUESTS', wait) });
  }
  const permitted = requirePermission(known.value, route);
  return permitted.ok ? known : refuse({ problem: permitted.error });
}

interface CallInput {
  readonly caller: Caller;
  readonly ports: ApiPorts;
  readonly readers: Route['readers'];
}

function callFor(request: FastifyRequest, { caller, ports, readers }: CallInput): Call {
  return {
    ports,
    caller,
    scope: scopeOf(caller, request.correlationId, readers),
    params: request.params,
    query: request.query,
    body: request.body,
    ifMatch: request.headers['if-match'] ?? null,
    keep: () => Promise.resolve(),
  };
}

async function actOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  { route, call }: { readonly route: Route; readonly call: Call },
): Promise<Result<Answer, Refusal>> {
  const key = request.headers['idempotency-key'];
  const { correlationId } = request;
  const done = await once(
    {
      ports: call.ports,
      route,
      call,
      key: Array.isArray(key) ? key.join(',') : key,
      target: `${request.method} ${request.url}`,
    },
    (refusal) => {
      const details = detailsOf(correlationId, refusal);
      const headers = JSON.stringify({ 'content-type': problemMedia });
      return { status: details.status, headers, body: JSON.stringify(details) };
    },
  );
  if (done.replayed) reply.header('idempotency-replayed', 'true');
  return done.result;
}

const problemMedia = 'application/problem+json';

const detailsOf = (correlationId: CorrelationId, { problem: given, errors }: Refusal) =>
  problemDetails(given, { correlationId, ...(errors === undefined ? {} : { errors }) });

/** Sends a refusal as problem details. */
export async function sendRefusal(
  reply: FastifyReply,
  correlationId: CorrelationId,
  refusal: Refusal & { readonly status?: number },
): Promise<FastifyReply> {
  const { status } = refusal;
  const details = detailsOf(correlationId, refusal);
  const told = status === undefined ? details : { ...details, status };
  return reply.code(told.status).header('content-type', problemMedia).send(JSON.stringify(told));
}

async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, media }: { readonly answer: Answer; readonly media: string | null },
): Promise<FastifyReply> {
  reply.headers(answer.headers).header('cache-control', 'no-store');
  const { etag } = answer.headers;
  if (etag !== undefined && request.headers['if-none-match'] === etag)
    return reply.code(304).send();
  reply.code(answer.status);
  if (answer.body instanceof Uint8Array) {
    if (answer.headers['content-type'] === undefined && media !== null) reply.type(media);
    return reply.send(Buffer.from(answer.body));
  }
  if (answer.headers['content-type'] === undefined) reply.type('application/json');
  return reply.send(JSON.stringify(answer.body));
}

/** What an error that no handler foresaw means to the caller. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof StoreUnavailable) return problem('DATABASE_DOWN', 'try again in a moment');
  if (error instanceof RequestTakenOver) {
    return problem('IDEMPOTENCY_KEY_IN_FLIGHT', 'another request with this key was faster');
  }
  if (error instanceof CommitOutcomeUnknown) {
    return problem('INTERNAL', 'the connection broke during the commit: ask with the same key');
  }
  return problem('INTERNAL', 'report the correlation id');
}
