import { fault, isCurrency, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault, Instant, PlainDate } from '@quittance/domain';
import type { ConnectorLogLine, Outcome } from '@quittance/connector-kit';
import type { OdooClient } from './client.ts';
import { currencyColumns, journalColumns } from './columns.ts';
import type { OdooConfig } from './config.ts';
import { decode, lockDate, rows } from './decode.ts';
import type { Columns, Decoder, Row } from './decode.ts';
import type { CallIntent } from './faults.ts';
import type { Argument } from './json.ts';
import type { VersionFacts } from './versions.ts';

export type Journal = Row<typeof journalColumns>;

/** One open connection: what every capability works with. */
export interface Session {
  readonly config: Omit<
    OdooConfig,
    'url' | 'database' | 'login' | 'apiKeySecret' | 'version' | 'transport'
  >;
  readonly facts: VersionFacts;
  readonly client: OdooClient;
  readonly now: () => Instant;
  readonly log: (line: ConnectorLogLine) => void;
  readonly kept: Kept;
}

/** Read once a connection: what practically never changes while it is open. */
export interface Kept {
  currencies: ReadonlyMap<number, Currency> | null;
  journals: Map<number, Journal>;
  companyCurrencies: Map<number, number>;
  outboxInstalled: boolean | null;
}

export const newKept = (): Kept => ({
  currencies: null,
  journals: new Map(),
  companyCurrencies: new Map(),
  outboxInstalled: null,
});

export type Domain = readonly Argument[];

export interface SearchRequest<Shape extends Columns> {
  readonly model: string;
  readonly domain: Domain;
  readonly columns: Shape;
  readonly companyIds: readonly number[];
  readonly order?: string;
  readonly limit?: number;
  readonly withArchived?: boolean;
}

/** `search_read` with plain ids for links. Errors: faults of a read. */
export async function search<Shape extends Columns>(
  session: Pick<Session, 'client'>,
  request: SearchRequest<Shape>,
): Promise<Outcome<readonly Row<Shape>[]>> {
  const { model, domain, columns, companyIds, order, limit } = request;
  const reply = await session.client.call({
    model,
    method: 'search_read',
    args: [domain],
    kwargs: {
      fields: Object.keys(columns),
      load: '',
      ...(order === undefined ? {} : { order }),
      ...(limit === undefined ? {} : { limit }),
    },
    companyIds,
    ...(request.withArchived === true ? { context: { active_test: false } } : {}),
    intent: 'read',
  });
  if (!reply.ok) return reply;
  return decode(rows(columns), reply.value, `${model}.search_read`);
}

export interface ExecuteRequest<Value> {
  readonly model: string;
  readonly method: string;
  readonly args: readonly Argument[];
  readonly decoder: Decoder<Value>;
  readonly companyIds: readonly number[];
  readonly context?: { readonly [name: string]: Argument };
  readonly intent?: CallIntent;
}

/** Any other call; a write unless it says otherwise. */
export async function execute<Value>(
  session: Pick<Session, 'client'>,
  request: ExecuteRequest<Value>,
): Promise<Outcome<Value>> {
  const { model, method, args, companyIds, context, intent = 'write' } = request;
  const reply = await session.client.call({
    model,
    method,
    args,
    companyIds,
    ...(context === undefined ? {} : { context }),
    intent,
  });
  if (!reply.ok) return reply;
  return decode(request.decoder, reply.value, `${model}.${method}`);
}

/** Searches through any number of records by id pages, in the order of their ids. */
export async function searchAll<Shape extends Columns>(
  session: Session,
  request: Omit<SearchRequest<Shape>, 'order' | 'limit'>,
): Promise<Outcome<readonly Row<Shape>[]>> {
  const found: Row<Shape>[] = [];
  const limit = session.config.pageSize;
  for (let afterId = 0; ;) {
    const domain = [...request.domain, ['id', '>', afterId]];
    const page = await search(session, { ...request, domain, order: 'id', limit });
    if (!page.ok) return page;
    found.push(...page.value);
    const last = page.value.at(-1)?.['id'];
    if (page.value.length < limit || typeof last !== 'number') return succeed(found);
    afterId = last;
  }
}

