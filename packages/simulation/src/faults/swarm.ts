import { createRandom, type Random, randomOf } from '@quittance/sandbox';
import { type FaultKind, faultKindNames } from './kinds.ts';

/** The faults of one seed: which there are, how often they strike, and how often they did. */
export interface Swarm {
  /** Whether the fault strikes here and now; a fault that does is counted. */
  strikes(kind: FaultKind): boolean;
  /** Counts a fault that a counterparty carried out by itself. */
  note(kind: FaultKind, times?: number): void;
  /** Chance of a fault in a thousand while faults are on; 0 when the seed left it out. */
  ratePerMille(kind: FaultKind): number;
  /** From now on nothing strikes: what is under way must come to its end (I15). */
  calm(): void;
  readonly isCalm: boolean;
  hits(): ReadonlyMap<FaultKind, number>;
  /** Hears of every fault when it happens; for the story of a seed. */
  onHit: (kind: FaultKind) => void;
  readonly random: Random;
}

/**
 * Chances in a thousand of a fault of each occasion: calls are many, acts of people are few. A seed
 * takes between a third and three times as much of those that it has.
 */
const usualPerMille: Readonly<Record<string, number>> = {
  process: 4,
  store: 3,
  bank: 60,
  odoo: 12,
  people: 150,
};

/** Chances of kinds that differ from the others of their group. */
const ownPerMille: Partial<Readonly<Record<FaultKind, number>>> = {
  'bank.readLost': 15,
  'bank.writeLost': 40,
  'bank.removeLost': 20,
  'bank.down': 150,
  'odoo.down': 150,
  'process.freeze': 2,
  'process.crashAtHandOver': 80,
  'bank.hiddenIntake': 150,
  // What is refused costs nothing, and is tried often.
  'people.selfApproval': 400,
  'people.makerApproval': 400,
  'people.limitExceeded': 400,
  'people.strangerApproval': 400,
  'people.secondApproval': 400,
  'people.staleApproval': 800,
  'people.approverReleases': 400,
};

/** In a thousand: a seed has a fault of a kind with this chance; a few seeds have none at all. */
const presentPerMille = 450;
const quietSeedPerMille = 40;

/** Draws the faults of a seed. The same seed has the same faults. */
export function drawSwarm(seed: number): Swarm {
  const random = randomOf(seed, 'swarm');
  const rates = new Map<FaultKind, number>();
  const quiet = random.chance(quietSeedPerMille);
  for (const kind of faultKindNames) {
    const present = random.chance(presentPerMille);
    const share = random.pick([33, 100, 300]);
    const usual = ownPerMille[kind] ?? usualPerMille[kind.split('.')[0] ?? ''] ?? 0;
    const rate = Math.min(900, Math.ceil((usual * share) / 100));
    rates.set(kind, present && !quiet ? rate : 0);
  }
  return new SeededSwarm(rates, createRandom(random.nextUint32()));
}

/** A world without faults: how an installation is set up before its seed begins. */
export const noFaults = (): Swarm => new SeededSwarm(new Map(), createRandom(0));

class SeededSwarm implements Swarm {
  readonly random: Random;
  readonly #rates: ReadonlyMap<FaultKind, number>;
  readonly #hits = new Map<FaultKind, number>();
  onHit: (kind: FaultKind) => void = () => undefined;
  #calm = false;

  constructor(rates: ReadonlyMap<FaultKind, number>, random: Random) {
    this.#rates = rates;
    this.random = random;
  }

  get isCalm(): boolean {
    return this.#calm;
  }

  ratePerMille(kind: FaultKind): number {
    return this.#calm ? 0 : (this.#rates.get(kind) ?? 0);
  }

  strikes(kind: FaultKind): boolean {
    const rate = this.ratePerMille(kind);
    if (rate === 0 || !this.random.chance(rate)) return false;
    this.note(kind);
    return true;
  }

  note(kind: FaultKind, times = 1): void {
    if (times === 0) return;
    this.#hits.set(kind, (this.#hits.get(kind) ?? 0) + times);
    this.onHit(kind);
  }

  calm(): void {
    this.#calm = true;
  }

  hits(): ReadonlyMap<FaultKind, number> {
    return this.#hits;
  }
}
