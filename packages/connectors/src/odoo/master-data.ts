import { refuse, succeed } from '@quittance/domain';
import type { Currency, PlainDate } from '@quittance/domain';
import type {
  BankJournalRecord,
  CapabilityByName,
  CompanyRecord,
  MasterData,
  Outcome,
  PartyBankRecord,
} from '@quittance/connector-kit';
import {
  companyColumns,
  countryColumns,
  journalColumns,
  partnerBankColumns,
  partnerColumns,
  userColumns,
} from './columns.ts';
import { isWireObject } from './json.ts';
import { decode, json, lockDate, optionalText } from './decode.ts';
import type { Row } from './decode.ts';
import { driftFault } from './faults.ts';
import { currenciesById, latest, ownCompanyIds, searchAll } from './session.ts';
import type { Session } from './session.ts';
import { companyFromRow, partyBankFromRow, partyFromRow, userFromRow } from './translate.ts';

/** Reads companies, users, parties, their bank accounts and our bank journals, whole. */
export function masterDataRead(session: Session): CapabilityByName['masterData.read'] {
  return async () => {
    const companyIds = await ownCompanyIds(session);
    if (!companyIds.ok) return companyIds;
    const currencies = await currenciesById(session);
    if (!currencies.ok) return currencies;
    const scope = { companyIds: companyIds.value, currencies: currencies.value };
    const countries = await countriesById(session);
    if (!countries.ok) return countries;
    const companies = await readCompanies(session, { ...scope, countries: countries.value });
    if (!companies.ok) return companies;
    const users = await searchAll(session, {
      model: 'res.users',
      domain: [],
      columns: userColumns,
      companyIds: scope.companyIds,
      withArchived: true,
    });
    if (!users.ok) return users;
    const partners = await searchAll(session, {
      model: 'res.partner',
      domain: [],
      columns: partnerColumns,
      companyIds: scope.companyIds,
      withArchived: true,
    });
    if (!partners.ok) return partners;
    const banks = await readPartyBanks(session, scope);
    if (!banks.ok) return banks;
    const journals = await readJournals(session, { ...scope, companies: companies.value });
    if (!journals.ok) return journals;
    const countryOf = (id: number | null): string | null =>
      id === null ? null : (countries.value.get(id) ?? null);
    const data: MasterData = {
      companies: companies.value,
      users: users.value.map(userFromRow),
      parties: partners.value.map((row) => partyFromRow(row, countryOf(row.country_id))),
      partyBanks: banks.value.map(({ record }) => record),
      bankJournals: journals.value(banks.value),
    };
    return succeed(data);
  };
}

interface Scope {
  readonly companyIds: readonly number[];
  readonly currencies: ReadonlyMap<number, Currency>;
}

async function countriesById(session: Session): Promise<Outcome<ReadonlyMap<number, string>>> {
  const found = await searchAll(session, {
    model: 'res.country',
    domain: [],
    columns: countryColumns,
    companyIds: [],
  });
  if (!found.ok) return found;
  return succeed(new Map(found.value.map(({ id, code }) => [id, code ?? ''])));
}

async function readCompanies(
  session: Session,
  scope: Scope & { readonly countries: ReadonlyMap<number, string> },
): Promise<Outcome<readonly CompanyRecord[]>> {
  const lockColumns: Readonly<Record<string, typeof lockDate>> = Object.fromEntries(
    session.facts.lockFields.map((name) => [name, lockDate]),
  );
  const domain = [['id', 'in', scope.companyIds]];
  const request = { model: 'res.company', domain, companyIds: scope.companyIds };
  const found = await searchAll(session, { ...request, columns: companyColumns });
  if (!found.ok) return found;
  const locks = await searchAll(session, {
    ...request,
    columns: { ...lockColumns, id: companyColumns.id },
  });
  if (!locks.ok) return locks;
  const lockById = new Map<number, PlainDate | null>();
  for (const { id, ...dates } of locks.value) lockById.set(id, latest(trustDates(dates)));
  const records: CompanyRecord[] = [];
  for (const row of found.value) {
    const currency = scope.currencies.get(row.currency_id);
    if (currency === undefined) return refuse(driftFault('res.company: unknown currency'));
    records.push(
      companyFromRow({
        id: row.id,
        name: row.name,
        country: row.country_id === null ? null : (scope.countries.get(row.country_id) ?? null),
        currency,
        lockedUntil: lockById.get(row.id) ?? null,
      }),
    );
  }
  return succeed(records);
}

