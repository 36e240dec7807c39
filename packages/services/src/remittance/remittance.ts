import {
  formatDecimal,
  money,
  type OpenItem,
  type Party,
  type Payment,
  type PaymentId,
  type PaymentItem,
  present,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf } from '../context/links.ts';
import {
  changed,
  findEvery,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';

/** A mail to a supplier that says what a payment pays. */
export interface RemittanceAdvice {
  readonly paymentId: PaymentId;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for ever for the same payment, so that a mail is never sent twice. */
  readonly messageId: string;
}

const scheme = 'mail:remittance';

/** Reads which of the payments still need their advice; parties without an address get none. */
export async function planRemittances(
  call: VerbCall<{ readonly paymentIds: readonly PaymentId[] }>,
): Promise<Result<readonly RemittanceAdvice[], Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const { transaction } = unit;
    const payments = await inChunks(input.paymentIds, (chunk) =>
      transaction.find('payment', { id: { in: chunk } }),
    );
    const sent = await externalIdsOf(transaction, scheme, input.paymentIds);
    const wanted = payments.filter((payment) => !sent.has(payment.id) && isPaid(payment));
    const read = await readAll(unit, wanted);
    return succeed(wanted.flatMap((payment) => adviceOf(payment, read) ?? []));
  });
}

/** Only what the bank has booked is told to the payee, and not what came back. */
const isPaid = (payment: Payment): boolean =>
  payment.state === 'settled' || payment.state === 'reconciled';

interface Read {
  readonly parties: ReadonlyMap<string, Party>;
  readonly items: ReadonlyMap<string, readonly PaymentItem[]>;
  readonly bills: ReadonlyMap<string, OpenItem>;
}

async function readAll(unit: UnitOfWork, payments: readonly Payment[]): Promise<Read> {
  const { transaction } = unit;
  const partyIds = [...new Set(payments.map((payment) => payment.partyId))];
  const parties = await inChunks(partyIds, (chunk) =>
    transaction.find('party', { id: { in: chunk } }),
  );
  const paymentIds = payments.map((payment) => payment.id);
  const items = await inChunks(paymentIds, (chunk) =>
    findEvery(transaction, 'payment_item', { paymentId: { in: chunk } }),
  );
  const itemIds = [...new Set(items.map((item) => item.openItemId))];
  const bills = await inChunks(itemIds, (chunk) =>
    transaction.find('open_item', { id: { in: chunk } }),
  );
  return {
    parties: new Map(parties.map((party) => [party.id, party])),
    items: Map.groupBy(items, (item) => item.paymentId),
    bills: new Map(bills.map((bill) => [bill.id, bill])),
  };
}

function adviceOf(payment: Payment, read: Read): RemittanceAdvice | null {
  const party = present(read.parties.get(payment.partyId), 'payee of a payment');
  if (party.email === null || party.email === '') return null;
  const { currency } = payment;
  const amount = (minor: bigint): string => `${formatDecimal(money(currency, minor))} ${currency}`;
  const lines = (read.items.get(payment.id) ?? []).map((item) => {
    const bill = read.bills.get(item.openItemId);
    const number = bill?.supplierReference ?? bill?.number ?? 'unknown';
    const discount = item.discountMinor > 0n ? ` (discount ${amount(item.discountMinor)})` : '';
    return `  ${number}: ${amount(item.amountMinor)}${discount}`;
  });
  return {
    paymentId: payment.id,
    to: party.email,
    subject: `Payment ${payment.reference}: ${amount(payment.instructedMinor)}`,
    text: [
      `Dear ${party.name},`,
      '',
      `we have paid you ${amount(payment.instructedMinor)}. It settles:`,
      ...lines,
      '',
      `Our reference, shown by your bank: ${payment.reference}`,
      '',
    ].join('\n'),
    messageId: `${payment.reference}.remittance@quittance`,
  };
}

/** Records that the advice of a payment was handed to the mail system. */
export async function recordRemittance(
  call: VerbCall<{ readonly paymentId: PaymentId; readonly messageId: string }>,
): Promise<Result<null, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [payment] = await unit.transaction.lock('payment', { id: input.paymentId });
    if (payment === undefined) return refuse(problem('NOT_FOUND', 'payment'));
    const { entityId, id: objectId } = payment;
    const told = await externalIdsOf(unit.transaction, scheme, [objectId]);
    if (told.has(objectId)) return succeed(null);
    const link = { entityId, scheme, externalId: input.messageId, objectKind: 'payment', objectId };
    await unit.link([link]);
    unit.mutate({
      verb: 'payment.sendRemittance',
      change: changed('payment', payment, nextVersion(payment, {})),
      event: 'payment.remittanceSent',
    });
    return succeed(null);
  });
}
