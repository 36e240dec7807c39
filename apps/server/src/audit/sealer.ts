import type { Scheduler } from '@quittance/engine';
import { HorizonWatch } from './horizon-watch.ts';
import { alarmCodeOf, type SealerAlarm } from './sealer-alarm.ts';
import type { SealerLock } from './sealer-lock.ts';
import { type KnownState, type RoundPorts, sealRound, type SealState } from './seal-round.ts';

export interface SealerOptions extends Omit<RoundPorts, 'onAlteredLeaf'> {
  readonly scheduler: Scheduler;
  /** Sealers of one installation take turns. */
  readonly lock: SealerLock;
  /** Hears of everything that a person must look at. */
  readonly onAlarm: (alarm: SealerAlarm) => void;
  /** Between two looks for new leaves; 500 ms unless told: leaves are sealed in a second. */
  readonly pollMs?: number;
  /** A leaf waits at most about this long for its checkpoint; 45 s unless told (I21: 60 s). */
  readonly checkpointMs?: number;
  /** How long the horizon may stand still; 30 s unless told. */
  readonly stallMs?: number;
}

/** How far the log is sealed and anchored. */
export interface SealReport {
  readonly leavesSealed: number;
  readonly leavesAnchored: number;
  readonly rootHash: string;
}

export interface Sealer {
  /** Begins to seal, again and again until {@link stop}. */
  start(): void;
  /** Seals what is behind the horizon and anchors it, now. Errors are the caller's. */
  sealNow(): Promise<SealReport>;
  /** Ends after the round that runs; what is not anchored yet waits for the next start. */
  stop(): Promise<void>;
}

/** A round that fails is tried again after a while, which grows to this. */
const pauseMsMax = 10_000;

/**
 * Seals the audit log: reads leaves behind the snapshot horizon, builds the Merkle tree on, signs
 * checkpoints and anchors them outside the database (I21, AUD-01). Any number of sealers may run;
 * they take turns. A sealer that finds the sealed log changed says so and signs nothing more.
 */
export function createSealer(options: SealerOptions): Sealer {
  return new LoopingSealer(options);
}

class LoopingSealer implements Sealer {
  readonly #options: SealerOptions;
  readonly #ports: RoundPorts;
  readonly #watch: HorizonWatch;
  readonly #stopping = new AbortController();
  #known: KnownState = { state: null, tree: null };
  #turn: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> | null = null;
  #told: string | null = null;

  constructor(options: SealerOptions) {
    this.#options = options;
    this.#watch = new HorizonWatch(options.stallMs ?? 30_000);
    this.#ports = {
      ...options,
      onAlteredLeaf: (sentence) => this.#alarm('LEAF_ALTERED', sentence),
    };
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async sealNow(): Promise<SealReport> {
    const { tree, anchored } = await this.#inTurn(true);
    return {
      leavesSealed: tree.accumulator.size(),
      leavesAnchored: anchored?.treeSize ?? 0,
      rootHash: tree.accumulator.root(),
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await this.#turn.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const pollMs = this.#options.pollMs ?? 500;
    const { signal } = this.#stopping;
    let pauseMs = pollMs;
    while (!signal.aborted) {
      try {
        await this.#inTurn(false);
        this.#told = null;
        pauseMs = pollMs;
      } catch (error) {
        this.#tell(error);
        pauseMs = Math.min(pauseMs * 2, pauseMsMax);
      }
      await this.#options.scheduler.sleep(pauseMs, signal);
    }
  }

  /** One round at a time in this process, and one in the installation. */
  #inTurn(demanded: boolean): Promise<SealState> {
    const mine = this.#turn
      .catch(() => undefined)
      .then(() => this.#options.lock.exclusively(() => this.#round(demanded)));
    this.#turn = mine;
    return mine;
  }

  async #round(demanded: boolean): Promise<SealState> {
    const checkpointMs = this.#options.checkpointMs ?? 45_000;
    const known = this.#known;
    // Whatever goes wrong, the next round reads anew where sealing stands.
    this.#known = { state: null, tree: known.state?.tree ?? known.tree };
    const { state, sealed } = await sealRound(this.#ports, known, { checkpointMs, demanded });
    this.#known = { state, tree: state.tree };
    await this.#lookAtHorizon(sealed);
    return state;
  }

  async #lookAtHorizon(sealed: number): Promise<void> {
    const lag = await this.#options.sealStore.horizonLag();
    const stalledMs = this.#watch.look({ at: this.#options.now(), lag, sealed });
    if (stalledMs === null) return;
    const seconds = Math.round(stalledMs / 1_000);
    this.#alarm(
      'HORIZON_STALLED',
      `A transaction somewhere in the cluster has not ended for ${seconds} s: nothing that was ` +
        `committed since can be sealed (${lag} transaction ids wait).`,
    );
  }

  /** The same trouble is told once, until a round succeeds. */
  #tell(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.#told === text) return;
    this.#told = text;
    this.#alarm(alarmCodeOf(error), `Sealing failed: ${text}${causeOf(error)}.`);
  }

  #alarm(code: SealerAlarm['code'], sentence: string): void {
    this.#options.onAlarm({ code, at: this.#options.now(), sentence });
  }
}

const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
