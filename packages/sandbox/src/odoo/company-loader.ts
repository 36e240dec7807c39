import { addDays } from '../calendar.ts';
import type {
  SampleBankAccount,
  SampleCompany,
  SampleDocument,
  SampleEntity,
  SampleHistory,
  SampleSupplier,
} from '../company/types.ts';
import { addCompany, countryId, currencyId, rootEnv, userByLogin } from './base-data.ts';
import { accountByCode, createJournal, journalByCode } from './chart.ts';
import { insertRow } from './crud.ts';
import { parseScaled, toMinor } from './decimal.ts';
import type { Env, World } from './environment.ts';
import { insertLine, isTermLine, linesOf, refreshResidual } from './move-lines.ts';
import { createMove, postMoves, toggleBlock } from './moves.ts';
import { sanitized } from './partners.ts';
import { createPayment, postPayments } from './payments.ts';
import { reconcileLines } from './reconcile.ts';
import { currencyDecimals } from './records.ts';
import { paymentSides, suspenseLines } from './refresh.ts';
import { createStatementLine } from './statement-lines.ts';
import { currencyOfJournal, toCompanyCurrency } from './currencies.ts';
import { Decimal, money, must, str } from './values.ts';
import type { Row } from './values.ts';

/** What the loader has to look things up by. */
interface Loaded {
  readonly companies: ReadonlyMap<string, Row>;
  readonly suppliers: ReadonlyMap<string, Row>;
  readonly accounts: readonly SampleBankAccount[];
}

const need = <Item>(item: Item | undefined, what: string): Item => {
  if (item === undefined) throw new Error(`the sample company names an unknown ${what}`);
  return item;
};

/** Companies come first, because users are granted all of them. */
export const loadEntities = (env: Env, sample: SampleCompany): Map<string, Row> => {
  const companies = new Map<string, Row>();
  for (const entity of sample.entities) {
    const rateDate = addDays(sample.today, -400);
    companies.set(entity.code, addCompany(env, { ...entity, rateDate }));
  }
  return companies;
};

/** Banks, suppliers, history, open documents, balances and locks. */
export const loadSample = (
  world: World,
  sample: SampleCompany,
  companies: ReadonlyMap<string, Row>,
): void => {
  const env = rootEnv(world, {
    companyId: firstId(companies),
    uid: 2,
    instant: instantOn(addDays(sample.today, -399)),
  });
  for (const account of sample.bankAccounts) loadBankAccount(env, account, companies);
  const suppliers = new Map<string, Row>();
  for (const supplier of sample.suppliers)
    suppliers.set(supplier.code, loadSupplier(env, supplier));
  const loaded: Loaded = { companies, suppliers, accounts: sample.bankAccounts };
  const history = sample.history.toSorted((left, right) => (left.paidOn < right.paidOn ? -1 : 1));
  for (const item of history) loadHistory(world, item, loaded);
  for (const document of sample.documents) {
    const move = loadDocument(world, document, loaded);
    if (document.blocked && env.dialect.blocksBills) toggleBlock(env, move);
  }
  const opening = addDays(
    [...history.map((item) => item.paidOn), sample.today].toSorted()[0] ?? sample.today,
    -1,
  );
  for (const account of sample.bankAccounts) loadOpening(world, account, { opening, loaded });
  for (const entity of sample.entities) lockEntity(env, entity, companies);
};

const firstId = (companies: ReadonlyMap<string, Row>): number => {
  const first = [...companies.values()][0];
  return need(first, 'entity').id;
};

const instantOn = (date: string): string => `${date} 09:00:00.000001`;

const lockEntity = (env: Env, entity: SampleEntity, companies: ReadonlyMap<string, Row>): void => {
  const company = need(companies.get(entity.code), 'entity');
  env.set('res.company', company, { fiscalyear_lock_date: entity.lockDate });
};

const bankNames: Readonly<Record<SampleBankAccount['bank'], string>> = {
  nordhafen: 'Nordhafen Bank',
  kingsway: 'Kingsway Bank',
};

const bankRow = (env: Env, bic: string, name: string): Row => {
  const known = [...env.db.table('res.bank').rows.values()].find((row) => str(row, 'bic') === bic);
  return known ?? insertRow(env, 'res.bank', { values: { name, bic } });
};

