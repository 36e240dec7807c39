import {
  type BankProfile,
  type BatchId,
  type Currency,
  makeReference,
  type OwnAccount,
  type OwnAccountId,
  type PartyBankDetails,
  type PartyId,
  type Payment,
  type PaymentBatch,
  type PaymentId,
  type PaymentItem,
  type PaymentPriority,
  type PaymentReference,
  type PersonId,
  type PlainDate,
} from '@quittance/domain';
import type { ServiceContext } from '../context/context.ts';
import { added, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';
import { remittanceText } from './remittance.ts';
import type { LeftOutReason, SelectedGroup, Selection } from './select.ts';

export interface Proposal {
  readonly batchId: BatchId;
  readonly reference: string;
  readonly ownAccountId: OwnAccountId;
  readonly accountName: string;
  readonly currency: string;
  readonly executionDate: PlainDate;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
  readonly payments: readonly {
    readonly reference: PaymentReference;
    readonly partyId: PartyId;
    readonly amountMinor: bigint;
    readonly bills: number;
    /** Why it goes from this account; empty where a person named the account. */
    readonly route: readonly string[];
  }[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly number: string;
  readonly reason: LeftOutReason;
}

/** What becomes one open batch. */
export interface Draft {
  readonly account: OwnAccount;
  readonly profile: BankProfile;
  /** Of the payments; the account's own unless the bank is to convert. */
  readonly currency: Currency;
  readonly executionDate: PlainDate;
  readonly personId: PersonId;
  readonly priority: PaymentPriority;
  readonly selection: Selection;
  /** Why each party's payment goes from this account, where it was chosen and not named. */
  readonly routes: ReadonlyMap<PartyId, readonly string[]>;
  /** The payment that each party's payment stands in for, where there was one. */
  readonly replaces: ReadonlyMap<PartyId, PaymentId>;
}

/** Adds an open batch with one payment per group, each claiming its bills. */
export async function addProposal(
  ctx: ServiceContext,
  unit: UnitOfWork,
  draft: Draft,
): Promise<Proposal> {
  const { account, currency, executionDate, selection } = draft;
  const { entityId } = account;
  const totalMinor = selection.groups.reduce((total, group) => total + group.totalMinor, 0n);
  const batch: PaymentBatch = {
    id: ctx.ids.newId<'batch'>(),
    version: 1,
    entityId,
    reference: makeReference('B', ctx.ids.referenceBits()),
    ownAccountId: account.id,
    currency,
    executionDate,
    state: 'open',
    paymentCount: selection.groups.length,
    totalMinor,
    contentHash: null,
    proposedBy: draft.personId,
    releasedBy: null,
    createdAt: unit.transaction.now,
  };
  unit.mutate({
    verb: 'proposal.create',
    change: added('payment_batch', batch),
    detail: { count: batch.paymentCount, totalMinor, currency, executionDate },
    event: 'proposal.created',
  });
  const details = await usableDetails(
    unit,
    selection.groups.map((group) => group.partyId),
  );
  const payments = selection.groups.map((group) =>
    addPayment(ctx, unit, { draft, batch, group, details: details.get(group.partyId) ?? null }),
  );
  return {
    batchId: batch.id,
    reference: batch.reference,
    ownAccountId: account.id,
    accountName: account.name,
    currency,
    executionDate,
    paymentCount: batch.paymentCount,
    totalMinor,
    payments,
    leftOut: selection.leftOut.map(({ item, reason }) => ({ number: item.number, reason })),
  };
}

/** Of a party's active accounts the trusted one first, then the one that was known first. */
export async function usableDetails(
  unit: UnitOfWork,
  partyIds: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, PartyBankDetails>> {
  const rows = await inChunks(partyIds, (chunk) =>
    unit.transaction.find('party_bank_details', { active: true, partyId: { in: chunk } }),
  );
  const best = new Map<PartyId, PartyBankDetails>();
  for (const row of rows) {
    const known = best.get(row.partyId);
    if (known === undefined || (!known.trusted && row.trusted)) best.set(row.partyId, row);
  }
  return best;
}

function addPayment(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: {
    readonly draft: Draft;
    readonly batch: PaymentBatch;
    readonly group: SelectedGroup;
    readonly details: PartyBankDetails | null;
  },
) {
  const { draft, batch, group, details } = of;
  const { now } = unit.transaction;
  const payment: Payment = {
    id: ctx.ids.newId<'payment'>(),
    version: 1,
    entityId: batch.entityId,
    reference: makeReference('Q', ctx.ids.referenceBits()),
    batchId: batch.id,
    ownAccountId: batch.ownAccountId,
    partyId: group.partyId,
    bankDetailsId: details?.id ?? null,
    bankDetailsVersion: details?.version ?? null,
    currency: batch.currency,
    instructedMinor: group.totalMinor,
    settledMinor: 0n,
    returnedMinor: 0n,
    reversedMinor: 0n,
    executionDate: batch.executionDate,
    priority: draft.priority,
    remittance: remittanceText(group.items, draft.profile.payment.remittanceLengthMax),
    state: 'draft',
    stateSince: now,
    contentHash: null,
    liveAttemptId: null,
    hold: null,
    reason: null,
    accountsState: 'none',
    replacesPaymentId: draft.replaces.get(group.partyId) ?? null,
  };
  const claims = group.items.map((selected): PaymentItem => ({
    id: ctx.ids.newId<'payment_item'>(),
    version: 1,
    entityId: batch.entityId,
    paymentId: payment.id,
    openItemId: selected.item.id,
    amountMinor: selected.amountMinor,
    discountMinor: selected.discountMinor,
    live: true,
  }));
  unit.mutate({
    verb: 'payment.create',
    change: added('payment', payment),
    members: claims.map((claim) => added('payment_item', claim)),
    detail: {
      amountMinor: payment.instructedMinor,
      currency: payment.currency,
      ownAccountId: payment.ownAccountId,
    },
  });
  return {
    reference: payment.reference,
    partyId: group.partyId,
    amountMinor: group.totalMinor,
    bills: claims.length,
    route: draft.routes.get(group.partyId) ?? [],
  };
}
