import { describe, expect, test } from 'vitest';
import {
  type EntryForKind,
  reasonCodes,
  reasonMeaning,
  statementLineKindOf,
  statusCodes,
  statusMeaning,
} from '@quittance/formats';

describe('[CAN-10] status codes', () => {
  test.each([
    ['RCVD ACTC PATC', 'received'],
    ['ACCP ACFC ACWC', 'accepted'],
    ['ACFW RVNM RVMC RVNC BLCK', 'held'],
    ['ACSP ACWP ACPD ACIS', 'pending_settlement'],
    ['ACSC ACCC', 'settled_status'],
    ['RJCT', 'rejected'],
    ['CANC', 'cancelled'],
    ['PART PDNG RCVC RVNA CPUC PRES RVCM', null],
  ])('%s is %s', (codes, fact) => {
    for (const code of codes.split(' ')) expect(statusMeaning(code).fact).toBe(fact);
  });

  test('the rows above are all of them, and an unknown code opens a case and moves nothing', () => {
    expect(Object.keys(statusCodes)).toHaveLength(26);
    expect(statusMeaning('ZZZZ')).toMatchObject({ fact: null, opensCase: true });
    expect(statusMeaning('constructor').fact).toBeNull();
    expect(statusMeaning('ACWC').opensCase).toBe(true);
  });
});

describe('[EXC-01] reason codes', () => {
  test.each([
    ['AC01 AC03 BE04 RC01 RC04 R03 R04 R02 R20 FF01', 'fix_data'],
    ['AC04 MD07 R14 R15', 'payee_gone'],
    ['AM04 R01 R09', 'funds'],
    ['AM14 AM02', 'limit'],
    ['DT01 TM01', 'timing'],
    ['AM05 DUPL R24 DU01', 'duplicate'],
    ['AG01 AG02 AC06 R16 RR01 RR04', 'compliance'],
    ['MD01 MD06 R05 R07 R08 R10 R11 R29', 'authority'],
    ['AB05 AB06 ED05 TECH', 'technical'],
    ['MS02 MS03 NARR', 'human'],
    ['FRAD FR01 R17', 'fraud'],
    ['FOCR R06 R31', 'recall'],
    ['AG09 NOOR', 'not_received'],
  ])('%s are %s', (codes, reasonClass) => {
    for (const code of codes.split(' '))
      expect(`${code} ${reasonMeaning(code).class}`).toBe(`${code} ${reasonClass}`);
  });

  test('only funds and technical reasons allow another sending; only fraud locks the payee', () => {
    const codes = reasonCodes();
    expect(codes.length).toBeGreaterThan(300);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      const meaning = reasonMeaning(code);
      expect(code).toMatch(/^[A-Z][A-Z0-9]{2,3}$/);
      expect(meaning.words.length).toBeGreaterThan(3);
      expect(meaning.retryable).toBe(['funds', 'technical'].includes(meaning.class));
      expect(meaning.fraud).toBe(meaning.class === 'fraud');
    }
  });

  test('an unknown code goes to a person and neither retries nor reopens', () => {
    expect(reasonMeaning('ZZ99')).toMatchObject({
      class: 'human',
      retryable: false,
      reopenBill: false,
      fraud: false,
    });
  });
});

describe('[REC-01] kinds of entries', () => {
  const entry = (changes: Partial<EntryForKind>): EntryForKind => ({
    amountMinor: -100n,
    reversal: false,
    code: { domain: 'PMNT', family: 'ICDT', subFamily: 'ESCT', proprietary: null },
    batches: [],
    transactions: [],
    ...changes,
  });
  const code = (domain: string | null, family: string | null, subFamily: string | null) => ({
    code: { domain, family, subFamily, proprietary: null },
  });
  const batch = {
    messageId: 'B1',
    paymentInformationId: null,
    transactionCount: 2,
    totalMinor: null,
  };

  test.each<readonly [string, Partial<EntryForKind>]>([
    ['payment', {}],
    ['payment', code(null, null, null)],
    ['payment', { batches: [{ ...batch, transactionCount: 1 }], transactions: [] }],
    ['batch_payment', { batches: [batch] }],
    ['batch_payment', { batches: [{ ...batch, transactionCount: null }] }],
    ['receipt', { amountMinor: 100n, ...code('PMNT', 'RCDT', 'ESCT') }],
    ['return', { amountMinor: 100n, ...code('PMNT', 'ICDT', 'RRTN') }],
    ['reversal', { amountMinor: 100n, reversal: true }],
    ['reversal', { reversal: true, ...code('PMNT', 'MDOP', 'CHRG') }],
    ['fee', code('PMNT', 'MDOP', 'CHRG')],
    ['fee', code('ACMT', 'MDOP', 'COMM')],
    ['interest', code('ACMT', 'MCOP', 'INTR')],
    ['other', code('CAMT', 'ACCB', 'SWEP')],
  ])('%s', (kind, changes) => {
    expect(statementLineKindOf(entry(changes))).toBe(kind);
  });
});
