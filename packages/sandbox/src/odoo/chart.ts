import { insertRow } from './crud.ts';
import type { Env } from './environment.ts';
import { userError } from './errors.ts';
import { must, ref, refs, str, textOf } from './values.ts';
import type { Row, WireObject } from './values.ts';

interface AccountTemplate {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly reconcile?: boolean;
}

type AccountRow = readonly [code: string, name: string, type: string, reconcile?: boolean];

const account = (...[code, name, type, reconcile = false]: AccountRow): AccountTemplate => ({
  code,
  name,
  type,
  reconcile,
});

/** The chart every company of the sandbox gets; codes as in the generic chart of accounts. */
const templates: readonly AccountTemplate[] = [
  account('101000', 'Current Assets', 'asset_current'),
  account('101402', 'Bank Suspense Account', 'asset_current'),
  account('101403', 'Outstanding Receipts', 'asset_current', true),
  account('101404', 'Outstanding Payments', 'asset_current', true),
  account('101701', 'Liquidity Transfer', 'asset_current', true),
  account('121000', 'Account Receivable', 'asset_receivable', true),
  account('131000', 'Tax Paid', 'asset_current'),
  account('201000', 'Current Liabilities', 'liability_current'),
  account('211000', 'Account Payable', 'liability_payable', true),
  account('251000', 'Tax Received', 'liability_current'),
  account('301000', 'Capital', 'equity'),
  account('400000', 'Product Sales', 'income'),
  account('441000', 'Foreign Exchange Gain', 'income_other'),
  account('443000', 'Cash Discount Loss', 'expense'),
  account('600000', 'Expenses', 'expense'),
  account('620000', 'Bank Fees', 'expense'),
  account('641000', 'Foreign Exchange Loss', 'expense'),
  account('643000', 'Cash Discount Gain', 'income_other'),
  account('999999', 'Undistributed Profits/Losses', 'equity_unaffected'),
];

/** The account of a company by its code. */
export const accountByCode = (env: Env, companyId: number, code: string): number => {
  for (const row of env.db.table('account.account').rows.values()) {
    if (str(row, 'code') === code && refs(row, 'company_ids').includes(companyId)) return row.id;
  }
  throw userError(`Company ${companyId} has no account ${code}`);
};

const addAccount = (env: Env, companyId: number, template: AccountTemplate): Row =>
  insertRow(env, 'account.account', {
    values: {
      code: template.code,
      name: template.name,
      account_type: template.type,
      reconcile: template.reconcile === true,
    },
    defaults: { company_ids: [companyId] },
  });

const nextBankCode = (env: Env, companyId: number): string => {
  const used = new Set<string>();
  for (const row of env.db.table('account.account').rows.values()) {
    if (refs(row, 'company_ids').includes(companyId)) used.add(str(row, 'code') ?? '');
  }
  if (!used.has('101401')) return '101401';
  let number = 101405;
  while (used.has(String(number))) number += 1;
  return String(number);
};

/** `account.journal.create`: a bank journal brings its account and manual payment methods along. */
export const createJournal = (env: Env, values: WireObject): Row => {
  const given = values['company_id'];
  const companyId = typeof given === 'number' ? given : env.companyId;
  const type = textOf(values['type']) ?? 'general';
  const journal = insertRow(env, 'account.journal', {
    values: { ...values, company_id: companyId },
    defaults: { sequence: 10, type },
  });
  if (type !== 'bank' && type !== 'cash') return journal;
  if (ref(journal, 'default_account_id') === null) {
    const name = str(journal, 'name') ?? '';
    const row = addAccount(
      env,
      companyId,
      account(nextBankCode(env, companyId), name, 'asset_cash'),
    );
    env.set('account.account', row, { currency_id: ref(journal, 'currency_id') });
    env.set('account.journal', journal, { default_account_id: row.id });
  }
  const company = env.get('res.company', companyId);
  env.set('account.journal', journal, {
    suspense_account_id: ref(company, 'account_journal_suspense_account_id'),
  });
  for (const direction of ['inbound', 'outbound']) {
    insertRow(env, 'account.payment.method.line', {
      values: {
        name: 'Manual Payment',
        code: 'manual',
        payment_type: direction,
        journal_id: journal.id,
        company_id: companyId,
        sequence: 10,
      },
    });
  }
  return journal;
};

/** Gives a company its accounts, default journals and taxes. */
export const loadChart = (env: Env, companyId: number): void => {
  for (const template of templates) addAccount(env, companyId, template);
  const company = env.get('res.company', companyId);
  const code = (text: string): number => accountByCode(env, companyId, text);
  env.set('res.company', company, {
    chart_template: 'generic_coa',
    account_journal_suspense_account_id: code('101402'),
    account_journal_payment_debit_account_id: code('101403'),
    account_journal_payment_credit_account_id: code('101404'),
    transfer_account_id: code('101701'),
    income_currency_exchange_account_id: code('441000'),
    expense_currency_exchange_account_id: code('641000'),
  });
  const journal = (name: string, short: string, more: WireObject): Row =>
    createJournal(env, { name, code: short, company_id: companyId, ...more });
  journal('Customer Invoices', 'INV', {
    type: 'sale',
    default_account_id: code('400000'),
    sequence: 5,
  });
  journal('Vendor Bills', 'BILL', {
    type: 'purchase',
    default_account_id: code('600000'),
    sequence: 6,
  });
  journal('Miscellaneous Operations', 'MISC', { type: 'general', sequence: 7 });
  const exchange = journal('Exchange Difference', 'EXCH', { type: 'general', sequence: 9 });
  env.set('res.company', company, { currency_exchange_journal_id: exchange.id });
  addTaxes(env, company);
};

const addTaxes = (env: Env, company: Row): void => {
  const tax = (use: string, code: string): number =>
    insertRow(env, 'account.tax', {
      values: {
        name: '15%',
        type_tax_use: use,
        amount_type: 'percent',
        amount: 15,
        company_id: company.id,
        repartition_account_id: accountByCode(env, company.id, code),
      },
    }).id;
  const sale = tax('sale', '251000');
  const purchase = tax('purchase', '131000');
  env.set('res.company', company, { account_sale_tax_id: sale, account_purchase_tax_id: purchase });
};

export const journalByCode = (env: Env, companyId: number, code: string): Row => {
  const journal = env.db
    .rowsWhere('account.journal', 'code', code)
    .find((row) => must(row, 'company_id') === companyId);
  if (journal === undefined) throw userError(`Company ${companyId} has no journal ${code}`);
  return journal;
};
