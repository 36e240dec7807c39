import { asInstant, asPlainDate, present } from '@quittance/domain';
import {
  type ApprovalSheet,
  approvalSheetHtml,
  approvalSheetText,
  readApprovalSheet,
  readRunReport,
  type RunReport,
  runReportHtml,
  runReportText,
} from '@quittance/services';
import { assert as check, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { report } from './support/deliver.ts';
import { codeOf, type House, openHouse, today, valueOf } from './support/house.ts';
import { accountNumbers, supplierNumbers, usualBills } from './support/records.ts';
import {
  approveBy,
  awaitApproval,
  batchOf,
  paymentsOf,
  readyToRelease,
  type Run,
  submit,
  tryRelease,
} from './support/walk.ts';

const at = asInstant('2026-11-23T08:00:00.000Z');

const sheetOf = (name: string): ApprovalSheet => ({
  entity: name,
  account: name,
  reference: 'B0123456789AB',
  state: 'frozen',
  currency: 'EUR',
  executionDate: today,
  proposedBy: name,
  paymentCount: 1,
  totalMinor: 123_456_789_012_345_678n,
  contentHash: `1:${'a'.repeat(64)}`,
  approversRequired: 2,
  approvalState: 'partially_approved',
  expiresAt: at,
  approvers: [{ person: name, obstacle: name }],
  decisions: [{ person: name, decision: 'approve', at, reason: name, coversContent: true }],
  payments: [
    {
      reference: 'Q0123456789AB',
      payee: name,
      account: 'DE•••2051',
      amountMinor: 123_456_789_012_345_678n,
      state: 'awaiting_approval',
      bills: [name, name],
      contentHash: `1:${'b'.repeat(64)}`,
    },
  ],
  printedAt: at,
});

const reportOf = (name: string): RunReport => {
  const payment = {
    reference: 'Q0123456789AB',
    payee: name,
    currency: 'EUR',
    amountMinor: 100n,
    state: 'failed',
    reason: name,
  } as const;
  return {
    companies: [name],
    from: today,
    to: today,
    paymentCount: 3,
    totals: [{ currency: 'EUR', state: 'failed', count: 3, sumMinor: 300n }],
    heldBack: [payment],
    failed: [payment],
    returned: [payment],
    cases: [
      {
        kind: 'rejected_payment',
        severity: 2,
        owner: name,
        reference: 'Q0123456789AB',
        detail: name,
        nextAction: name,
        dueAt: at,
      },
    ],
    files: [
      {
        fileName: name,
        messageId: 'B0123456789AB',
        hash: 'c'.repeat(64),
        count: 3,
        currency: 'EUR',
        totalMinor: 300n,
        state: 'acknowledged',
        preparedAt: at,
        sentAt: null,
      },
    ],
    printedAt: at,
  };
};

/** The document with the texts of its elements and attributes taken out: its bones. */
const bonesOf = (document: string): string =>
  document
    .replaceAll(/content="[^"]*"/g, '')
    .replaceAll(/>[^<]+</g, '><')
    .replaceAll(/\s+/g, ' ');

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</td></tr></table><h1>Total 0.00',
  '</title><script src=https://evil.example>',
  '<!--',
  '&lt;b&gt;',
  '${process.exit()}',
  '</style><base href=//evil.example>',
];

