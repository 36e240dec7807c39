import { createHash } from 'node:crypto';
import {
  type Currency,
  type Fault,
  fault,
  formatDecimal,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import {
  type PaymentAccount,
  type PaymentTransaction,
  readAmount,
  type ReadBatch,
  readPain001,
} from '@quittance/formats';
import { z } from 'zod';

/** One call that initiates a payment, as it leaves. */
export interface OutgoingPayment {
  /** `payments/sepa-credit-transfers`: service and product. */
  readonly resource: string;
  readonly mediaType: string;
  readonly body: string;
  /** A UUID that follows from the message, so that the same message has the same one. */
  readonly requestId: string;
}

const cannot = (why: string): Result<never, Fault> =>
  refuse(fault('unsupported', 'berlin_group.cannot', `The message cannot leave: ${why}.`));

const productOf = (currency: Currency): string =>
  currency === 'EUR' ? 'sepa-credit-transfers' : 'cross-border-credit-transfers';

/**
 * What a proven message leaves as: a bulk carries its bytes as they are; a single payment is
 * written from them and read back, field by field, before it is given out (I2).
 */
export function outgoingOf(
  bytes: Uint8Array,
  initiation: 'bulk' | 'single',
): Result<OutgoingPayment, Fault> {
  const { content } = readPain001(bytes);
  const [batch, ...others] = content?.batches ?? [];
  const [transaction, ...more] = batch?.transactions ?? [];
  if (content === null || batch === undefined || transaction === undefined) {
    return cannot('it is no payment message');
  }
  if (others.length > 0) return cannot('it holds more than one batch');
  const product = productOf(transaction.amount.currency);
  const requestId = requestIdOf(content.messageId);
  if (initiation === 'bulk') {
    const resource = `bulk-payments/pain.001-${product}`;
    const body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return succeed({ resource, mediaType: 'application/xml', body, requestId });
  }
  if (more.length > 0) return cannot('it holds more than one payment');
  const body = JSON.stringify(paymentJson(batch, transaction));
  if (!says(body, batch, transaction)) return cannot('it reads back differently');
  const resource = `payments/${product}`;
  return succeed({ resource, mediaType: 'application/json', body, requestId });
}

const accountJson = ({ kind, number }: PaymentAccount) =>
  kind === 'iban' ? { iban: number } : { bban: number };

function paymentJson(batch: ReadBatch, transaction: PaymentTransaction) {
  const { amount, creditorAddress: address } = transaction;
  const agent = transaction.creditorAgentClearing?.memberId ?? transaction.creditorAgentBic;
  return {
    endToEndIdentification: transaction.endToEndId,
    debtorAccount: accountJson(batch.debtorAccount),
    instructedAmount: { currency: amount.currency, amount: formatDecimal(amount) },
    creditorAccount: accountJson(transaction.creditorAccount),
    ...(agent === null ? {} : { creditorAgent: agent }),
    creditorName: transaction.creditorName,
    ...(address?.country === undefined || address.country === null
      ? {}
      : { creditorAddress: { country: address.country, townName: address.town ?? '' } }),
    ...(transaction.remittance === ''
      ? {}
      : { remittanceInformationUnstructured: transaction.remittance }),
    requestedExecutionDate: batch.executionDate,
  };
}

const account = z.union([z.object({ iban: z.string() }), z.object({ bban: z.string() })]);
const written = z.object({
  endToEndIdentification: z.string(),
  debtorAccount: account,
  instructedAmount: z.object({ currency: z.string(), amount: z.string() }),
  creditorAccount: account,
  creditorName: z.string(),
  remittanceInformationUnstructured: z.string().default(''),
  requestedExecutionDate: z.string(),
});

const numberOf = (of: z.infer<typeof account>): string => ('iban' in of ? of.iban : of.bban);

/** Whether the text orders what the message orders, and nothing else. */
function says(body: string, batch: ReadBatch, transaction: PaymentTransaction): boolean {
  const read = written.safeParse(JSON.parse(body)).data;
  if (read === undefined) return false;
  const { currency, minor } = transaction.amount;
  const amount = readAmount(read.instructedAmount.amount, currency);
  return (
    amount.ok &&
    amount.minor === minor &&
    read.instructedAmount.currency === currency &&
    read.endToEndIdentification === transaction.endToEndId &&
    numberOf(read.debtorAccount) === batch.debtorAccount.number &&
    numberOf(read.creditorAccount) === transaction.creditorAccount.number &&
    read.creditorName === transaction.creditorName &&
    read.remittanceInformationUnstructured === transaction.remittance &&
    read.requestedExecutionDate === batch.executionDate
  );
}

/** A UUID (version 8, RFC 9562, section 5.8) made of the digest of a text. */
export function requestIdOf(text: string): string {
  const hex = createHash('sha256').update(`berlin-group ${text}`).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
