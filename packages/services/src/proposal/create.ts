import {
  type BankProfile,
  type BatchId,
  executionDateFor,
  makeReference,
  type OpenItemId,
  type OwnAccount,
  type OwnAccountId,
  type PartyBankDetails,
  type PartyId,
  type Payment,
  type PaymentBatch,
  type PaymentItem,
  type PaymentPriority,
  type PaymentReference,
  type PersonId,
  type PlainDate,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { openAlthoughPaid } from '../batch/earlier-payments.ts';
import { requireRole } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  added,
  findEvery,
  inChunks,
  inTransaction,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { remittanceText } from './remittance.ts';
import {
  type LeftOutReason,
  type SelectedGroup,
  type Selection,
  selectForPayment,
} from './select.ts';

export interface CreateProposalInput {
  readonly ownAccountId: OwnAccountId;
  /** Bills due on or before this day. */
  readonly dueUntil: PlainDate;
  /** Not before this day; the rail's earliest possible day when absent or earlier than that. */
  readonly executionDate?: PlainDate;
  readonly takeDiscounts?: boolean;
  readonly priority?: PaymentPriority;
  readonly partyIds?: readonly PartyId[];
  readonly partialAmounts?: ReadonlyMap<OpenItemId, bigint>;
}

export interface Proposal {
  readonly batchId: BatchId;
  readonly reference: string;
  readonly currency: string;
  readonly executionDate: PlainDate;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
  readonly payments: readonly {
    readonly reference: PaymentReference;
    readonly partyId: PartyId;
    readonly amountMinor: bigint;
    readonly bills: number;
  }[];
  readonly leftOut: readonly { readonly number: string; readonly reason: LeftOutReason }[];
}

/**
 * Proposes the payment of due bills from one own account: an open batch with one payment per
 * supplier, each claiming its bills so that nothing else can pay them. Role: preparer.
 */
export async function createProposal(
  call: VerbCall<CreateProposalInput>,
): Promise<Result<Proposal, Problem>> {
  const { ctx, input } = call;
  const parts = [...(input.partialAmounts ?? new Map<OpenItemId, bigint>()).values()];
  if (parts.some((amountMinor) => amountMinor <= 0n)) {
    return refuse(problem('BAD_INPUT', 'a part of a bill is more than nothing'));
  }
  return inTransaction(ctx, async (unit) => {
    const [account] = await unit.transaction.find('own_account', { id: input.ownAccountId });
    if (account === undefined) return refuse(problem('NOT_FOUND', 'own bank account'));
    const { entityId } = account;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['preparer'] });
    if (!person.ok) return person;
    const profile = ctx.settings.bankProfiles.get(account.bankProfile);
    if (profile === undefined)
      return refuse(problem('NOT_FOUND', `bank profile ${account.bankProfile}`));
    const executionDate = earliestExecution(unit, {
      account,
      profile,
      wanted: input.executionDate,
    });
    const selection = await select(unit, { account, input, executionDate });
    if (selection.groups.length === 0) {
      return refuse(problem('NOTHING_TO_PAY', `nothing due until ${input.dueUntil}`));
    }
    const draft = { account, profile, executionDate, personId: person.value, input };
    return succeed(await build(ctx, unit, { ...draft, selection }));
  });
}

function earliestExecution(
  unit: UnitOfWork,
  of: {
    readonly account: OwnAccount;
    readonly profile: BankProfile;
    readonly wanted: PlainDate | undefined;
  },
): PlainDate {
  const { profile, account, wanted } = of;
  const { now } = unit.transaction;
  const wish = wanted === undefined ? {} : { notBefore: wanted };
  return executionDateFor({ profile, currency: account.currency, now, ...wish });
}

async function select(
  unit: UnitOfWork,
  of: {
    readonly account: OwnAccount;
    readonly input: CreateProposalInput;
    readonly executionDate: PlainDate;
  },
): Promise<Selection> {
  const { account, input, executionDate } = of;
  const { entityId, currency } = account;
  const { transaction } = unit;
  const items = await findEvery(transaction, 'open_item', { entityId, state: 'open' });
  const claims = await inChunks(
    items.map((item) => item.id),
    (chunk) =>
      transaction.find('payment_item', { entityId, live: true, openItemId: { in: chunk } }),
  );
  const open = items.filter((item) => item.residualMinor > 0n);
  const paid = await openAlthoughPaid(unit, { entityId, items: open });
  return selectForPayment({
    items: open,
    claimed: new Set([...claims.map((claim) => claim.openItemId), ...paid]),
    currency,
    dueUntil: input.dueUntil,
    executionDate,
    takeDiscounts: input.takeDiscounts ?? true,
    partialAmounts: input.partialAmounts ?? new Map(),
    partyIds: new Set(input.partyIds ?? []),
  });
}

interface Draft {
  readonly account: OwnAccount;
  readonly profile: BankProfile;
  readonly executionDate: PlainDate;
  readonly personId: PersonId;
  readonly input: CreateProposalInput;
  readonly selection: Selection;
}

async function build(ctx: ServiceContext, unit: UnitOfWork, draft: Draft): Promise<Proposal> {
  const { account, executionDate, selection } = draft;
  const { entityId, currency } = account;
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
    currency,
    executionDate,
    paymentCount: batch.paymentCount,
    totalMinor,
    payments,
    leftOut: selection.leftOut.map(({ item, reason }) => ({ number: item.number, reason })),
  };
}

/** Of a party's active accounts the trusted one first, then the one that was known first. */
async function usableDetails(unit: UnitOfWork, partyIds: readonly PartyId[]) {
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
    priority: draft.input.priority ?? 'normal',
    remittance: remittanceText(group.items, draft.profile.payment.remittanceLengthMax),
    state: 'draft',
    stateSince: now,
    contentHash: null,
    liveAttemptId: null,
    hold: null,
    reason: null,
    accountsState: 'none',
    replacesPaymentId: null,
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
    detail: { amountMinor: payment.instructedMinor, currency: payment.currency },
  });
  return {
    reference: payment.reference,
    partyId: group.partyId,
    amountMinor: group.totalMinor,
    bills: claims.length,
  };
}
