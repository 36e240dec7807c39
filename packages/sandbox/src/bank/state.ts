import type { BankBehaviour, BankFaults } from './behaviour.ts';
import type { BankFacts } from './facts.ts';
import type { FileArea } from './file-area.ts';
import type { Booking, Instruction, Ledger } from './ledger.ts';
import type { Outgoing, OutgoingFile } from './outgoing.ts';

/** Everything one simulated bank knows; only the modules of this folder see it. */
export interface BankState {
  readonly facts: BankFacts;
  readonly seed: number;
  readonly clock: () => string;
  readonly holidays: readonly string[];
  readonly behaviour: BankBehaviour;
  readonly faults: BankFaults;
  readonly files: FileArea;
  readonly outgoing: Outgoing;
  readonly ledger: Ledger;
  readonly instructions: Instruction[];
  readonly timesReceived: Map<string, number>;
  /** Duplicate key of a file → local date of its first receipt. */
  readonly seenFiles: Map<string, string>;
  readonly messages: Map<string, ReceivedMessage>;
  readonly returns: PendingReturn[];
  readonly lateStatements: LateStatement[];
  /** Statement sequence by kind and account. */
  readonly sequences: Map<string, number>;
  readonly counters: Map<string, number>;
  readonly firstDay: string;
  lastClosed: string;
  duplicatesLeft: number;
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly message: string;
  readonly transactionCount: string;
  /** No status report is ever written for it. */
  readonly isSilent: boolean;
}

export interface PendingReturn {
  readonly instruction: Instruction;
  readonly booking: Booking;
  readonly date: string;
  readonly reasonCode: string;
}

export interface LateStatement {
  readonly date: string;
  readonly file: OutgoingFile;
}

/** The next number of a named counter, from 1. */
export function nextNumber(state: BankState, name: string): number {
  const number = (state.counters.get(name) ?? 0) + 1;
  state.counters.set(name, number);
  return number;
}

/** A message id of the bank: two letters, the sort, and a running number. */
export function nextMessageId(state: BankState, sort: string): string {
  const prefix = state.facts.bic.slice(0, 4);
  return `${prefix}${sort}${String(nextNumber(state, sort)).padStart(9, '0')}`;
}

/** A booking reference (AcctSvcrRef): four letters of the bank, the date, a running number. */
export function nextReference(state: BankState, date: string): string {
  const number = String(nextNumber(state, 'booking')).padStart(7, '0');
  return `${state.facts.bic.slice(0, 4)}${date.replaceAll('-', '')}${number}`;
}
