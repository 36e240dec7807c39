/** How long a task that a process held stays with nobody once that process is gone. */
import { setTimeout as wait } from 'node:timers/promises';
import { taskKinds } from '@quittance/services';
import { withClient } from '../../src/adapters/postgres/connection.ts';
import { senderTasks } from '../../src/hub/start.ts';
import type { RunRole } from '../support/run-process.ts';
import type { ChaosWorld } from './world.ts';

/** A task in the hands of a process. */
export interface HeldTask {
  readonly id: string;
  readonly kind: string;
  /** Tells one holding from the next. */
  readonly startedOn: string;
  readonly state: string;
}

interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly started_on: string | null;
}

const everyMs = 500;
/** Longer than every lease and the pause before the next try. */
const watchMsMax = 240_000;
/** A task that is gone by then was in the hands of a process that lives. */
const ordinaryMs = 5_000;

async function select(
  world: ChaosWorld,
  ids: readonly string[] | null,
): Promise<readonly HeldTask[]> {
  return withClient(world.database.url('quittance_owner'), async (client) => {
    const { rows } = await client.query<TaskRow>(
      `select id::text, name, state::text, started_on::text from quittance_engine.job
        where case when $1::uuid[] is null then state = 'active' else id = any($1::uuid[]) end`,
      [ids],
    );
    return rows.map(({ id, name, state, started_on: startedOn }) => ({
      id,
      kind: name.replace(/\.v\d+$/, ''),
      state,
      startedOn: startedOn ?? '',
    }));
  });
}

const isOf = (role: RunRole, kind: string): boolean =>
  role !== 'api' && senderTasks.includes(kind) === (role === 'sender');

/** Tasks that processes of a role work on now; none while the database is away. */
export async function heldBy(world: ChaosWorld, role: RunRole): Promise<readonly HeldTask[]> {
  try {
    return (await select(world, null)).filter((task) => isOf(role, task.kind));
  } catch {
    return [];
  }
}

export const leaseMsOf = (tasks: readonly HeldTask[]): number =>
  Math.max(
    0,
    ...tasks.map(({ kind }) => taskKinds.find((one) => one.name === kind)?.leaseSeconds ?? 0),
  ) * 1_000;

/**
 * Looks at the tasks until each is in other hands or done, and notes the longest wait of those that
 * had lost their process. A crash of the database in between is another matter and ends the watch.
 */
export async function watchTakeover(
  world: ChaosWorld,
  held: readonly HeldTask[],
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  const crashes = world.tally.count('postgresKill') + world.tally.count('diskFull');
  let left = held;
  while (left.length > 0 && performance.now() - startedMs < watchMsMax && !signal.aborted) {
    await wait(everyMs);
    if (world.tally.count('postgresKill') + world.tally.count('diskFull') !== crashes) return;
    const now = await lookAt(world, left);
    if (now === null) continue;
    const waitedMs = performance.now() - startedMs;
    const still = left.filter((task) => isOrphaned(task, now.get(task.id)));
    if (still.length < left.length && waitedMs > ordinaryMs) world.tally.takeover(waitedMs);
    left = still;
  }
}

async function lookAt(
  world: ChaosWorld,
  tasks: readonly HeldTask[],
): Promise<ReadonlyMap<string, HeldTask> | null> {
  try {
    const found = await select(
      world,
      tasks.map(({ id }) => id),
    );
    return new Map(found.map((task) => [task.id, task]));
  } catch {
    return null;
  }
}

/** Still as it was when its process went, or waiting for its next try. */
function isOrphaned(before: HeldTask, now: HeldTask | undefined): boolean {
  if (now === undefined) return false;
  if (now.state === 'retry' || now.state === 'created') return true;
  return now.state === 'active' && now.startedOn === before.startedOn;
}
