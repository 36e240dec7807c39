import {
  CommitOutcomeUnknown,
  type MemoryStore,
  type Scope,
  type Store,
  type StoreTransaction,
  StoreUnavailable,
} from '@quittance/store';
import type { Swarm } from '../faults/swarm.ts';
import type { VirtualProcess } from './process.ts';

/**
 * The database as one process sees it: the way there and the way back are steps, a transaction may
 * be taken back, and the answer to a commit may be lost. What a process had open when it died is
 * rolled back.
 */
export function openStore(
  memory: MemoryStore,
  process: VirtualProcess,
  swarm: Swarm | null,
): Store {
  const strikes = (kind: 'unavailable' | 'rollback' | 'commitUnknown'): boolean =>
    swarm?.strikes(`store.${kind}`) ?? false;
  return {
    async transaction<Value>(
      scope: Scope,
      work: (transaction: StoreTransaction) => Promise<Value>,
    ): Promise<Value> {
      await process.park('store.begin');
      if (strikes('unavailable')) throw new StoreUnavailable('the connection was refused');
      const isTakenBack = strikes('rollback');
      const value = await survived(
        process,
        memory.transaction(scope, async (transaction) => {
          if (!process.alive) return process.death;
          const done = await Promise.race([work(transaction), process.death]);
          if (isTakenBack) throw new StoreUnavailable('the transaction was taken back');
          return done;
        }),
      );
      await process.park('store.committed');
      if (strikes('commitUnknown')) throw new CommitOutcomeUnknown('no answer to the commit');
      return value;
    },
    close: () => Promise.resolve(),
  };
}

/** What a dead process was waiting for never comes. */
async function survived<Value>(process: VirtualProcess, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (process.alive) throw error;
    return process.forever();
  }
}
