import { type Currency, type Exchange, isExchangeRate } from '@quittance/domain';
import type { ElementRecord } from '../xml/shape.ts';
import { type CamtContext, listOf } from './context.ts';
import type {
  BankTransactionCode,
  ParsedBatch,
  ParsedCharge,
  ParsedParty,
  ParsedReturn,
  ParsedTransaction,
} from './record.ts';
import { batchSlots, chargeSlots, detailSlots as slots } from './shape.ts';

/** What of the surrounding entry a transaction needs; its fields precede the details. */
export interface EntryFrame {
  readonly sign: 1n | -1n | null;
  readonly currency: Currency | null;
  readonly reversal: boolean;
  readonly accountNumber: string | null;
}

/** A `TxDtls` record as a transaction. Broken amounts of the account's currency are fatal. */
export function transactionOf(
  context: CamtContext,
  record: ElementRecord,
  frame: EntryFrame & { readonly charges: readonly ParsedCharge[] },
): ParsedTransaction {
  const { values } = record;
  const sign = context.direction(record, values[slots.direction], 'fatal') ?? frame.sign;
  const amount = amountOf(context, record, frame.currency);
  const instructed = instructedOf(context, record);
  const debtor = party(
    values[slots.debtorName],
    values[slots.debtorIban] ?? values[slots.debtorAccount],
  );
  const creditor = party(
    values[slots.creditorName],
    values[slots.creditorIban] ?? values[slots.creditorAccount],
  );
  const returnInfo = returnOf(values);
  return {
    endToEndId: values[slots.endToEndId] ?? null,
    instructionId: values[slots.instructionId] ?? null,
    messageId: values[slots.messageId] ?? null,
    paymentInformationId: values[slots.paymentInformationId] ?? null,
    transactionId: values[slots.transactionId] ?? null,
    uetr: values[slots.uetr] ?? null,
    mandateId: values[slots.mandateId] ?? null,
    chequeNumber: values[slots.chequeNumber] ?? null,
    clearingReference: values[slots.clearingReference] ?? null,
    accountServicerReference: values[slots.accountServicerReference] ?? null,
    amountMinor: amount === null || sign === null ? null : amount.minor * sign,
    currency: amount?.currency ?? null,
    instructedMinor: instructed?.minor ?? null,
    instructedCurrency: instructed?.currency ?? null,
    exchange: exchangeOf(context, record),
    debtor,
    creditor,
    party: otherSide(
      { debtor, creditor },
      frame,
      (sign === 1n) !== (frame.reversal || returnInfo !== null),
    ),
    code: transactionCode(values, slots),
    unstructured: listOf(values[slots.unstructured]),
    structured: listOf(values[slots.structured]),
    documentNumbers: listOf(values[slots.documentNumbers]),
    returnInfo,
    charges: frame.charges,
    additional: values[slots.additional] ?? null,
    line: record.line,
  };
}

/** `BkTxCd` from the slots of an entry or of a transaction. */
export function transactionCode(
  values: readonly (string | undefined)[],
  at: {
    readonly domain: number;
    readonly family: number;
    readonly subFamily: number;
    readonly proprietaryCode: number;
  },
): BankTransactionCode {
  return {
    domain: values[at.domain] ?? null,
    family: values[at.family] ?? null,
    subFamily: values[at.subFamily] ?? null,
    proprietary: values[at.proprietaryCode] ?? null,
  };
}

