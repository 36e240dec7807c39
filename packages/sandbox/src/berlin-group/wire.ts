import type { DeskDay } from '../bank/desk.ts';
import type { BookedItem, Booking, Instruction } from '../bank/ledger.ts';
import type { PaymentFile } from '../bank/pain001.ts';
import { decimalText } from '../money.ts';
import { isObject, type Wire, type WireObject } from '../odoo/values.ts';

/** JSON of the NextGenPSD2 framework, implementation guidelines 1.3: payments and accounts. */

export type TransactionStatus = 'RCVD' | 'ACTC' | 'ACSP' | 'ACSC' | 'RJCT' | 'CANC';

const STATUSES: Readonly<Record<Instruction['state'], TransactionStatus>> = {
  accepted: 'ACSP',
  booked: 'ACSC',
  returned: 'ACSC',
  rejected: 'RJCT',
};

export const statusOf = (instruction: Instruction): TransactionStatus =>
  STATUSES[instruction.state];

const textOf = (object: WireObject, key: string): string | null => {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

const partOf = (object: WireObject, key: string): WireObject => {
  const value: Wire | undefined = object[key];
  return isObject(value) ? value : {};
};

const accountOf = (object: WireObject, key: string): string | null =>
  textOf(partOf(object, key), 'iban') ?? textOf(partOf(object, key), 'bban');

/** A single payment as a message of one, or the name of the field that is missing. */
export function asPaymentFile(
  wire: WireObject,
  of: { readonly paymentId: string; readonly created: string; readonly today: string },
): PaymentFile | { readonly missing: string } {
  const amount = partOf(wire, 'instructedAmount');
  const required = {
    endToEndIdentification: textOf(wire, 'endToEndIdentification'),
    debtorAccount: accountOf(wire, 'debtorAccount'),
    'instructedAmount.amount': textOf(amount, 'amount'),
    'instructedAmount.currency': textOf(amount, 'currency'),
    creditorAccount: accountOf(wire, 'creditorAccount'),
    creditorName: textOf(wire, 'creditorName'),
  };
  const [missing] = Object.entries(required).filter(([, text]) => text === null);
  if (missing !== undefined) return { missing: missing[0] };
  const given = (key: keyof typeof required): string => required[key] ?? '';
  const remittance = textOf(wire, 'remittanceInformationUnstructured');
  return {
    message: 'payment',
    messageId: of.paymentId,
    created: of.created,
    transactionCount: '1',
    controlSum: null,
    initiatingParty: '',
    groups: [
      {
        paymentInformationId: of.paymentId,
        method: 'TRF',
        transactionCount: null,
        controlSum: null,
        executionDate: textOf(wire, 'requestedExecutionDate') ?? of.today,
        debtorName: '',
        debtorAccount: given('debtorAccount'),
        transactions: [
          {
            instructionId: null,
            endToEndId: given('endToEndIdentification'),
            amount: given('instructedAmount.amount'),
            currency: given('instructedAmount.currency'),
            creditorName: given('creditorName'),
            creditorAccount: given('creditorAccount'),
            creditorAccountIsIban: textOf(partOf(wire, 'creditorAccount'), 'iban') !== null,
            creditorAgent: textOf(wire, 'creditorAgent'),
            remittance: remittance === null ? [] : [remittance],
          },
        ],
      },
    ],
  };
}

const accountWire = (number: string, isIban: boolean): WireObject =>
  isIban ? { iban: number } : { bban: number };

const amountWire = (amount: bigint, currency: string): WireObject => ({
  currency,
  amount: decimalText(amount, currency),
});

const codeOf = (booking: Booking): string => {
  const transfer = booking.currency === 'EUR' ? 'ESCT' : 'DMCT';
  const codes: Readonly<Record<Booking['kind'], string>> = {
    payment: `PMNT-ICDT-${transfer}`,
    batch: `PMNT-ICDT-${transfer}`,
    return: 'PMNT-ICDT-RRTN',
    receipt: `PMNT-RCDT-${transfer}`,
    fee: 'ACMT-MDOP-CHRG',
    interest: 'ACMT-MCOP-INTR',
  };
  return codes[booking.kind];
};

/** The other side: a debtor for receipts, else a creditor. */
function partyWire(item: BookedItem | undefined, isReceipt: boolean): WireObject {
  if (item === undefined) return {};
  const account = accountWire(item.partyAccount, item.partyAccountIsIban);
  return isReceipt
    ? { debtorName: item.partyName, debtorAccount: account }
    : { creditorName: item.partyName, creditorAccount: account };
}

function bookedWire(booking: Booking): WireObject {
  const [item] = booking.items;
  const isBatch = booking.items.length > 1;
  return {
    transactionId: booking.reference,
    entryReference: booking.reference,
    bookingDate: booking.date,
    valueDate: booking.date,
    transactionAmount: amountWire(booking.amount, booking.currency),
    bankTransactionCode: codeOf(booking),
    ...(booking.reasonCode === null
      ? {}
      : { proprietaryBankTransactionCode: `RETURN-${booking.reasonCode}` }),
    ...(isBatch
      ? {
          batchIndicator: true,
          batchNumberOfTransactions: booking.items.length,
          additionalInformation: booking.text,
        }
      : {
          ...(item === undefined ? {} : { endToEndId: item.endToEndId }),
          ...partyWire(item, booking.kind === 'receipt'),
          remittanceInformationUnstructured: item?.remittance.join(' ') ?? booking.text,
        }),
  };
}

const pendingWire = (instruction: Instruction): WireObject => ({
  endToEndId: instruction.endToEndId,
  transactionAmount: amountWire(-instruction.amount, instruction.currency),
  creditorName: instruction.creditorName,
  creditorAccount: accountWire(instruction.creditorAccount, instruction.creditorAccountIsIban),
});

/** The movements of one day with its balances; the closing one once the day is closed. */
export function transactionsWire(day: DeskDay): WireObject {
  const { account, date, opening, closing, isClosed } = day;
  const balance = (balanceType: string, amount: bigint): WireObject => ({
    balanceType,
    balanceAmount: amountWire(amount, account.currency),
    referenceDate: date,
  });
  return {
    account: { iban: account.accountNumber, currency: account.currency },
    balances: [
      balance('openingBooked', opening),
      balance(isClosed ? 'closingBooked' : 'interimBooked', closing),
    ],
    transactions: {
      booked: day.bookings.map(bookedWire),
      pending: day.pending.map(pendingWire),
    },
  };
}
