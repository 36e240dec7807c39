import type { Violation } from './oracle/claims.ts';
import { examine } from './run/examine.ts';
import { runSeed, type SeedRun } from './run/run-seed.ts';

export interface Story {
  readonly violations: readonly Violation[];
  /** What happened, one line each, in the order of time. */
  readonly lines: readonly string[];
}

interface Told {
  readonly at: string;
  readonly what: string;
}

/** Runs a seed again and tells what happened to whatever the oracle complains of, and around it. */
export async function tellSeed(seed: number): Promise<Story> {
  const faults: Told[] = [];
  const run = await runSeed(seed, (at, what) => faults.push({ at, what: `fault  ${what}` }));
  const violations = await examine(run);
  const subjects = new Set(violations.map((violation) => violation.subject));
  const events = [...faults, ...(await objectsOf(run, subjects)), ...wiresOf(run)];
  const lines = events
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .map(({ at, what }) => `${at}  ${what}`);
  return { violations, lines };
}

/** The audit leaves of every payment, and of those lines and messages that are complained of. */
async function objectsOf(run: SeedRun, subjects: ReadonlySet<string>): Promise<readonly Told[]> {
  const { memory } = run.world;
  const payments = await memory.dump('payment');
  const names = new Map<string, string>();
  for (const { id, reference, batchId, liveAttemptId } of payments) {
    if (!subjects.has(reference)) continue;
    names.set(id, `payment ${reference}`);
    names.set(batchId, `batch of ${reference}`);
    if (liveAttemptId !== null) names.set(liveAttemptId, `message of ${reference}`);
  }
  const leaves = await memory.dump('audit_leaf');
  return leaves.flatMap(({ at, verb, objectId, objectKind, detail, actorId }) => {
    const name = names.get(objectId) ?? (subjects.has(objectId) ? `${objectKind} ${objectId}` : '');
    return name === '' ? [] : [{ at, what: `hub    ${name}: ${verb} by ${actorId} ${detail}` }];
  });
}

const wiresOf = ({ handOvers }: SeedRun): readonly Told[] =>
  handOvers.map(({ at, path, bytes }) => ({
    at,
    what: `wire   ${path} with ${bytes.length.toString()} bytes is in the hands of the bank`,
  }));
