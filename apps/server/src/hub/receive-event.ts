import { type Instant, problem, type Problem, refuse, type Result } from '@quittance/domain';
import { receiveDeliveries } from '@quittance/services';
import { systemNow } from '../adapters/clock.ts';
import type { Hub } from './open-hub.ts';

/** What a bank pushes to the address of one connection. */
export interface PushedEvent {
  readonly connectionName: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
}

/**
 * Takes a bank's event: proven first, stored next, and only then acknowledged. It is a hint and no
 * evidence of money: the bank is asked for what it speaks of. An event that came before has no
 * effect, for ever (I26). Refuses with NOT_FOUND for a connection that takes none, and with
 * SIGNATURE_INVALID for an event that is not proven; nothing of it is kept then.
 */
export async function receiveEvent(
  hub: Pick<Hub, 'config' | 'ports' | 'store' | 'evidence' | 'serviceContext'>,
  pushed: PushedEvent,
  now: Instant = systemNow(),
): Promise<Result<{ readonly received: number; readonly duplicates: number }, Problem>> {
  const { connectionName, headers, rawBody } = pushed;
  const ctx = hub.serviceContext('event');
  const [row] = await hub.store.transaction(ctx.scope, (transaction) =>
    transaction.find('connection', { name: connectionName }),
  );
  const nobody = refuse(problem('NOT_FOUND', `connection ${connectionName} takes no messages`));
  // The hub keeps rows of its own beside them, such as how far events were handed out.
  const isOurs = hub.config.connections.some(({ name }) => name === connectionName);
  if (row === undefined || !isOurs) return nobody;
  const { capabilities } = await hub.ports.connection(row.id);
  const receive = capabilities['events.receive'];
  if (receive === undefined) return nobody;
  const event = await receive({ headers, rawBody, now });
  if (!event.ok) {
    const { kind, message } = event.error;
    return refuse(problem(kind === 'drift' ? 'DRIFT' : 'SIGNATURE_INVALID', message));
  }
  const evidenceHash = await hub.evidence.put(rawBody);
  const delivery = {
    externalId: `event ${event.value.eventId}`,
    evidenceHash,
    sizeBytes: rawBody.length,
    mediaType: headers['content-type'] ?? 'application/json',
    kind: 'event',
  };
  const input = { connectionId: row.id, deliveries: [delivery] };
  return receiveDeliveries({ ctx, input });
}