/** The companies of the configuration, or all that the service user may work for. */
export async function ownCompanyIds(session: Session): Promise<Outcome<readonly number[]>> {
  if (session.config.companies.length > 0) {
    // not money: a record id
    return succeed(session.config.companies.map((id) => Number.parseInt(id, 10)));
  }
  const all = await search(session, {
    model: 'res.company',
    domain: [],
    columns: { id: currencyColumns.id },
    companyIds: [],
    order: 'id',
  });
  return all.ok ? succeed(all.value.map(({ id }) => id)) : all;
}

/** Currency by record id; a currency unknown to ISO 4217 as we know it is absent. */
export async function currenciesById(
  session: Session,
): Promise<Outcome<ReadonlyMap<number, Currency>>> {
  if (session.kept.currencies !== null) return succeed(session.kept.currencies);
  const found = await search(session, {
    model: 'res.currency',
    domain: [],
    columns: currencyColumns,
    companyIds: [],
    withArchived: true,
  });
  if (!found.ok) return found;
  const byId = new Map<number, Currency>();
  for (const { id, name } of found.value) if (isCurrency(name)) byId.set(id, name);
  session.kept.currencies = byId;
  return succeed(byId);
}

/** The record id of a currency. Errors: rejected when this Odoo does not have it. */
export function currencyId(
  byId: ReadonlyMap<number, Currency>,
  currency: Currency,
): Outcome<number> {
  for (const [id, code] of byId) if (code === currency) return succeed(id);
  return refuse(fault('rejected', 'odoo.currency', `Odoo has no currency ${currency}.`));
}

/** A bank journal with its accounts. Errors: rejected when it does not exist for this company. */
export async function journalById(
  session: Session,
  companyId: number,
  journalId: number,
): Promise<Outcome<Journal>> {
  const kept = session.kept.journals.get(journalId);
  if (kept !== undefined && kept.company_id === companyId) return succeed(kept);
  const found = await search(session, {
    model: 'account.journal',
    domain: [['id', '=', journalId]],
    columns: journalColumns,
    companyIds: [companyId],
    withArchived: true,
  });
  if (!found.ok) return found;
  const journal = found.value.find((row) => row.company_id === companyId);
  if (journal === undefined) return refuse(noSuch('journal'));
  session.kept.journals.set(journalId, journal);
  return succeed(journal);
}

/** The currency of a journal: its own, or its company's. */
export async function journalCurrencyId(
  session: Session,
  journal: Journal,
): Promise<Outcome<number>> {
  if (journal.currency_id !== null) return succeed(journal.currency_id);
  return companyCurrencyId(session, journal.company_id);
}

/** The currency in which a company keeps its books. */
export async function companyCurrencyId(
  session: Session,
  companyId: number,
): Promise<Outcome<number>> {
  const kept = session.kept.companyCurrencies.get(companyId);
  if (kept !== undefined) return succeed(kept);
  const found = await search(session, {
    model: 'res.company',
    domain: [['id', '=', companyId]],
    columns: { id: journalColumns.id, currency_id: journalColumns.company_id },
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const [company] = found.value;
  if (company === undefined) return refuse(noSuch('company'));
  session.kept.companyCurrencies.set(companyId, company.currency_id);
  return succeed(company.currency_id);
}

/** The latest of a company's lock dates, read anew every time: locks change under our feet. */
export async function lockedUntil(
  session: Session,
  companyId: number,
): Promise<Outcome<PlainDate | null>> {
  const lockColumns = Object.fromEntries(session.facts.lockFields.map((name) => [name, lockDate]));
  const found = await search(session, {
    model: 'res.company',
    domain: [['id', '=', companyId]],
    columns: lockColumns,
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const [company] = found.value;
  return company === undefined ? refuse(noSuch('company')) : succeed(latest(company));
}

/** The latest of the dates, or null when none is set. */
export function latest(dates: Readonly<Record<string, PlainDate | null>>): PlainDate | null {
  let found: PlainDate | null = null;
  for (const day of Object.values(dates)) {
    if (day !== null && (found === null || day > found)) found = day;
  }
  return found;
}

export const noSuch = (what: string): Fault =>
  fault('rejected', 'odoo.missing', `There is no such ${what} in Odoo.`);

/** The number of a record from its external id. Errors: rejected when it is no number. */
export function recordNumber(externalId: string): Outcome<number> {
  return /^[1-9]\d{0,9}$/.test(externalId)
    ? // not money: a record id
      succeed(Number.parseInt(externalId, 10))
    : refuse(noSuch('record'));
}
