import { describe, expect, test } from 'vitest';
import { asInstant, asPaymentReference, asPlainDate, makeReference } from '@quittance/domain';
import type { PaymentRegistration } from '@quittance/connector-kit';
import { odooConnector } from '../../src/odoo/connector.ts';
import { writeExactJson } from '../../src/odoo/json.ts';
import type { Wire } from '../../src/odoo/json.ts';
import { planAllocation } from '../../src/odoo/allocation.ts';
import { shareOut } from '../../src/odoo/counterpart-lines.ts';
import { dialects, scriptedHub, scriptedPorts, secretKey } from './scripted.ts';
import type { Script, ScriptedAnswer, ScriptedCall } from './scripted.ts';

const referenceOf = (number: bigint) => asPaymentReference(makeReference('Q', number));

const payment = (number: bigint, amountMinor = 123_450n): PaymentRegistration => ({
  reference: referenceOf(number),
  companyExternalId: '1',
  journalExternalId: '6',
  partyExternalId: '17',
  currency: 'USD',
  amountMinor,
  date: asPlainDate('2026-11-23'),
  memo: 'SUP-1',
  hubState: 'approved',
  hubStateAt: asInstant('2026-11-23T08:15:30.250Z'),
  items: [],
});

const textOf = (value: Wire | undefined): string => writeExactJson(value ?? null);

const row = (id: number, reference: string, amount: string): string =>
  `{"id": ${id}, "x_hub_ref": "${reference}", "state": "draft", "payment_type": "outbound",
    "date": "2026-11-23", "amount": ${amount}, "currency_id": 1, "company_id": 1, "journal_id": 6,
    "partner_id": 17, "move_id": false, "outstanding_account_id": 50,
    "destination_account_id": 16, "is_matched": false, "x_hub_state": "approved",
    "x_hub_state_at": "2026-11-23 08:15:30"}`;

interface FakeBooks {
  readonly calls: ScriptedCall[];
  /** Reference → amount literal. */
  readonly stored: Map<string, string>;
}

/** A script that keeps payments; `create` may be told how to answer. */
function keepingPayments(
  books: FakeBooks,
  onCreate: (values: readonly Wire[], store: () => string) => ScriptedAnswer,
): Script {
  return (call) => {
    books.calls.push(call);
    const name = `${call.model}.${call.method}`;
    if (name === 'res.currency.search_read') return { result: '[{"id": 1, "name": "USD"}]' };
    if (name === 'account.journal.search_read') {
      return {
        result: `[{"id": 6, "code": "BNK1", "company_id": 1, "currency_id": false,
          "bank_account_id": false, "suspense_account_id": 47, "default_account_id": 45}]`,
      };
    }
    if (name === 'account.payment.search_read') {
      const wanted = textOf(call.args[0]);
      const found = [...books.stored].filter(([reference]) => wanted.includes(reference));
      if (wanted.includes('["id",">",1')) return { result: '[]' };
      const rows = found.map(([reference, amount], at) => row(at + 100, reference, amount));
      return { result: `[${rows.join()}]` };
    }
    if (name !== 'account.payment.create') throw new Error(`not scripted: ${name}`);
    const [given] = call.args;
    const list = Array.isArray(given) ? (given as readonly Wire[]) : [];
    const store = (): string => {
      for (const values of list) {
        const text = textOf(values);
        const reference = /"x_hub_ref":"(\w+)"/.exec(text)?.[1] ?? '';
        books.stored.set(reference, /"amount":([\d.]+)/.exec(text)?.[1] ?? '');
      }
      return `[${list.map((_, at) => at + 100).join()}]`;
    };
    return onCreate(list, store);
  };
}

const silence: ScriptedAnswer = {
  http: { kind: 'failure', reached: true, code: 'ETIMEDOUT', message: 'no answer' },
};
const errorOf = (name: string, message: string): ScriptedAnswer => ({
  error: JSON.stringify({ code: 200, message: 'x', data: { name, message, arguments: [] } }),
});

const newBooks = (): FakeBooks => ({ calls: [], stored: new Map() });

const kindsOf = (
  outcomes: readonly {
    readonly outcome: { readonly ok: boolean; readonly error?: { readonly code: string } };
  }[],
) => outcomes.map(({ outcome }) => outcome.error?.code ?? 'ok');

