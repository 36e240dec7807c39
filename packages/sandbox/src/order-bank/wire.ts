import type { OrderDesk } from '../bank/desk.ts';
import type { Booking, Instruction } from '../bank/ledger.ts';
import type { PaymentFile } from '../bank/pain001.ts';
import { decimalText } from '../money.ts';
import { Decimal, isObject, type Wire, type WireObject } from '../odoo/values.ts';

/** The forms of the order API: what its documentation shows to customers. */

/** The bank's own words for where an order is. */
export type Phase = 'QUEUED' | 'IN_CLEARING' | 'DONE' | 'DECLINED' | 'SENT_BACK';

const PHASES: Readonly<Record<Instruction['state'], Phase>> = {
  accepted: 'IN_CLEARING',
  booked: 'DONE',
  rejected: 'DECLINED',
  returned: 'SENT_BACK',
};

/** Why an order is declined, in the bank's own words. */
const CAUSES: Readonly<Record<string, string>> = {
  AC01: 'BENEFICIARY_ACCOUNT_INVALID',
  AC04: 'BENEFICIARY_ACCOUNT_CLOSED',
  AC06: 'BENEFICIARY_ACCOUNT_BLOCKED',
  AM04: 'NO_FUNDS',
  BE04: 'BENEFICIARY_ADDRESS_MISSING',
};

export const causeOf = (code: string | null): string =>
  CAUSES[code ?? ''] ?? 'REFUSED_WITHOUT_REASON';

/** An order as the bank keeps it. */
export interface Order {
  readonly id: string;
  readonly clientOrderId: string;
  readonly batchTag: string;
  readonly body: string;
  /** When each phase was first seen, so that the same phase always has the same time. */
  readonly phaseSince: Map<Phase, string>;
  readonly instruction: Instruction;
}

export const phaseOf = (order: Order): Phase => PHASES[order.instruction.state];

/** An order in JSON; amounts are plain decimal numbers. */
export function orderWire(order: Order, phase: Phase, at: string): WireObject {
  const { instruction, id, clientOrderId, batchTag } = order;
  const since = order.phaseSince.get(phase) ?? at;
  order.phaseSince.set(phase, since);
  const { amount, currency, executionDate, bookingReference, reasonCode } = instruction;
  return {
    id,
    clientOrderId,
    batchTag,
    phase,
    phaseSince: since,
    declinedBecause: phase === 'DECLINED' ? causeOf(reasonCode) : null,
    value: { amount: new Decimal(decimalText(amount, currency)), currency },
    payOn: executionDate,
    bookingReference,
  };
}

const MOVEMENTS: Readonly<Record<Booking['kind'], string>> = {
  payment: 'ORDER',
  batch: 'ORDER',
  fee: 'CHARGE',
  return: 'SENT_BACK',
  receipt: 'INCOMING',
  interest: 'INTEREST',
};

/** One movement of an account; money out is negative. */
export function movementWire(booking: Booking): WireObject {
  const [item] = booking.items;
  return {
    ref: booking.reference,
    type: MOVEMENTS[booking.kind],
    amount: new Decimal(decimalText(booking.amount, booking.currency)),
    bookedOn: booking.date,
    clientOrderId: booking.kind === 'receipt' ? null : (item?.endToEndId ?? null),
    batchTag: booking.messageId,
    sentBackBecause: booking.kind === 'return' ? causeOf(booking.reasonCode) : null,
    counterparty: item === undefined ? null : { name: item.partyName, account: item.partyAccount },
    text: item === undefined ? booking.text : item.remittance.join(' '),
  };
}

const textOf = (object: WireObject, key: string): string | null => {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

const partOf = (object: WireObject, key: string): WireObject => {
  const value: Wire | undefined = object[key];
  return isObject(value) ? value : {};
};

/** The amount as it was written: `12`, `12.5`, `12.50`. */
const amountOf = (object: WireObject): string | null => {
  const value = object['amount'];
  if (value instanceof Decimal) return value.text;
  return typeof value === 'number' ? String(value) : null;
};

/** The order as a payment message of one, or the name of the field that is missing. */
export function asPaymentFile(
  wire: WireObject,
  desk: Pick<OrderDesk, 'clock'>,
): PaymentFile | { readonly missing: string } {
  const beneficiary = partOf(wire, 'beneficiary');
  const value = partOf(wire, 'value');
  const required = {
    clientOrderId: textOf(wire, 'clientOrderId'),
    batchTag: textOf(wire, 'batchTag'),
    fromAccount: textOf(wire, 'fromAccount'),
    payOn: textOf(wire, 'payOn'),
    'value.amount': amountOf(value),
    'value.currency': textOf(value, 'currency'),
    'beneficiary.name': textOf(beneficiary, 'name'),
    'beneficiary.account': textOf(beneficiary, 'account'),
  };
  const [missing] = Object.entries(required).filter(([, text]) => text === null);
  if (missing !== undefined) return { missing: missing[0] };
  const given = (key: keyof typeof required): string => required[key] ?? '';
  const reference = textOf(wire, 'reference');
  return {
    message: 'order',
    messageId: given('batchTag'),
    created: desk.clock(),
    transactionCount: '1',
    controlSum: null,
    initiatingParty: '',
    groups: [
      {
        paymentInformationId: given('batchTag'),
        method: 'TRF',
        transactionCount: null,
        controlSum: null,
        executionDate: given('payOn'),
        debtorName: textOf(wire, 'orderedBy') ?? '',
        debtorAccount: given('fromAccount'),
        transactions: [
          {
            instructionId: null,
            endToEndId: given('clientOrderId'),
            amount: given('value.amount'),
            currency: given('value.currency'),
            creditorName: given('beneficiary.name'),
            creditorAccount: given('beneficiary.account'),
            creditorAccountIsIban: textOf(beneficiary, 'accountScheme') === 'IBAN',
            creditorAgent: textOf(beneficiary, 'bankCode'),
            remittance: reference === null ? [] : [reference],
          },
        ],
      },
    ],
  };
}
