import {
  type Argument,
  isWireObject,
  parseExactJson,
  type Wire,
  WireNumber,
  writeExactJson,
} from '@quittance/connector-kit';
import { type Fault, fault, formatDecimal, refuse, type Result, succeed } from '@quittance/domain';
import {
  type PaymentTransaction,
  readAmount,
  readPain001,
  type ReadBatch,
} from '@quittance/formats';

/** One order as it leaves: its key, and the text of its body. */
export interface OutgoingOrder {
  readonly key: string;
  readonly body: string;
}

const cannot = (why: string): Result<never, Fault> =>
  refuse(
    fault('unsupported', 'order_bank.cannot', `The message cannot leave as an order: ${why}.`),
  );

/**
 * The order that a proven message stands for. The body is read back before it is given out: every
 * amount, account, name and reference in it is that of the message, whose digest was approved and
 * committed (I2). The bank takes one payment an order.
 */
export function orderOf(bytes: Uint8Array): Result<OutgoingOrder, Fault> {
  const { content } = readPain001(bytes);
  const [batch, ...otherBatches] = content?.batches ?? [];
  const [transaction, ...others] = batch?.transactions ?? [];
  if (content === null || batch === undefined || transaction === undefined) {
    return cannot('it is no payment message');
  }
  if (otherBatches.length + others.length > 0) return cannot('it holds more than one payment');
  const source = { messageId: content.messageId, batch, transaction };
  const body = writeExactJson(orderJson(source));
  if (!says(body, source)) return cannot('it reads back differently');
  return succeed({ key: transaction.endToEndId, body });
}

interface Source {
  readonly messageId: string;
  readonly batch: ReadBatch;
  readonly transaction: PaymentTransaction;
}

function orderJson({ messageId, batch, transaction }: Source): Argument {
  const { amount, creditorAccount: account, creditorAddress: address } = transaction;
  const bankCode = transaction.creditorAgentClearing?.memberId ?? transaction.creditorAgentBic;
  return {
    clientOrderId: transaction.endToEndId,
    batchTag: messageId,
    orderedBy: batch.debtorName,
    fromAccount: batch.debtorAccount.number,
    payOn: batch.executionDate,
    urgent: batch.urgent,
    value: { amount: new WireNumber(formatDecimal(amount)), currency: amount.currency },
    beneficiary: {
      name: transaction.creditorName,
      account: account.number,
      accountScheme: account.kind === 'iban' ? 'IBAN' : 'LOCAL',
      bankCode,
      country: address?.country ?? null,
      town: address?.town ?? null,
    },
    reference: transaction.remittance,
  };
}

/** Whether the text orders what the message orders, and nothing else. */
function says(body: string, { messageId, batch, transaction }: Source): boolean {
  const wire = parseExactJson(body);
  const at = (...path: readonly string[]): Wire | undefined =>
    path.reduce<Wire | undefined>(
      (part, name) => (isWireObject(part) ? part[name] : undefined),
      wire,
    );
  const amount = at('value', 'amount');
  const currency = at('value', 'currency');
  if (!(amount instanceof WireNumber) || currency !== transaction.amount.currency) return false;
  const read = readAmount(amount.text, transaction.amount.currency);
  return (
    read.ok &&
    read.minor === transaction.amount.minor &&
    at('clientOrderId') === transaction.endToEndId &&
    at('batchTag') === messageId &&
    at('fromAccount') === batch.debtorAccount.number &&
    at('payOn') === batch.executionDate &&
    at('beneficiary', 'name') === transaction.creditorName &&
    at('beneficiary', 'account') === transaction.creditorAccount.number &&
    at('reference') === transaction.remittance
  );
}