interface Sum {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** `Amt` (version 03 on), else `AmtDtls/TxAmt`. In another currency a fault is only a warning. */
function amountOf(
  context: CamtContext,
  record: ElementRecord,
  entryCurrency: Currency | null,
): Sum | null {
  const { values } = record;
  if (
    context.twice(record, [
      [slots.amount, 'Amt'],
      [slots.transactionAmount, 'AmtDtls/TxAmt/Amt'],
    ])
  )
    return null;
  const direct = values[slots.amount] !== undefined;
  const text = values[direct ? slots.amount : slots.transactionAmount];
  if (text === undefined) return null;
  const name = direct ? 'Amt' : 'AmtDtls/TxAmt/Amt';
  const code = values[direct ? slots.amountCurrency : slots.transactionCurrency] ?? entryCurrency;
  if (code === null || code === undefined) return null;
  const severity = code === entryCurrency ? 'fatal' : 'warning';
  const currency = context.currency(record, { name, text: code, severity: 'warning' });
  if (currency === null) return null;
  const minor = context.amount(record, { name, text, severity }, currency);
  return minor === null ? null : { minor, currency };
}

function instructedOf(context: CamtContext, record: ElementRecord): Sum | null {
  const text = record.values[slots.instructedAmount];
  const code = record.values[slots.instructedCurrency];
  if (text === undefined || code === undefined) return null;
  const name = 'AmtDtls/InstdAmt/Amt';
  const currency = context.currency(record, { name, text: code, severity: 'info' });
  if (currency === null) return null;
  const minor = context.amount(record, { name, text, severity: 'warning' }, currency);
  return minor === null ? null : { minor, currency };
}

/** Where the bank may write the rate, the most precise place first. */
const exchangePlaces = [
  {
    name: 'InstdAmt',
    rate: slots.instructedRate,
    unit: slots.instructedUnit,
    contract: slots.instructedContract,
  },
  {
    name: 'TxAmt',
    rate: slots.transactionRate,
    unit: slots.transactionUnit,
    contract: slots.transactionContract,
  },
  {
    name: 'CntrValAmt',
    rate: slots.counterRate,
    unit: slots.counterUnit,
    contract: slots.counterContract,
  },
] as const;

/** The first rate that is told; one that cannot be read is a warning, and no rate. */
function exchangeOf(context: CamtContext, record: ElementRecord): Exchange | null {
  const { values } = record;
  const place = exchangePlaces.find(({ rate }) => values[rate] !== undefined);
  if (place === undefined) return null;
  const rate = values[place.rate] ?? '';
  const field = `AmtDtls/${place.name}/CcyXchg`;
  if (!isExchangeRate(rate)) {
    const sentence = `${rate.slice(0, 40)} is no rate of exchange.`;
    context.fault('warning', 'rate', { record, field: `${field}/XchgRate`, sentence });
    return null;
  }
  const unit = values[place.unit];
  const named = { name: `${field}/UnitCcy`, text: unit ?? '', severity: 'warning' } as const;
  const unitCurrency = unit === undefined ? null : context.currency(record, named);
  const contract = values[place.contract];
  const source = `camt ${field}${contract === undefined ? '' : `, contract ${contract}`}`;
  return { rate, unitCurrency, source };
}

const party = (name: string | undefined, accountNumber: string | undefined): ParsedParty => ({
  name: name ?? null,
  accountNumber: accountNumber ?? null,
});

/**
 * The side that is not the holder of the account: whoever's account number is not the statement's;
 * where that does not tell, the debtor of incoming money and the creditor of outgoing money. A
 * return keeps the roles of the original payment, so there the sides are the other way round.
 */
function otherSide(
  sides: { readonly debtor: ParsedParty; readonly creditor: ParsedParty },
  frame: EntryFrame,
  incoming: boolean,
): ParsedParty {
  const own = frame.accountNumber;
  const ownIsDebtor = own !== null && sides.debtor.accountNumber === own;
  const ownIsCreditor = own !== null && sides.creditor.accountNumber === own;
  if (ownIsDebtor !== ownIsCreditor) return ownIsDebtor ? sides.creditor : sides.debtor;
  return incoming ? sides.debtor : sides.creditor;
}

function returnOf(values: readonly (string | undefined)[]): ParsedReturn | null {
  const reasonCode = values[slots.returnCode] ?? values[slots.returnProprietary];
  const text = values[slots.returnText];
  if (reasonCode === undefined && text === undefined) return null;
  return {
    reasonCode: reasonCode ?? null,
    text: text === undefined ? null : listOf(text).join(' '),
    originalEndToEndId: values[slots.endToEndId] ?? null,
  };
}

/** A charge record; null when it has no amount or one that cannot be read, which is a warning. */
export function chargeOf(context: CamtContext, record: ElementRecord): ParsedCharge | null {
  const { values } = record;
  const text = values[chargeSlots.amount];
  const code = values[chargeSlots.currency];
  if (text === undefined || code === undefined) return null;
  const currency = context.currency(record, { name: 'Chrgs', text: code, severity: 'info' });
  if (currency === null) return null;
  const minor = context.amount(record, { name: 'Chrgs', text, severity: 'warning' }, currency);
  if (minor === null) return null;
  const sign = context.direction(record, values[chargeSlots.direction], 'warning') ?? -1n;
  const included = values[chargeSlots.included];
  return {
    amountMinor: minor * sign,
    currency,
    included: included === undefined ? null : included === 'true' || included === '1',
  };
}

/** A `Btch` record; a total that cannot be read is a warning, since the entry carries the money. */
export function batchOf(
  context: CamtContext,
  record: ElementRecord,
  entryCurrency: Currency | null,
): ParsedBatch {
  const { values } = record;
  const count = values[batchSlots.count];
  const text = values[batchSlots.total];
  const code = values[batchSlots.totalCurrency] ?? entryCurrency;
  let totalMinor: bigint | null = null;
  if (text !== undefined && code !== null) {
    const field = { name: 'NtryDtls/Btch/TtlAmt', text: code, severity: 'warning' } as const;
    const currency = context.currency(record, field);
    if (currency !== null) totalMinor = context.amount(record, { ...field, text }, currency);
  }
  return {
    messageId: values[batchSlots.messageId] ?? null,
    paymentInformationId: values[batchSlots.paymentInformationId] ?? null,
    transactionCount:
      // not money: how many payments the batch holds
      count !== undefined && /^\d{1,15}$/.test(count) ? Number.parseInt(count, 10) : null,
    totalMinor,
  };
}