/** Guaranteed by the columns asked for: besides the id, every one is a lock date. */
const trustDates = (dates: unknown): Readonly<Record<string, PlainDate | null>> =>
  dates as Readonly<Record<string, PlainDate | null>>;

interface ReadPartyBank {
  readonly id: number;
  readonly record: PartyBankRecord;
}

async function readPartyBanks(
  session: Session,
  scope: Scope,
): Promise<Outcome<readonly ReadPartyBank[]>> {
  const clearing = await clearingField(session, scope.companyIds);
  if (!clearing.ok) return clearing;
  const field = clearing.value;
  const found = await searchAll(session, {
    model: 'res.partner.bank',
    domain: [],
    columns: {
      ...partnerBankColumns,
      ...(field === null ? {} : { [field]: optionalText }),
    },
    companyIds: scope.companyIds,
    withArchived: true,
  });
  if (!found.ok) return found;
  return succeed(
    found.value.map((row) => ({
      id: row.id,
      record: partyBankFromRow({
        row,
        clearingNumber: field === null ? null : textColumn(row, field),
        currency: row.currency_id === null ? null : (scope.currencies.get(row.currency_id) ?? null),
      }),
    })),
  );
}

function textColumn(row: Row<typeof partnerBankColumns>, field: string): string | null {
  const value: unknown = Object.entries(row).find(([name]) => name === field)?.[1];
  return typeof value === 'string' ? value : null;
}

/** The column for domestic clearing numbers exists only with some localisation modules. */
async function clearingField(
  session: Session,
  companyIds: readonly number[],
): Promise<Outcome<string | null>> {
  const reply = await session.client.call({
    model: 'res.partner.bank',
    method: 'fields_get',
    args: [session.facts.clearingFields, ['type']],
    companyIds,
    intent: 'read',
  });
  if (!reply.ok) return reply;
  const fields = decode(json, reply.value, 'res.partner.bank.fields_get');
  if (!fields.ok) return fields;
  const found = fields.value;
  if (!isWireObject(found)) return refuse(driftFault('fields_get: expected an object'));
  return succeed(session.facts.clearingFields.find((name) => Object.hasOwn(found, name)) ?? null);
}

async function readJournals(
  session: Session,
  scope: Scope & { readonly companies: readonly CompanyRecord[] },
): Promise<Outcome<(banks: readonly ReadPartyBank[]) => readonly BankJournalRecord[]>> {
  const found = await searchAll(session, {
    model: 'account.journal',
    domain: [['type', '=', 'bank']],
    columns: journalColumns,
    companyIds: scope.companyIds,
  });
  if (!found.ok) return found;
  const companyCurrency = new Map(scope.companies.map((row) => [row.externalId, row.currency]));
  return succeed((banks) => {
    const bankById = new Map(banks.map(({ id, record }) => [id, record]));
    return found.value.flatMap((row) => {
      session.kept.journals.set(row.id, row);
      const companyExternalId = row.company_id.toString();
      const own = row.currency_id === null ? undefined : scope.currencies.get(row.currency_id);
      const currency = own ?? companyCurrency.get(companyExternalId);
      // A journal in a currency that is not paid in cannot carry payments.
      if (currency === undefined || (row.currency_id !== null && own === undefined)) return [];
      const bank = row.bank_account_id === null ? undefined : bankById.get(row.bank_account_id);
      return [
        {
          externalId: row.id.toString(),
          companyExternalId,
          code: row.code,
          accountNumber: bank?.accountNumber ?? null,
          bic: bank?.bic ?? null,
          currency,
        },
      ];
    });
  });
}
