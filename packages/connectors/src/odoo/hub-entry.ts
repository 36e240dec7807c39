import { succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { moveColumns } from './columns.ts';
import { link, nothingOrAction, optionalText } from './decode.ts';
import type { Row } from './decode.ts';
import { duplicateReferenceCode } from './faults.ts';
import { execute, search } from './session.ts';
import type { Session } from './session.ts';

const entryColumns = {
  id: moveColumns.id,
  state: moveColumns.state,
  journal_id: link,
};

/** A journal entry that the hub itself makes and finds again by its own reference. */
export type HubEntry = Row<typeof entryColumns>;

/** The entry under a hub reference, or null: a unique index keeps it the only one. */
export async function findEntry(
  session: Session,
  companyId: number,
  hubReference: string,
): Promise<Outcome<HubEntry | null>> {
  const found = await search(session, {
    model: 'account.move',
    domain: [['x_hub_ref', '=', hubReference]],
    columns: entryColumns,
    companyIds: [companyId],
  });
  return found.ok ? succeed(found.value[0] ?? null) : found;
}

/** The entries under several hub references, by reference; one that is absent has none. */
export async function findEntries(
  session: Session,
  companyId: number,
  hubReferences: readonly string[],
): Promise<Outcome<ReadonlyMap<string, HubEntry>>> {
  const found = await search(session, {
    model: 'account.move',
    domain: [['x_hub_ref', 'in', hubReferences]],
    columns: { ...entryColumns, x_hub_ref: optionalText },
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const byReference = new Map<string, HubEntry>();
  for (const entry of found.value) {
    const { x_hub_ref: reference } = entry;
    if (reference !== null && !byReference.has(reference)) byReference.set(reference, entry);
  }
  return succeed(byReference);
}

/** Moves an entry on: posts it, takes it back to a draft, or cancels it. */
export const onEntry = (
  session: Session,
  companyId: number,
  of: { readonly id: number; readonly method: 'action_post' | 'button_draft' | 'button_cancel' },
): Promise<Outcome<null>> =>
  execute(session, {
    model: 'account.move',
    method: of.method,
    args: [[of.id]],
    decoder: nothingOrAction,
    companyIds: [companyId],
  });

/** After silence, or a reference that a rival took, the books may hold the entry already. */
export const isWorthAnotherLook = ({ kind, code }: Fault): boolean =>
  kind === 'unknownOutcome' || code === duplicateReferenceCode;
