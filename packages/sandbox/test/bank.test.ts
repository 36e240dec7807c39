import { describe, expect, test } from 'vitest';
import type { BankName } from '../src/index.ts';
import {
  bankOf,
  EURO_ACCOUNT,
  orders,
  outFiles,
  paymentFile,
  POUND_ACCOUNT,
  texts,
  TODAY,
  type FileOptions,
} from './bank-support.ts';

const PROFILES: readonly BankName[] = ['nordhafen', 'kingsway'];

function sent(profile: BankName, options: Partial<FileOptions> & Pick<FileOptions, 'orders'>) {
  const bank = bankOf(profile);
  bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', ...options }));
  bank.process();
  return bank;
}

describe('receipt of payment files', () => {
  test('a name ending in .part is not looked at until it is renamed', () => {
    const bank = bankOf('nordhafen');
    const bytes = paymentFile({ messageId: 'B1', orders: orders(2) });
    bank.files.write('/in/one.xml.part', bytes);
    expect(bank.process()).toBe(0);
    bank.files.rename('/in/one.xml.part', '/in/one.xml');
    expect(bank.process()).toBe(1);
    expect(bank.files.list('/in')).toEqual([]);
    expect(bank.files.list('/archive').map((entry) => entry.name)).toEqual(['one.xml']);
    expect(bank.books().instructions).toHaveLength(2);
  });

  test('nordhafen answers ACTC for the file, then each payment', () => {
    const bank = sent('nordhafen', { orders: orders(3) });
    const [first = '', second = ''] = outFiles(bank, 'pain002');
    expect(texts(first, 'GrpSts')).toEqual(['ACTC']);
    expect(texts(first, 'TxSts')).toEqual([]);
    expect(texts(second, 'TxSts')).toEqual(['ACSP', 'ACSP', 'ACSP']);
    expect(texts(second, 'OrgnlMsgId')).toEqual(['B1']);
    bank.closeDay(TODAY);
    const last = outFiles(bank, 'pain002').at(-1) ?? '';
    expect(texts(last, 'GrpSts')).toEqual(['ACSC']);
    expect(texts(last, 'TxSts')).toEqual(['ACSC', 'ACSC', 'ACSC']);
  });

  test('kingsway answers ACCP for the file, or PART with the rejected payments only', () => {
    const whole = sent('kingsway', { orders: orders(3), version: '03' });
    expect(outFiles(whole, 'pain002').map((xml) => texts(xml, 'GrpSts'))).toEqual([['ACCP']]);
    const [bad, ...good] = orders(3);
    const part = sent('kingsway', {
      orders: [{ ...bad, endToEndId: 'QBAD', amount: 1n, iban: 'DE88370400440532013000' }, ...good],
    });
    const [report = ''] = outFiles(part, 'pain002');
    expect(texts(report, 'GrpSts')).toEqual(['PART']);
    expect(texts(report, 'OrgnlEndToEndId')).toEqual(['QBAD']);
    expect(texts(report, 'Cd')).toEqual(['AC01']);
  });

  test.each([
    ['AM18', { count: '3' }],
    ['AM10', { sum: '1.00' }],
  ])('the whole file is rejected with %s', (code, wrong) => {
    const bank = sent('nordhafen', { orders: orders(2), ...wrong });
    const [report = ''] = outFiles(bank, 'pain002');
    expect(texts(report, 'GrpSts')).toEqual(['RJCT']);
    expect(texts(report, 'Cd')).toEqual([code]);
    bank.closeDay(TODAY);
    expect(bank.books().instructions.map((item) => item.timesExecuted)).toEqual([0, 0]);
  });

  test.each<[string, Partial<FileOptions>]>([
    ['AC02', { account: 'DE89370400440532013000' }],
    ['DT01', { date: '2026-11-20' }],
    ['AM03', { currency: 'USD' }],
    ['AC01', { orders: [{ endToEndId: 'Q1', amount: 1n, iban: 'DE00370400440532013000' }] }],
    ['RR10', { orders: [{ endToEndId: 'Q1', amount: 1n, name: 'Müller' }] }],
    ['RR10', { orders: [{ endToEndId: 'Q1/', amount: 1n }] }],
    ['AM01', { orders: [{ endToEndId: 'Q1', amount: 0n }] }],
  ])('every payment is rejected with %s', (code, wrong) => {
    const bank = sent('nordhafen', { orders: orders(1), ...wrong });
    const report = outFiles(bank, 'pain002').at(-1) ?? '';
    expect(texts(report, 'TxSts')).toEqual(['RJCT']);
    expect(texts(report, 'Cd')).toEqual([code]);
  });

  test('an EndToEndId twice in one file is executed once', () => {
    const [one] = orders(1);
    if (one === undefined) throw new Error('no order');
    const bank = sent('nordhafen', { orders: [one, one] });
    bank.closeDay(TODAY);
    expect(bank.books().instructions.map((item) => item.timesExecuted)).toEqual([1, 0]);
    expect(bank.books().instructions[1]?.reasonCode).toBe('DU04');
  });

  test('kingsway takes umlauts and the ampersand', () => {
    const bank = sent('kingsway', {
      orders: [{ endToEndId: 'Q1', amount: 1n, name: 'Müller &amp; Söhne' }],
    });
    expect(bank.books().instructions[0]?.creditorName).toBe('Müller & Söhne');
    expect(bank.books().instructions[0]?.state).toBe('accepted');
  });

  test.each([
    ['cut off in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['a DOCTYPE', (text: string) => text.replace('<Document', '<!DOCTYPE x><Document')],
    ['an unknown entity', (text: string) => text.replace('Kaspar', '&kaspar;')],
    ['an unknown element', (text: string) => text.replace('<PmtMtd>', '<Foo/><PmtMtd>')],
    ['elements out of order', (text: string) => text.replace('<Cdtr>', '<RmtInf/><Cdtr>')],
    ['a long EndToEndId', (text: string) => text.replace('Q000001', 'Q'.repeat(36))],
    ['no MsgId', (text: string) => text.replace('<MsgId>B1</MsgId>', '')],
    ['another message', (text: string) => text.replace('pain.001.001.09', 'pain.001.001.11')],
    ['a wrong encoding', (text: string) => text.replace('UTF-8', 'ISO-8859-1')],
  ])('a file with %s is refused with FF01 and kept', (_what, spoil) => {
    const bank = bankOf('nordhafen');
    const text = new TextDecoder().decode(paymentFile({ messageId: 'B1', orders: orders(1) }));
    bank.files.write('/in/one.xml', new TextEncoder().encode(spoil(text)));
    bank.process();
    const [report = ''] = outFiles(bank, 'pain002');
    expect(texts(report, 'OrgnlMsgId')).toEqual(['NOTPROVIDED']);
    expect(texts(report, 'Cd')).toEqual(['FF01']);
    expect(bank.books().instructions).toEqual([]);
    expect(bank.files.list('/archive')).toHaveLength(1);
  });

  test('nordhafen knows a message id again, whatever the bytes; kingsway the bytes', () => {
    const first = paymentFile({ messageId: 'B1', orders: orders(2) });
    const changed = paymentFile({ messageId: 'B1', orders: orders(2, 'R') });
    const counts = PROFILES.map((profile) => {
      const bank = bankOf(profile);
      for (const [index, bytes] of [first, first, changed].entries()) {
        bank.files.write(`/in/f${index}.xml`, bytes);
        bank.process();
      }
      bank.closeDay(TODAY);
      return bank.books().instructions.map((item) => item.endToEndId);
    });
    expect(counts[0]).toEqual(['Q000001', 'Q000002']);
    expect(counts[1]).toEqual(['Q000001', 'Q000002', 'R000001', 'R000002']);
  });

  test('nordhafen answers a duplicate with AM05, kingsway not at all', () => {
    const reports = PROFILES.map((profile) => {
      const bank = sent(profile, { orders: orders(1) });
      const before = outFiles(bank, 'pain002').length;
      bank.files.write('/in/two.xml', bank.files.read('/archive/one.xml'));
      bank.process();
      expect(bank.books().timesReceived.get('Q000001')).toBe(2);
      return outFiles(bank, 'pain002')
        .slice(before)
        .map((xml) => texts(xml, 'Cd'));
    });
    expect(reports).toEqual([[['AM05']], []]);
  });
});

describe('execution and statements', () => {
  test('nordhafen books each payment with its EndToEndId', () => {
    const bank = sent('nordhafen', { orders: orders(3) });
    bank.closeDay(TODAY);
    const [statement = ''] = outFiles(bank, `camt053.${EURO_ACCOUNT}`);
    expect(texts(statement, 'EndToEndId')).toEqual(['Q000001', 'Q000002', 'Q000003']);
    expect(texts(statement, 'SubFmlyCd')).toEqual(['ESCT', 'ESCT', 'ESCT', 'CHRG']);
    expect(statement.match(/<Ntry>/gu)).toHaveLength(4);
    const [notice = ''] = outFiles(bank, `camt054.${EURO_ACCOUNT}`);
    expect(texts(notice, 'EndToEndId')).toEqual(['Q000001', 'Q000002', 'Q000003']);
  });

  test('kingsway books the block as one debit and details it in camt.054 only', () => {
    const bank = sent('kingsway', { orders: orders(3) });
    bank.closeDay(TODAY);
    const [statement = ''] = outFiles(bank, `camt053.${EURO_ACCOUNT}`);
    expect(texts(statement, 'EndToEndId')).toEqual([]);
    expect(texts(statement, 'NbOfTxs')).toEqual(['3']);
    expect(texts(statement, 'TtlAmt')).toEqual(['31.11']);
    expect(texts(statement, 'PmtInfId')).toEqual(['B1-1']);
    const [notice = ''] = outFiles(bank, `camt054.${EURO_ACCOUNT}`);
    expect(texts(notice, 'EndToEndId')).toEqual(['Q000001', 'Q000002', 'Q000003']);
  });

  test('a payment without funds fails with AM04 and is not booked', () => {
    for (const profile of PROFILES) {
      const bank = sent(profile, {
        orders: [
          { endToEndId: 'Q1', amount: 4_000n },
          { endToEndId: 'Q2', amount: 2_000n },
        ],
        account: POUND_ACCOUNT,
        currency: 'GBP',
      });
      bank.closeDay(TODAY);
      const { instructions } = bank.books();
      expect(instructions.map((item) => item.state)).toEqual(['booked', 'rejected']);
      expect(texts(outFiles(bank, 'pain002').at(-1) ?? '', 'Cd')).toEqual(['AM04']);
    }
  });

  test('a fee may overdraw an account: the closing balance is then a debit', () => {
    const bank = sent('kingsway', {
      orders: [{ endToEndId: 'Q1', amount: 4_900n }],
      account: POUND_ACCOUNT,
      currency: 'GBP',
    });
    bank.closeDay(TODAY);
    const [statement = ''] = outFiles(bank, `camt053.${POUND_ACCOUNT}`);
    expect(texts(statement, 'CdtDbtInd').slice(0, 2)).toEqual(['CRDT', 'DBIT']);
    expect(texts(statement, 'Amt').slice(0, 2)).toEqual(['50.00', '4.00']);
  });

  test('closed accounts are rejected with AC04; a returned payment comes back with its id', () => {
    const iban = 'AT611904300234573201';
    const closed = bankOf('nordhafen', { closedAccounts: [iban] });
    const returning = bankOf('kingsway', { returningAccounts: [iban] });
    const bytes = paymentFile({
      messageId: 'B1',
      orders: [{ endToEndId: 'Q1', amount: 77n, iban }],
    });
    for (const bank of [closed, returning]) {
      bank.files.write('/in/one.xml', bytes);
      bank.advanceDay('2026-11-27');
    }
    expect(closed.books().instructions[0]?.reasonCode).toBe('AC04');
    const [instruction] = returning.books().instructions;
    expect(instruction?.state).toBe('returned');
    const returned = instruction?.returnedOn ?? '';
    const [statement = ''] = outFiles(returning, `camt053.${EURO_ACCOUNT}.${returned}`);
    expect(texts(statement, 'EndToEndId')).toEqual(['Q1']);
    expect(texts(statement, 'CdtDbtInd')).toEqual(['CRDT', 'CRDT', 'CRDT']);
    expect(statement).toContain('<RtrInf>');
    const kinds = returning.books().accounts[0]?.bookings.map((item) => item.kind);
    expect(kinds).toEqual(['batch', 'fee', 'return']);
  });

  test('days are closed once and in order', () => {
    const bank = bankOf('nordhafen');
    bank.closeDay(TODAY);
    expect(() => bank.closeDay(TODAY)).toThrow('closed already');
  });
});
