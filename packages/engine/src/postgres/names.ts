import { assert } from '@quittance/domain';
import type { TaskKind } from '../port.ts';

/** The schema in which pg-boss keeps its tables. */
export const engineSchema = 'quittance_engine';

/** The channel on which a commit rings the workers of other processes; the payload is a kind. */
export const wakeChannel = 'quittance_engine_wake';

const kindForm = /^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/;
const deadSuffix = '.dead';
const versionSuffix = /\.v\d+$/;

/**
 * One queue for each version of a kind's data. A release fetches from the versions that it knows,
 * so a task of another version is not even looked at, and waits for a release that does.
 */
export function queueName(kindName: string, version: number): string {
  assert(kindForm.test(kindName), `not a name of a task kind: ${kindName}`);
  assert(!kindName.endsWith(deadSuffix) && !versionSuffix.test(kindName), 'a reserved suffix');
  assert(Number.isInteger(version) && version >= 1, 'versions of task data count from 1');
  return `${kindName}.v${version}`;
}

/** The dead letters of all versions of a kind. */
export const deadLetterQueueName = (kindName: string): string => `${kindName}${deadSuffix}`;

/** The kind of a queue of tasks or of dead letters. */
export function kindOfQueue(name: string): string {
  if (name.endsWith(deadSuffix)) return name.slice(0, -deadSuffix.length);
  return name.replace(versionSuffix, '');
}

export const isDeadLetterQueue = (name: string): boolean => name.endsWith(deadSuffix);

export const isTaskQueue = (name: string): boolean => versionSuffix.test(name);

export const queuesOf = (kind: TaskKind): readonly string[] =>
  kind.versions.map((version) => queueName(kind.name, version));
