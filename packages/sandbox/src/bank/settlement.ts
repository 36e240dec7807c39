import { addBusinessDays, addDays, isBusinessDay } from '../calendar.ts';
import { randomOf } from '../random.ts';
import { writeNotification, writeStatement } from './camt.ts';
import { seededReturn } from './intake.ts';
import type { BookedItem, Booking, Instruction, LedgerAccount } from './ledger.ts';
import { reportExecuted } from './reports.ts';
import { nextMessageId, nextReference, type BankState } from './state.ts';

/** The end of a bank day: returns, receipts, payments, fees, then the account reports. */

type BookingDetails = Pick<Booking, 'kind' | 'amount' | 'text'> &
  Partial<Omit<Booking, 'kind' | 'amount' | 'text'>>;

/** One account on one day of the bank. */
interface AccountDay {
  readonly state: BankState;
  readonly account: LedgerAccount;
  readonly date: string;
}

function book({ state, account, date }: AccountDay, details: BookingDetails): Booking {
  const booking: Booking = {
    reference: nextReference(state, date),
    accountNumber: account.accountNumber,
    currency: account.currency,
    date,
    messageId: null,
    paymentInformationId: null,
    endToEndId: null,
    reasonCode: null,
    items: [],
    ...details,
  };
  state.ledger.book(booking);
  return booking;
}

function bookedItem(instruction: Instruction): BookedItem {
  return {
    endToEndId: instruction.endToEndId,
    instructionId: instruction.instructionId,
    amount: instruction.amount,
    partyName: instruction.creditorName,
    partyAccount: instruction.creditorAccount,
    partyAccountIsIban: instruction.creditorAccountIsIban,
    remittance: instruction.remittance,
  };
}

function bookReturns(day: AccountDay): void {
  const { state, account, date } = day;
  const due = state.returns.filter(
    (item) => item.instruction.debtorAccount === account.accountNumber && item.date <= date,
  );
  for (const { instruction, reasonCode } of due) {
    instruction.state = 'returned';
    instruction.returnedOn = date;
    instruction.reasonCode = reasonCode;
    book(day, {
      kind: 'return',
      amount: instruction.amount,
      text: `Return ${reasonCode} ${instruction.endToEndId}`,
      messageId: instruction.messageId,
      paymentInformationId: instruction.paymentInformationId,
      endToEndId: instruction.endToEndId,
      reasonCode,
      items: [bookedItem(instruction)],
    });
  }
  const left = state.returns.filter((item) => !due.includes(item));
  state.returns.splice(0, state.returns.length, ...left);
}

const CUSTOMERS = [
  ['Oberland Anlagenbau GmbH', 'DE89370400440532013000'],
  ['Caledonian Rail Parts Ltd', 'GB29NWBK60161331926819'],
  ['Ateliers du Rhône SA', 'FR1420041010050500013M02606'],
] as const;

/** Receipts of customers and interest: what else happens on an account, decided by the seed. */
function bookUnrelated(day: AccountDay): void {
  const { state, account, date } = day;
  const random = randomOf(state.seed, 'unrelated', account.accountNumber, date);
  if (random.chance(state.behaviour.receiptPerMille)) {
    const [partyName, partyAccount] = random.pick(CUSTOMERS);
    const amount = BigInt(random.integer(12_345, 9_876_543));
    const invoice = `SO-${date.slice(0, 4)}-${random.digits(5)}`;
    book(day, {
      kind: 'receipt',
      amount,
      text: `Transfer from ${partyName}`,
      items: [
        {
          endToEndId: 'NOTPROVIDED',
          instructionId: null,
          amount,
          partyName,
          partyAccount,
          partyAccountIsIban: true,
          remittance: [`Invoice ${invoice} thank you`],
        },
      ],
    });
  }
  if (random.chance(state.behaviour.interestPerMille)) {
    const amount = BigInt(random.integer(17, 4_321));
    book(day, { kind: 'interest', amount, text: 'Credit interest' });
  }
}

function markBooked(state: BankState, instruction: Instruction, booking: Booking): void {
  instruction.state = 'booked';
  instruction.timesExecuted += 1;
  instruction.bookedOn = booking.date;
  instruction.bookingReference = booking.reference;
  const back = seededReturn(state, instruction, booking.date) ?? lateReturn(state, instruction);
  if (back !== null) state.returns.push({ instruction, booking, ...back });
}

/** So late that the payment is long reconciled: weeks are usual for some reasons. */
const LATE_RETURN_BUSINESS_DAYS = 15;

function lateReturn(
  state: BankState,
  { endToEndId, bookedOn }: Instruction,
): { readonly date: string; readonly reasonCode: string } | null {
  if (bookedOn === null || !state.faults.take('lateReturn')) return null;
  state.faults.mark('lateReturn', [endToEndId]);
  const date = addBusinessDays(bookedOn, LATE_RETURN_BUSINESS_DAYS, state.holidays);
  return { date, reasonCode: 'AC04' };
}

function bookSingly(day: AccountDay, instructions: readonly Instruction[]): void {
  for (const instruction of instructions) {
    const booking = book(day, {
      kind: 'payment',
      amount: -instruction.amount,
      text: `Credit transfer ${instruction.creditorName}`,
      messageId: instruction.messageId,
      paymentInformationId: instruction.paymentInformationId,
      endToEndId: instruction.endToEndId,
      items: [bookedItem(instruction)],
    });
    markBooked(day.state, instruction, booking);
  }
}

