import type { Swarm } from '../faults/swarm.ts';
import type { Owner, VirtualScheduler } from './scheduler.ts';

/** A process of the hub: whatever it does with the outside world is a step, and may be its last. */
export interface VirtualProcess extends Owner {
  /** One step towards the outside world. Never resolves in a process that has died. */
  park(what: string): Promise<void>;
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
  /** Rejects when the process dies: its open transaction is taken back by the database. */
  readonly death: Promise<never>;
  /** What a dead process waits for. */
  forever(): Promise<never>;
  kill(): void;
}

export interface ProcessInput {
  readonly name: string;
  readonly scheduler: VirtualScheduler;
  /** Absent: the process neither dies nor stands still. */
  readonly swarm?: Swarm;
  /** Told when the process has died by a fault. */
  readonly onDeath?: (what: string) => void;
}

/** The longest standing still: beyond the longest lease of a task. */
const freezeMsMax = 600_000;

/** The step after which a message is in the hands of a bank and the hub has not said so yet. */
export const handedOverStep = 'bank.handed over';

export function startProcess(input: ProcessInput): VirtualProcess {
  return new RunningProcess(input);
}

/** The process is gone; the database takes back what it had open. */
class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

class RunningProcess implements VirtualProcess {
  readonly name: string;
  readonly death: Promise<never>;
  alive = true;
  frozenUntilMs = 0;
  readonly #input: ProcessInput;
  #die: (error: Error) => void = () => undefined;

  constructor(input: ProcessInput) {
    this.name = input.name;
    this.#input = input;
    this.death = new Promise((_resolve, reject) => {
      this.#die = reject;
    });
    this.death.catch(() => undefined);
  }

  park(what: string): Promise<void> {
    const { scheduler, swarm, onDeath } = this.#input;
    if (!this.alive) return this.forever();
    const handingOver = what === handedOverStep && swarm?.strikes('process.crashAtHandOver');
    if (handingOver === true || swarm?.strikes('process.crash') === true) {
      this.kill();
      onDeath?.(what);
      return this.forever();
    }
    if (swarm?.strikes('process.freeze') === true) {
      this.frozenUntilMs = scheduler.nowMs() + swarm.random.integer(1_000, freezeMsMax);
    }
    return scheduler.park(this, what);
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    if (!this.alive) return this.forever();
    return this.#input.scheduler.sleep(this, delayMs, signal);
  }

  forever(): Promise<never> {
    return new Promise(() => undefined);
  }

  kill(): void {
    this.#input.scheduler.kill(this);
    this.#die(new ProcessDied(this.name));
  }
}
