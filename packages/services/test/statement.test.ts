import { present } from '@quittance/domain';
import { accountDigest } from '@quittance/governance';
import { applyDelivery, readDelivery, replayDelivery } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { bytesOf, type EntryParts, statementFile } from './support/bank-files.ts';
import { deliver, match, tell } from './support/deliver.ts';
import { codeOf, dumpOf, type House, openHouse, valueOf } from './support/house.ts';
import { ascending, textWith } from './support/matchers.ts';
import { accountNumbers } from './support/records.ts';
import { attemptOf, caseOf, openCasesOf, paymentsOf, statesOf, submit } from './support/walk.ts';

const fee: EntryParts = { minor: -350n, bankReference: 'F1', subFamily: 'CHRG', text: 'fees' };
const receipt: EntryParts = { minor: 5_000n, bankReference: 'C1', endToEndId: 'THEIRS' };

async function balanceOf(house: House) {
  const rows = await house.rows('own_account');
  return rows.find((row) => row.id === house.accounts.euro)?.bookedBalanceMinor;
}

describe('a statement', () => {
  test('[WF-14][I5] is loaded with lines, balance and a task for each next step', async () => {
    const house = await openHouse();
    house.tasks.take();
    const delivery = await tell(house, { entries: [fee, receipt] });
    expect(delivery).toEqual({ state: 'applied', note: 'euro S1: loaded' });
    const [statement] = await house.rows('statement');
    expect(statement).toMatchObject({
      openingMinor: 100_000_000n,
      closingMinor: 100_004_650n,
      lineCount: 2,
    });
    expect(await balanceOf(house)).toBe(100_004_650n);
    expect(await house.rows('statement_line')).toHaveLength(2);
    expect(house.tasks.added().map((task) => task.name)).toEqual([
      'inbox.apply',
      'line.post',
      'lines.match',
    ]);
  });

  test('[I5][EXC-06] whose balances do not prove is quarantined with a case', async () => {
    const house = await openHouse();
    const delivery = await tell(house, { entries: [fee], closingMinor: 99_999_000n });
    expect(delivery.state).toBe('quarantined');
    expect(await house.rows('statement')).toEqual([]);
    expect(await house.rows('statement_line')).toEqual([]);
    expect(await house.rows('bank_fact')).toEqual([]);
    expect(await balanceOf(house)).toBeNull();
    expect((await openCasesOf(house)).toSorted()).toEqual([
      'quarantined_file quarantined',
      'statement_imbalance S1',
    ]);
  });

  test('[I5][EXC-06] without balances is quarantined, and none is guessed', async () => {
    const house = await openHouse();
    const whole = new TextDecoder().decode(
      statementFile({ iban: accountNumbers.euro, entries: [fee] }),
    );
    const delivery = await deliver(house, bytesOf(whole.replaceAll(/<Bal>.*<\/Bal>/g, '')));
    expect(delivery.state).toBe('quarantined');
    expect(await house.rows('statement')).toEqual([]);
    expect(await house.rows('statement_line')).toEqual([]);
    expect(await balanceOf(house)).toBeNull();
    expect(await openCasesOf(house)).toContain('statement_imbalance S1');
    await deliver(house, bytesOf(whole));
    expect(await house.rows('statement')).toHaveLength(1);
  });

  test('[I12] of an account that nobody knows is parked with a case, and kept', async () => {
    const house = await openHouse();
    const iban = 'BE68539007547034';
    expect(await tell(house, { iban, entries: [fee] })).toMatchObject({ state: 'parked' });
    expect(await openCasesOf(house)).toEqual(['orphaned_payment parked']);
    expect(house.evidence.size()).toBeGreaterThan(0);
  });

  test('[RES-04][I12][I27] is read again once its account is known, with one effect', async () => {
    const house = await openHouse();
    await tell(house, { iban: 'BE68539007547034', entries: [fee] });
    const { id: caseId } = await caseOf(house, 'orphaned_payment');
    const [account] = await house.rows('own_account');
    const digest = accountDigest({
      accountNumber: 'BE68539007547034',
      salt: house.ports.settings.digestSalt,
    });
    await house.edit('own_account', present(account, 'account'), { accountDigest: digest });
    house.tasks.take();
    const again = () => replayDelivery({ ctx: house.as('connie'), input: { caseId } });
    const { inboxId } = valueOf(await again());
    expect(house.tasks.take('inbox.apply').map((task) => task.data.ids)).toEqual([[inboxId]]);
    const item = present(
      valueOf(await readDelivery({ ctx: house.hub(), input: { inboxId } })),
      'it',
    );
    const bytes = await house.evidence.get(item.evidenceHash);
    const input = { item, bytes, entityIds: [house.entities.de] };
    expect(valueOf(await applyDelivery({ ctx: house.hub(), input })).state).toBe('applied');
    expect(await house.rows('statement')).toHaveLength(1);
    expect(await openCasesOf(house)).toEqual([]);
    expect(codeOf(await again())).toBe('ILLEGAL_TRANSITION');
  });

  test('[I12] of an unknown account is not lost behind a known one in the same file', async () => {
    const house = await openHouse();
    const known = new TextDecoder().decode(
      statementFile({ iban: accountNumbers.euro, entries: [fee] }),
    );
    const other = new TextDecoder().decode(
      statementFile({ iban: 'BE68539007547034', id: 'S2', entries: [receipt] }),
    );
    const second = other.slice(other.indexOf('<Stmt>'), other.indexOf('</BkToCstmrStmt>'));
    const both = known.replace('</BkToCstmrStmt>', `${second}</BkToCstmrStmt>`);
    const delivery = await deliver(house, bytesOf(both));
    expect(delivery.state).toBe('parked');
    expect(delivery.note).toContain('loaded');
    expect(await house.rows('statement')).toHaveLength(1);
    expect(await openCasesOf(house)).toEqual(['orphaned_payment parked']);
  });

  test('[I27][SYN-10] the same content under another name has no effect', async () => {
    const house = await openHouse();
    await tell(house, { entries: [fee, receipt] });
    const lines = await house.rows('statement_line');
    const bytes = statementFile({ iban: accountNumbers.euro, entries: [fee, receipt] });
    const again = await deliver(house, bytes, 'another name');
    expect(again.state).toBe('no_effect');
    expect(await house.rows('statement_line')).toEqual(lines);
    expect(await house.rows('statement')).toHaveLength(1);
  });

  test('[I5][I27] sent again with another balance opens a case, books nothing twice', async () => {
    const house = await openHouse();
    await tell(house, { entries: [fee] });
    await tell(house, { entries: [fee, receipt] });
    expect(await house.rows('statement_line')).toHaveLength(1);
    expect(await openCasesOf(house)).toEqual(['statement_gap reissued']);
  });

  test('[I27] corrected under a new number books each entry once', async () => {
    const house = await openHouse();
    await tell(house, { id: 'S1', entries: [fee] });
    await tell(house, { id: 'S1-C', entries: [fee, receipt] });
    const lines = await house.rows('statement_line');
    expect(lines.map((line) => line.amountMinor).toSorted(ascending)).toEqual([-350n, 5_000n]);
  });

  test('[I5] a gap between two statements opens a case, the missing one closes it', async () => {
    const house = await openHouse();
    await tell(house, { id: 'S1', day: '2026-11-20', entries: [] });
    const third = { id: 'S3', day: '2026-11-24', openingMinor: 100_005_000n };
    await tell(house, { ...third, entries: [] });
    expect(await openCasesOf(house)).toEqual(['statement_gap gap']);
    const entries = [{ ...receipt, day: '2026-11-23' }];
    await tell(house, { id: 'S2', day: '2026-11-23', entries });
    expect(await openCasesOf(house)).toEqual([]);
    expect(await balanceOf(house)).toBe(100_005_000n);
  });

  test('[I5] statements that follow one another open no case', async () => {
    const house = await openHouse();
    await tell(house, { id: 'S1', day: '2026-11-20', entries: [{ ...fee, day: '2026-11-20' }] });
    await tell(house, { id: 'S2', day: '2026-11-23', openingMinor: 99_999_650n });
    expect(await openCasesOf(house)).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['is cut off', (text: string) => text.slice(0, text.length / 2)],
    ['has an amount that is none', (text: string) => text.replace('>3.50<', '>3,50<')],
  ])(
    '[I12] and %s is quarantined with line and rule; nothing of it is booked',
    async (_, break_) => {
      const house = await openHouse();
      const text = new TextDecoder().decode(
        statementFile({ iban: accountNumbers.euro, entries: [fee] }),
      );
      const delivery = await deliver(house, bytesOf(break_(text)), 'broken.xml');
      expect(delivery.state).toBe('quarantined');
      expect(delivery.note).toMatch(/line \d+.*rule /);
      expect(await house.rows('statement_line')).toEqual([]);
      const [row] = await house.rows('exception_case');
      expect(row).toMatchObject({ kind: 'quarantined_file', nature: 'technical' });
      expect(row?.detail).toContain('broken.xml');
      expect(row?.detail).toMatch(/line \d+/);
      const [inbox] = await house.rows('inbox');
      const bytes = await house.evidence.get(present(inbox, 'delivery').evidenceHash);
      expect(new TextDecoder().decode(bytes)).toBe(break_(text));
    },
  );

  test('[I12] a file that declares a document type is quarantined, and says so', async () => {
    const house = await openHouse();
    const text = new TextDecoder().decode(
      statementFile({ iban: accountNumbers.euro, entries: [fee] }),
    );
    const delivery = await deliver(house, bytesOf(text.replace('?>', '?><!DOCTYPE a>')));
    expect(delivery).toMatchObject({
      state: 'quarantined',
      note: textWith('document type'),
    });
    expect(await house.rows('statement_line')).toEqual([]);
  });

  test('a file of no known kind is quarantined and kept', async () => {
    const house = await openHouse();
    const delivery = await deliver(house, bytesOf('dear customer'));
    expect(delivery.state).toBe('quarantined');
    expect(await openCasesOf(house)).toEqual(['quarantined_file quarantined']);
  });
});

