import type { BankName } from './facts.ts';

/** The bank's own book: what it holds for its customers, booked double entry. */

export type BookingKind = 'payment' | 'batch' | 'fee' | 'return' | 'receipt' | 'interest';

/** One transaction inside a booking. */
export interface BookedItem {
  readonly endToEndId: string;
  readonly instructionId: string | null;
  /** Minor units, positive. */
  readonly amount: bigint;
  readonly partyName: string;
  readonly partyAccount: string;
  readonly partyAccountIsIban: boolean;
  readonly remittance: readonly string[];
}

export interface Booking {
  /** The bank's reference (AcctSvcrRef), unique in the bank. */
  readonly reference: string;
  readonly accountNumber: string;
  readonly currency: string;
  readonly date: string;
  /** Signed minor units: a debit of the customer is negative. */
  readonly amount: bigint;
  readonly kind: BookingKind;
  readonly messageId: string | null;
  readonly paymentInformationId: string | null;
  /** Of the one payment it belongs to; null for batches, fees, receipts and interest. */
  readonly endToEndId: string | null;
  readonly reasonCode: string | null;
  readonly text: string;
  readonly items: readonly BookedItem[];
}

export type InstructionState = 'rejected' | 'accepted' | 'booked' | 'returned';

/** One payment order as the bank received it in one file. */
export interface Instruction {
  readonly endToEndId: string;
  readonly instructionId: string | null;
  readonly messageId: string;
  readonly paymentInformationId: string;
  readonly fileName: string;
  readonly debtorAccount: string;
  readonly creditorName: string;
  readonly creditorAccount: string;
  readonly creditorAccountIsIban: boolean;
  readonly amount: bigint;
  readonly currency: string;
  readonly remittance: readonly string[];
  /** Business day on which it is or was to be executed. */
  readonly executionDate: string;
  state: InstructionState;
  reasonCode: string | null;
  timesExecuted: number;
  bookedOn: string | null;
  returnedOn: string | null;
  bookingReference: string | null;
}

export interface BankAccountBooks {
  readonly accountNumber: string;
  readonly bic: string;
  readonly currency: string;
  readonly openingBalance: bigint;
  readonly bookings: readonly Booking[];
  readonly closingBalance: bigint;
}

export interface BankBooks {
  readonly bank: BankName;
  /** First day on which anything could be booked; the opening balances are those before it. */
  readonly firstDay: string;
  readonly accounts: readonly BankAccountBooks[];
  /** Every order of every readable file that was no duplicate, in order of receipt. */
  readonly instructions: readonly Readonly<Instruction>[];
  /** How often each EndToEndId was received, duplicate files included. */
  readonly timesReceived: ReadonlyMap<string, number>;
  /** Sum of all postings, customers and contra accounts, by currency: 0 in a proper book. */
  readonly trialBalance: ReadonlyMap<string, bigint>;
}

export interface LedgerAccount {
  readonly accountNumber: string;
  readonly bic: string;
  readonly currency: string;
  readonly openingBalance: bigint;
}

export interface Ledger {
  readonly accounts: readonly LedgerAccount[];
  /** Books on the customer's account and on the contra account of the kind. */
  readonly book: (booking: Booking) => void;
  readonly balanceOf: (accountNumber: string) => bigint;
  readonly bookingsOf: (accountNumber: string) => readonly Booking[];
  readonly trialBalance: () => ReadonlyMap<string, bigint>;
}

/** An empty ledger over accounts whose opening balances stand against the bank's own funds. */
export function createLedger(accounts: readonly LedgerAccount[]): Ledger {
  const bookings = new Map<string, Booking[]>(accounts.map((item) => [item.accountNumber, []]));
  const balances = new Map(accounts.map((item) => [item.accountNumber, item.openingBalance]));
  const contra = new Map<string, { readonly currency: string; amount: bigint }>();
  function postContra(name: string, currency: string, amount: bigint): void {
    const key = `${name} ${currency}`;
    const account = contra.get(key) ?? { currency, amount: 0n };
    account.amount += amount;
    contra.set(key, account);
  }
  for (const { currency, openingBalance } of accounts) {
    postContra('funds', currency, -openingBalance);
  }
  function balanceOf(accountNumber: string): bigint {
    const balance = balances.get(accountNumber);
    if (balance === undefined) throw new RangeError(`no account ${accountNumber}`);
    return balance;
  }
  function book(booking: Booking): void {
    const { accountNumber, currency, amount } = booking;
    balances.set(accountNumber, balanceOf(accountNumber) + amount);
    bookings.get(accountNumber)?.push(booking);
    postContra(booking.kind, currency, -amount);
  }
  function trialBalance(): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>();
    const add = (currency: string, amount: bigint): void => {
      sums.set(currency, (sums.get(currency) ?? 0n) + amount);
    };
    for (const account of accounts) add(account.currency, balanceOf(account.accountNumber));
    for (const { currency, amount } of contra.values()) add(currency, amount);
    return sums;
  }
  return {
    accounts,
    book,
    balanceOf,
    bookingsOf: (accountNumber) => bookings.get(accountNumber) ?? [],
    trialBalance,
  };
}
