import { addDays } from '../calendar.ts';
import { toCompanyCurrency } from './currencies.ts';
import { divideHalfUp, multiplyScaled, scaledOf, toMinor } from './decimal.ts';
import type { Scaled } from './decimal.ts';
import { decimalsFor } from './domain.ts';
import type { Env } from './environment.ts';
import { userError } from './errors.ts';
import { applyLinks, checkFields, ownValues } from './crud.ts';
import { insertLine, linesOf, removeLines } from './move-lines.ts';
import { partnerAccount } from './partners.ts';
import { termSign } from './refresh.ts';
import { isIds, isList, isObject, isTrue, money, must, ref, str } from './values.ts';
import type { Row, Value, Values, Wire, WireObject } from './values.ts';

const one: Scaled = { digits: 1n, scale: 0 };

const scaledAs = (wire: Wire | undefined, fallback: Scaled): Scaled =>
  wire === undefined || wire === false || wire === null ? fallback : (scaledOf(wire) ?? fallback);

/** Amount of a product line before tax, in the currency of the document, always as entered. */
const subtotal = (env: Env, move: Row, values: WireObject): bigint => {
  const decimals = decimalsFor(env, ref(move, 'currency_id'));
  const price = scaledAs(values['price_unit'], { digits: 0n, scale: 0 });
  const gross = multiplyScaled(price, scaledAs(values['quantity'], one));
  const discount = scaledAs(values['discount'], { digits: 0n, scale: 0 });
  const keep = {
    digits: 100n * 10n ** BigInt(discount.scale) - discount.digits,
    scale: discount.scale + 2,
  };
  return toMinor(multiplyScaled(gross, keep), decimals);
};

const rateDate = (env: Env, move: Row): string =>
  str(move, 'invoice_date') ?? str(move, 'date') ?? env.today;

const inCompany = (env: Env, move: Row, amount: bigint): bigint =>
  toCompanyCurrency(env, {
    amount,
    from: must(move, 'currency_id'),
    companyId: must(move, 'company_id'),
    date: rateDate(env, move),
  });

/** The account a product line gets when none is given: that of the journal. */
const defaultAccount = (env: Env, move: Row): number => {
  const account = ref(env.get('account.journal', must(move, 'journal_id')), 'default_account_id');
  if (account === null) throw userError('Missing required account on accountable line.');
  return account;
};

/** The company's default tax; imported lines (`load`) get none unless they name one. */
const defaultTaxes = (env: Env, move: Row): readonly number[] => {
  // A line that 17 lets somebody add to a posted document gets none either.
  if (env.context['import_file'] === true || str(move, 'state') === 'posted') return [];
  const purchase = (str(move, 'move_type') ?? '').startsWith('in_');
  const column = purchase ? 'account_purchase_tax_id' : 'account_sale_tax_id';
  const tax = ref(env.get('res.company', must(move, 'company_id')), column);
  return tax === null ? [] : [tax];
};

export const addProductLine = (env: Env, move: Row, values: WireObject): Row => {
  checkFields(env, 'account.move.line', values);
  const currencyId = must(move, 'currency_id');
  const preview: Row = {
    id: 0,
    values: { company_id: must(move, 'company_id'), currency_id: currencyId },
  };
  const own = ownValues(env, { model: 'account.move.line', row: preview }, values);
  const row: Row = { id: 0, values: { ...own } };
  const net = subtotal(env, move, values);
  const amountCurrency = -termSign(str(move, 'move_type') ?? '') * net;
  const taxes = isList(values['tax_ids'])
    ? applyLinks(preview, 'tax_ids', values['tax_ids'])
    : defaultTaxes(env, move);
  const extra: Record<string, Value> = {};
  for (const [name, value] of Object.entries(own)) {
    if (!reserved.has(name)) extra[name] = value;
  }
  return insertLine(env, move, {
    accountId: ref(row, 'account_id') ?? defaultAccount(env, move),
    amountCurrency,
    balance: inCompany(env, move, amountCurrency),
    currencyId,
    name: str(row, 'name'),
    partnerId: ref(move, 'partner_id'),
    extra: { ...extra, tax_ids: taxes, price_subtotal: net, quantity: str(row, 'quantity') ?? '1' },
  });
};

const reserved = new Set([
  'account_id',
  'name',
  'partner_id',
  'move_id',
  'debit',
  'credit',
  'balance',
  'amount_currency',
  'currency_id',
  'tax_ids',
  'display_type',
]);

export const productLines = (env: Env, moveId: number): Row[] =>
  linesOf(env, moveId).filter((line) => str(line, 'display_type') === 'product');

/** Rebuilds the tax and due lines of a draft document from its product lines. */
export const completeInvoice = (env: Env, move: Row): void => {
  const stale = linesOf(env, move.id).filter((line) => str(line, 'display_type') !== 'product');
  removeLines(env, stale);
  const products = productLines(env, move.id);
  const byTax = new Map<number, bigint>();
  for (const line of products) {
    const taxes = line.values['tax_ids'];
    for (const tax of isIds(taxes) ? taxes : []) {
      byTax.set(tax, (byTax.get(tax) ?? 0n) + taxOf(env, tax, money(line, 'amount_currency')));
    }
  }
  for (const [taxId, amountCurrency] of byTax) addTaxLine(env, move, { taxId, amountCurrency });
  if (products.length > 0) addTermLine(env, move);
};

