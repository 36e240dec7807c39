import {
  type Currency,
  type Instant,
  type Payment,
  type PaymentId,
  type PaymentItem,
  type PaymentReference,
  type PaymentState,
  type PlainDate,
  present,
  type Problem,
  type Result,
  succeed,
} from '@quittance/domain';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme } from '../context/links.ts';
import { findEvery, inChunks, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';

/** A payment as it is to stand in the accounts, with the accounts' own ids. */
export interface PaymentPosting {
  readonly paymentId: PaymentId;
  readonly reference: PaymentReference;
  readonly companyExternalId: string;
  readonly journalExternalId: string;
  readonly partyExternalId: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly date: PlainDate;
  readonly memo: string;
  readonly hubState: string;
  readonly hubStateAt: Instant;
  readonly accountsState: Payment['accountsState'];
  /** Whether a message with it is under way or was answered; a draft without one is an orphan. */
  readonly isUnderWay: boolean;
  /** Whether all of `amountMinor` left the account: only then it is posted. */
  readonly isSettledWhole: boolean;
  readonly items: readonly {
    readonly externalId: string;
    readonly amountMinor: bigint;
    readonly discountMinor: bigint;
  }[];
}

export interface PlanPaymentsInput {
  readonly paymentIds: readonly PaymentId[];
  readonly connectionName: string;
  /** Only payments that are in one of these states now; the others have moved on since. */
  readonly states?: readonly PaymentState[];
}

/** Whole by the word of the bank, where its profile says that its word is final. */
const wholeStates: readonly PaymentState[] = ['settled', 'reconciled', 'recall_pending'];

/** Whether all that was instructed left the account; what came back since does not matter. */
export const isSettledWhole = (payment: Payment): boolean =>
  payment.settledMinor >= payment.instructedMinor || wholeStates.includes(payment.state);

/** Reads what the accounts must be told of payments: a pure read, repeatable at any time. */
export async function planPayments(
  call: VerbCall<PlanPaymentsInput>,
): Promise<Result<readonly PaymentPosting[], Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const rows = await inChunks(input.paymentIds, (chunk) =>
      unit.transaction.find('payment', { id: { in: chunk } }),
    );
    const payments = rows.filter((row) => input.states?.includes(row.state) ?? true);
    const items = await inChunks(input.paymentIds, (chunk) =>
      findEvery(unit.transaction, 'payment_item', { paymentId: { in: chunk } }),
    );
    const known = await readExternalIds(unit, { payments, items, input });
    const byPayment = Map.groupBy(items, (item) => item.paymentId);
    return succeed(
      payments.map((payment) => postingOf(payment, byPayment.get(payment.id) ?? [], known)),
    );
  });
}

interface Known {
  readonly companies: ReadonlyMap<string, string>;
  readonly journals: ReadonlyMap<string, string>;
  readonly parties: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, string>;
}

async function readExternalIds(
  unit: UnitOfWork,
  of: {
    readonly payments: readonly Payment[];
    readonly items: readonly PaymentItem[];
    readonly input: PlanPaymentsInput;
  },
): Promise<Known> {
  const { payments, items, input } = of;
  const read = (kind: 'company' | 'journal' | 'party' | 'openItem', ids: readonly string[]) =>
    externalIdsOf(unit.transaction, linkScheme(input.connectionName, kind), ids);
  return {
    companies: await read(
      'company',
      payments.map((payment) => payment.entityId),
    ),
    journals: await read(
      'journal',
      payments.map((payment) => payment.ownAccountId),
    ),
    parties: await read(
      'party',
      payments.map((payment) => payment.partyId),
    ),
    items: await read(
      'openItem',
      items.map((item) => item.openItemId),
    ),
  };
}

function postingOf(payment: Payment, items: readonly PaymentItem[], known: Known): PaymentPosting {
  return {
    paymentId: payment.id,
    reference: payment.reference,
    companyExternalId: present(known.companies.get(payment.entityId), 'company in the accounts'),
    journalExternalId: present(known.journals.get(payment.ownAccountId), 'bank journal'),
    partyExternalId: present(known.parties.get(payment.partyId), 'party in the accounts'),
    currency: payment.currency,
    amountMinor: payment.instructedMinor,
    date: payment.executionDate,
    memo: payment.remittance,
    hubState: payment.state,
    hubStateAt: payment.stateSince,
    accountsState: payment.accountsState,
    isUnderWay: payment.liveAttemptId !== null,
    isSettledWhole: isSettledWhole(payment),
    items: items.map((item) => ({
      externalId: present(known.items.get(item.openItemId), 'bill in the accounts'),
      amountMinor: item.amountMinor,
      discountMinor: item.discountMinor,
    })),
  };
}
