import type { Task } from '../port.ts';

/** Tasks of no entity stand in line as one entity of this name. */
export const installationGroup = 'installation';

/** The entity that a task stands in line for. */
export const groupOf = (task: Pick<Task, 'data'>): string =>
  task.data.entityId ?? installationGroup;

/**
 * Fair shares within one queue. After a batch that was full, every entity in it steps back until
 * the others that are due had their turn. So while floods of some entities fill whole batches, any
 * other entity is served before a flooding one gets its next batch; without a flood, order is by
 * priority and age alone. Each worker process keeps its own turns.
 */
export interface Turns {
  /** Entities that step back in the next fetch. */
  readonly steppedBack: () => readonly string[];
  /** Tells what was fetched; returns true when it is worth fetching again at once. */
  readonly fetched: (tasks: readonly Task[], limit: number) => boolean;
}

export function createTurns(): Turns {
  let stepped = new Set<string>();
  return {
    steppedBack: () => [...stepped],
    fetched: (tasks, limit) => {
      const hadSteppedBack = stepped.size > 0;
      if (tasks.length >= limit) for (const task of tasks) stepped.add(groupOf(task));
      else stepped = new Set();
      return tasks.length === 0 && hadSteppedBack;
    },
  };
}
