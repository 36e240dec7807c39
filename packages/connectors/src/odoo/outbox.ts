import { succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { idColumns, outboxColumns } from './columns.ts';
import { done } from './decode.ts';
import { execute, recordNumber, search } from './session.ts';
import type { Session } from './session.ts';

/** The model that `quittance odoo setup` makes; its rows commit with the change they tell of. */
export const outboxModel = 'x_hub_outbox';

export interface OutboxPage {
  readonly rowIds: readonly number[];
  readonly moveIds: readonly number[];
  /** Who changed the bill: user by bill, the latest row counts. */
  readonly editors: ReadonlyMap<number, number>;
  readonly isFull: boolean;
}

const emptyPage: OutboxPage = { rowIds: [], moveIds: [], editors: new Map(), isFull: false };

/**
 * Changed bills of a company, oldest first. Where the outbox is not installed, or is not ours to
 * read, the page is empty and the poll alone carries the changes.
 */
export async function readOutbox(
  session: Session,
  companyId: number,
): Promise<Outcome<OutboxPage>> {
  if (session.kept.outboxInstalled === false) return succeed(emptyPage);
  const limit = session.config.pageSize;
  const found = await search(session, {
    model: outboxModel,
    domain: [
      ['x_model', '=', 'account.move'],
      ['x_company', '=', companyId],
    ],
    columns: outboxColumns,
    companyIds: [companyId],
    order: 'id',
    limit,
  });
  if (!found.ok) {
    if (!saysAbsent(found.error)) return found;
    session.kept.outboxInstalled = false;
    session.log({ event: 'odoo.no_outbox', detail: found.error.code });
    return succeed(emptyPage);
  }
  session.kept.outboxInstalled = true;
  const editors = new Map<number, number>();
  for (const row of found.value) {
    const editor = row.x_payload === null ? null : recordNumber(row.x_payload);
    if (editor?.ok === true) editors.set(row.x_res_id, editor.value);
  }
  return succeed({
    rowIds: found.value.map(({ id }) => id),
    moveIds: [...new Set(found.value.map((row) => row.x_res_id))],
    editors,
    isFull: found.value.length === limit,
  });
}

/** No such model, no such column, or no right to it; a refused key says nothing of the kind. */
const saysAbsent = ({ kind, code }: Fault): boolean =>
  kind === 'rejected' ||
  kind === 'unsupported' ||
  kind === 'drift' ||
  code === 'odoo.exceptions.AccessError';

/** Removes rows that an earlier answer told; those already gone are no error. */
export async function removeTaken(
  session: Session,
  companyId: number,
  taken: readonly number[],
): Promise<Outcome<null>> {
  if (taken.length === 0) return succeed(null);
  const left = await search(session, {
    model: outboxModel,
    domain: [['id', 'in', taken]],
    columns: idColumns,
    companyIds: [companyId],
  });
  if (!left.ok) return left;
  if (left.value.length === 0) return succeed(null);
  const removed = await execute(session, {
    model: outboxModel,
    method: 'unlink',
    args: [left.value.map(({ id }) => id)],
    decoder: done,
    companyIds: [companyId],
  });
  // Somebody else removed one first: the rest goes with the next call.
  if (!removed.ok && removed.error.code === 'odoo.exceptions.MissingError') return succeed(null);
  // Silence here costs nothing: rows that stay are told again.
  if (!removed.ok && removed.error.kind === 'unknownOutcome') return succeed(null);
  return removed.ok ? succeed(null) : removed;
}
