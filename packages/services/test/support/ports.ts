import {
  addMilliseconds,
  asId,
  asInstant,
  type Id,
  type Instant,
  present,
} from '@quittance/domain';
import { type NewTask, openMemoryTaskQueue, type TaskQueue } from '@quittance/engine';
import { sha256Hex } from '@quittance/governance';
import { type IdSource, taskKinds } from '@quittance/services';
import type { EvidenceStore } from '@quittance/store';

/** A clock that stands still until a test moves it. */
export interface TestClock {
  readonly now: () => Instant;
  readonly move: (by: { readonly hours?: number; readonly minutes?: number }) => void;
}

/** Monday, 23 November 2026, nine o'clock in Berlin. */
export function fixedClock(at = '2026-11-23T08:00:00.000Z'): TestClock {
  let now = asInstant(at);
  return {
    now: () => now,
    move: ({ hours = 0, minutes = 0 }) => {
      now = addMilliseconds(now, (hours * 60 + minutes) * 60_000);
    },
  };
}

/** Ids that count up from a seed, so that the order of ids is the order of their making. */
export function seededIds(seed: number): IdSource {
  let made = 0n;
  let bits = BigInt(seed) * 2_654_435_761n + 1n;
  return {
    newId<Kind extends string>(): Id<Kind> {
      made += 1n;
      return asId<Kind>(
        `01930000-0000-7000-8${seedText(seed)}-${made.toString(16).padStart(12, '0')}`,
      );
    },
    referenceBits: () => {
      // Knuth's 64-bit generator (MMIX); its upper bits are the better ones.
      bits = (bits * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
      return bits >> 9n;
    },
  };
}

const seedText = (seed: number): string => (seed % 0xfff).toString(16).padStart(3, '0');

/** Evidence in memory, under its digest as on disk. */
export function memoryEvidence(): EvidenceStore & { readonly size: () => number } {
  const files = new Map<string, Uint8Array>();
  return {
    put: (bytes) => {
      const hash = sha256Hex(bytes);
      files.set(hash, bytes.slice());
      return Promise.resolve(hash);
    },
    get: (hash) => Promise.resolve(present(files.get(hash), `evidence ${hash}`)),
    size: () => files.size,
  };
}

export interface RecordingQueue {
  readonly queue: TaskQueue;
  /** Every task that a committed verb added, in order; `take` empties the list. */
  readonly added: () => readonly NewTask[];
  readonly take: (name?: string) => readonly NewTask[];
}

/** The queue in memory, with nobody at work, and a list of what was added to it. */
export async function recordingQueue(now: () => Instant, ids: IdSource): Promise<RecordingQueue> {
  let added: NewTask[] = [];
  const queue = openMemoryTaskQueue({
    now,
    newId: () => ids.newId<'task'>(),
    scheduler: { sleep: () => Promise.resolve() },
    onError: (error) => {
      throw error;
    },
  });
  await queue.prepare(taskKinds);
  return {
    queue: {
      ...queue,
      enqueue: async (transaction, tasks) => {
        await queue.enqueue(transaction, tasks);
        transaction.onCommit(() => added.push(...tasks));
      },
    },
    added: () => added,
    take: (name) => {
      const taken = added.filter((task) => name === undefined || task.name === name);
      added = added.filter((task) => name !== undefined && task.name !== name);
      return taken;
    },
  };
}
