import { type ConnectionId, type Problem, type Result, succeed } from '@quittance/domain';
import type { ReceivedDelivery, ReceiveInput, StoredDeliveries } from '@quittance/services';
import { CommitOutcomeUnknown, StoreUnavailable } from '@quittance/store';

/** Deliveries that one transaction stores at most. */
const togetherMax = 100;

export type StoredOne = Result<{ readonly received: number; readonly duplicates: number }, Problem>;

interface Waiting {
  readonly delivery: ReceivedDelivery;
  readonly told: (stored: StoredOne) => void;
  readonly failed: (error: unknown) => void;
}

/** What spoils a transaction whatever is in it, so that to take it apart would help nobody. */
const isOfTheDatabase = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof CommitOutcomeUnknown;

/**
 * Stores deliveries of one connection that come while others are being stored in one transaction,
 * so that a burst costs a commit for a hundred of them. One that comes alone waits for nobody. Each
 * caller hears of its own delivery, after the commit. When a transaction fails for what is in it,
 * its deliveries are stored one by one, so that none suffers for another. How many may wait is the
 * caller's to limit.
 */
export function gatherDeliveries(
  write: (input: ReceiveInput) => Promise<Result<StoredDeliveries, Problem>>,
): (connectionId: ConnectionId, delivery: ReceivedDelivery) => Promise<StoredOne> {
  const waiting = new Map<ConnectionId, Waiting[]>();

  const store = async (connectionId: ConnectionId, together: readonly Waiting[]): Promise<void> => {
    try {
      const deliveries = together.map(({ delivery }) => delivery);
      const stored = await write({ connectionId, deliveries });
      if (stored.ok || together.length === 1) {
        for (const one of together) one.told(answerFor(one, stored));
        return;
      }
    } catch (error) {
      if (together.length === 1 || isOfTheDatabase(error)) {
        for (const one of together) one.failed(error);
        return;
      }
    }
    for (const one of together) await store(connectionId, [one]);
  };

  const storeAll = async (connectionId: ConnectionId, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) await store(connectionId, takeDistinct(queue));
    waiting.delete(connectionId);
  };

  return (connectionId, delivery) => {
    const { promise, resolve: told, reject: failed } = Promise.withResolvers<StoredOne>();
    const known = waiting.get(connectionId);
    const queue = known ?? [];
    queue.push({ delivery, told, failed });
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
