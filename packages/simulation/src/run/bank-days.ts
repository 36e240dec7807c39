import { BANK_FAULT_KINDS, type BankSimulator, type Random } from '@quittance/sandbox';
import type { FaultKind } from '../faults/kinds.ts';
import type { World } from '../hub/open-hub.ts';

/** The banks at work: they take files in, close their days, and misbehave as the seed says. */
export interface BankDays {
  /** Each bank takes in what waits and answers. */
  process(): void;
  /** A bank that looks at its folder often takes a file soon after it came. */
  noticeSoon(bank: BankSimulator, done: () => void): void;
  /** Each bank ends its day. */
  closeDay(day: string): void;
  /** Faults end; channels that were away are there again. */
  calm(): void;
  /** Counts the misbehaviour that the banks carried out by themselves. */
  noteFaults(): void;
}

/** Faults that a bank carries out by itself once asked; the others lie on the wire. */
const ownFaults = [
  'silent',
  'partialAcceptance',
  'contradictoryStatus',
  'truncatedFile',
  'growingFile',
  'malformedFile',
  'sameFileTwice',
  'lateStatement',
] as const satisfies readonly (typeof BANK_FAULT_KINDS)[number][];

/** A channel that is away stays away for at most three hours. */
const downMsMax = 3 * 3_600_000;

export function openBankDays(world: World, random: Random): BankDays {
  const days: Days = { world, random, seen: new Map(), held: new Map() };
  return {
    process() {
      for (const bank of world.banks) processOne(days, bank);
    },
    noticeSoon(bank, done) {
      if (!random.chance(noticesPerMille)) return;
      const withinMs = random.chance(500) ? noticeMsMax / 60 : noticeMsMax;
      const atMs = world.scheduler.nowMs() + random.integer(1_000, withinMs);
      world.scheduler.at(world.wire, atMs, () => {
        processOne(days, bank);
        done();
      });
    },
    closeDay(day) {
      for (const bank of world.banks) {
        arm(days, bank);
        takeIn(days, bank, () => bank.advanceDay(day));
        holdFiles(days, bank);
      }
    },
    calm() {
      for (const bank of world.banks) showHeldFiles(days, bank);
      for (const { faults } of world.banks) for (const kind of BANK_FAULT_KINDS) faults.clear(kind);
    },
    noteFaults() {
      for (const { faults } of world.banks) {
        for (const kind of ownFaults) world.swarm.note(`bank.${kind}`, faults.hits()[kind]);
      }
    },
  };
}

interface Days {
  readonly world: World;
  readonly random: Random;
  /** Files of a bank that the hub has taken, by their path. */
  readonly seen: Map<string, Uint8Array>;
  /** Files that a bank holds back, by the same keys. */
  readonly held: Map<string, Uint8Array>;
}

/** In a thousand: a bank takes a file within minutes rather than at its next hour. */
const noticesPerMille = 600;
const noticeMsMax = 900_000;

/** Files are held back for at most so long: two days. */
const heldMsMax = 48 * 3_600_000;

function processOne(days: Days, bank: BankSimulator): void {
  const { world, random } = days;
  arm(days, bank);
  if (!bank.faults.isActive('down') && random.chance(world.swarm.ratePerMille('bank.down'))) {
    bank.faults.inject('down');
    const upAgainMs = world.scheduler.nowMs() + random.integer(60_000, downMsMax);
    world.scheduler.at(world.wire, upAgainMs, () => bank.faults.clear('down'));
  }
  takeIn(days, bank, () => bank.process());
  showAgain(days, bank);
}

/** Asks the bank for the misbehaviour that strikes this time. */
function arm({ world, random }: Days, bank: BankSimulator): void {
  for (const kind of ownFaults) {
    const name: FaultKind = `bank.${kind}`;
    if (kind === 'contradictoryStatus' && !contradicts(bank)) continue;
    if (random.chance(world.swarm.ratePerMille(name))) bank.faults.inject(kind);
  }
}

/**
 * A rejection that is the only word of a bank frees the bills of its payment at once; one that then
 * executes it all the same is found out by its statement, and no hub can know before.
 */
const contradicts = ({ facts }: BankSimulator): boolean =>
  facts.acknowledgements.reportsAcceptedTransactions;

/** A bank that keeps no copy of what it takes in where its customers can see it. */
function takeIn({ world }: Days, bank: BankSimulator, work: () => void): void {
  const { archive } = bank.facts.directories;
  const before = new Set(bank.files.list(archive).map((entry) => entry.name));
  work();
  const taken = bank.files.list(archive).filter((entry) => !before.has(entry.name));
  for (const { name } of taken) {
    if (world.swarm.strikes('bank.hiddenIntake')) bank.files.remove(`${archive}/${name}`);
  }
}

/** A file that the hub took long ago lies there again under its own name. */
function showAgain({ world, random, seen }: Days, bank: BankSimulator): void {
  const { out } = bank.facts.directories;
  const present = bank.files.list(out).map((entry) => `${out}/${entry.name}`);
  const gone = [...seen.keys()].filter(
    (key) => key.startsWith(`${bank.name} `) && !present.includes(key.slice(bank.name.length + 1)),
  );
  if (gone.length > 0 && world.swarm.strikes('bank.earlierFileAgain')) {
    const key = random.pick(gone);
    bank.files.write(key.slice(bank.name.length + 1), seen.get(key) ?? new Uint8Array());
  }
  for (const path of present) seen.set(`${bank.name} ${path}`, bank.files.read(path));
}

/** The bank's own files of the day disappear, and come all at once when it shows them. */
function holdFiles(days: Days, bank: BankSimulator): void {
  const { world, random, held } = days;
  if (!world.swarm.strikes('bank.filesHeld')) return;
  const { out } = bank.facts.directories;
  for (const { name } of bank.files.list(out)) {
    const path = `${out}/${name}`;
    held.set(`${bank.name} ${path}`, bank.files.read(path));
    bank.files.remove(path);
  }
  const atMs = world.scheduler.nowMs() + random.integer(3_600_000, heldMsMax);
  world.scheduler.at(world.wire, atMs, () => showHeldFiles(days, bank));
}

function showHeldFiles({ held }: Days, bank: BankSimulator): void {
  for (const [key, bytes] of held) {
    if (!key.startsWith(`${bank.name} `)) continue;
    bank.files.write(key.slice(bank.name.length + 1), bytes);
    held.delete(key);
  }
}
