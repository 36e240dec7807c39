import { acceptMessage } from './intake.ts';
import type { BankFacts } from './facts.ts';
import type { Booking, Instruction, LedgerAccount } from './ledger.ts';
import type { Rejection } from './checks.ts';
import type { PaymentFile } from './pain001.ts';
import type { BankState } from './state.ts';

/** One account on one day. */
export interface DeskDay {
  readonly account: LedgerAccount;
  readonly date: string;
  readonly opening: bigint;
  /** So far, while the day is open. */
  readonly closing: bigint;
  readonly isClosed: boolean;
  readonly bookings: readonly Booking[];
  /** Orders that are accepted and not booked yet. */
  readonly pending: readonly Instruction[];
}

/** The bank's counter for doors that are not files: the same checks and the same books. */
export interface OrderDesk {
  readonly facts: BankFacts;
  readonly clock: () => string;
  readonly accounts: readonly LedgerAccount[];
  /** Takes a message in; `rejection` is set when it is refused as a whole. */
  readonly receive: (
    file: PaymentFile,
    door: string,
  ) => { readonly rejection: Rejection | null; readonly instructions: readonly Instruction[] };
  readonly instructionsOf: (messageId: string) => readonly Instruction[];
  /** The day, or null when the account is not held here or the day has not begun. */
  readonly dayOf: (accountNumber: string, date: string) => DeskDay | null;
}

/** Opens the counter of a bank. */
export function openDesk(state: BankState): OrderDesk {
  return {
    facts: state.facts,
    clock: state.clock,
    accounts: state.ledger.accounts,
    receive: (file, door) => {
      for (const { endToEndId } of file.groups.flatMap((group) => group.transactions)) {
        state.timesReceived.set(endToEndId, (state.timesReceived.get(endToEndId) ?? 0) + 1);
      }
      // Answers go through the door that asked, not into files.
      return acceptMessage(state, { file, fileName: door, isSilent: true });
    },
    instructionsOf: (messageId) =>
      state.instructions.filter((instruction) => instruction.messageId === messageId),
    dayOf: (accountNumber, date) => dayOf(state, accountNumber, date),
  };
}

function dayOf(state: BankState, accountNumber: string, date: string): DeskDay | null {
  const account = state.ledger.accounts.find((one) => one.accountNumber === accountNumber);
  if (account === undefined || date < state.firstDay) return null;
  const sum = (bookings: readonly Booking[]): bigint =>
    bookings.reduce((total, booking) => total + booking.amount, 0n);
  const all = state.ledger.bookingsOf(accountNumber);
  const bookings = all.filter((booking) => booking.date === date);
  const opening = account.openingBalance + sum(all.filter((booking) => booking.date < date));
  return {
    account,
    date,
    opening,
    closing: opening + sum(bookings),
    isClosed: date <= state.lastClosed,
    bookings,
    pending: state.instructions.filter(
      (one) => one.debtorAccount === accountNumber && one.state === 'accepted',
    ),
  };
}
