import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ApprovalDecision,
  Evidence,
  Link,
  Match,
  MatchAllocation,
  Statement,
  StatementLine,
  StoredBankFact,
} from '@quittance/domain';
import { openPostgresStore, openQueries, type PostgresStore, type Queries } from '../src/index.ts';
import {
  approval,
  attempt,
  attemptItem,
  base,
  batch,
  contentHash,
  entity,
  exceptionCase,
  hash,
  id,
  insertBase,
  leaf,
  noon,
  openItem,
  payment,
  paymentItem,
  scopeOf,
  today,
} from './support/sample.ts';
import { migratedDatabase } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

let database: TestDatabase;
let store: PostgresStore;
let queries: Queries;

beforeAll(async () => {
  database = await migratedDatabase();
  const options = {
    connectionString: database.url('quittance_app'),
    kind: 'sandbox',
    applicationName: 'test',
    poolSizeMax: 2,
  } as const;
  store = await openPostgresStore(options);
  queries = await openQueries(options);
  await insertBase(store);
  await insertStory();
});
afterAll(async () => {
  await queries.close();
  await store.close();
  await database.drop();
});

const decision: ApprovalDecision = {
  id: id(200, 1),
  entityId: entity(1),
  approvalId: approval(1, 1).id,
  personId: base.person,
  decision: 'approve',
  contentHash: contentHash(1),
  reason: null,
  decidedAt: noon,
};
const fact: StoredBankFact = {
  id: id(201, 1),
  paymentId: payment(1, 1).id,
  attemptId: attempt(1, 1).id,
  code: 'booked',
  reason: null,
  amountMinor: 1_000n,
  entryKey: 'entry 1',
  bankTime: '2026-11-23',
  entityId: entity(1),
  source: 'camt.053',
  evidenceHash: hash(77),
  recordedAt: noon,
};
const statement: Statement = {
  id: id(202, 1),
  version: 1,
  entityId: entity(1),
  ownAccountId: base.account(1),
  evidenceHash: hash(77),
  bankStatementId: 'S1',
  sequenceNumber: '1',
  currency: 'EUR',
  fromDate: today,
  toDate: today,
  openingMinor: 5_000n,
  closingMinor: 4_000n,
  lineCount: 1,
  state: 'loaded',
  importedAt: noon,
};
const line: StatementLine = {
  id: id(203, 1),
  version: 1,
  entityId: entity(1),
  ownAccountId: base.account(1),
  statementId: statement.id,
  entryKey: 'entry 1',
  bookingDate: today,
  valueDate: today,
  currency: 'EUR',
  amountMinor: -1_000n,
  kind: 'payment',
  bankReference: 'BANK-REF-1',
  endToEndId: payment(1, 1).reference,
  messageId: null,
  transactionCount: null,
  partyName: 'Supplier',
  partyAccountDigest: null,
  remittance: 'Invoice 1',
  returnReason: null,
  instructedMinor: null,
  instructedCurrency: null,
  exchangeRate: null,
  exchangeUnitCurrency: null,
  exchangeSource: null,
  state: 'new',
  posted: false,
};
const match: Match = {
  id: id(204, 1),
  version: 1,
  entityId: entity(1),
  statementLineId: line.id,
  evidenceClass: 'A',
  rule: 'end-to-end-id@1',
  explanation: 'the reference and the amount are equal',
  state: 'posted',
  madeAt: noon,
  externalReconciliation: '55',
};
const allocation: MatchAllocation = {
  id: id(205, 1),
  entityId: entity(1),
  matchId: match.id,
  kind: 'payment',
  paymentId: payment(1, 1).id,
  openItemId: null,
  accountRole: null,
  amountMinor: -1_000n,
  paymentMinor: null,
};
const evidence: Evidence = {
  id: id(206, 1),
  hash: hash(77),
  mediaType: 'application/xml',
  sizeBytes: 10,
  kind: 'camt.053',
  receivedAt: noon,
};
interface LinkSample {
  readonly scheme: string;
  readonly externalId: string;
  readonly objectKind: string;
  readonly objectId: string;
}
const link = (number: number, sample: LinkSample): Link => ({
  id: id<'link'>(207, number),
  entityId: entity(1),
  ...sample,
});
const links = [
  link(1, {
    scheme: 'odoo:account.payment',
    externalId: '4711',
    objectKind: 'payment',
    objectId: payment(1, 1).id,
  }),
  link(2, {
    scheme: 'odoo:account.move',
    externalId: '815',
    objectKind: 'open_item',
    objectId: openItem(1, 1).id,
  }),
  link(3, {
    scheme: 'odoo:account.bank.statement.line',
    externalId: '99',
    objectKind: 'statement_line',
    objectId: line.id,
  }),
  link(4, {
    scheme: 'UETR',
    externalId: 'eb6305c9-1f7f-49de-aed0-16487c27b42d',
    objectKind: 'payment',
    objectId: payment(1, 1).id,
  }),
];
const leaves = [
  leaf(1, 1),
  { ...leaf(1, 2), objectKind: 'statement_line', objectId: line.id },
  { ...leaf(1, 3), objectKind: 'payment_batch', objectId: base.batch(1) },
];
const otherPayment = payment(1, 2, { currency: 'USD', instructedMinor: 250n, state: 'imported' });