const loadBankAccount = (
  env: Env,
  account: SampleBankAccount,
  companies: ReadonlyMap<string, Row>,
): void => {
  const company = need(companies.get(account.entityCode), 'entity');
  const name = bankNames[account.bank];
  const own = env.withCompany(company.id);
  const currency = currencyId(env, account.currency);
  const isForeign = currency !== must(company, 'currency_id');
  const bank = bankRow(env, account.bic, name);
  const partnerBank = insertRow(own, 'res.partner.bank', {
    values: {
      acc_number: account.accountNumber,
      partner_id: must(company, 'partner_id'),
      bank_id: bank.id,
      currency_id: currency,
      company_id: company.id,
      allow_out_payment: true,
    },
    defaults: { sanitized_acc_number: sanitized(account.accountNumber), sequence: 10 },
  });
  createJournal(own, {
    name: `${name} ${account.currency}`,
    code: account.journalCode,
    type: 'bank',
    company_id: company.id,
    bank_account_id: partnerBank.id,
    bank_id: bank.id,
    ...(isForeign ? { currency_id: currency } : {}),
  });
};

const loadSupplier = (env: Env, supplier: SampleSupplier): Row => {
  const partner = insertRow(env, 'res.partner', {
    values: {
      name: supplier.name,
      ref: supplier.code,
      vat: supplier.vat ?? false,
      email: supplier.email,
      street: supplier.street,
      zip: supplier.postalCode,
      city: supplier.city,
      country_id: countryId(env, supplier.country),
      is_company: true,
      supplier_rank: 1,
    },
    defaults: { complete_name: supplier.name },
  });
  for (const account of supplier.accounts) {
    const editor = userByLogin(env, account.lastEditedBy);
    const row = insertRow(env, 'res.partner.bank', {
      values: {
        acc_number: account.accountNumber,
        partner_id: partner.id,
        bank_id: account.bic === null ? false : bankRow(env, account.bic, account.bic).id,
        [env.dialect.clearingColumn]: account.routingNumber ?? false,
        currency_id: account.currency === null ? false : currencyId(env, account.currency),
        allow_out_payment: account.trusted,
      },
      defaults: { sanitized_acc_number: sanitized(account.accountNumber), sequence: 10 },
    });
    env.db.update('res.partner.bank', row, { create_uid: editor.id, write_uid: editor.id });
  }
  return partner;
};

/** The payment term that carries a document's early payment discount. */
const discountTerm = (env: Env, document: SampleDocument): number | null => {
  if (document.discount === null) return null;
  const days = daysBetween(document.invoiceDate, document.discount.date);
  const net = daysBetween(document.invoiceDate, document.dueDate);
  const name = `${document.discount.percent}% ${days} days, net ${net} days`;
  const known = [...env.db.table('account.payment.term').rows.values()].find(
    (row) => str(row, 'name') === name,
  );
  if (known !== undefined) return known.id;
  const term = insertRow(env, 'account.payment.term', {
    values: {
      name,
      sequence: 10,
      early_discount: true,
      discount_days: days,
      discount_percentage: document.discount.percent,
    },
  });
  insertRow(env, 'account.payment.term.line', {
    values: {
      payment_id: term.id,
      value: 'percent',
      value_amount: 100,
      nb_days: net,
      delay_type: 'days_after',
    },
  });
  return term.id;
};

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** A posted bill or credit note, keyed and posted by the clerk named in the sample. */
const loadDocument = (world: World, document: SampleDocument, loaded: Loaded): Row => {
  const company = need(loaded.companies.get(document.entityCode), 'entity');
  const partner = need(loaded.suppliers.get(document.supplierCode), 'supplier');
  const base = rootEnv(world, {
    companyId: company.id,
    uid: 2,
    instant: instantOn(document.invoiceDate),
  });
  const clerk = userByLogin(base, document.createdBy);
  const env = rootEnv(world, {
    companyId: company.id,
    uid: clerk.id,
    instant: instantOn(document.invoiceDate),
  });
  const currency = currencyId(env, document.currency);
  const bank = env.db.rowsWhere('res.partner.bank', 'partner_id', partner.id);
  const suited = bank.find((row) => row.values['currency_id'] === currency) ?? bank[0];
  const move = createMove(env, {
    move_type: document.kind,
    partner_id: partner.id,
    ref: document.supplierReference,
    invoice_date: document.invoiceDate,
    date: document.invoiceDate,
    invoice_date_due: document.dueDate,
    invoice_payment_term_id: discountTerm(env, document) ?? false,
    currency_id: currency,
    partner_bank_id: document.kind === 'in_refund' ? false : (suited?.id ?? false),
    invoice_line_ids: document.lines.map((line) => [
      0,
      0,
      {
        name: line.description,
        quantity: 1,
        price_unit: new Decimal(line.amount),
        tax_ids: [[6, 0, []]],
      },
    ]),
  });
  // 17 cannot block a bill; who does not want it paid there leaves it a draft.
  if (!document.blocked || env.dialect.blocksBills) postMoves(env, [move]);
  const total = toMinor(
    parseScaled(document.total) ?? { digits: 0n, scale: 0 },
    currencyDecimals(env, currency),
  );
  if (money(move, 'amount_total') !== total) {
    throw new Error(
      `${document.supplierReference}: lines add up to another total than ${document.total}`,
    );
  }
  return move;
};