const taxOf = (env: Env, taxId: number, base: bigint): bigint => {
  const rate = scaledOf(str(env.get('account.tax', taxId), 'amount') ?? '0') ?? one;
  return divideHalfUp(base * rate.digits, 100n * 10n ** BigInt(rate.scale));
};

const addTaxLine = (
  env: Env,
  move: Row,
  input: { readonly taxId: number; readonly amountCurrency: bigint },
): void => {
  const tax = env.get('account.tax', input.taxId);
  insertLine(env, move, {
    accountId: ref(tax, 'repartition_account_id') ?? defaultAccount(env, move),
    amountCurrency: input.amountCurrency,
    balance: inCompany(env, move, input.amountCurrency),
    currencyId: must(move, 'currency_id'),
    name: str(tax, 'name'),
    partnerId: ref(move, 'partner_id'),
    displayType: 'tax',
    extra: { tax_line_id: input.taxId },
  });
};

/** Early payment discount of the document's payment term, as columns of its due line. */
const discountOf = (env: Env, move: Row, amounts: { total: bigint; balance: bigint }): Values => {
  const termId = ref(move, 'invoice_payment_term_id');
  const term = termId === null ? undefined : env.db.find('account.payment.term', termId);
  if (term === undefined || term.values['early_discount'] !== true) return {};
  const percent = scaledOf(str(term, 'discount_percentage') ?? '0') ?? one;
  const kept = (amount: bigint): bigint =>
    amount - divideHalfUp(amount * percent.digits, 100n * 10n ** BigInt(percent.scale));
  return {
    discount_date: addDays(rateDate(env, move), ref(term, 'discount_days') ?? 0),
    discount_amount_currency: kept(amounts.total),
    discount_balance: kept(amounts.balance),
  };
};

const addTermLine = (env: Env, move: Row): void => {
  const others = linesOf(env, move.id);
  const total = -others.reduce((sum, line) => sum + money(line, 'amount_currency'), 0n);
  const balance = -others.reduce((sum, line) => sum + money(line, 'balance'), 0n);
  const side = (str(move, 'move_type') ?? '').startsWith('in_') ? 'payable' : 'receivable';
  insertLine(env, move, {
    accountId: partnerAccount(env, {
      partnerId: ref(move, 'partner_id'),
      companyId: must(move, 'company_id'),
      side,
    }),
    amountCurrency: total,
    balance,
    currencyId: must(move, 'currency_id'),
    name: str(move, 'payment_reference'),
    partnerId: ref(move, 'partner_id'),
    displayType: 'payment_term',
    extra: {
      date_maturity: str(move, 'invoice_date_due'),
      ...discountOf(env, move, { total, balance }),
    },
  });
};

/** The due date: as given, by the payment term, or today. */
export const dueDateFor = (env: Env, move: Row, given: Wire | undefined): string => {
  if (typeof given === 'string' && given !== '') return given;
  const termId = ref(move, 'invoice_payment_term_id');
  const line =
    termId === null
      ? undefined
      : env.db.rowsWhere('account.payment.term.line', 'payment_id', termId)[0];
  if (line === undefined) return env.today;
  return addDays(rateDate(env, move), ref(line, 'nb_days') ?? 0);
};

/** Applies create, update and delete commands to the product lines of a draft document. */
export const applyInvoiceLines = (env: Env, move: Row, commands: Wire): void => {
  for (const command of isList(commands) ? commands : []) {
    if (!isList(command)) continue;
    const [code, id, values] = command;
    const existing = typeof id === 'number' ? env.db.find('account.move.line', id) : undefined;
    if (code === 0) addProductLine(env, move, isObject(values) ? values : {});
    else if (code === 5) removeLines(env, productLines(env, move.id));
    else if (code === 2 && existing !== undefined) removeLines(env, [existing]);
    else if (code === 1 && existing !== undefined)
      replaceProductLine(env, move, { line: existing, values: isObject(values) ? values : {} });
  }
  completeInvoice(env, move);
};

const replaceProductLine = (
  env: Env,
  move: Row,
  change: { readonly line: Row; readonly values: WireObject },
): void => {
  env.set(
    'account.move.line',
    change.line,
    ownValues(env, { model: 'account.move.line', row: change.line }, change.values),
  );
  const priced = ['price_unit', 'quantity', 'discount'].some((name) => isTrue(change.values[name]));
  if (!priced) return;
  const decimals = decimalsFor(env, ref(move, 'currency_id'));
  const price: Scaled = { digits: money(change.line, 'price_unit'), scale: decimals };
  const net = toMinor(
    multiplyScaled(price, scaledOf(str(change.line, 'quantity') ?? '1') ?? one),
    decimals,
  );
  const amountCurrency = -termSign(str(move, 'move_type') ?? '') * net;
  const balance = inCompany(env, move, amountCurrency);
  env.set('account.move.line', change.line, {
    price_subtotal: net,
    amount_currency: amountCurrency,
    balance,
    debit: balance > 0n ? balance : 0n,
    credit: balance < 0n ? -balance : 0n,
  });
};
