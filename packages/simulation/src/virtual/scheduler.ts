import { type Instant, instantFromEpoch } from '@quittance/domain';
import type { Random } from '@quittance/sandbox';

/** Whose work a step is: a process of the hub that may die, or an actor that never does. */
export interface Owner {
  readonly name: string;
  alive: boolean;
  /** Epoch milliseconds until which nothing of the owner runs: it stands still and goes on. */
  frozenUntilMs: number;
}

/** Work that waits to go on: all of it at once is what the seed chooses from. */
interface Parked {
  readonly owner: Owner;
  readonly what: string;
  readonly go: () => void;
}

interface Timer extends Parked {
  readonly atMs: number;
  readonly sequence: number;
}

/**
 * Time and turns of one simulated world. Everything that would wait for the outside world is parked
 * here; when nothing can run by itself any more, the seed chooses who goes on. Time moves only when
 * nobody is left to go on now, so that a day takes as long as its work.
 */
export interface VirtualScheduler {
  now(): Instant;
  nowMs(): number;
  /** Resolves when the seed lets the owner go on; never when the owner has died. */
  park(owner: Owner, what: string): Promise<void>;
  /** Resolves after `delayMs`, or as soon as the signal is aborted; never when the owner died. */
  sleep(owner: Owner, delayMs: number, signal?: AbortSignal): Promise<void>;
  /** Does work for an owner at an instant. */
  at(owner: Owner, atMs: number, work: () => void): void;
  /** Drops all that waits for an owner: whatever it was about to do never happens. */
  kill(owner: Owner): void;
  /** Lets the world run up to an instant. Errors: `RangeError` when it never comes to rest. */
  runUntil(untilMs: number): Promise<void>;
  /** Lets the world run until a piece of work is done. Errors: those of the work. */
  runThrough<Value>(work: Promise<Value>): Promise<Value>;
  /** How many steps were taken so far. */
  steps(): number;
}

/** More steps than any run takes: a world that goes on beyond them never comes to rest. */
const stepsMax = 2_000_000;

/** So many milliseconds pass at most with each step, so that no two instants need be equal. */
const stepMsMax = 3;

export function createScheduler(startMs: number, random: Random): VirtualScheduler {
  return new SeededScheduler(startMs, random);
}

class SeededScheduler implements VirtualScheduler {
  readonly #random: Random;
  readonly #timers = new TimerHeap();
  #ready: Parked[] = [];
  #nowMs: number;
  /** The last instant that was asked for; many ask within one step. */
  #told: { readonly ms: number; readonly instant: Instant } | null = null;
  #steps = 0;
  #sequence = 0;

  constructor(startMs: number, random: Random) {
    this.#nowMs = startMs;
    this.#random = random;
  }

  now(): Instant {
    if (this.#told?.ms !== this.#nowMs) {
      this.#told = { ms: this.#nowMs, instant: instantFromEpoch(this.#nowMs) };
    }
    return this.#told.instant;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  steps(): number {
    return this.#steps;
  }

  park(owner: Owner, what: string): Promise<void> {
    return new Promise((resolve) => this.#ready.push({ owner, what, go: resolve }));
  }

  sleep(owner: Owner, delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const atMs = this.#nowMs + Math.max(0, Math.ceil(delayMs));
      let done = false;
      const go = (): void => {
        if (done) return;
        done = true;
        signal?.removeEventListener('abort', go);
        resolve();
      };
      signal?.addEventListener('abort', go, { once: true });
      this.#addTimer({ owner, what: 'sleep', go, atMs });
    });
  }

  at(owner: Owner, atMs: number, work: () => void): void {
    this.#addTimer({ owner, what: 'at', go: work, atMs });
  }

  kill(owner: Owner): void {
    const killed = owner;
    killed.alive = false;
    this.#ready = this.#ready.filter((parked) => parked.owner !== owner);
  }

  async runUntil(untilMs: number): Promise<void> {
    while (await this.#step(untilMs));
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  async runThrough<Value>(work: Promise<Value>): Promise<Value> {
    const state = { done: false };
    const settled = work.finally(() => {
      state.done = true;
    });
    settled.catch(() => undefined);
    while (!state.done && (await this.#step(Number.POSITIVE_INFINITY)));
    return settled;
  }

  #addTimer(timer: Omit<Timer, 'sequence'>): void {
    this.#sequence += 1;
    this.#timers.push({ ...timer, sequence: this.#sequence });
  }

  /** One step of the world; false when nothing is left to do up to the instant. */
  async #step(untilMs: number): Promise<boolean> {
    await everythingElseHasRun();
    this.#wakeTimers();
    const runnable = this.#ready.filter(({ owner }) => owner.frozenUntilMs <= this.#nowMs);
    if (runnable.length > 0) {
      this.#go(this.#random.pick(runnable));
      return true;
    }
    const nextMs = this.#nextMs();
    if (nextMs > untilMs || nextMs === Number.POSITIVE_INFINITY) return false;
    this.#nowMs = Math.max(this.#nowMs, nextMs);
    return true;
  }

  #go(parked: Parked): void {
    this.#steps += 1;
    if (this.#steps > stepsMax) throw new RangeError(`the world does not rest: ${parked.what}`);
    this.#ready.splice(this.#ready.indexOf(parked), 1);
    this.#nowMs += this.#random.integer(0, stepMsMax);
    parked.go();
  }

  /** Timers that are due join those who wait for their turn. */
  #wakeTimers(): void {
    for (;;) {
      const timer = this.#timers.first();
      if (timer === undefined || timer.atMs > this.#nowMs) return;
      this.#timers.shift();
      if (timer.owner.alive) this.#ready.push(timer);
    }
  }

  #nextMs(): number {
    let nextMs = this.#timers.first()?.atMs ?? Number.POSITIVE_INFINITY;
    for (const { owner } of this.#ready) nextMs = Math.min(nextMs, owner.frozenUntilMs);
    return nextMs;
  }
}

/** Resolves when every continuation that needs nothing from outside has run. */
const everythingElseHasRun = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Timers by time, then by the order in which they were set. */
class TimerHeap {
  readonly #heap: Timer[] = [];

  first(): Timer | undefined {
    return this.#heap[0];
  }

  push(timer: Timer): void {
    let at = this.#heap.length;
    this.#heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  shift(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let least = at;
      if (left < this.#heap.length && this.#isBefore(left, least)) least = left;
      if (right < this.#heap.length && this.#isBefore(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [left, right] = [this.#heap[one], this.#heap[other]];
    if (left === undefined || right === undefined) return false;
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence);
  }

  #swap(one: number, other: number): void {
    const [left, right] = [this.#heap[one], this.#heap[other]];
    if (left === undefined || right === undefined) return;
    this.#heap[one] = right;
    this.#heap[other] = left;
  }
}
