import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type {
  CapabilityByName,
  HubStateUpdate,
  ItemOutcome,
  Outcome,
} from '@quittance/connector-kit';
import { actWithBisection, batchesOf, groupBy, refuseAll } from './batches.ts';
import { hubStateColumns } from './columns.ts';
import { done, nothingOrAction } from './decode.ts';
import { paymentsByReference, standingOf } from './payment-lookup.ts';
import type { PaymentRow } from './payment-lookup.ts';
import { execute, recordNumber, searchAll } from './session.ts';
import type { Session } from './session.ts';
import { momentFromInstant } from './translate.ts';

interface Shown {
  readonly id: number;
  readonly state: string;
  readonly at: string;
  /** References whose outcome depends on this record. */
  readonly references: readonly string[];
}

/**
 * Shows the hub's state on payments and bills, set by set. A record that already shows a later
 * state keeps it, so that updates which overtake each other do no harm; one that shows this very
 * state is not written, so that Odoo's last editor changes as rarely as possible.
 */
export function paymentsShowState(session: Session): CapabilityByName['payments.showState'] {
  return async ({ updates }) => {
    const outcomes: ItemOutcome<null>[] = [];
    for (const [companyExternalId, group] of groupBy(updates, (one) => one.companyExternalId)) {
      const company = recordNumber(companyExternalId);
      for (const batch of batchesOf(group, session.config.batchSize)) {
        const references = batch.map(({ reference }) => reference);
        if (!company.ok) outcomes.push(...refuseAll<null>(references, company.error));
        else outcomes.push(...(await showBatch(session, company.value, batch)));
      }
    }
    return outcomes;
  };
}

async function showBatch(
  session: Session,
  companyId: number,
  updates: readonly HubStateUpdate[],
): Promise<readonly ItemOutcome<null>[]> {
  const references = updates.map(({ reference }) => reference);
  const payments = await paymentsByReference(session, companyId, references);
  if (!payments.ok) return refuseAll(references, payments.error);
  const faults = new Map<string, Fault>();
  const onPayments = updates.flatMap((update): Shown[] => {
    const row = payments.value.get(update.reference);
    return row === undefined ? [] : [shownOn(row.id, update)];
  });
  const onBills: Shown[] = [];
  for (const update of updates) {
    for (const externalId of update.itemExternalIds) {
      const id = recordNumber(externalId);
      if (id.ok) onBills.push(shownOn(id.value, update));
      else faults.set(update.reference, id.error);
    }
  }
  await showOn(session, { model: 'account.payment', companyId, wanted: onPayments, faults });
  await showOn(session, { model: 'account.move', companyId, wanted: onBills, faults });
  return references.map((key) => {
    const error = faults.get(key);
    return { key, outcome: error === undefined ? succeed(null) : refuse(error) };
  });
}

const shownOn = (id: number, update: HubStateUpdate): Shown => ({
  id,
  state: update.hubState,
  at: momentFromInstant(update.hubStateAt),
  references: [update.reference],
});

async function showOn(
  session: Session,
  work: {
    readonly model: 'account.payment' | 'account.move';
    readonly companyId: number;
    readonly wanted: readonly Shown[];
    readonly faults: Map<string, Fault>;
  },
): Promise<void> {
  const { model, companyId, faults } = work;
  const wanted = latestById(work.wanted);
  if (wanted.length === 0) return;
  const blame = (shown: Shown, error: Fault): void => {
    for (const reference of shown.references) faults.set(reference, error);
  };
  const found = await searchAll(session, {
    model,
    domain: [['id', 'in', wanted.map(({ id }) => id)]],
    columns: hubStateColumns,
    companyIds: [companyId],
  });
  if (!found.ok) return wanted.forEach((shown) => blame(shown, found.error));
  const now = new Map(found.value.map((row) => [row.id, row]));
  const due = wanted.filter((shown) => {
    const row = now.get(shown.id);
    // A bill that was deleted shows nothing any more, and nobody can miss it there.
    if (row === undefined) return false;
    if (row.x_hub_state_at !== null && row.x_hub_state_at > shown.at) return false;
    return row.x_hub_state !== shown.state || row.x_hub_state_at !== shown.at;
  });
  for (const [, set] of groupBy(due, ({ state, at }) => `${at} ${state}`)) {
    const failed = await actWithBisection({
      items: set,
      act: (items) => writeState(session, { model, companyId, items }),
      afterSilence: (items) => Promise.resolve(succeed(items)),
    });
    for (const [shown, error] of failed) blame(shown, error);
  }
}

