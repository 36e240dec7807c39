/** How long a task that a process held stays with nobody once that process is gone. */
import { setTimeout as wait } from 'node:timers/promises';
import { taskKinds } from '@quittance/services';
import { withClient } from '../../src/adapters/postgres/connection.ts';
import { senderTasks } from '../../src/hub/start.ts';
import type { RunRole } from '../support/run-process.ts';
import { within } from '../support/within.ts';
import type { ChaosWorld } from './world.ts';

/** A task in the hands of a process. */
export interface HeldTask {
  readonly id: string;
  readonly kind: string;
  /** Tells one holding from the next. */
  readonly startedOn: string;
  readonly state: string;
  /** Whether the supervisor has taken it from a process that fell silent. */
  readonly ranOut: boolean;
}

interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly started_on: string | null;
  readonly ran_out: boolean | null;
}

const everyMs = 500;
/** Longer than every lease, the pause before the next try, and a recovery of the database. */
const watchMsMax = 300_000;
const lookMsMax = 20_000;

async function select(
  world: ChaosWorld,
  ids: readonly string[] | null,
): Promise<readonly HeldTask[]> {
  const found = withClient(world.database.url('quittance_owner'), async (client) => {
    const { rows } = await client.query<TaskRow>(
      `select id::text, name, state::text, started_on::text,
              output #>> '{value,message}' = 'job timed out' as ran_out
         from quittance_engine.job
        where case when $1::uuid[] is null then state = 'active' else id = any($1::uuid[]) end`,
      [ids],
    );
    return rows.map(({ id, name, state, started_on: startedOn, ran_out: ranOut }) => ({
      id,
      kind: name.replace(/\.v\d+$/, ''),
      state,
      startedOn: startedOn ?? '',
      ranOut: ranOut ?? false,
    }));
  });
  return within({ what: 'a look at the queue', limitMs: lookMsMax }, found);
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
 * were taken from a process that had fallen silent: from the blow to the next holder, recoveries of
 * the database in between included. The others were in the hands of processes that live.
 */
export async function watchTakeover(
  world: ChaosWorld,
  held: readonly HeldTask[],
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  const ranOut = new Set<string>();
  let left = held.filter((task) => !task.ranOut);
  while (left.length > 0 && performance.now() - startedMs < watchMsMax && !signal.aborted) {
    await wait(everyMs);
    const now = await lookAt(world, left);
    if (now === null) continue;
    for (const { id, ranOut: isOut } of now.values()) if (isOut) ranOut.add(id);
    const still = left.filter((task) => isHeldOrWaits(task, now.get(task.id)));
    const gone = left.filter((task) => !still.includes(task));
    if (gone.some(({ id }) => ranOut.has(id))) {
      world.tally.takeover(performance.now() - startedMs);
    }
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
function isHeldOrWaits(before: HeldTask, now: HeldTask | undefined): boolean {
  if (now === undefined) return false;
  if (now.state === 'retry' || now.state === 'created') return true;
  return now.state === 'active' && now.startedOn === before.startedOn;
}
