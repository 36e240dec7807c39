import { fault, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault } from '@quittance/domain';
import type {
  CapabilityByName,
  ItemOutcome,
  Outcome,
  PostedStatementLine,
  StatementLinePosting,
} from '@quittance/connector-kit';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import { actWithBisection, batchesOf, groupBy, refuseAll } from './batches.ts';
import { statementLineColumns } from './columns.ts';
import { ids } from './decode.ts';
import type { Row } from './decode.ts';
import { closedPeriodFault } from './faults.ts';
import type { Argument } from './json.ts';
import {
  currenciesById,
  currencyId,
  execute,
  journalById,
  journalCurrencyId,
  lockedUntil,
  recordNumber,
  searchAll,
} from './session.ts';
import type { Session } from './session.ts';
import { statementLineValues } from './translate.ts';

export type StatementLineRow = Row<typeof statementLineColumns>;

/** Posts booked bank lines under their hub reference; each stands in Odoo once. */
export function statementLinesPost(session: Session): CapabilityByName['statementLines.post'] {
  return async ({ lines }) => {
    const outcomes = new Map<string, Outcome<PostedStatementLine>>();
    for (const [companyExternalId, group] of groupBy(lines, (one) => one.companyExternalId)) {
      const company = recordNumber(companyExternalId);
      for (const batch of batchesOf(group, session.config.batchSize)) {
        const keys = batch.map(({ hubReference }) => hubReference);
        const posted = company.ok
          ? await postBatch(session, company.value, batch)
          : refuseAll<PostedStatementLine>(keys, company.error);
        for (const { key, outcome } of posted) outcomes.set(key, outcome);
      }
    }
    return lines.map(({ hubReference: key }) => ({
      key,
      outcome: outcomes.get(key) ?? refuse(vanished),
    }));
  };
}

interface Prepared {
  readonly line: StatementLinePosting;
  readonly values: { readonly [name: string]: Argument };
}

async function postBatch(
  session: Session,
  companyId: number,
  lines: readonly StatementLinePosting[],
): Promise<readonly ItemOutcome<PostedStatementLine>[]> {
  const keys = lines.map(({ hubReference }) => hubReference);
  const before = await linesByReference(session, companyId, keys);
  if (!before.ok) return refuseAll(keys, before.error);
  const missing = lines.filter(({ hubReference }) => !before.value.has(hubReference));
  const faults = new Map<string, Fault>();
  const prepared = await prepareAll(session, { companyId, missing, faults });
  const failed = await createMissing(session, companyId, prepared);
  for (const [{ line }, error] of failed) faults.set(line.hubReference, error);
  const after = prepared.length === 0 ? before : await linesByReference(session, companyId, keys);
  if (!after.ok) return refuseAll(keys, after.error);
  return lines.map((line) => {
    const key = line.hubReference;
    const row = after.value.get(key);
    if (row !== undefined) return { key, outcome: accept(line, row) };
    return { key, outcome: refuse(faults.get(key) ?? vanished) };
  });
}