/** A document paid in the past: bill, payment, bank line, all reconciled. */
const loadHistory = (world: World, item: SampleHistory, loaded: Loaded): void => {
  const bill = loadDocument(world, item.document, loaded);
  const company = need(loaded.companies.get(item.document.entityCode), 'entity');
  const env = rootEnv(world, {
    companyId: company.id,
    uid: must(bill, 'create_uid'),
    instant: instantOn(item.paidOn),
  });
  const journal = journalByCode(env, company.id, item.journalCode);
  const total = new Decimal(item.document.total);
  const outbound = item.document.kind === 'in_invoice';
  const payment = createPayment(env, {
    payment_type: outbound ? 'outbound' : 'inbound',
    partner_type: 'supplier',
    partner_id: must(bill, 'partner_id'),
    amount: total,
    date: item.paidOn,
    journal_id: journal.id,
    currency_id: must(bill, 'currency_id'),
    [env.dialect.payment.memo]: item.document.supplierReference,
  });
  postPayments(env, [payment]);
  const open = linesOf(env, bill.id).filter((line) => isTermLine(env, line));
  reconcileLines(env, [...open, ...paymentSides(env, payment).counterpart]);
  const signed = outbound ? `-${item.document.total}` : item.document.total;
  if (must(bill, 'currency_id') !== currencyOfJournal(env, journal.id)) {
    throw new Error(
      `${item.document.supplierReference}: history pays from an account in another currency`,
    );
  }
  const line = createStatementLine(env, {
    journal_id: journal.id,
    date: item.paidOn,
    amount: new Decimal(signed),
    payment_ref: item.document.supplierReference,
    partner_id: must(bill, 'partner_id'),
  });
  const { liquidity } = paymentSides(env, payment);
  for (const suspense of suspenseLines(env, line)) {
    env.set('account.move.line', suspense, {
      account_id: need(liquidity[0], 'payment').values['account_id'] ?? null,
    });
    refreshResidual(env, suspense);
    reconcileLines(env, [suspense, ...liquidity]);
  }
};

/** An opening entry that makes the ledger agree with the bank on the eve of `today`. */
const loadOpening = (
  world: World,
  account: SampleBankAccount,
  input: { readonly opening: string; readonly loaded: Loaded },
): void => {
  const company = need(input.loaded.companies.get(account.entityCode), 'entity');
  const env = rootEnv(world, { companyId: company.id, uid: 2, instant: instantOn(input.opening) });
  const journal = journalByCode(env, company.id, account.journalCode);
  const ledger = must(journal, 'default_account_id');
  const currency = currencyOfJournal(env, journal.id);
  const wanted = toMinor(
    parseScaled(account.openingBalance) ?? { digits: 0n, scale: 0 },
    currencyDecimals(env, currency),
  );
  const lines = env.db.rowsWhere('account.move.line', 'account_id', ledger);
  const difference = wanted - lines.reduce((sum, line) => sum + money(line, 'amount_currency'), 0n);
  if (difference === 0n) return;
  const balance = toCompanyCurrency(env, {
    amount: difference,
    from: currency,
    companyId: company.id,
    date: input.opening,
  });
  const move = createMove(env, {
    move_type: 'entry',
    journal_id: journalByCode(env, company.id, 'MISC').id,
    date: input.opening,
    ref: `Opening balance ${account.journalCode}`,
  });
  const common = { name: 'Opening balance', partnerId: null };
  insertLine(env, move, {
    ...common,
    accountId: ledger,
    amountCurrency: difference,
    balance,
    currencyId: currency,
  });
  const home = must(company, 'currency_id');
  insertLine(env, move, {
    ...common,
    accountId: accountByCode(env, company.id, '301000'),
    amountCurrency: -balance,
    balance: -balance,
    currencyId: home,
  });
  postMoves(env, [move]);
};