function bookAsBatch(day: AccountDay, instructions: readonly Instruction[]): void {
  const [first] = instructions;
  if (first === undefined) return;
  const total = instructions.reduce((sum, item) => sum + item.amount, 0n);
  const booking = book(day, {
    kind: 'batch',
    amount: -total,
    text: `Batch of ${instructions.length} credit transfers`,
    messageId: first.messageId,
    paymentInformationId: first.paymentInformationId,
    items: instructions.map(bookedItem),
  });
  for (const instruction of instructions) markBooked(day.state, instruction, booking);
}

/** Executes one payment information block as far as the funds reach; the rest fails with AM04. */
function bookBlock(day: AccountDay, block: readonly Instruction[]): void {
  const { state, account } = day;
  let funds = state.ledger.balanceOf(account.accountNumber);
  const covered = block.filter((instruction) => {
    const enough = instruction.amount <= funds;
    if (enough) funds -= instruction.amount;
    else {
      instruction.state = 'rejected';
      instruction.reasonCode = 'AM04';
    }
    return enough;
  });
  if (state.facts.booking === 'batch') bookAsBatch(day, covered);
  else bookSingly(day, covered);
  const fee = state.behaviour.feePerBatch;
  const [first] = covered;
  if (fee > 0n && first !== undefined) {
    book(day, {
      kind: 'fee',
      amount: -fee,
      text: `Fee for ${first.paymentInformationId}`,
      messageId: first.messageId,
      paymentInformationId: first.paymentInformationId,
    });
  }
}

function bookPayments(day: AccountDay): readonly Instruction[] {
  const { state, account, date } = day;
  const due = state.instructions.filter(
    (item) =>
      item.state === 'accepted' &&
      item.debtorAccount === account.accountNumber &&
      item.executionDate <= date,
  );
  const blocks = Map.groupBy(due, (item) =>
    JSON.stringify([item.fileName, item.messageId, item.paymentInformationId]),
  );
  for (const block of blocks.values()) bookBlock(day, block);
  return due;
}

function nextSequence(state: BankState, sort: string, account: LedgerAccount): number {
  const key = `${sort} ${account.accountNumber}`;
  const sequence = (state.sequences.get(key) ?? 0) + 1;
  state.sequences.set(key, sequence);
  return sequence;
}

function publishReports(
  state: BankState,
  account: LedgerAccount,
  day: { readonly date: string; readonly opening: bigint },
): void {
  const { accountNumber } = account;
  const entries = state.ledger.bookingsOf(accountNumber).filter((item) => item.date === day.date);
  const base = { ...account, created: state.clock(), date: day.date };
  const suffix = `${accountNumber}.${day.date}`;
  const notified = entries.filter((item) => item.items.length > 0);
  if (notified.length > 0) {
    const sequence = nextSequence(state, 'notification', account);
    const messageId = nextMessageId(state, 'C54');
    const report = { ...base, messageId, sequence, entries: notified };
    const bytes = writeNotification(report, state.facts);
    state.outgoing.publish({ sort: 'notification', name: `camt054.${suffix}`, bytes });
  }
  const bytes = writeStatement(
    {
      ...base,
      messageId: nextMessageId(state, 'C53'),
      sequence: nextSequence(state, 'statement', account),
      entries,
      opening: day.opening,
      closing: state.ledger.balanceOf(accountNumber),
    },
    state.facts,
  );
  const file = { sort: 'statement' as const, name: `camt053.${suffix}`, bytes };
  const isLate = state.faults.take('lateStatement');
  const delay = state.behaviour.delayDays + (isLate ? 1 : 0);
  const date = delay === 0 ? day.date : addBusinessDays(day.date, delay, state.holidays);
  state.lateStatements.push({ date, file });
  if (entries.length > 0 && state.duplicatesLeft > 0) {
    state.duplicatesLeft -= 1;
    state.lateStatements.push({ date, file: { ...file, name: `${file.name}.copy` } });
  }
}

/** Writes the statements that are due by a date, in order. */
function publishDueStatements(state: BankState, date: string): void {
  const due = state.lateStatements.filter((item) => item.date <= date);
  const left = state.lateStatements.filter((item) => item.date > date);
  state.lateStatements.splice(0, state.lateStatements.length, ...left);
  for (const { file } of due) state.outgoing.publish(file);
}

/** Closes one day; a day that is no business day books nothing and has no statement. */
export function closeDay(state: BankState, date: string): void {
  if (date <= state.lastClosed) throw new RangeError(`${date} is closed already`);
  state.lastClosed = date;
  if (!isBusinessDay(date, state.holidays)) return;
  for (const account of state.ledger.accounts) {
    const opening = state.ledger.balanceOf(account.accountNumber);
    const day = { state, account, date };
    bookReturns(day);
    bookUnrelated(day);
    const touched = bookPayments(day);
    reportExecuted(state, touched);
    publishReports(state, account, { date, opening });
  }
  publishDueStatements(state, date);
}

/** The days after the last closed one up to a date. */
export function openDaysUntil(state: BankState, date: string): readonly string[] {
  const days: string[] = [];
  for (let day = addDays(state.lastClosed, 1); day <= date; day = addDays(day, 1)) days.push(day);
  return days;
}
