import { describe, expect, test } from 'vitest';
import { asInstant, asPaymentReference, asPlainDate, makeReference } from '@quittance/domain';
import type { PaymentRegistration } from '@quittance/connector-kit';
import { odooConfigSchema } from '../../src/odoo/config.ts';
import { openOdooSession } from '../../src/odoo/connector.ts';
import { discountEntries, discountReference } from '../../src/odoo/discounts.ts';
import { uniqueIndexNames } from '../../src/odoo/faults.ts';
import { WireNumber, writeExactJson } from '../../src/odoo/json.ts';
import { scriptedPorts } from './scripted.ts';
import type { Script, ScriptedAnswer } from './scripted.ts';

/** Two bills of 100.00 dollars that were booked at 90.00 euros each. */
const bills = [31, 32];

const payment = (at: number): PaymentRegistration => ({
  reference: asPaymentReference(makeReference('Q', BigInt(at))),
  companyExternalId: '1',
  journalExternalId: '6',
  partyExternalId: '17',
  currency: 'USD',
  amountMinor: 9_800n,
  date: asPlainDate('2026-11-23'),
  memo: 'SUP',
  hubState: 'approved',
  hubStateAt: asInstant('2026-11-23T08:15:30.250Z'),
  items: [{ externalId: (bills[at] ?? 0).toString(), amountMinor: 9_800n, discountMinor: 200n }],
});

const payments = [payment(0), payment(1)];

const rowOf = (of: PaymentRegistration) => ({
  id: 100,
  x_hub_ref: of.reference,
  state: 'paid',
  payment_type: 'outbound',
  date: of.date,
  amount: new WireNumber('98.00'),
  currency_id: 2,
  company_id: 1,
  journal_id: 6,
  partner_id: 17,
  move_id: 200,
  outstanding_account_id: 50,
  destination_account_id: 16,
  is_matched: false,
  x_hub_state: null,
  x_hub_state_at: null,
});

interface Entry {
  readonly id: number;
  readonly reference: string;
  state: 'draft' | 'posted';
}

interface Books {
  readonly calls: string[];
  readonly entries: Entry[];
  readonly created: string[];
}

const newBooks = (): Books => ({ calls: [], entries: [], created: [] });

const billLine = (moveId: number): string =>
  `{"id": ${moveId + 1000}, "move_id": ${moveId}, "parent_state": "posted", "account_id": 16,
    "partner_id": 17, "currency_id": 2, "amount_currency": -100.00, "balance": -90.00,
    "amount_residual_currency": -100.00, "reconciled": false, "date_maturity": false,
    "discount_date": false, "discount_amount_currency": false}`;

const answers: Readonly<Record<string, string>> = {
  'res.company.search_read': `[{"id": 1, "currency_id": 1, "chart_template": "generic_coa",
    "transfer_account_id": false}]`,
  'res.currency.search_read': '[{"id": 1, "name": "EUR"}, {"id": 2, "name": "USD"}]',
  'account.account.search_read': '[{"id": 70, "code": "643000"}]',
  'account.journal.search_read': '[{"id": 8, "code": "MISC"}]',
  'account.move.line.search_read': `[${bills.map(billLine).join()}]`,
};

/** A script that keeps entries under a unique index; `onCreate` may change the answer. */
function keepingEntries(
  books: Books,
  onCreate: (store: () => ScriptedAnswer) => ScriptedAnswer = (store) => store(),
): Script {
  return ({ model, method, args }) => {
    const name = `${model}.${method}`;
    books.calls.push(name);
    const text = writeExactJson(args);
    const fixed = answers[name];
    if (fixed !== undefined) return { result: fixed };
    if (name === 'account.move.search_read') {
      const found = books.entries.filter(({ reference }) => text.includes(`"${reference}"`));
      const rows = found.map(({ id, reference, state }) =>
        JSON.stringify({ id, x_hub_ref: reference, state, journal_id: 8 }),
      );
      return { result: `[${rows.join()}]` };
    }
    if (name === 'account.move.action_post') {
      for (const entry of books.entries) if (text.includes(`${entry.id}`)) entry.state = 'posted';
      return { result: 'false' };
    }
    if (name !== 'account.move.create') throw new Error(`not scripted: ${name}`);
    books.created.push(text);
    const reference = /"x_hub_ref":"([\w-]+)"/.exec(text)?.[1] ?? '';
    return onCreate(() => {
      if (books.entries.some((entry) => entry.reference === reference)) return taken;
      const id = 900 + books.entries.length;
      books.entries.push({ id, reference, state: 'draft' });
      return { result: `[${id}]` };
    });
  };
}