describe.each(dialects)('registering over the wire, $version over $transport', (dialect) => {
  const hubOf = (script: Script, logged: string[] = []) =>
    scriptedHub(script, { ...dialect, logged });

  test('[I3] amounts, moments and companies stand in the call as they must', async () => {
    const books = newBooks();
    const hub = hubOf(keepingPayments(books, (_, store) => ({ result: store() })));
    const outcomes = await hub['payments.register']?.({ payments: [payment(1n)] });
    expect(kindsOf(outcomes ?? [])).toEqual(['ok']);
    const create = books.calls.find(({ method }) => method === 'create');
    expect(create?.request.body).toContain('"amount":1234.50');
    expect(create?.request.body).toContain('"x_hub_state_at":"2026-11-23 08:15:30"');
    const memo = dialect.version === '17' ? '"ref":"SUP-1"' : '"memo":"SUP-1"';
    expect(create?.request.body).toContain(memo);
    const scoped = books.calls.filter(({ model }) => model !== 'res.currency');
    for (const call of scoped) {
      expect(textOf(call.kwargs['context'])).toContain('"allowed_company_ids":[1]');
    }
  });

  test('[RES-14][I14] a silence after the commit is looked up, not repeated', async () => {
    const books = newBooks();
    const script = keepingPayments(books, (_, store) => {
      store();
      return silence;
    });
    const outcomes = await hubOf(script)['payments.register']?.({ payments: [payment(1n)] });
    expect(kindsOf(outcomes ?? [])).toEqual(['ok']);
    expect(books.calls.filter(({ method }) => method === 'create')).toHaveLength(1);
  });

  test('[RES-14][I14] a silence without a trace is repeated once, then it is unknown', async () => {
    const books = newBooks();
    const hub = hubOf(keepingPayments(books, () => silence));
    const outcomes = await hub['payments.register']?.({ payments: [payment(1n)] });
    expect(outcomes?.[0]?.outcome).toMatchObject({ error: { kind: 'unknownOutcome' } });
    expect(books.calls.filter(({ method }) => method === 'create')).toHaveLength(2);
  });

  test('[I7] a rival who was faster is found by the reference', async () => {
    const books = newBooks();
    const script = keepingPayments(books, (_, store) => {
      store();
      return errorOf(
        'odoo.exceptions.ValidationError',
        'unicité "hub_account_payment_x_hub_ref_uniq"',
      );
    });
    const outcomes = await hubOf(script)['payments.register']?.({ payments: [payment(1n)] });
    expect(kindsOf(outcomes ?? [])).toEqual(['ok']);
  });

  test('[ORC-09] a refused batch is halved until the bad one stands alone', async () => {
    const books = newBooks();
    const bad = referenceOf(3n);
    const script = keepingPayments(books, (values, store) =>
      values.some((one) => textOf(one).includes(bad))
        ? errorOf('odoo.exceptions.UserError', 'Partner DE89 3704 0044 0532 0130 00 is blocked')
        : { result: store() },
    );
    const payments = [1n, 2n, 3n, 4n, 5n].map((number) => payment(number));
    const outcomes = await hubOf(script)['payments.register']?.({ payments });
    const refused = 'odoo.exceptions.UserError';
    expect(kindsOf(outcomes ?? [])).toEqual(['ok', 'ok', refused, 'ok', 'ok']);
    expect(JSON.stringify(outcomes)).not.toContain('0532');
  });

  test('[I7] a payment that stands with another amount is a conflict, never accepted', async () => {
    const books = newBooks();
    books.stored.set(referenceOf(1n), '1234.51');
    const hub = hubOf(keepingPayments(books, () => silence));
    const outcomes = await hub['payments.register']?.({ payments: [payment(1n)] });
    expect(kindsOf(outcomes ?? [])).toEqual(['odoo.reference_conflict']);
    expect(books.calls.filter(({ method }) => method === 'create')).toHaveLength(0);
  });

  test('an amount that a float cannot hold is refused before any call creates it', async () => {
    const books = newBooks();
    const hub = hubOf(keepingPayments(books, () => silence));
    const huge = payment(1n, 1_000_000_000_000_000n);
    expect(kindsOf((await hub['payments.register']?.({ payments: [huge] })) ?? [])).toEqual([
      'odoo.amount',
    ]);
  });

  test('[SEC-11][I24] the key is in the request alone: not in faults, not in the log', async () => {
    const logged: string[] = [];
    const books = newBooks();
    const script = keepingPayments(books, () =>
      errorOf('odoo.exceptions.AccessError', `bad key ${secretKey}`),
    );
    const outcomes = await hubOf(script, logged)['payments.register']?.({
      payments: [payment(1n)],
    });
    const request = books.calls[0]?.request;
    expect(`${request?.body} ${request?.headers['authorization']}`).toContain(secretKey);
    expect(JSON.stringify([outcomes, logged])).not.toContain(secretKey);
  });
});