/** One state for each record: the latest of those asked for it in this call. */
function latestById(wanted: readonly Shown[]): readonly Shown[] {
  const byId = new Map<number, Shown>();
  for (const shown of wanted) {
    const other = byId.get(shown.id);
    const references = [...(other?.references ?? []), ...shown.references];
    const later = other !== undefined && other.at > shown.at ? other : shown;
    byId.set(shown.id, { ...later, references });
  }
  return [...byId.values()];
}

async function writeState(
  session: Session,
  work: { readonly model: string; readonly companyId: number; readonly items: readonly Shown[] },
): Promise<Outcome<unknown>> {
  const [first] = work.items;
  if (first === undefined) return succeed(null);
  return execute(session, {
    model: work.model,
    method: 'write',
    args: [work.items.map(({ id }) => id), { x_hub_state: first.state, x_hub_state_at: first.at }],
    decoder: done,
    companyIds: [work.companyId],
  });
}

/** Cancels drafts of payments that failed or were cancelled. A posted one is not ours to undo. */
export function paymentsWithdraw(session: Session): CapabilityByName['payments.withdraw'] {
  return async ({ companyExternalId, references }) => {
    const company = recordNumber(companyExternalId);
    if (!company.ok) return refuseAll(references, company.error);
    const outcomes: ItemOutcome<null>[] = [];
    for (const batch of batchesOf(references, session.config.batchSize)) {
      outcomes.push(...(await withdrawBatch(session, company.value, batch)));
    }
    return outcomes;
  };
}

async function withdrawBatch(
  session: Session,
  companyId: number,
  references: readonly string[],
): Promise<readonly ItemOutcome<null>[]> {
  const found = await paymentsByReference(session, companyId, references);
  if (!found.ok) return refuseAll(references, found.error);
  const faults = new Map<string, Fault>();
  const drafts: PaymentRow[] = [];
  for (const row of found.value.values()) {
    const standing = standingOf(session, row);
    if (!standing.ok) faults.set(row.x_hub_ref ?? '', standing.error);
    else if (standing.value === 'posted') faults.set(row.x_hub_ref ?? '', alreadyPosted);
    else if (standing.value === 'draft') drafts.push(row);
  }
  const failed = await actWithBisection({
    items: drafts,
    act: (items) =>
      execute(session, {
        model: 'account.payment',
        method: 'action_cancel',
        args: [items.map(({ id }) => id)],
        decoder: nothingOrAction,
        companyIds: [companyId],
      }),
    afterSilence: async (items) => {
      const keys = items.map((row) => row.x_hub_ref ?? '');
      const now = await paymentsByReference(session, companyId, keys);
      if (!now.ok) return now;
      return succeed(
        items.filter((row) => now.value.get(row.x_hub_ref ?? '')?.state === row.state),
      );
    },
  });
  for (const [row, error] of failed) faults.set(row.x_hub_ref ?? '', error);
  return references.map((key) => {
    const error = faults.get(key);
    return { key, outcome: error === undefined ? succeed(null) : refuse(error) };
  });
}

const alreadyPosted: Fault = fault(
  'rejected',
  'odoo.payment_posted',
  'The payment is posted in Odoo; a return undoes it, not a withdrawal.',
);
