import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { brokenDown, type SeedOutcome } from '@quittance/simulation';

export interface PoolInput {
  readonly firstSeed: number;
  readonly seeds: number;
  readonly workers: number;
  /** Hears of every seed, in the order of the seeds, whichever process was first. */
  readonly onOutcome: (outcome: SeedOutcome) => void;
  /** Program of a worker; the tests have one of their own. */
  readonly program?: string;
}

const usualProgram = fileURLToPath(new URL('worker.ts', import.meta.url));

/** So many outcomes wait at most for that of an earlier seed. */
const aheadMax = 256;

/** Simulates seeds in processes; resolves when each seed has an outcome, a crash being one too. */
export async function simulateInProcesses(input: PoolInput): Promise<void> {
  const turns = new Turns(input);
  const workers = Math.min(input.workers, input.seeds);
  await Promise.all(Array.from({ length: workers }, () => runWorkers(turns, input)));
}

/** Hands seeds out in order, and brings their outcomes back into it. */
class Turns {
  readonly #input: PoolInput;
  readonly #early = new Map<number, SeedOutcome>();
  #waiting: (() => void)[] = [];
  #given: number;
  #told: number;

  constructor(input: PoolInput) {
    this.#input = input;
    this.#given = input.firstSeed;
    this.#told = input.firstSeed;
  }

  /** The seed that comes next, or null after the last one. */
  async take(): Promise<number | null> {
    while (this.#given - this.#told >= aheadMax) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#given >= this.#input.firstSeed + this.#input.seeds) return null;
    this.#given += 1;
    return this.#given - 1;
  }

  tell(outcome: SeedOutcome): void {
    this.#early.set(outcome.seed, outcome);
    for (;;) {
      const next = this.#early.get(this.#told);
      if (next === undefined) break;
      this.#early.delete(this.#told);
      this.#told += 1;
      this.#input.onOutcome(next);
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}

/** One place of the pool: a process, and another one in its place whenever one ends too early. */
async function runWorkers(turns: Turns, { program = usualProgram }: PoolInput): Promise<void> {
  let child: ChildProcess | null = null;
  for (let seed = await turns.take(); seed !== null; seed = await turns.take()) {
    child ??= fork(program, [], { serialization: 'advanced' });
    const outcome = await outcomeIn(child, seed);
    if (!child.connected) child = null;
    turns.tell(outcome);
  }
  child?.disconnect();
}

/** What a process says of a seed; one that ends instead has its seed named. */
function outcomeIn(child: ChildProcess, seed: number): Promise<SeedOutcome> {
  return new Promise((resolve) => {
    const done = (outcome: SeedOutcome): void => {
      child.removeAllListeners();
      resolve(outcome);
    };
    child.once('message', (message) => done(asOutcome(message)));
    child.once('error', (error) => done(brokenDown(seed, error.message)));
    child.once('exit', (code, signal) => {
      done(brokenDown(seed, `its process ended by ${signal ?? `itself with ${code}`}`));
    });
    child.send(seed);
  });
}

/** Guarantee: a worker of ours sends outcomes and nothing else, as a structured clone. */
const asOutcome = (message: unknown): SeedOutcome => message as SeedOutcome;
