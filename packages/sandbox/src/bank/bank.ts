import { addDays, localDateTime } from '../calendar.ts';
import {
  createFaults,
  DEFAULT_BEHAVIOUR,
  type BankBehaviour,
  type BankFaults,
} from './behaviour.ts';
import { openDesk, type OrderDesk } from './desk.ts';
import { bankFacts, type BankFacts, type BankName } from './facts.ts';
import { createFileArea, type FileArea } from './file-area.ts';
import { takeInFiles } from './intake.ts';
import { createLedger, type BankBooks, type LedgerAccount } from './ledger.ts';
import { createOutgoing } from './outgoing.ts';
import { closeDay, openDaysUntil } from './settlement.ts';
import type { BankState } from './state.ts';

/** What a simulated bank is made of. */
export interface BankInput {
  readonly profile: BankName;
  readonly seed: number;
  /** ISO 8601 instant of the present. */
  readonly clock: () => string;
  /** Opening balances in minor units, at the end of the day before the first one closed. */
  readonly accounts: readonly LedgerAccount[];
  /** Bank holidays, `YYYY-MM-DD`. */
  readonly holidays?: readonly string[];
  readonly behaviour?: Partial<BankBehaviour>;
}

/** A bank that takes payment files and gives status reports, notifications and statements. */
export interface BankSimulator {
  readonly name: BankName;
  readonly facts: BankFacts;
  /** The customer's file area with `/in`, `/out` and `/archive`. */
  readonly files: FileArea;
  readonly faults: BankFaults;
  /** For doors that are not files. */
  readonly desk: OrderDesk;
  /** Takes in finished files of `/in` and answers them; returns how many there were. */
  readonly process: () => number;
  /**
   * Ends a bank day: takes in what waits, books what is due, writes camt.054 and camt.053. Throws
   * RangeError when the day is closed already; days must be closed in order.
   */
  readonly closeDay: (date: string) => void;
  /** Closes every day after the last closed one up to and including a date. */
  readonly advanceDay: (date: string) => void;
  /** The last closed day; before the first one, the day before the bank was made. */
  readonly lastClosedDay: () => string;
  /** The bank's own books, for the judge and for tests. */
  readonly books: () => BankBooks;
}

function booksOf(state: BankState): BankBooks {
  return {
    bank: state.facts.bank,
    firstDay: state.firstDay,
    accounts: state.ledger.accounts.map((account) => ({
      ...account,
      bookings: [...state.ledger.bookingsOf(account.accountNumber)],
      closingBalance: state.ledger.balanceOf(account.accountNumber),
    })),
    instructions: state.instructions.map((instruction) => ({ ...instruction })),
    timesReceived: new Map(state.timesReceived),
    trialBalance: state.ledger.trialBalance(),
  };
}

/** Makes a bank of one of the two profiles. The same input and files give the same answers. */
export function createBank(input: BankInput): BankSimulator {
  const facts = bankFacts(input.profile);
  const { directories } = facts;
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...profileDefaults(input.profile), ...input.behaviour };
  const faults = createFaults();
  const files = createFileArea(input.clock, [directories.in, directories.out, directories.archive]);
  const firstDay = localDateTime(input.clock(), facts.cutOff.zone).date;
  const state: BankState = {
    facts,
    seed: input.seed,
    clock: input.clock,
    holidays: input.holidays ?? [],
    behaviour,
    faults,
    files,
    outgoing: createOutgoing(files, directories.out, faults),
    ledger: createLedger(input.accounts),
    instructions: [],
    timesReceived: new Map(),
    seenFiles: new Map(),
    messages: new Map(),
    returns: [],
    lateStatements: [],
    sequences: new Map(),
    counters: new Map(),
    firstDay,
    lastClosed: addDays(firstDay, -1),
    duplicatesLeft: behaviour.duplicateFiles,
  };
  function process(): number {
    state.outgoing.flush();
    return takeInFiles(state);
  }
  function close(date: string): void {
    process();
    closeDay(state, date);
  }
  return {
    name: input.profile,
    facts,
    files,
    faults,
    desk: openDesk(state),
    process,
    closeDay: close,
    advanceDay: (date) => openDaysUntil(state, date).forEach(close),
    lastClosedDay: () => state.lastClosed,
    books: () => booksOf(state),
  };
}

/** Only one of the two banks repeats a statement file, and the batch bank charges more. */
function profileDefaults(profile: BankName): Partial<BankBehaviour> {
  return profile === 'kingsway' ? { duplicateFiles: 0, feePerBatch: 500n } : {};
}
