import type { BankBooks } from '@quittance/sandbox';
import type { Violation } from './claims.ts';

/** What a bank did for one payment reference, added up over everything it ever received. */
export interface BankPosition {
  readonly reference: string;
  readonly currency: string;
  /** Money that left for it and money that came back, in minor units, positive. */
  readonly paid: bigint;
  readonly returned: bigint;
  /** Orders of it that the bank refused, and those that it has still to execute. */
  readonly refused: number;
  readonly waiting: number;
}

/** An entry of an account, as the bank booked it. */
export interface BankEntry {
  readonly accountNumber: string;
  readonly date: string;
  readonly amount: bigint;
}

/** The oracle's own book over all banks, kept from the bookings and from nothing of the hub. */
export interface BankLedger {
  readonly positions: ReadonlyMap<string, BankPosition>;
  readonly entries: readonly BankEntry[];
  readonly violations: readonly Violation[];
}

interface Sums {
  readonly currency: string;
  paid: bigint;
  returned: bigint;
  refused: number;
  waiting: number;
}

/** Adds up the books; a bank whose own books do not balance proves nothing and is reported. */
export function keepBankLedger(books: readonly BankBooks[]): BankLedger {
  const sums = new Map<string, Sums>();
  const sumOf = (reference: string, currency: string): Sums => {
    const known = sums.get(reference) ?? {
      currency,
      paid: 0n,
      returned: 0n,
      refused: 0,
      waiting: 0,
    };
    sums.set(reference, known);
    return known;
  };
  for (const bank of books) {
    for (const account of bank.accounts) {
      for (const booking of account.bookings) {
        const { currency } = booking;
        for (const item of booking.items) {
          const sum = sumOf(item.endToEndId, currency);
          if (booking.kind === 'payment' || booking.kind === 'batch') sum.paid += item.amount;
          if (booking.kind === 'return') sum.returned += item.amount;
        }
      }
    }
    for (const instruction of bank.instructions) {
      const sum = sumOf(instruction.endToEndId, instruction.currency);
      if (instruction.state === 'rejected') sum.refused += 1;
      if (instruction.state === 'accepted') sum.waiting += 1;
    }
  }
  return {
    positions: new Map([...sums].map(([reference, sum]) => [reference, { reference, ...sum }])),
    entries: books.flatMap((bank) => bank.accounts.flatMap(({ bookings }) => bookings)),
    violations: books.flatMap(unbalanced),
  };
}

/** Opening balance and bookings are the closing balance, and every posting has its counterpart. */
function unbalanced(books: BankBooks): readonly Violation[] {
  const rule = 'unexplained';
  const accounts = books.accounts.filter(
    ({ openingBalance, bookings, closingBalance }) =>
      bookings.reduce((sum, { amount }) => sum + amount, openingBalance) !== closingBalance,
  );
  const currencies = [...books.trialBalance].filter(([, sum]) => sum !== 0n);
  return [
    ...accounts.map(({ accountNumber }) => ({
      rule: rule as typeof rule,
      subject: accountNumber,
      explanation: 'the bank’s own balance is not the sum of its bookings',
    })),
    ...currencies.map(([currency]) => ({
      rule: rule as typeof rule,
      subject: `${books.bank} ${currency}`,
      explanation: 'the bank’s own books do not balance',
    })),
  ];
}