const taken: ScriptedAnswer = {
  error: JSON.stringify({
    code: 200,
    message: 'x',
    data: { name: 'odoo.exceptions.ValidationError', message: uniqueIndexNames.move },
  }),
};
const silence: ScriptedAnswer = {
  http: { kind: 'failure', reached: true, code: 'ETIMEDOUT', message: 'no answer' },
};

function entriesOf(script: Script, of: readonly PaymentRegistration[] = payments) {
  const config = odooConfigSchema.parse({
    url: 'https://odoo.invalid',
    database: 'books',
    login: 'svc',
    apiKeySecret: 'odoo-key',
  });
  const session = openOdooSession(config, scriptedPorts(script));
  const rows = new Map(of.map((one) => [one.reference, rowOf(one)]));
  return discountEntries(session, { companyId: 1, payments: of, rows });
}

const count = (books: Books, name: string): number =>
  books.calls.filter((call) => call === name).length;

const bothPosted = new Map([
  [payments[0]?.reference, { ok: true, value: 900 }],
  [payments[1]?.reference, { ok: true, value: 901 }],
]);

describe('the entries that write discounts off', () => {
  test('what they are made with is read once, and each is made and posted once', async () => {
    const books = newBooks();
    expect(await entriesOf(keepingEntries(books))).toEqual(bothPosted);
    for (const name of ['account.account', 'account.journal', 'account.move.line']) {
      expect(count(books, `${name}.search_read`)).toBe(1);
    }
    expect(count(books, 'account.move.create')).toBe(2);
    expect(count(books, 'account.move.action_post')).toBe(2);
    // One search for both, then two looks at each: after it is made, and after it is posted.
    expect(count(books, 'account.move.search_read')).toBe(5);
    for (const made of books.created) {
      expect(made).toContain('"amount_currency":2.00,"balance":1.80');
      expect(made).toContain('"amount_currency":-2.00,"balance":-1.80');
    }
  });

  test('[I14] entries that stand already cost one search and are not made again', async () => {
    const books = newBooks();
    await entriesOf(keepingEntries(books));
    const again: Books = { ...newBooks(), entries: books.entries };
    expect(await entriesOf(keepingEntries(again))).toEqual(bothPosted);
    expect(again.calls).toEqual(['account.move.search_read']);
  });

  test('[I14] a draft is posted and no second entry is made', async () => {
    const books = newBooks();
    const reference = discountReference(payments[0]?.reference ?? '');
    books.entries.push({ id: 900, reference, state: 'draft' });
    expect(await entriesOf(keepingEntries(books), payments.slice(0, 1))).toEqual(
      new Map([[payments[0]?.reference, { ok: true, value: 900 }]]),
    );
    expect(books.created).toEqual([]);
    expect(count(books, 'account.account.search_read')).toBe(0);
  });

  test('[RES-14][I14] a silence after the commit is looked up, not repeated', async () => {
    const books = newBooks();
    const script = keepingEntries(books, (store) => {
      store();
      return silence;
    });
    expect(await entriesOf(script)).toEqual(bothPosted);
    expect(books.created).toHaveLength(2);
  });

  test('[I7] a rival who made it after the search is found by the reference', async () => {
    const books = newBooks();
    const script = keepingEntries(books, (store) => {
      store();
      return store();
    });
    expect(await entriesOf(script)).toEqual(bothPosted);
    expect(books.entries).toHaveLength(2);
    expect(books.created).toHaveLength(2);
  });

  test('[I14] one reference given twice has one entry', async () => {
    const books = newBooks();
    await entriesOf(keepingEntries(books), [payment(0), payment(0)]);
    expect(books.created).toHaveLength(1);
  });
});
