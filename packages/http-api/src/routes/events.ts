import { succeed } from '@quittance/domain';
import { z } from 'zod';
import { eventsMax, nextEvents, positionOf } from '../events.ts';
import { readRoute, type Route } from '../route/route.ts';
import { id, instant, named } from '../shapes/shape.ts';

const cursor = z
  .string()
  .regex(/^\d{1,20}-\d{1,20}-\d{1,20}$/, 'a cursor of the events')
  .describe('Where a reader stands: pass it as `after`, or as `Last-Event-ID` of the stream.');

export const toldEvent = named(
  'Event',
  z
    .object({
      cursor,
      id,
      type: z.string(),
      entityId: id,
      objectKind: z.string(),
      objectId: id,
      occurredAt: instant,
      correlationId: id,
    })
    .describe('An object moved: which one, how, when. It carries ids only.'),
);

const eventPage = named(
  'EventPage',
  z.object({
    items: z.array(toldEvent),
    next: cursor.nullable().describe('Where to go on, now or later; null when there is none.'),
  }),
);

const tag = 'events';

const listEvents = readRoute({
  id: 'listEvents',
  path: '/events',
  tag,
  summary: 'Events in the order in which they are safe to read, oldest first.',
  permission: 'events:read',
  query: z.strictObject({
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(eventsMax).default(100),
  }),
  answer: eventPage,
  async read({ ports, scope, query }) {
    const position = query.after === undefined ? succeed(null) : positionOf(query.after);
    if (!position.ok) return position;
    const of = { scope, after: position.value, limit: query.limit };
    const items = await nextEvents(ports.events, of);
    if (!items.ok) return items;
    const next = items.value.at(-1)?.cursor ?? query.after ?? null;
    return succeed({ items: items.value, next });
  },
});

/** The stream answers for as long as both sides like; its handler is `route/stream.ts`. */
const streamEvents: Route = {
  ...listEvents,
  id: 'streamEvents',
  path: '/event-stream',
  summary:
    'The same events as they come, as server-sent events: `data` is an Event, `id` its cursor. ' +
    'Without `Last-Event-ID` (or `after`) the stream begins now.',
  query: z.strictObject({ after: cursor.optional() }),
  answer: { status: 200, shape: null },
  answerMedia: 'text/event-stream',
};

export const eventRoutes = [listEvents, streamEvents];
