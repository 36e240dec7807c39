import { type Instant, problem, refuse } from '@quittance/domain';
import type { FlowConnection } from '@quittance/flows';
import { receiveDeliveries } from '@quittance/services';
import { systemNow } from '../adapters/clock.ts';
import { gatherDeliveries, type StoredOne } from './delivery-gatherer.ts';
import type { Hub } from './open-hub.ts';

/** What a bank pushes to the address of one connection. */
export interface PushedEvent {
  readonly connectionName: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
}

/** Events in hand at a time, a megabyte each at most; the sender of one more comes again. */
const inHandMax = 1_000;

export type TakeEvent = (pushed: PushedEvent, now?: Instant) => Promise<StoredOne>;

/**
 * Takes events of banks: proven first, stored next, and only then acknowledged. An event is a hint
 * and no evidence of money: the bank is asked for what it speaks of. One that came before has no
 * effect, for ever (I26). Refuses with NOT_FOUND for a connection that takes none, with
 * SIGNATURE_INVALID for an event that is not proven, of which nothing is kept, and with
 * TOO_MANY_REQUESTS, before anything is kept of it, when too many are in hand.
 */
export function openEventIntake(
  hub: Pick<Hub, 'config' | 'ports' | 'store' | 'evidence' | 'serviceContext'>,
): TakeEvent {
  const store = gatherDeliveries((input) =>
    receiveDeliveries({ ctx: hub.serviceContext('event'), input }),
  );
  const connections = new Map<string, FlowConnection>();
  /** The connection of that name, which stays what it is; null when there is none. */
  const connectionOf = async (name: string): Promise<FlowConnection | null> => {
    // The hub keeps rows of its own beside them, such as how far events were handed out.
    if (!hub.config.connections.some((one) => one.name === name)) return null;
    const known = connections.get(name);
    if (known !== undefined) return known;
    const { scope } = hub.serviceContext('event');
    const [row] = await hub.store.transaction(scope, (transaction) =>
      transaction.find('connection', { name }),
    );
    if (row === undefined) return null;
    const found = await hub.ports.connection(row.id);
    connections.set(name, found);
    return found;
  };
  const take = async (
    { connectionName, headers, rawBody }: PushedEvent,
    now: Instant,
  ): Promise<StoredOne> => {
    const connection = await connectionOf(connectionName);
    const receive = connection?.capabilities['events.receive'];
    if (connection === null || receive === undefined) {
      return refuse(problem('NOT_FOUND', `connection ${connectionName} takes no messages`));
    }
    const event = await receive({ headers, rawBody, now });
    if (!event.ok) {
      const { kind, message } = event.error;
      return refuse(problem(kind === 'drift' ? 'DRIFT' : 'SIGNATURE_INVALID', message));
    }
    return store(connection.id, {
      externalId: `event ${event.value.eventId}`,
      evidenceHash: await hub.evidence.put(rawBody),
      sizeBytes: rawBody.length,
      mediaType: headers['content-type'] ?? 'application/json',
      kind: 'event',
    });
  };
  let inHand = 0;
  return async (pushed, now = systemNow()) => {
    if (inHand >= inHandMax) {
      return refuse(problem('TOO_MANY_REQUESTS', 'too many messages at once'));
    }
    inHand += 1;
    try {
      return await take(pushed, now);
    } finally {
      inHand -= 1;
    }
  };
}
