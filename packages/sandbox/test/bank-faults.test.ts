import { describe, expect, test } from 'vitest';
import {
  bankOf,
  EURO_ACCOUNT,
  orders,
  outFiles,
  paymentFile,
  texts,
  TODAY,
} from './bank-support.ts';

describe('misbehaviour on request', () => {
  test('silent: no status report, but the payments are executed', () => {
    const bank = bankOf('nordhafen');
    bank.faults.inject('silent');
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(1) }));
    bank.closeDay(TODAY);
    expect(outFiles(bank, 'pain002')).toEqual([]);
    expect(bank.books().instructions[0]?.timesExecuted).toBe(1);
    expect(bank.faults.hits().silent).toBe(1);
  });

  test('partial acceptance rejects every second payment', () => {
    const bank = bankOf('kingsway');
    bank.faults.inject('partialAcceptance');
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(4) }));
    bank.process();
    const states = bank.books().instructions.map((item) => item.state);
    expect(states).toEqual(['accepted', 'rejected', 'accepted', 'rejected']);
  });

  test('contradictory status: rejected on paper, executed in the books', () => {
    const bank = bankOf('nordhafen');
    bank.faults.inject('contradictoryStatus');
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(2) }));
    bank.closeDay(TODAY);
    const statuses = outFiles(bank, 'pain002').flatMap((xml) => texts(xml, 'TxSts'));
    expect(statuses).toEqual(['ACSP', 'ACSP', 'RJCT', 'ACSC', 'ACSC']);
    expect(bank.books().instructions.map((item) => item.timesExecuted)).toEqual([1, 1]);
  });

  test('an unknown status and an unknown reference come beside the true answer', () => {
    const bank = bankOf('nordhafen');
    bank.faults.inject('unknownStatus');
    bank.faults.inject('unknownReference');
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(2) }));
    bank.process();
    const reports = outFiles(bank, 'pain002');
    expect(reports.flatMap((xml) => texts(xml, 'TxSts'))).toEqual(['ACSP', 'ACSP', 'XQZT', 'ACSP']);
    expect(bank.faults.marked('unknownStatus')).toEqual(['Q000001']);
    const [stranger = ''] = bank.faults.marked('unknownReference');
    expect(bank.books().instructions.map((item) => item.endToEndId)).not.toContain(stranger);
    expect(reports.at(-1)).toContain(stranger);
  });

  test('lateReturn: a payment comes back after fifteen business days', () => {
    const bank = bankOf('nordhafen');
    bank.faults.inject('lateReturn');
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(2) }));
    bank.closeDay(TODAY);
    bank.advanceDay('2026-12-11');
    expect(bank.books().instructions.map((item) => item.state)).toEqual(['booked', 'booked']);
    bank.advanceDay('2026-12-14');
    expect(bank.books().instructions).toMatchObject([
      { state: 'returned', reasonCode: 'AC04', returnedOn: '2026-12-14' },
      { state: 'booked' },
    ]);
    expect(bank.faults.marked('lateReturn')).toEqual(['Q000001']);
  });

  test('noticePage and heldBackFile: a page lies there, the statement comes later', () => {
    const bank = bankOf('nordhafen');
    bank.faults.inject('noticePage', { on: 'statement' });
    bank.faults.inject('heldBackFile', { on: 'statement' });
    bank.closeDay(TODAY);
    const [notice = '', ...others] = outFiles(bank, `camt053.${EURO_ACCOUNT}`);
    expect(notice).toMatch(/^<!doctype html>/);
    expect(others).toEqual([]);
    bank.process();
    expect(outFiles(bank, `camt053.${EURO_ACCOUNT}`)).toHaveLength(2);
  });

  const brokenFiles = [
    'truncatedFile',
    'malformedFile',
    'driftedFile',
    'wrongBalance',
    'growingFile',
    'sameFileTwice',
  ] as const;
  test.each(brokenFiles)('%s: the whole statement is there in the end', (kind) => {
    const undisturbed = bankOf('nordhafen');
    undisturbed.closeDay(TODAY);
    const [whole = ''] = outFiles(undisturbed, `camt053.${EURO_ACCOUNT}`);
    const bank = bankOf('nordhafen');
    bank.faults.inject(kind, { on: 'statement' });
    bank.closeDay(TODAY);
    const before = outFiles(bank, `camt053.${EURO_ACCOUNT}`);
    expect(before.filter((text) => text === whole)).toHaveLength(kind === 'sameFileTwice' ? 2 : 0);
    bank.process();
    const after = outFiles(bank, `camt053.${EURO_ACCOUNT}`);
    expect(after).toContain(whole);
    expect(after).toHaveLength(kind === 'growingFile' ? 1 : 2);
    expect(bank.faults.hits()[kind]).toBe(1);
  });

  test('lateStatement: the statement comes with the next day, in sequence', () => {
    const bank = bankOf('nordhafen');
    bank.faults.inject('lateStatement');
    bank.closeDay(TODAY);
    expect(outFiles(bank, `camt053.${EURO_ACCOUNT}`)).toEqual([]);
    bank.closeDay('2026-11-24');
    const sequences = outFiles(bank, `camt053.${EURO_ACCOUNT}`).flatMap((xml) =>
      texts(xml, 'ElctrncSeqNb'),
    );
    expect(sequences).toEqual(['1', '2']);
  });
});
