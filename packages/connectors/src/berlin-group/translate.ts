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
import {
  type MovementAnswer,
  type PaymentAnswer,
  readTold,
  type TransactionsAnswer,
} from './wire.ts';

/** What a stored answer means; null when it is no JSON, but a file of ISO 20022. Pure. */
export function readDelivery(bytes: Uint8Array): BankContent | null {
  const told = readTold(new TextDecoder('utf-8').decode(bytes));
  if (told === null) return null;
  switch (told.kind) {
    case 'payment':
      return { kind: 'status', format: 'payment', report: reportOf(told.payment) };
    case 'transactions':
      return statementsOf(told.told);
    case 'drift':
      return unreadableContent('xs2a', { rule: 'xs2a.form', ...told });
  }
}

/** Codes of ISO 20022 stand in this interface as they are; a time of the status is not given. */
const reportOf = (payment: PaymentAnswer) =>
  composeStatusReport({
    messageId: null,
    createdAt: null,
    statuses: [
      {
        endToEndId: payment.endToEndIdentification,
        status: payment.transactionStatus,
        reason: reasonOf(payment),
      },
    ],
  });

/** Banks begin the text of a failure with its code of ISO 20022. */
function reasonOf({ tppMessages = [] }: PaymentAnswer): string | null {
  const [first] = tppMessages;
  if (first === undefined) return null;
  return /^[A-Z]{2}\d{2}\b/.exec(first.text ?? '')?.[0] ?? first.code.slice(0, 35);
}

function statementsOf(told: TransactionsAnswer): BankContent {
  const { account, balances, transactions } = told;
  const accountNumber = account.iban ?? account.bban;
  const [first] = balances;
  if (!isCurrency(account.currency) || accountNumber === undefined || first === undefined) {
    return unreadable('account', 'The account, its currency or its balances are not told.');
  }
  const currency = asCurrency(account.currency);
  const date = asPlainDate(first.referenceDate);
  const balanceOf = (type: string): bigint | null => {
    const found = balances.find((one) => one.balanceType === type);
    return found === undefined ? null : minorOf(found.balanceAmount, currency);
  };
  const openingMinor = balanceOf('openingBooked');
  const closingMinor = balanceOf('closingBooked');
  const isClosed = openingMinor !== null && closingMinor !== null;
  const entries: StatedEntry[] = [];
  for (const [status, movements] of [
    ['BOOK', transactions.booked],
    ['PDNG', isClosed ? [] : transactions.pending],
  ] as const) {
    for (const [index, movement] of movements.entries()) {
      const entry = entryOf(movement, { currency, status });
      const path = `transactions.${status}.${index.toString()}`;
      if (entry === null) return unreadable(path, 'The movement is in no announced form.');
      entries.push(entry);
    }
  }
  const statement = composeStatement({
    message: isClosed ? 'camt.053' : 'camt.052',
    id: `day ${date}`,
    accountNumber,
    currency,
    fromDate: date,
    toDate: date,
    sequenceNumber: null,
    createdAt: null,
    openingMinor: isClosed ? openingMinor : null,
    closingMinor,
    entries,
  });
  const head = { version: null, messageId: null, createdAt: null, faults: [] };
  const file = { ...head, message: statement.message, statements: [statement] };
  return { kind: 'statements', format: 'transactions', file };
}

const unreadable = (path: string, sentence: string): BankContent =>
  unreadableContent('transactions', { rule: 'xs2a.form', path, sentence });

function minorOf(
  of: { readonly currency: string; readonly amount: string },
  currency: Currency,
): bigint | null {
  if (of.currency !== currency) return null;
  const read = readAmount(of.amount.replace(/^-/, ''), currency);
  if (!read.ok) return null;
  return of.amount.startsWith('-') ? -read.minor : read.minor;
}

function entryOf(
  movement: MovementAnswer,
  of: { readonly currency: Currency; readonly status: 'BOOK' | 'PDNG' },
): StatedEntry | null {
  const { currency, status } = of;
  const amountMinor = minorOf(movement.transactionAmount, currency);
  const code = codeOf(movement);
  if (amountMinor === null || code === null) return null;
  const { bookingDate, valueDate, batchIndicator, batchNumberOfTransactions } = movement;
  const day = bookingDate ?? valueDate;
  const isBatch = batchIndicator === true;
  const party = movement.creditorName ?? movement.debtorName;
  const named = party !== undefined || movement.endToEndId !== undefined;
  return {
    amountMinor,
    currency,
    status,
    bookingDate: day === undefined ? null : asPlainDate(day),
    valueDate: valueDate === undefined ? null : asPlainDate(valueDate),
    accountServicerReference: movement.transactionId ?? movement.entryReference ?? null,
    code,
    batches: isBatch
      ? [
          {
            messageId: null,
            paymentInformationId: null,
            transactionCount: batchNumberOfTransactions ?? null,
            totalMinor: amountMinor,
          },
        ]
      : [],
    transactions:
      isBatch || !named ? [] : [transactionOf(movement, { code, currency, amountMinor })],
    additional:
      movement.additionalInformation ?? movement.remittanceInformationUnstructured ?? null,
  };
}

/** `PMNT-ICDT-ESCT`; a pending movement may have none yet. */
function codeOf(movement: MovementAnswer): BankTransactionCode | null {
  const { bankTransactionCode, proprietaryBankTransactionCode: proprietary = null } = movement;
  const none = { domain: null, family: null, subFamily: null, proprietary };
  if (bankTransactionCode === undefined) return none;
  const parts = /^([A-Z]{4})-([A-Z]{4})-([A-Z]{4})$/.exec(bankTransactionCode);
  if (parts === null) return null;
  const [, domain = null, family = null, subFamily = null] = parts;
  return { domain, family, subFamily, proprietary };
}

function transactionOf(
  movement: MovementAnswer,
  of: Required<Pick<StatedTransaction, 'code' | 'currency' | 'amountMinor'>>,
): StatedTransaction {
  const other = movement.creditorAccount ?? movement.debtorAccount;
  const endToEndId = movement.endToEndId ?? null;
  const { remittanceInformationUnstructured: remittance = '' } = movement;
  const isReturn = ['RRTN', 'RPCR'].includes(of.code?.subFamily ?? '');
  const returnReason = /\b[A-Z]{2}\d{2}$/.exec(movement.proprietaryBankTransactionCode ?? '')?.[0];
  return {
    ...of,
    endToEndId,
    accountServicerReference: movement.transactionId ?? null,
    party: {
      name: movement.creditorName ?? movement.debtorName ?? null,
      accountNumber: other?.iban ?? other?.bban ?? null,
    },
    unstructured: remittance === '' ? [] : [remittance],
    returnInfo: isReturn
      ? { reasonCode: returnReason ?? null, text: null, originalEndToEndId: endToEndId }
      : null,
  };
}