/** Statement lines of a company by the hub's reference. */
export async function linesByReference(
  session: Session,
  companyId: number,
  references: readonly string[],
): Promise<Outcome<ReadonlyMap<string, StatementLineRow>>> {
  const found = await searchAll(session, {
    model: 'account.bank.statement.line',
    domain: [['x_hub_ref', 'in', references]],
    columns: statementLineColumns,
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const byReference = new Map<string, StatementLineRow>();
  for (const row of found.value) {
    if (row.x_hub_ref === null) continue;
    if (byReference.has(row.x_hub_ref)) return refuse(twice(row.x_hub_ref));
    byReference.set(row.x_hub_ref, row);
  }
  return succeed(byReference);
}

async function prepareAll(
  session: Session,
  work: {
    readonly companyId: number;
    readonly missing: readonly StatementLinePosting[];
    readonly faults: Map<string, Fault>;
  },
): Promise<readonly Prepared[]> {
  const { companyId, missing, faults } = work;
  if (missing.length === 0) return [];
  const failAll = (error: Fault): readonly Prepared[] => {
    for (const { hubReference } of missing) faults.set(hubReference, error);
    return [];
  };
  const lock = await lockedUntil(session, companyId);
  if (!lock.ok) return failAll(lock.error);
  const currencies = await currenciesById(session);
  if (!currencies.ok) return failAll(currencies.error);
  const prepared: Prepared[] = [];
  for (const line of missing) {
    const isClosed = lock.value !== null && line.date <= lock.value;
    if (isClosed && session.config.closedPeriod === 'reject') {
      faults.set(line.hubReference, closedPeriodFault(lock.value));
      continue;
    }
    const ready = await prepare(session, { companyId, line, currencies: currencies.value });
    if (ready.ok) prepared.push(ready.value);
    else faults.set(line.hubReference, ready.error);
  }
  return prepared;
}

async function prepare(
  session: Session,
  work: {
    readonly companyId: number;
    readonly line: StatementLinePosting;
    readonly currencies: ReadonlyMap<number, Currency>;
  },
): Promise<Outcome<Prepared>> {
  const { companyId, line, currencies } = work;
  const journalId = recordNumber(line.journalExternalId);
  if (!journalId.ok) return journalId;
  const journal = await journalById(session, companyId, journalId.value);
  if (!journal.ok) return journal;
  const currency = await journalCurrencyId(session, journal.value);
  if (!currency.ok) return currency;
  if (currencies.get(currency.value) !== line.currency) return refuse(otherCurrency);
  const partner =
    line.partyExternalId === null ? succeed(null) : recordNumber(line.partyExternalId);
  if (!partner.ok) return partner;
  const foreign = line.foreign ?? null;
  const foreignCurrency =
    foreign === null ? succeed(null) : currencyId(currencies, foreign.currency);
  if (!foreignCurrency.ok) return foreignCurrency;
  const links = {
    journalId: journalId.value,
    partnerId: partner.value,
    foreignCurrencyId: foreignCurrency.value,
  };
  try {
    return succeed({ line, values: statementLineValues(line, links) });
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(fault('rejected', 'odoo.amount', `The amount does not fit: ${error.message}.`));
  }
}

/** As with payments: silence is looked up, then repeated once under the unique index. */
const createMissing = (
  session: Session,
  companyId: number,
  wanted: readonly Prepared[],
): Promise<ReadonlyMap<Prepared, Fault>> =>
  actWithBisection({
    items: wanted,
    act: (items) =>
      execute(session, {
        model: 'account.bank.statement.line',
        method: 'create',
        args: [items.map(({ values }) => values)],
        decoder: ids,
        companyIds: [companyId],
      }),
    afterSilence: async (items) => {
      const keys = items.map(({ line }) => line.hubReference);
      const found = await linesByReference(session, companyId, keys);
      if (!found.ok) return found;
      return succeed(items.filter(({ line }) => !found.value.has(line.hubReference)));
    },
  });

/** The line as it stands: journal and amount must be ours, the date may have been moved. */
function accept(line: StatementLinePosting, row: StatementLineRow): Outcome<PostedStatementLine> {
  try {
    const isSame =
      row.journal_id.toString() === line.journalExternalId &&
      row.company_id.toString() === line.companyExternalId &&
      minorFromWire(line.currency, row.amount) === line.amountMinor;
    if (isSame) return succeed({ externalId: row.id.toString(), postedDate: row.date });
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
  }
  return refuse(
    fault(
      'rejected',
      'odoo.reference_conflict',
      `The bank line ${line.hubReference} stands in Odoo with other content.`,
    ),
  );
}

const twice = (reference: string): Fault =>
  fault('rejected', 'odoo.reference_twice', `Two bank lines in Odoo carry ${reference}.`);
const vanished: Fault = fault('retry', 'odoo.not_found_after', 'The bank line is not in Odoo yet.');
const otherCurrency: Fault = fault(
  'rejected',
  'odoo.currency',
  'The bank line is in another currency than its journal.',
);
