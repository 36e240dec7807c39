import { describe, expect, test } from 'vitest';
import {
  armFaults,
  BANK_FAULT_KINDS,
  calmFaults,
  countFaults,
  faultScript,
  judgeCauses,
  odooFaultKinds,
  sampleCompany,
  SCRIPT_DAYS,
} from '../src/index.ts';
import { bankOf, orders, paymentFile, TODAY } from './bank-support.ts';
import { openWorld } from './odoo-client.ts';

const seeds = [1, 2, 3, 4, 5] as const;

describe('a script', () => {
  test('is decided by its seed', () => {
    expect(faultScript(7)).toEqual(faultScript(7));
    expect(faultScript(7).steps).not.toEqual(faultScript(8).steps);
  });

  test.each(seeds)('of seed %i asks for every kind of fault there is, within its days', (seed) => {
    const { steps } = faultScript(seed);
    const bankKinds = steps.flatMap((step) => (step.party === 'odoo' ? [] : [step.kind]));
    expect(new Set(bankKinds)).toEqual(new Set(BANK_FAULT_KINDS));
    const odooKinds = steps.flatMap((step) => (step.party === 'odoo' ? [step.fault.kind] : []));
    expect(new Set(odooKinds)).toEqual(new Set(odooFaultKinds));
    expect(steps.every(({ day }) => day >= 0 && day < SCRIPT_DAYS)).toBe(true);
  });

  test('is carried out moment by moment, counted, and over when it is calmed', async () => {
    const { odoo, svc } = await openWorld();
    const banks = [bankOf('nordhafen'), bankOf('kingsway')];
    const script = {
      seed: 1,
      steps: [
        { day: 0, moment: 'reading', party: 'odoo', fault: { kind: 'throttled' } },
        { day: 0, moment: 'answering', party: 0, kind: 'silent' },
        { day: 1, moment: 'answering', party: 1, kind: 'silent' },
      ],
    } as const;
    armFaults(script, { day: 0, moment: 'reading' }, { odoo, banks });
    await expect(svc.call('res.partner', 'search_count', [[]])).rejects.toThrow();
    armFaults(script, { day: 0, moment: 'answering' }, { odoo, banks });
    expect(banks.map((bank) => bank.faults.isActive('silent'))).toEqual([true, false]);
    banks[0]?.files.write('/in/a.xml', paymentFile({ messageId: 'B1', orders: orders(1) }));
    banks[0]?.process();
    expect(countFaults({ odoo, banks })).toEqual({ 'bank.silent': 1, 'odoo.throttled': 1 });
    armFaults(script, { day: 1, moment: 'answering' }, { odoo, banks });
    calmFaults({ odoo, banks });
    expect(banks.map((bank) => bank.faults.isActive('silent'))).toEqual([false, false]);
  });
});

describe('the judge of causes', () => {
  const company = sampleCompany({ seed: 1, today: TODAY });
  const flawed = company.suppliers.find((one) =>
    company.planted?.withoutAccount.includes(one.code),
  );

  /** A bank that took two payments, with the fault given, and closed its day. */
  function bankAfter(kind: (typeof BANK_FAULT_KINDS)[number] | null) {
    const bank = bankOf('nordhafen', kind === null ? { rejectPerMille: 1_000 } : {});
    if (kind !== null) bank.faults.inject(kind);
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: orders(2) }));
    bank.closeDay(TODAY);
    return bank;
  }
  const judge = (
    bank: ReturnType<typeof bankOf>,
    of: { readonly endToEndId?: string; readonly payeeName?: string; readonly found?: string },
  ): boolean => {
    const [kind = '', cause = ''] = of.found?.split(' ') ?? [];
    const { endToEndId = 'Q000001', payeeName = '' } = of;
    const cases = of.found === undefined ? [] : [{ kind, cause }];
    const unreconciled = [{ endToEndId, payeeName, cases }];
    const { right, wrong } = judgeCauses({ banks: [bank], company, unreconciled });
    expect(right + wrong.length).toBe(1);
    return right === 1;
  };

  test('knows a rejection by the reason that the bank gave, and no other', () => {
    const bank = bankAfter(null);
    const [order] = bank.books().instructions;
    expect(judge(bank, { found: `rejected_payment ${order?.reasonCode}` })).toBe(true);
    expect(judge(bank, { found: 'rejected_payment XX99' })).toBe(false);
    expect(judge(bank, { found: `returned_payment ${order?.reasonCode}` })).toBe(false);
    expect(judge(bank, {})).toBe(false);
  });

  test('knows what a fault may leave behind in the payments that it struck', () => {
    const bank = bankAfter('contradictoryStatus');
    expect(judge(bank, { found: 'evidence_conflict REJECTED_BUT_BOOKED' })).toBe(true);
    const other = { endToEndId: 'Q000002', found: 'evidence_conflict REJECTED_BUT_BOOKED' };
    expect(judge(bank, other)).toBe(false);
    const untouched = bankAfter('sameFileTwice');
    expect(judge(untouched, { found: 'unmatched_line NO_CANDIDATE' })).toBe(false);
  });

  test('knows what the sample gave to suppliers that must not be paid as they stand', () => {
    const bank = bankAfter('silent');
    const unpaid = { endToEndId: 'Q000009', payeeName: flawed?.name ?? '' };
    expect(judge(bank, { ...unpaid, found: 'invalid_payment failed_checks' })).toBe(true);
    const sound = { endToEndId: 'Q000009', payeeName: 'Nobody', found: 'invalid_payment x' };
    expect(judge(bank, sound)).toBe(false);
  });
});