async function insertStory(): Promise<void> {
  await store.transaction(scopeOf(1, 2), async (transaction) => {
    await transaction.insert('open_item', [openItem(1, 1), openItem(1, 2)]);
    await transaction.insert('payment', [payment(1, 1), otherPayment, payment(2, 3)]);
    await transaction.insert('payment_item', [paymentItem(1, 1, 1), paymentItem(1, 2, 2)]);
    await transaction.insert('approval', [approval(1, 1)]);
    await transaction.insert('approval_decision', [decision]);
    await transaction.insert('attempt', [attempt(1, 1)]);
    await transaction.insert(
      'attempt_item',
      [attemptItem(1, 1, 1), attemptItem(1, 2, 2)].map((item) => ({
        ...item,
        attemptId: attempt(1, 1).id,
      })),
    );
    await transaction.insert('bank_fact', [fact]);
    await transaction.insert('evidence', [evidence]);
    await transaction.insert('statement', [statement]);
    await transaction.insert('statement_line', [line]);
    await transaction.insert('match', [match]);
    await transaction.insert('match_allocation', [allocation]);
    await transaction.insert('link', links);
    await transaction.insert('exception_case', [exceptionCase(1, 1, 'silence')]);
    for (const row of leaves) await transaction.insert('audit_leaf', [row]);
  });
}

describe('tracePayment', () => {
  test.each([
    ['the reference', payment(1, 1).reference],
    ['the id', payment(1, 1).id],
    ['the id of the accounts', '4711'],
    ['the id of the bill in the accounts', '815'],
    ['the number of the bill', 'BILL/1'],
    ['the UETR', 'eb6305c9-1f7f-49de-aed0-16487c27b42d'],
    ['the reference of the bank', 'BANK-REF-1'],
    ['the key of the entry', 'entry 1'],
    ['the statement line', line.id],
    ['the id of the statement line in the accounts', '99'],
    ['the match', match.id],
    ['the case', exceptionCase(1, 1, 'silence').id],
  ])('[CAN-03][AUD-03] by %s finds the payment', async (_, anyId) => {
    const result = await queries.tracePayment({ scope: scopeOf(1), anyId });
    expect(result).toMatchObject({ found: 'one', trace: { payment: { id: payment(1, 1).id } } });
  });

  test('[AUD-03] tells everything about it', async () => {
    const anyId = payment(1, 1).reference;
    const result = await queries.tracePayment({ scope: scopeOf(1), anyId });
    if (result.found !== 'one') throw new Error('not found');
    const { party, evidence: files, ...trace } = result.trace;
    expect(party?.name).toBe('Supplier');
    expect(files).toEqual([evidence]);
    expect(trace).toEqual({
      payment: payment(1, 1),
      bills: [{ item: paymentItem(1, 1, 1), openItem: openItem(1, 1) }],
      batch: batch(1, 1),
      approvals: [{ approval: approval(1, 1), decisions: [decision] }],
      attempts: [{ item: attemptItem(1, 1, 1), attempt: attempt(1, 1) }],
      facts: [fact],
      matches: [{ match, allocations: [allocation], line, statement }],
      links,
      cases: [exceptionCase(1, 1, 'silence')],
      leaves,
    });
  });

  test('an id of many payments names them all', async () => {
    for (const anyId of [attempt(1, 1).messageId, batch(1, 1).reference, base.batch(1)]) {
      const result = await queries.tracePayment({ scope: scopeOf(1), anyId });
      expect(result).toEqual({ found: 'many', payments: [payment(1, 1), otherPayment] });
    }
  });

  test('[I22] another entity finds nothing, by no id', async () => {
    for (const anyId of [payment(1, 1).reference, '4711', line.id, "' or 1=1 --", '']) {
      expect(await queries.tracePayment({ scope: scopeOf(2), anyId })).toEqual({ found: 'none' });
    }
  });
});