describe('a name may hold anything', () => {
  test.each(hostile)('[SEC-11] %s stays text in both documents', (name) => {
    for (const [harmless, document] of [
      [approvalSheetHtml(sheetOf('x')), approvalSheetHtml(sheetOf(name))],
      [runReportHtml(reportOf('x')), runReportHtml(reportOf(name))],
    ] as const) {
      expect(bonesOf(document)).toBe(bonesOf(harmless));
      expect(document).not.toContain(name.includes('&') ? `>${name}<` : '<script');
    }
  });

  test('whatever the name, the bones of the document are the same', () => {
    const bones = bonesOf(approvalSheetHtml(sheetOf('x')));
    const sane = string({ unit: 'binary', minLength: 1, maxLength: 60 });
    check(
      property(sane, (name) => {
        const document = approvalSheetHtml(sheetOf(`x${name}`));
        return bonesOf(document) === bones;
      }),
    );
  });

  test('marks that turn or hide text are shown, in print and in the terminal', () => {
    const name = 'Acme\u202E00.001\u0007\u001B[2J\nTotal 1.00';
    for (const document of [
      approvalSheetHtml(sheetOf(name)),
      approvalSheetText(sheetOf(name)),
      runReportHtml(reportOf(name)),
      runReportText(reportOf(name)),
    ]) {
      expect(document).toContain('Acme�00.001��[2J�Total 1.00');
      expect(document).not.toMatch(/[\u202E\u0007\u001B]/);
    }
  });

  test('the documents load nothing and run nothing', () => {
    for (const document of [approvalSheetHtml(sheetOf('Acme')), runReportHtml(reportOf('Acme'))]) {
      expect(document).toContain(`content="default-src &#39;none&#39;`);
      expect(document).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import/i);
      expect(document).toContain('@page');
    }
  });

  test('amounts are exact, however large', () => {
    for (const document of [approvalSheetHtml(sheetOf('A')), approvalSheetText(sheetOf('A'))]) {
      expect(document).toContain('1234567890123456.78 EUR');
    }
  });
});

describe('the approval sheet of a batch', () => {
  const sheetFor = async (house: House, run: Run) =>
    valueOf(await readApprovalSheet({ ctx: house.as('anna'), input: { batchId: run.batchId } }));

  test('[ORC-03] [ORC-08] it shows hash, payments, totals, who must approve, who did', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    await approveBy(house, run, 'anna');
    const sheet = await sheetFor(house, run);
    const batch = await batchOf(house, run);
    const payments = await paymentsOf(house, run);
    expect(sheet).toMatchObject({
      reference: batch.reference,
      contentHash: batch.contentHash,
      totalMinor: batch.totalMinor,
      approversRequired: 2,
      approvalState: 'partially_approved',
      proposedBy: 'paula',
    });
    expect(sheet.payments.map((row) => row.reference).toSorted()).toStrictEqual(
      payments.map((row) => row.reference).toSorted(),
    );
    expect(sheet.decisions).toMatchObject([
      { person: 'anna', decision: 'approve', coversContent: true },
    ]);
    const obstacles = new Map(sheet.approvers.map((row) => [row.person, row.obstacle]));
    expect(obstacles.get('otto')).toBeNull();
    expect(obstacles.get('anna')).toMatch(/^no: /);
    expect(obstacles.get('clerk')).toMatch(/^no: /);
    expect(obstacles.get('banker')).toMatch(/^no: /);
    expect(obstacles.get('robot')).toMatch(/^no: /);
    expect(obstacles.has('foreign')).toBe(false);
    for (const document of [approvalSheetHtml(sheet), approvalSheetText(sheet)]) {
      for (const text of [batch.reference, present(batch.contentHash, 'hash'), 'otto']) {
        expect(document).toContain(text);
      }
      for (const payment of sheet.payments) expect(document).toContain(payment.reference);
    }
  });

  test('[SEC-11] no account number stands on it', async () => {
    const house = await openHouse();
    const sheet = await sheetFor(house, await awaitApproval(house));
    const numbers = [...Object.values(supplierNumbers), ...Object.values(accountNumbers)];
    const text = `${approvalSheetHtml(sheet)}${approvalSheetText(sheet)}`;
    for (const number of numbers) expect(text).not.toContain(number);
    expect(text).toContain('DE•••2051');
  });

  test('it is for those who hold a role in the company', async () => {
    const house = await openHouse();
    const { batchId } = await awaitApproval(house);
    const { de } = house.entities;
    const input = { batchId };
    expect(codeOf(await readApprovalSheet({ ctx: house.as('ada'), input }))).toBe('none');
    const foreign = await readApprovalSheet({ ctx: house.as('foreign'), input });
    expect(codeOf(foreign)).toBe('FORBIDDEN');
    const blind = await readApprovalSheet({ ctx: house.as('foreign', [house.entities.uk]), input });
    expect(codeOf(blind)).toBe('NOT_FOUND');
    const gone = await readApprovalSheet({ ctx: house.as('gone', [de]), input });
    expect(codeOf(gone)).toBe('FORBIDDEN');
  });
});