describe('the connector as data', () => {
  test('[SYS-29][CAN-14] every declared capability is there, and no other', async () => {
    const config = odooConnector.configSchema.parse({
      url: 'https://odoo.invalid',
      database: 'books',
      login: 'svc',
      apiKeySecret: 'odoo-key',
    });
    const ports = scriptedPorts(() => ({ result: '3' }));
    const connection = await odooConnector.open(config, ports);
    const present = Object.keys(connection.capabilities).toSorted();
    expect(present).toEqual(odooConnector.capabilities.toSorted());
    expect(await connection.check()).toMatchObject({ ok: true });
    const schema = odooConnector.configSchema;
    expect(schema.safeParse({ ...config, batchSize: 500 }).success).toBe(false);
    expect(schema.safeParse({ ...config, apiKey: 'x' }).success).toBe(false);
  });
});

describe('plans', () => {
  const bill = (moveId: number, residualMinor: bigint, neededMinor: bigint) => ({
    moveId,
    lineIds: [moveId * 10],
    residualMinor,
    neededMinor,
  });
  const plan = (openMinor: bigint, ...allocations: ReturnType<typeof bill>[]) =>
    planAllocation({ paymentLineIds: [1], openMinor, allocations });

  test('whole items go together, and the one partial item takes exactly the rest', () => {
    const made = plan(80n, bill(1, 50n, 50n), bill(2, 100n, 40n), bill(3, 10n, -10n));
    expect(made).toMatchObject({
      ok: true,
      value: {
        calls: [
          [1, 10, 30],
          [1, 30, 20],
        ],
        expected: [
          { moveId: 1, residualMinor: 0n },
          { moveId: 2, residualMinor: 60n },
          { moveId: 3, residualMinor: 0n },
        ],
      },
    });
  });

  test('a partial credit note meets the bills that are left open', () => {
    const made = plan(70n, bill(1, 100n, 100n), bill(2, 50n, -30n));
    expect(made).toMatchObject({
      ok: true,
      value: {
        calls: [
          [1, 10],
          [10, 20],
        ],
      },
    });
  });

  test.each([
    ['odoo.residual_changed', plan(60n, bill(1, 50n, 60n))],
    ['odoo.allocation_sum', plan(61n, bill(1, 60n, 60n))],
    ['odoo.allocation_not_expressible', plan(20n, bill(1, 60n, 10n), bill(2, 60n, 10n))],
  ])('%s is refused', (code, made) => {
    expect(made).toMatchObject({ ok: false, error: { kind: 'rejected', code } });
  });

  test('[I9] shares in another currency add up to the whole', () => {
    const shares = shareOut(-10_700n, [3333n, 3333n, 3334n]);
    expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(-10_700n);
    expect(shareOut(5n, [0n, 0n])).toEqual([0n, 0n]);
  });
});

describe('documents', () => {
  const document = {
    companyExternalId: '1',
    target: { kind: 'bill' as const, externalId: '42' },
    name: 'proof.pdf',
    mediaType: 'application/pdf',
    bytes: new TextEncoder().encode('%PDF-1.4 proof'),
  };
  /** SHA-1 of the bytes above, from sha1sum. */
  const checksum = 'f8b7a2053b242ece85d1cdff8e33432b79e9dff7';

  const push = async (onCreate: (store: () => void) => ScriptedAnswer, isThere = false) => {
    const creates: ScriptedCall[] = [];
    let isStored = isThere;
    const hub = scriptedHub((call) => {
      if (call.method !== 'create') {
        const asked = textOf(call.args[0]);
        const isMeant = asked.includes(checksum) && asked.includes('"proof.pdf"');
        return { result: isStored && isMeant ? `[{"id": 9, "checksum": "${checksum}"}]` : '[]' };
      }
      creates.push(call);
      return onCreate(() => (isStored = true));
    });
    const outcome = await hub['documents.push']?.(document);
    return { outcome, creates };
  };

  test('[WF-31] the same name and content is the same attachment', async () => {
    const { outcome, creates } = await push(() => silence, true);
    expect(outcome).toEqual({ ok: true, value: { externalId: '9' } });
    expect(creates).toHaveLength(0);
  });

  test('[WF-31] the bytes travel whole, as base64', async () => {
    const { outcome, creates } = await push(() => ({ result: '[9]' }));
    expect(outcome).toEqual({ ok: true, value: { externalId: '9' } });
    expect(textOf(creates[0]?.args[0])).toContain('"datas":"JVBERi0xLjQgcHJvb2Y="');
  });

  test('[RES-14] a silence is looked up; without a trace it is unknown, unrepeated', async () => {
    const found = await push((store) => {
      store();
      return silence;
    });
    expect(found.outcome).toEqual({ ok: true, value: { externalId: '9' } });
    const lost = await push(() => silence);
    expect(lost.outcome).toMatchObject({ ok: false, error: { kind: 'unknownOutcome' } });
    expect(lost.creates).toHaveLength(1);
  });
});
