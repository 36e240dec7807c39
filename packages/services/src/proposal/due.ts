import {
  type Currency,
  type CutOffProfile,
  type EntityId,
  executionDateFor,
  type OpenItem,
  type OpenItemId,
  type PartyId,
  type PaymentId,
  type PaymentPriority,
  type PlainDate,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { openAlthoughPaid } from '../batch/earlier-payments.ts';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';
import { type Selection, selectForPayment } from './select.ts';

/** What a person asks to have paid. */
export interface WhatToPay {
  /** Bills due on or before this day. */
  readonly dueUntil: PlainDate;
  /** Not before this day; the rail's earliest possible day when absent or earlier than that. */
  readonly executionDate?: PlainDate;
  readonly takeDiscounts?: boolean;
  readonly priority?: PaymentPriority;
  readonly partyIds?: readonly PartyId[];
  readonly partialAmounts?: ReadonlyMap<OpenItemId, bigint>;
}

/** A part of a bill is more than nothing. Errors: BAD_INPUT. */
export function checkWhatToPay(input: WhatToPay): Result<null, Problem> {
  const parts = [...(input.partialAmounts ?? new Map<OpenItemId, bigint>()).values()];
  if (parts.every((amountMinor) => amountMinor > 0n)) return succeed(null);
  return refuse(problem('BAD_INPUT', 'a part of a bill is more than nothing'));
}

/** The earliest day on which a bank would pay it: its next possible one, and not before asked. */
export function executionDayOf(
  unit: UnitOfWork,
  of: {
    readonly profile: CutOffProfile;
    readonly currency: Currency;
    readonly input: Pick<WhatToPay, 'executionDate'>;
  },
): PlainDate {
  const { profile, currency, input } = of;
  const { now } = unit.transaction;
  const wish = input.executionDate === undefined ? {} : { notBefore: input.executionDate };
  return executionDateFor({ profile, currency, now, ...wish });
}

/** The open bills and credit notes of an entity, and those that must not be proposed again. */
export interface OpenBills {
  readonly items: readonly OpenItem[];
  readonly claimed: ReadonlySet<OpenItemId>;
}

/**
 * Reads what is open, what a live payment claims, and what is open although it was paid. Claims of
 * payments that are given up in the same step do not count.
 */
export async function readOpenBills(
  unit: UnitOfWork,
  entityId: EntityId,
  givenUp: readonly PaymentId[] = [],
): Promise<OpenBills> {
  const { transaction } = unit;
  const items = await findEvery(transaction, 'open_item', { entityId, state: 'open' });
  const claims = await inChunks(
    items.map((item) => item.id),
    (chunk) =>
      transaction.find('payment_item', { entityId, live: true, openItemId: { in: chunk } }),
  );
  const standing = claims.filter((claim) => !givenUp.includes(claim.paymentId));
  const open = items.filter((item) => item.residualMinor > 0n);
  const paid = await openAlthoughPaid(unit, { entityId, items: open });
  return {
    items: open,
    claimed: new Set([...standing.map((claim) => claim.openItemId), ...paid]),
  };
}

/** What of the open bills is to be paid in one currency, if the money leaves on that day. Pure. */
export const selectDue = (of: {
  readonly bills: OpenBills;
  readonly input: WhatToPay;
  readonly currency: Currency;
  readonly executionDate: PlainDate;
}): Selection =>
  selectForPayment({
    ...of.bills,
    currency: of.currency,
    dueUntil: of.input.dueUntil,
    executionDate: of.executionDate,
    takeDiscounts: of.input.takeDiscounts ?? true,
    partialAmounts: of.input.partialAmounts ?? new Map(),
    partyIds: new Set(of.input.partyIds ?? []),
  });