describe('the report of a run', () => {
  const read = async (house: House) => {
    const [batch] = await house.rows('payment_batch');
    const day = present(batch, 'batch').executionDate;
    const input = { entityIds: [house.entities.de], from: day, to: day };
    return valueOf(await readRunReport({ ctx: house.as('ada'), input }));
  };

  test('[ORC-10] counts and sums by state add up, the file stands with its hash', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const made = await read(house);
    const payments = await paymentsOf(house, run);
    const batch = await batchOf(house, run);
    expect(made.paymentCount).toBe(payments.length);
    expect(made.totals.reduce((sum, row) => sum + row.count, 0)).toBe(payments.length);
    expect(made.totals.reduce((sum, row) => sum + row.sumMinor, 0n)).toBe(
      payments.reduce((sum, row) => sum + row.instructedMinor, 0n),
    );
    const [attempt] = await house.rows('attempt');
    expect(made.files).toMatchObject([
      { hash: attempt?.payloadHash, totalMinor: batch.totalMinor, state: 'acknowledged' },
    ]);
    const text = runReportText(made);
    expect(text).toContain(present(attempt, 'attempt').payloadHash);
    expect(text).toContain('submitted');
  });

  test('[UX-01] what the bank refused stands there with its reason', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const [first] = await paymentsOf(house, run);
    const { reference } = present(first, 'payment');
    await report(house, run, {
      group: 'PART',
      payments: [{ reference, status: 'RJCT', reason: 'AC04' }],
    });
    const made = await read(house);
    expect(made.failed.map((row) => row.reference)).toStrictEqual([reference]);
    expect(made.failed[0]?.reason).toContain('AC04');
    expect(made.cases).toMatchObject([{ kind: 'rejected_payment', reference }]);
    expect(runReportHtml(made)).toContain(reference);
  });

  test('[UX-01] what was held back at release stands there with its reason', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const bills = usualBills.map((item, index) =>
      index === 0 ? { ...item, residualMinor: 0n } : item,
    );
    const released = valueOf(await tryRelease(house, run, bills));
    expect(released.heldBack).toHaveLength(1);
    const made = await read(house);
    expect(made.heldBack.map((row) => row.reference)).toStrictEqual(
      released.heldBack.map((row) => row.reference),
    );
    expect(made.heldBack[0]?.reason).toBe(released.heldBack[0]?.why);
    const payments = await paymentsOf(house, run);
    const left = present(
      payments.find((row) => row.reason === null),
      'a payment that left',
    );
    await house.edit('payment', left, { hold: 'the payee is being checked' });
    const later = await read(house);
    expect(later.heldBack.map((row) => row.reason)).toContain('the payee is being checked');
  });

  test('a span that is no span, or too long, is refused', async () => {
    const house = await openHouse();
    const entityIds = [house.entities.de];
    const ctx = house.as('ada');
    for (const [from, to] of [
      ['2026-11-24', '2026-11-23'],
      ['2026-01-01', '2026-02-01'],
    ] as const) {
      const input = { entityIds, from: asPlainDate(from), to: asPlainDate(to) };
      expect(codeOf(await readRunReport({ ctx, input }))).toBe('BAD_INPUT');
    }
    const whole = { entityIds: [], from: today, to: today };
    expect(codeOf(await readRunReport({ ctx, input: whole }))).toBe('BAD_INPUT');
  });

  test('it is for those who hold a role in each of the companies', async () => {
    const house = await openHouse();
    const input = { entityIds: [house.entities.de, house.entities.uk], from: today, to: today };
    expect(codeOf(await readRunReport({ ctx: house.as('ada'), input }))).toBe('FORBIDDEN');
    expect(codeOf(await readRunReport({ ctx: house.hub(), input }))).toBe('none');
  });
});