describe('matching', () => {
  test('[WF-15][REC-01] lines of payments and of fees are explained without a person', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const entries = (await paymentsOf(house, run)).map((payment) => ({
      minor: -payment.instructedMinor,
      endToEndId: payment.reference,
      bankReference: `R${payment.reference}`,
    }));
    await tell(house, { entries: [...entries, fee] });
    expect(await match(house)).toEqual({ matched: 4, unmatched: 0 });
    expect(await statesOf(house, run)).toEqual(Array(3).fill('settled'));
    const lines = await house.rows('statement_line');
    expect(lines.map((line) => line.state).toSorted()).toEqual([
      'matched',
      'matched',
      'matched',
      'rule_posted',
    ]);
    const parts = await house.rows('match_allocation');
    expect(parts.reduce((sum, part) => sum + part.amountMinor, 0n)).toBe(-166_633n);
  });

  test('[REC-01][I6] a batch booked as one debit settles each by its own amount', async () => {
    const house = await openHouse();
    const run = await submit(house, { ownAccountId: house.accounts.batch });
    const { messageId, totalMinor } = await attemptOf(house, run.attemptId);
    await tell(house, {
      iban: accountNumbers.batch,
      entries: [{ minor: -totalMinor, bankReference: 'X', batch: { messageId, count: 3 } }],
    });
    expect(await statesOf(house, run)).toEqual(Array(3).fill('submitted'));
    expect(await match(house, 'batch')).toEqual({ matched: 1, unmatched: 0 });
    const payments = await paymentsOf(house, run);
    expect(payments.map((row) => row.state)).toEqual(Array(3).fill('settled'));
    expect(payments.every((row) => row.settledMinor === row.instructedMinor)).toBe(true);
    expect(await house.rows('match_allocation')).toHaveLength(3);
  });

  test('[REC-01][I6] a batch debit without a payment refused in silence is explained', async () => {
    const house = await openHouse();
    const run = await submit(house, { ownAccountId: house.accounts.batch });
    const { messageId } = await attemptOf(house, run.attemptId);
    const [refused, ...booked] = await paymentsOf(house, run);
    const minor = booked.reduce((sum, row) => sum - row.instructedMinor, 0n);
    const batch = { messageId, count: booked.length };
    const debit = { minor, bankReference: 'X', batch };
    await tell(house, { iban: accountNumbers.batch, entries: [debit] });
    expect(await match(house, 'batch')).toEqual({ matched: 0, unmatched: 1 });
    const transactions = booked.map(({ reference, instructedMinor }) => ({
      endToEndId: reference,
      minor: instructedMinor,
    }));
    const entries = [{ ...debit, transactions }];
    await tell(house, { message: 'camt.054', iban: accountNumbers.batch, id: 'N1', entries });
    expect(await match(house, 'batch')).toEqual({ matched: 1, unmatched: 0 });
    const states = new Map((await paymentsOf(house, run)).map((row) => [row.id, row.state]));
    expect(booked.map((row) => states.get(row.id))).toEqual(['settled', 'settled']);
    expect(states.get(present(refused, 'payment').id)).toBe('submitted');
    expect(await house.rows('match_allocation')).toHaveLength(2);
  });

  test('[REC-03][EXC-06] a line without our reference is one case for ever', async () => {
    const house = await openHouse();
    await tell(house, { entries: [receipt] });
    expect(await match(house)).toEqual({ matched: 0, unmatched: 1 });
    expect(await match(house)).toEqual({ matched: 0, unmatched: 1 });
    expect(await openCasesOf(house)).toEqual([expect.stringMatching(/^unmatched_line /)]);
    const [line] = await house.rows('statement_line');
    expect(line?.state).toBe('case');
  });

  test('[SYN-10][WF-15] matching again changes nothing', async () => {
    const house = await openHouse();
    await tell(house, { entries: [fee, receipt] });
    await match(house);
    const before = await dumpOf(house);
    await match(house);
    expect(await dumpOf(house)).toBe(before);
  });

  test('[FT-02][REC-03] a case of a line is over once later evidence explains it', async () => {
    const house = await openHouse();
    const run = await submit(house, { ownAccountId: house.accounts.batch });
    const { messageId, totalMinor } = await attemptOf(house, run.attemptId);
    const attempt = await attemptOf(house, run.attemptId);
    const link = { minor: -totalMinor, bankReference: 'X', batch: { messageId: 'B?', count: 3 } };
    await tell(house, { iban: accountNumbers.batch, entries: [link] });
    await match(house, 'batch');
    expect(await openCasesOf(house)).toHaveLength(1);
    const [line] = await house.rows('statement_line');
    await house.edit('statement_line', present(line, 'line'), { messageId });
    expect(attempt.state).toBe('acknowledged');
    expect(await match(house, 'batch')).toEqual({ matched: 1, unmatched: 0 });
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[WF-15][EXC-06] our reference on a wrong amount is never matched on its own', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const [payment] = await paymentsOf(house, run);
    const { reference, instructedMinor } = present(payment, 'payment');
    const entries = [{ minor: -(instructedMinor - 1n), endToEndId: reference }];
    await tell(house, { entries });
    expect(await match(house)).toEqual({ matched: 0, unmatched: 1 });
    expect(await openCasesOf(house)).toHaveLength(1);
  });
});
