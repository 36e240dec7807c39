import { describe, expect, test } from 'vitest';
import { createBank, QUIET_BEHAVIOUR, type BankName } from '../src/index.ts';
import {
  bankOf,
  EURO_ACCOUNT,
  orders,
  outFiles,
  paymentFile,
  TODAY,
  type FileOptions,
} from './bank-support.ts';

const ACCOUNT = {
  accountNumber: EURO_ACCOUNT,
  bic: 'NOHADEHHXXX',
  currency: 'EUR',
  openingBalance: 10_000n,
};

function sent(profile: BankName, options: Partial<FileOptions> & Pick<FileOptions, 'orders'>) {
  const bank = bankOf(profile);
  bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', ...options }));
  bank.process();
  return bank;
}

describe('the day of execution', () => {
  test.each<[BankName, string, string]>([
    ['nordhafen', '13:59', TODAY],
    ['nordhafen', '14:00', '2026-11-24'],
    ['kingsway', '16:29', TODAY],
    ['kingsway', '16:30', '2026-11-24'],
  ])('%s executes what comes at %s UTC on %s: the cut-off is in local time', (...row) => {
    const [profile, time, date] = row;
    const bank = createBank({
      profile,
      seed: 1,
      clock: () => `${TODAY}T${time}:00Z`,
      accounts: [ACCOUNT],
      behaviour: QUIET_BEHAVIOUR,
    });
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(1) }));
    bank.process();
    expect(bank.books().instructions[0]?.executionDate).toBe(date);
  });

  test('holidays of the bank are no business days', () => {
    const bank = createBank({
      profile: 'nordhafen',
      seed: 1,
      clock: () => `${TODAY}T10:00:00Z`,
      accounts: [ACCOUNT],
      holidays: [TODAY],
      behaviour: QUIET_BEHAVIOUR,
    });
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(1) }));
    bank.closeDay(TODAY);
    expect(outFiles(bank, 'camt053')).toEqual([]);
    bank.closeDay('2026-11-24');
    expect(bank.books().instructions[0]?.bookedOn).toBe('2026-11-24');
    expect(outFiles(bank, 'camt053')).toHaveLength(1);
  });

  test('after the close of a day, or for a Saturday: booked on the next business day', () => {
    const late = bankOf('nordhafen');
    late.closeDay(TODAY);
    late.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(1) }));
    late.process();
    expect(late.books().instructions[0]?.executionDate).toBe('2026-11-24');
    const saturday = sent('nordhafen', { orders: orders(1), date: '2026-11-28' });
    expect(saturday.books().instructions[0]?.executionDate).toBe('2026-11-30');
    saturday.advanceDay('2026-11-29');
    expect(saturday.books().instructions[0]?.state).toBe('accepted');
    expect(outFiles(saturday, `camt053.${EURO_ACCOUNT}.2026-11-28`)).toEqual([]);
    saturday.closeDay('2026-11-30');
    expect(saturday.books().instructions[0]?.bookedOn).toBe('2026-11-30');
  });
});
