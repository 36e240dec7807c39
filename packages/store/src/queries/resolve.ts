import { isId } from '@quittance/domain';
import type { Reader } from './schema.ts';

/** No id names more payments than a batch holds; a search stops there. */
const paymentsMax = 1_000;

/** Ids of objects that a text names, by the kind of object. */
interface Named {
  readonly payments: readonly string[];
  readonly batches: readonly string[];
  readonly attempts: readonly string[];
  readonly openItems: readonly string[];
  readonly lines: readonly string[];
  readonly matches: readonly string[];
  readonly cases: readonly string[];
}

/**
 * The ids of the payments that a text names: an id of ours, the reference (EndToEndId), a message
 * id, a bank reference, an entry key, the number of a bill, or any external id with a link
 * (CAN-03). At most a thousand, in order.
 */
export async function resolvePayments(reader: Reader, text: string): Promise<readonly string[]> {
  const named = await objectsNamed(reader, text);
  const found = new Set(named.payments);
  const add = (ids: readonly (string | null)[]): void => {
    for (const id of ids) if (id !== null) found.add(id);
  };
  add(await paymentsOfBatches(reader, named.batches));
  add(await paymentsOfAttempts(reader, named.attempts));
  add(await paymentsOfOpenItems(reader, named.openItems));
  add(await paymentsOfLines(reader, named.lines));
  add(await paymentsOfMatches(reader, named.matches));
  add(await paymentsOfCases(reader, named.cases));
  return [...found].toSorted().slice(0, paymentsMax);
}

async function objectsNamed(reader: Reader, text: string): Promise<Named> {
  const own = isId(text) ? [text] : [];
  const direct = await namedDirectly(reader, text);
  const links = await linked(reader, text);
  const of = (kind: string): readonly string[] => [...own, ...(links.get(kind) ?? [])];
  const payments = [...direct.payments, ...(links.get('payment') ?? [])];
  return {
    payments: [...payments, ...(await existingPayments(reader, own))],
    batches: [...direct.batches, ...of('payment_batch'), ...of('batch')],
    attempts: [...direct.attempts, ...of('attempt')],
    openItems: [...direct.openItems, ...of('open_item')],
    lines: [...direct.lines, ...of('statement_line')],
    matches: of('match'),
    cases: [...of('exception_case'), ...of('case')],
  };
}

/** Object ids by kind that an external id is linked to. */
async function linked(reader: Reader, text: string): Promise<ReadonlyMap<string, string[]>> {
  const rows = await reader
    .selectFrom('link')
    .select(['objectKind', 'objectId'])
    .where('externalId', '=', text)
    .limit(paymentsMax)
    .execute();
  const byKind = new Map<string, string[]>();
  for (const { objectKind, objectId } of rows) {
    if (!isId(objectId)) continue;
    byKind.set(objectKind, [...(byKind.get(objectKind) ?? []), objectId]);
  }
  return byKind;
}

/** What carries the text itself, as a reference, a message id, a number or a bank's reference. */
async function namedDirectly(
  reader: Reader,
  text: string,
): Promise<Pick<Named, 'payments' | 'batches' | 'attempts' | 'openItems' | 'lines'>> {
  const payments = await reader
    .selectFrom('payment')
    .select('id')
    .where('reference', '=', text)
    .execute();
  const items = await reader
    .selectFrom('attempt_item')
    .select('paymentId as id')
    .where('endToEndId', '=', text)
    .execute();
  const batches = await reader
    .selectFrom('payment_batch')
    .select('id')
    .where('reference', '=', text)
    .execute();
  const attempts = await reader
    .selectFrom('attempt')
    .select('id')
    .where('messageId', '=', text)
    .execute();
  const openItems = await reader
    .selectFrom('open_item')
    .select('id')
    .where('number', '=', text)
    .limit(paymentsMax)
    .execute();
  const lines = await reader
    .selectFrom('statement_line')
    .select('id')
    .where((line) => line.or([line('bankReference', '=', text), line('entryKey', '=', text)]))
    .limit(paymentsMax)
    .execute();
  const ids = (rows: readonly { readonly id: string }[]): readonly string[] =>
    rows.map(({ id }) => id);
  return {
    payments: [...ids(payments), ...ids(items)],
    batches: ids(batches),
    attempts: ids(attempts),
    openItems: ids(openItems),
    lines: ids(lines),
  };
}

type Ids = readonly string[];

async function existingPayments(reader: Reader, ids: Ids): Promise<Ids> {
  if (ids.length === 0) return [];
  const rows = await reader.selectFrom('payment').select('id').where('id', 'in', ids).execute();
  return rows.map(({ id }) => id);
}

async function paymentsOfBatches(reader: Reader, ids: Ids): Promise<Ids> {
  if (ids.length === 0) return [];
  const query = reader.selectFrom('payment').select('id').where('batchId', 'in', ids);
  return (await query.limit(paymentsMax).execute()).map(({ id }) => id);
}

async function paymentsOfAttempts(reader: Reader, ids: Ids): Promise<Ids> {
  if (ids.length === 0) return [];
  const query = reader.selectFrom('attempt_item').select('paymentId').where('attemptId', 'in', ids);
  return (await query.limit(paymentsMax).execute()).map(({ paymentId }) => paymentId);
}

async function paymentsOfOpenItems(reader: Reader, ids: Ids): Promise<Ids> {
  if (ids.length === 0) return [];
  const query = reader
    .selectFrom('payment_item')
    .select('paymentId')
    .where('openItemId', 'in', ids);
  return (await query.limit(paymentsMax).execute()).map(({ paymentId }) => paymentId);
}

async function paymentsOfLines(reader: Reader, ids: Ids): Promise<readonly (string | null)[]> {
  if (ids.length === 0) return [];
  const query = reader
    .selectFrom('match')
    .innerJoin('match_allocation', (join) =>
      join
        .onRef('match_allocation.matchId', '=', 'match.id')
        .onRef('match_allocation.entityId', '=', 'match.entityId'),
    )
    .select('match_allocation.paymentId')
    .where('match.statementLineId', 'in', ids);
  return (await query.limit(paymentsMax).execute()).map(({ paymentId }) => paymentId);
}

async function paymentsOfMatches(reader: Reader, ids: Ids): Promise<readonly (string | null)[]> {
  if (ids.length === 0) return [];
  const query = reader
    .selectFrom('match_allocation')
    .select('paymentId')
    .where('matchId', 'in', ids);
  return (await query.limit(paymentsMax).execute()).map(({ paymentId }) => paymentId);
}

async function paymentsOfCases(reader: Reader, ids: Ids): Promise<Ids> {
  if (ids.length === 0) return [];
  const query = reader
    .selectFrom('exception_case')
    .select('objectId')
    .where('id', 'in', ids)
    .where('objectKind', '=', 'payment');
  return (await query.execute()).map(({ objectId }) => objectId);
}
