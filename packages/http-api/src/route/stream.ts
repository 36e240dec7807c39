import { once } from 'node:events';
import { problem, type Problem, refuse, type Result, succeed } from '@quittance/domain';
import type { Position, Scope } from '@quittance/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { eventsMax, nextEvents, positionOf } from '../events.ts';
import type { ApiPorts } from '../ports.ts';
import { callerOf, requirePermission, scopeOf } from './caller.ts';
import type { Route } from './route.ts';

type ServerResponse = FastifyReply['raw'];

/** Between two looks at the outbox when nothing was there. */
const lookMs = 1_000;
/** A comment after so many quiet looks keeps proxies from closing the line. */
const quietLooksMax = 15;
/** The token is looked at again after so many looks: a revoked one ends its streams. */
const looksPerTokenCheck = 30;

/** The open streams of one server. */
export interface Streams {
  /** Serves one request until either side ends it. Errors: before its first byte only. */
  open(of: StreamRequest): Promise<Result<null, Problem>>;
  /** Ends all of them; their readers come again with the cursor of what they saw last. */
  close(): void;
}

export interface StreamRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly route: Route;
  readonly scope: Scope;
}

/** Makes the streams of one server. */
export function createStreams(ports: ApiPorts): Streams {
  const open = new Set<AbortController>();
  return {
    async open(of) {
      if (open.size >= ports.limits.streamsMax) {
        return refuse(problem('TOO_MANY_REQUESTS', 'too many streams are open'));
      }
      const ending = new AbortController();
      open.add(ending);
      try {
        const start = await startOf(ports, of);
        if (!start.ok) return start;
        of.reply.hijack();
        const out = of.reply.raw;
        out.on('close', () => {
          ending.abort();
        });
        begin(out, of);
        await follow(ports, of, { out, from: start.value, signal: ending.signal });
        return succeed(null);
      } finally {
        open.delete(ending);
      }
    },
    close() {
      for (const ending of open) ending.abort();
    },
  };
}

/** Where the stream begins: after the last event that the reader saw, or now. */
async function startOf(ports: ApiPorts, of: StreamRequest): Promise<Result<Position, Problem>> {
  const header = of.request.headers['last-event-id'];
  const query = of.route.query.safeParse(of.request.query);
  if (!query.success) return refuse(problem('BAD_INPUT', 'query: this is no cursor'));
  const asked = typeof header === 'string' && header !== '' ? header : query.data['after'];
  if (typeof asked !== 'string') return succeed(await ports.events.tip());
  const position = positionOf(asked);
  if (!position.ok) return position;
  const look = await nextEvents(ports.events, { scope: of.scope, after: position.value, limit: 1 });
  return look.ok ? position : look;
}

function begin(out: ServerResponse, { request }: StreamRequest): void {
  out.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
    'x-correlation-id': request.correlationId,
  });
  out.write('retry: 2000\n\n');
}

interface Following {
  readonly out: ServerResponse;
  readonly from: Position;
  readonly signal: AbortSignal;
}

async function follow(ports: ApiPorts, of: StreamRequest, following: Following): Promise<void> {
  const { out, signal } = following;
  let { scope } = of;
  let after = following.from;
  let quietLooks = 0;
  try {
    for (let looks = 1; !signal.aborted; looks += 1) {
      const events = await nextEvents(ports.events, { scope, after, limit: eventsMax });
      if (!events.ok) break;
      for (const event of events.value) {
        const { cursor, ...data } = event;
        await write(out, `id: ${cursor}\ndata: ${JSON.stringify(data)}\n\n`, signal);
        const position = positionOf(cursor);
        if (position.ok) after = position.value;
      }
      quietLooks = events.value.length === 0 ? quietLooks + 1 : 0;
      if (quietLooks > 0 && quietLooks % quietLooksMax === 0)
        await write(out, ': quiet\n\n', signal);
      if (events.value.length < eventsMax) await ports.scheduler.sleep(lookMs, signal);
      if (looks % looksPerTokenCheck !== 0) continue;
      const again = await scopeAgain(ports, of);
      if (again === null) break;
      scope = again;
    }
  } catch (error) {
    // The reader comes again with its cursor; the hub's own log says why the line was cut.
    ports.onError(error);
  } finally {
    out.end();
  }
}

/** What the token reaches by now, or null when it opens this stream no more. */
async function scopeAgain(
  ports: ApiPorts,
  { request, route }: StreamRequest,
): Promise<Scope | null> {
  const { correlationId, headers } = request;
  const caller = await callerOf(ports, headers.authorization, correlationId);
  if (!caller.ok || !requirePermission(caller.value, route).ok) return null;
  return scopeOf(caller.value, correlationId, route.readers);
}

/** Writes, and waits for a reader that is slower than we are. */
async function write(out: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || out.write(text)) return;
  try {
    await once(out, 'drain', { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