describe('lists', () => {
  test('payments, by page and state', async () => {
    const scope = scopeOf(1, 2);
    const first = await queries.listPayments({ scope, limit: 2 });
    expect(first.rows).toEqual([payment(2, 3), otherPayment]);
    const second = await queries.listPayments({ scope, limit: 2, after: first.next });
    expect(second).toEqual({ rows: [payment(1, 1)], next: null });
    const imported = await queries.listPayments({ scope, limit: 9, state: 'imported' });
    expect(imported.rows).toEqual([otherPayment]);
  });

  test('[I22] show the entities of the scope only', async () => {
    const page = { scope: scopeOf(2), limit: 10 };
    expect((await queries.listPayments(page)).rows).toEqual([payment(2, 3)]);
    expect((await queries.listCases(page)).rows).toEqual([]);
    expect((await queries.listBatches(page)).rows).toEqual([batch(2, 2)]);
    expect((await queries.listPayments({ scope: scopeOf(), limit: 10 })).rows).toEqual([]);
  });

  test('batches, by state', async () => {
    const page = { scope: scopeOf(1), limit: 10 };
    const { state } = batch(1, 1);
    expect((await queries.listBatches({ ...page, state })).rows).toEqual([batch(1, 1)]);
    expect((await queries.listBatches({ ...page, state: 'closed' })).rows).toEqual([]);
  });

  test('cases, those only that are open when asked', async () => {
    const page = { scope: scopeOf(1), limit: 10 };
    const other = exceptionCase(1, 2, 'refusal');
    const resolved = { ...other, version: 2, state: 'resolved', resolvedAt: noon } as const;
    await store.transaction(scopeOf(1), async (transaction) => {
      await transaction.insert('exception_case', [other]);
      await transaction.update('exception_case', [resolved]);
    });
    const open = await queries.listCases({ ...page, openOnly: true });
    expect(open.rows).toEqual([exceptionCase(1, 1, 'silence')]);
    const all = await queries.listCases(page);
    expect(all.rows).toEqual([resolved, exceptionCase(1, 1, 'silence')]);
  });

  test('approvals and statements', async () => {
    const page = { scope: scopeOf(1), limit: 10 };
    expect((await queries.listApprovals(page)).rows).toEqual([approval(1, 1)]);
    expect((await queries.listStatements(page)).rows).toEqual([statement]);
  });

  test('refuse a page without an end', async () => {
    await expect(queries.listPayments({ scope: scopeOf(1), limit: 0 })).rejects.toThrow('limit');
  });
});

describe('totals', () => {
  test('[I3] add up amounts of one currency each, exactly', async () => {
    const large = Array.from({ length: 20 }, (_, index) =>
      payment(2, 100 + index, { instructedMinor: 999_999_999_999_999_999n }),
    );
    await store.transaction(scopeOf(2), (transaction) => transaction.insert('payment', large));
    const totals = await queries.totalsByState({ scope: scopeOf(1, 2) });
    const none = { settledMinor: 0n, returnedMinor: 0n };
    expect(totals).toEqual([
      {
        ...none,
        entityId: entity(1),
        currency: 'EUR',
        state: 'draft',
        count: 1n,
        instructedMinor: 1_000n,
      },
      {
        ...none,
        entityId: entity(1),
        currency: 'USD',
        state: 'imported',
        count: 1n,
        instructedMinor: 250n,
      },
      {
        ...none,
        entityId: entity(2),
        currency: 'EUR',
        state: 'draft',
        count: 21n,
        instructedMinor: 20n * 999_999_999_999_999_999n + 1_000n,
      },
    ]);
  });
});
