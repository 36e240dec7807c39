import { fault, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import { statementLineColumns } from './columns.ts';
import { moveLines } from './counterparts.ts';
import type { MoveLineRow } from './counterparts.ts';
import { closedPeriodFault, driftFault } from './faults.ts';
import {
  companyCurrencyId,
  currenciesById,
  journalById,
  journalCurrencyId,
  lockedUntil,
  noSuch,
  recordNumber,
  search,
} from './session.ts';
import type { Session } from './session.ts';
import type { StatementLineRow } from './statement-lines.ts';

/** A bank line with the journal items of its entry, sorted by what they are. */
export interface BankLine {
  readonly row: StatementLineRow;
  readonly companyId: number;
  /** In which it is matched: its own, or what was instructed where the bank converted. */
  readonly currency: Currency;
  readonly currencyRecordId: number;
  readonly companyCurrency: Currency;
  readonly amountMinor: bigint;
  readonly accounts: { readonly suspenseAccount: number; readonly bankAccount: number };
  /** Still waiting for a match. */
  readonly suspense: readonly MoveLineRow[];
  /** What it was matched with: neither bank account nor suspense. */
  readonly counterparts: readonly MoveLineRow[];
}

/** Reads a bank line of a company as it stands now. */
export async function readBankLine(
  session: Session,
  companyId: number,
  externalId: string,
): Promise<Outcome<BankLine>> {
  const id = recordNumber(externalId);
  if (!id.ok) return id;
  const found = await search(session, {
    model: 'account.bank.statement.line',
    domain: [
      ['id', '=', id.value],
      ['company_id', '=', companyId],
    ],
    columns: statementLineColumns,
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const [row] = found.value;
  if (row === undefined) return refuse(noSuch('bank line'));
  const journal = await journalById(session, companyId, row.journal_id);
  if (!journal.ok) return journal;
  const currencyRecordId = await journalCurrencyId(session, journal.value);
  if (!currencyRecordId.ok) return currencyRecordId;
  const companyCurrencyRecordId = await companyCurrencyId(session, companyId);
  if (!companyCurrencyRecordId.ok) return companyCurrencyRecordId;
  const currencies = await currenciesById(session);
  if (!currencies.ok) return currencies;
  const currency = currencies.value.get(currencyRecordId.value);
  const companyCurrency = currencies.value.get(companyCurrencyRecordId.value);
  if (currency === undefined || companyCurrency === undefined) return refuse(otherCurrency);
  const items = await moveLines(session, companyId, [['move_id', '=', row.move_id]]);
  if (!items.ok) return items;
  const { suspense_account_id: suspenseAccount, default_account_id: bankAccount } = journal.value;
  if (suspenseAccount === null || bankAccount === null) return refuse(noSuspense);
  const accounts = { suspenseAccount, bankAccount };
  try {
    const sorted = sortItems(items.value, accounts);
    const own = {
      currency,
      currencyRecordId: currencyRecordId.value,
      amountMinor: minorFromWire(currency, row.amount),
    };
    const instructed = instructedOf(sorted, own, currencies.value);
    if (instructed === null) return refuse(otherCurrency);
    return succeed({ row, companyId, companyCurrency, accounts, ...instructed, ...sorted });
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(driftFault(`account.bank.statement.line: ${error.message}`));
  }
}

type Counted = Pick<BankLine, 'currency' | 'currencyRecordId' | 'amountMinor'>;

/**
 * The currency and amount in which a line is matched: its own, or those that were instructed, in
 * which Odoo keeps the other side of its entry. Null for a currency that is not paid in.
 */
function instructedOf(
  { suspense, counterparts }: Pick<BankLine, 'suspense' | 'counterparts'>,
  own: Counted,
  currencies: ReadonlyMap<number, Currency>,
): Counted | null {
  const items = [...suspense, ...counterparts];
  const [currencyRecordId = own.currencyRecordId, another] = new Set(
    items.map((item) => item.currency_id),
  );
  if (another !== undefined || currencyRecordId === own.currencyRecordId) return own;
  const currency = currencies.get(currencyRecordId);
  if (currency === undefined) return null;
  let amountMinor = 0n;
  for (const item of items) amountMinor -= minorFromWire(currency, item.amount_currency);
  return { currency, currencyRecordId, amountMinor };
}

const sortItems = (
  items: readonly MoveLineRow[],
  { suspenseAccount, bankAccount }: BankLine['accounts'],
): Pick<BankLine, 'suspense' | 'counterparts'> => ({
  suspense: items.filter((item) => item.account_id === suspenseAccount),
  counterparts: items.filter(
    (item) => item.account_id !== suspenseAccount && item.account_id !== bankAccount,
  ),
});

/** The same bank line with its journal items as they stand now. */
export async function readItemsAgain(session: Session, line: BankLine): Promise<Outcome<BankLine>> {
  const items = await moveLines(session, line.companyId, [['move_id', '=', line.row.move_id]]);
  return items.ok ? succeed({ ...line, ...sortItems(items.value, line.accounts) }) : items;
}

/** Refuses to change the entry of a bank line in a closed period, before Odoo does. */
export async function checkPeriodOpen(session: Session, line: BankLine): Promise<Outcome<null>> {
  if (session.config.closedPeriod === 'move') return succeed(null);
  const lock = await lockedUntil(session, line.companyId);
  if (!lock.ok) return lock;
  const isClosed = lock.value !== null && line.row.date <= lock.value;
  return isClosed ? refuse(closedPeriodFault(lock.value)) : succeed(null);
}

const noSuspense: Fault = fault(
  'rejected',
  'odoo.no_suspense_account',
  'The bank journal needs a bank account and a suspense account.',
);
const otherCurrency: Fault = fault(
  'rejected',
  'odoo.currency',
  'The bank line is in a currency that is not paid in.',
);
