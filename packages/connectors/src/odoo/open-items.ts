import { addMilliseconds, succeed } from '@quittance/domain';
import type { CapabilityByName, OpenItemRecord, Outcome, Page } from '@quittance/connector-kit';
import { billTypes, fingerprint, readBills } from './bills.ts';
import type { Bill } from './bills.ts';
import { changeColumns, payableLineColumns } from './columns.ts';
import { beginning, readCursor, rememberSeen, writeCursor } from './cursor.ts';
import type { FollowCursor, OpenItemsCursor } from './cursor.ts';
import { readOutbox, removeTaken } from './outbox.ts';
import { recordNumber, search } from './session.ts';
import type { Session } from './session.ts';
import { instantFromMoment, momentFromInstant } from './translate.ts';

type OpenItemsPage = Outcome<Page<OpenItemRecord>>;

/** Reads open bills and credit notes, then what changes; the hub owns the loop. */
export function openItemsRead(session: Session): CapabilityByName['openItems.read'] {
  return async ({ companyExternalId, cursor }) => {
    const company = recordNumber(companyExternalId);
    if (!company.ok) return company;
    const position =
      cursor === null ? await firstCursor(session, company.value) : readCursor(cursor);
    if (!position.ok) return position;
    return position.value.phase === 'scan'
      ? scanPage(session, company.value, position.value)
      : followPage(session, company.value, position.value);
  };
}

/** Reads given bills at this very moment; an id that no longer exists is absent. */
export function openItemsReread(session: Session): CapabilityByName['openItems.reread'] {
  return async ({ companyExternalId, externalIds }) => {
    const company = recordNumber(companyExternalId);
    if (!company.ok) return company;
    const moveIds: number[] = [];
    for (const externalId of externalIds) {
      const id = recordNumber(externalId);
      if (!id.ok) return id;
      moveIds.push(id.value);
    }
    const bills = await readBills(session, { companyId: company.value, moveIds });
    return bills.ok ? succeed(bills.value.map(({ record }) => record)) : bills;
  };
}

/** The latest change before the scan: whatever happens during the scan comes after it. */
async function firstCursor(session: Session, companyId: number): Promise<Outcome<OpenItemsCursor>> {
  const newest = await search(session, {
    model: 'account.move',
    domain: [
      ['company_id', '=', companyId],
      ['move_type', 'in', billTypes],
    ],
    columns: changeColumns,
    companyIds: [companyId],
    order: 'write_date desc, id desc',
    limit: 1,
  });
  if (!newest.ok) return newest;
  return succeed({ phase: 'scan', afterId: 0, since: newest.value[0]?.write_date ?? beginning });
}

async function scanPage(
  session: Session,
  companyId: number,
  cursor: Extract<OpenItemsCursor, { readonly phase: 'scan' }>,
): Promise<OpenItemsPage> {
  const limit = session.config.pageSize;
  const lines = await search(session, {
    model: 'account.move.line',
    domain: [
      ['company_id', '=', companyId],
      ['account_id.account_type', '=', 'liability_payable'],
      ['parent_state', '=', 'posted'],
      ['reconciled', '=', false],
      ['move_id.move_type', 'in', billTypes],
      ['id', '>', cursor.afterId],
    ],
    columns: { id: payableLineColumns.id, move_id: payableLineColumns.move_id },
    companyIds: [companyId],
    order: 'id',
    limit,
  });
  if (!lines.ok) return lines;
  const moveIds = [...new Set(lines.value.map((line) => line.move_id))];
  const bills = await readBills(session, { companyId, moveIds });
  if (!bills.ok) return bills;
  const last = lines.value.at(-1);
  const next: OpenItemsCursor =
    lines.value.length === limit && last !== undefined
      ? { ...cursor, afterId: last.id }
      : { phase: 'follow', ...passFrom(cursor.since), taken: [], seen: {} };
  const items = bills.value.map(({ record }) => record);
  return succeed({ items, cursor: writeCursor(next), hasMore: next.phase === 'scan' });
}

const passFrom = (since: string): Pick<FollowCursor, 'since' | 'afterId' | 'highest'> => ({
  since,
  afterId: 0,
  highest: since,
});

async function followPage(
  session: Session,
  companyId: number,
  cursor: FollowCursor,
): Promise<OpenItemsPage> {
  const removed = await removeTaken(session, companyId, cursor.taken);
  if (!removed.ok) return removed;
  const outbox = await readOutbox(session, companyId);
  if (!outbox.ok) return outbox;
  const changes = await changedSince(session, companyId, cursor);
  if (!changes.ok) return changes;
  const moveIds = [...new Set([...outbox.value.moveIds, ...changes.value.moveIds])];
  const { editors } = outbox.value;
  const bills = await readBills(session, { companyId, moveIds, editors });
  if (!bills.ok) return bills;
  const fromOutbox = new Set(outbox.value.moveIds);
  const tellings = bills.value.map(tellingOf);
  const news = tellings.filter(
    (one) => fromOutbox.has(one.moveId) || cursor.seen[one.record.externalId] !== one.fingerprint,
  );
  const next: FollowCursor = {
    phase: 'follow',
    ...nextPass(cursor, changes.value),
    taken: [...outbox.value.rowIds],
    seen: rememberSeen(cursor.seen, new Map(tellings.map((one) => [one.moveId, one.fingerprint]))),
  };
  const hasMore = outbox.value.isFull || changes.value.isFull;
  const items = news.map(({ record }) => record);
  return succeed({ items, cursor: writeCursor(next), hasMore });
}

interface Telling {
  readonly record: OpenItemRecord;
  readonly moveId: number;
  readonly fingerprint: string;
}

const tellingOf = ({ record }: Bill): Telling => ({
  record,
  // not money: a record id
  moveId: Number.parseInt(record.externalId, 10),
  fingerprint: fingerprint(record),
});

interface Changes {
  readonly moveIds: readonly number[];
  readonly isFull: boolean;
  readonly lastId: number;
  readonly highest: string;
}

/**
 * Bills written since the last pass less the overlap. A row's `write_date` is the start of its
 * transaction and it shows only at the commit, so a pass must reach back further than the longest
 * transaction lasts. Within a pass, pages go by id, since thousands may share one second.
 */
async function changedSince(
  session: Session,
  companyId: number,
  cursor: FollowCursor,
): Promise<Outcome<Changes>> {
  const limit = session.config.pageSize;
  const found = await search(session, {
    model: 'account.move',
    domain: [
      ['company_id', '=', companyId],
      ['move_type', 'in', billTypes],
      ['write_date', '>=', reachBack(cursor.since, session.config.overlapMinutes)],
      ['id', '>', cursor.afterId],
    ],
    columns: changeColumns,
    companyIds: [companyId],
    order: 'id',
    limit,
  });
  if (!found.ok) return found;
  let { highest } = cursor;
  for (const { write_date: at } of found.value) if (at > highest) highest = at;
  const last = found.value.at(-1);
  return succeed({
    moveIds: found.value.map(({ id }) => id),
    isFull: found.value.length === limit,
    lastId: last?.id ?? cursor.afterId,
    highest,
  });
}

function nextPass(
  cursor: FollowCursor,
  changes: Changes,
): Pick<FollowCursor, 'since' | 'afterId' | 'highest'> {
  if (!changes.isFull) return passFrom(changes.highest);
  return { since: cursor.since, afterId: changes.lastId, highest: changes.highest };
}

const reachBack = (since: string, minutes: number): string =>
  since === beginning
    ? since
    : momentFromInstant(addMilliseconds(instantFromMoment(since), -minutes * 60_000));
