import {
  type ConnectionId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import type { ReceivedDelivery, ReceiveInput, StoredDeliveries } from '@quittance/services';

/** Deliveries that one transaction stores at most. */
const togetherMax = 100;

/** Deliveries that may wait at a time; the sender of one more is told to come again. */
const waitingMax = 5_000;

export type StoredOne = Result<{ readonly received: number; readonly duplicates: number }, Problem>;

interface Waiting {
  readonly delivery: ReceivedDelivery;
  readonly told: (stored: StoredOne) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Stores deliveries of one connection that come while others are being stored in one transaction,
 * so that a burst costs a commit for a hundred of them. One that comes alone waits for nobody. Each
 * caller hears of its own delivery, after the commit. When a transaction fails, its deliveries are
 * stored one by one, so that none suffers for another. Refuses with TOO_MANY_REQUESTS when too many
 * wait.
 */
export function gatherDeliveries(
  write: (input: ReceiveInput) => Promise<Result<StoredDeliveries, Problem>>,
): (connectionId: ConnectionId, delivery: ReceivedDelivery) => Promise<StoredOne> {
  const waiting = new Map<ConnectionId, Waiting[]>();
  let count = 0;

  const storeOne = async (connectionId: ConnectionId, one: Waiting): Promise<void> => {
    try {
      one.told(answerFor(one, await write({ connectionId, deliveries: [one.delivery] })));
    } catch (error) {
      one.failed(error);
    }
  };

  const storeTogether = async (
    connectionId: ConnectionId,
    together: readonly Waiting[],
  ): Promise<void> => {
    const deliveries = together.map(({ delivery }) => delivery);
    const stored = await write({ connectionId, deliveries }).catch(() => null);
    if (stored?.ok === true) {
      for (const one of together) one.told(answerFor(one, stored));
      return;
    }
    for (const one of together) await storeOne(connectionId, one);
  };

  const storeAll = async (connectionId: ConnectionId, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const together = takeDistinct(queue);
      count -= together.length;
      const [first] = together;
      if (first !== undefined && together.length === 1) await storeOne(connectionId, first);
      else await storeTogether(connectionId, together);
    }
    waiting.delete(connectionId);
  };

  return (connectionId, delivery) => {
    if (count >= waitingMax) {
      return Promise.resolve(refuse(problem('TOO_MANY_REQUESTS', 'too many messages at once')));
    }
    const { promise, resolve: told, reject: failed } = Promise.withResolvers<StoredOne>();
    const known = waiting.get(connectionId);
    const queue = known ?? [];
    queue.push({ delivery, told, failed });
    count += 1;
    if (known === undefined) {
      waiting.set(connectionId, queue);
      void storeAll(connectionId, queue);
    }
    return promise;
  };
}

/** The first of them, each id once: of two that are the same, the second must find the first. */
function takeDistinct(queue: Waiting[]): readonly Waiting[] {
  const ids = new Set<string>();
  let taken = 0;
  for (const { delivery } of queue.slice(0, togetherMax)) {
    if (ids.has(delivery.externalId)) break;
    ids.add(delivery.externalId);
    taken += 1;
  }
  return queue.splice(0, taken);
}

function answerFor(one: Waiting, stored: Result<StoredDeliveries, Problem>): StoredOne {
  if (!stored.ok) return stored;
  const isNew = stored.value.externalIds.includes(one.delivery.externalId);
  return succeed({ received: isNew ? 1 : 0, duplicates: isNew ? 0 : 1 });
}
