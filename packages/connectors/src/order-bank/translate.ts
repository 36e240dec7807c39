import type { BankContent } from '@quittance/connector-kit';
import { asCurrency, asPlainDate, type Currency, isCurrency } from '@quittance/domain';
import {
  type BankTransactionCode,
  composeStatement,
  composeStatusReport,
  readAmount,
  type StatedEntry,
  type StatedTransaction,
  unreadableContent,
} from '@quittance/formats';
import { type DayAnswer, type MovementAnswer, type OrderAnswer, readTold } from './wire.ts';

/** The bank's phases in codes of ISO 20022; any other word moves nothing and opens a case. */
const statusOf: Readonly<Record<string, string>> = {
  QUEUED: 'RCVD',
  AWAITING_SIGNATURE: 'PATC',
  CHECKED: 'ACCP',
  IN_CLEARING: 'ACSP',
  DONE: 'ACSC',
  // It was executed; that the money came back is for the statement to say.
  SENT_BACK: 'ACSC',
  DECLINED: 'RJCT',
  STOPPED: 'CANC',
};

/** The bank's causes in reason codes of ISO 20022; any other word is kept as it is. */
const reasonOf: Readonly<Record<string, string>> = {
  BENEFICIARY_ACCOUNT_INVALID: 'AC01',
  BENEFICIARY_ACCOUNT_CLOSED: 'AC04',
  BENEFICIARY_ACCOUNT_BLOCKED: 'AC06',
  BENEFICIARY_ADDRESS_MISSING: 'BE04',
  NO_FUNDS: 'AM04',
  REFUSED_WITHOUT_REASON: 'MS03',
};

const reason = (word: string | null): string | null =>
  word === null ? null : (reasonOf[word] ?? word.slice(0, 35));

/** What a stored answer of the bank means; null when it is no JSON. Pure. */
export function readDelivery(bytes: Uint8Array): BankContent | null {
  const told = readTold(new TextDecoder('utf-8').decode(bytes));
  if (told === null) return null;
  switch (told.kind) {
    case 'order':
      return { kind: 'status', format: 'order', report: reportOf(told.order) };
    case 'day':
      return statementsOf(told.day);
    case 'event':
      return { kind: 'hint', format: 'event', note: `the bank was asked about ${told.about}` };
    case 'drift':
      return unreadableContent('order', { rule: 'order_bank.form', ...told });
  }
}

const reportOf = (order: OrderAnswer) =>
  composeStatusReport({
    messageId: null,
    createdAt: order.phaseSince,
    statuses: [
      {
        endToEndId: order.clientOrderId,
        status: statusOf[order.phase] ?? order.phase.slice(0, 35),
        reason: reason(order.declinedBecause),
        accountServicerReference: order.bookingReference,
      },
    ],
  });

function statementsOf(day: DayAnswer): BankContent {
  const { account, currency, date, closed } = day;
  if (!isCurrency(currency)) return unreadable('day.currency', 'The currency is not known.');
  const amount = amountReader(asCurrency(currency));
  const opening = amount(day.openingBalance.text);
  const closing = day.closingBalance === null ? null : amount(day.closingBalance.text);
  if (opening === null || (closed && closing === null)) {
    return unreadable('day.openingBalance', 'A balance is no amount of its currency.');
  }
  const entries: StatedEntry[] = [];
  for (const [index, movement] of day.movements.entries()) {
    const entry = entryOf(movement, asCurrency(currency));
    const path = `day.movements.${index.toString()}`;
    if (entry === null) return unreadable(path, 'The movement is of no announced sort.');
    entries.push(entry);
  }
  const statement = composeStatement({
    message: closed ? 'camt.053' : 'camt.052',
    id: `day ${date}`,
    accountNumber: account,
    currency: asCurrency(currency),
    fromDate: asPlainDate(date),
    toDate: asPlainDate(date),
    sequenceNumber: null,
    createdAt: null,
    openingMinor: closed ? opening : null,
    closingMinor: closed ? closing : null,
    entries,
  });
  const head = { version: null, messageId: null, createdAt: null, faults: [] };
  const file = { ...head, message: statement.message, statements: [statement] };
  return { kind: 'statements', format: 'account day', file };
}

const unreadable = (path: string, sentence: string): BankContent =>
  unreadableContent('account day', { rule: 'order_bank.form', path, sentence });

const amountReader =
  (currency: Currency) =>
  (text: string): bigint | null => {
    const read = readAmount(text.replace(/^-/, ''), currency);
    if (!read.ok) return null;
    return text.startsWith('-') ? -read.minor : read.minor;
  };

/** Bank transaction codes of ISO 20022 for the bank's own sorts of movements. */
const codes: Readonly<Record<string, readonly [string, string, string]>> = {
  ORDER: ['PMNT', 'ICDT', 'DMCT'],
  SENT_BACK: ['PMNT', 'ICDT', 'RRTN'],
  INCOMING: ['PMNT', 'RCDT', 'DMCT'],
  CHARGE: ['ACMT', 'MDOP', 'CHRG'],
  INTEREST: ['ACMT', 'MCOP', 'INTR'],
};

function entryOf(movement: MovementAnswer, currency: Currency): StatedEntry | null {
  const [domain, family, subFamily] = codes[movement.type] ?? [];
  const amountMinor = amountReader(currency)(movement.amount.text);
  if (domain === undefined || family === undefined || subFamily === undefined) return null;
  if (amountMinor === null) return null;
  const code: BankTransactionCode = { domain, family, subFamily, proprietary: movement.type };
  const bookedOn = asPlainDate(movement.bookedOn);
  const isOfParty = movement.counterparty !== null;
  return {
    amountMinor,
    currency,
    status: 'BOOK',
    bookingDate: bookedOn,
    valueDate: bookedOn,
    accountServicerReference: movement.ref,
    code,
    transactions: isOfParty ? [transactionOf(movement, { code, currency, amountMinor })] : [],
    additional: isOfParty ? null : movement.text,
  };
}

function transactionOf(
  movement: MovementAnswer,
  of: Required<Pick<StatedTransaction, 'code' | 'currency' | 'amountMinor'>>,
): StatedTransaction {
  const { counterparty, clientOrderId, batchTag, sentBackBecause } = movement;
  const party = { name: counterparty?.name ?? null, accountNumber: counterparty?.account ?? null };
  const isReturn = movement.type === 'SENT_BACK';
  return {
    ...of,
    endToEndId: clientOrderId,
    messageId: batchTag,
    accountServicerReference: movement.ref,
    party,
    unstructured: movement.text === '' ? [] : [movement.text],
    returnInfo: isReturn
      ? { reasonCode: reason(sentBackBecause), text: null, originalEndToEndId: clientOrderId }
      : null,
  };
}
