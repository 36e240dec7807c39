import { describe, expect, test } from 'vitest';
import type { HandedOver } from '../src/oracle/claims.ts';
import { judgeControl } from '../src/oracle/control.ts';
import type { ControlRules, Deed, Screen } from '../src/oracle/deeds.ts';

const screen: Screen = {
  company: 'HDE',
  currency: 'EUR',
  totalMinor: 12_345n,
  payments: [
    {
      reference: 'Q1',
      amountMinor: 12_345n,
      payeeAccount: 'DE02',
      executionDate: '2026-03-03',
      bills: ['R-100'],
    },
  ],
};

const rules: ControlRules = {
  policies: [
    { company: 'HDE', currency: 'EUR', fromMinor: 0n, approversRequired: 1 },
    { company: 'HDE', currency: 'EUR', fromMinor: 10_000n, approversRequired: 2 },
  ],
  approvers: [
    { person: 'Ada', company: 'HDE', limitMinor: null },
    { person: 'Ben', company: 'HDE', limitMinor: null },
    { person: 'Kim', company: 'HDE', limitMinor: null },
    { person: 'Pia', company: 'HDE', limitMinor: null },
    { person: 'Low', company: 'HDE', limitMinor: 100n },
  ],
  currencies: new Map([['HDE', 'EUR']]),
  approvalHours: 72,
  keyedBy: new Map([['R-100', 'Kim']]),
  blocked: new Set(),
};

const at = (time: string): Deed['at'] => {
  const instant = `2026-03-03T${time}:00.000Z`;
  return { asked: instant, answered: instant, sure: true };
};

const proposed: Deed = {
  what: 'proposed',
  person: 'Pia',
  at: at('08:00'),
  batch: 'B1',
  company: 'HDE',
  references: ['Q1'],
};
const approved = (person: string, time: string, saw: Screen = screen): Deed => ({
  what: 'approved',
  person,
  at: at(time),
  batch: 'B1',
  saw,
  stood: screen,
});
const ofBatch = (
  what: 'rejected' | 'reopened' | 'released',
  person: string,
  time: string,
): Deed => ({
  what,
  person,
  at: at(time),
  batch: 'B1',
});

const usual = [
  proposed,
  approved('Ada', '09:00'),
  approved('Ben', '10:00'),
  ofBatch('released', 'Rex', '11:00'),
];

const file = (of: { readonly amount?: string; readonly account?: string } = {}): HandedOver => ({
  at: '2026-03-03T11:00:20.000Z',
  path: 'in/M1.xml',
  text:
    '<CreDtTm>2026-03-03T11:00:10Z</CreDtTm><ReqdExctnDt><Dt>2026-03-03</Dt></ReqdExctnDt>' +
    '<CdtTrfTxInf><EndToEndId>Q1</EndToEndId>' +
    `<InstdAmt Ccy="EUR">${of.amount ?? '123.45'}</InstdAmt>` +
    `<CdtrAcct><Id><IBAN>${of.account ?? 'DE02'}</IBAN></Id></CdtrAcct></CdtTrfTxInf>`,
  hash: 'h',
  writtenDown: { state: 'sending', hash: 'h' },
  sentAt: '2026-03-03T11:00:15.000Z',
});

const found = (deeds: readonly Deed[], handedOver: HandedOver = file()): readonly string[] =>
  judgeControl({ deeds, handedOver: [handedOver], rules }).map(({ explanation }) => explanation);

test('[I17][I18] a payment that two approved, and a third person released, breaks no rule', () => {
  expect(found(usual)).toEqual([]);
});

describe('[I18] nobody pays without the approvals that the policy wants', () => {
  test.each([
    ['one approval of two', usual.toSpliced(2, 1), '1 of 2 approved it'],
    ['twice the same person', usual.with(2, approved('Ada', '10:00')), '1 of 2 approved it'],
    ['nobody released it', usual.slice(0, 3), 'nobody asked for its release'],
    ['it was rejected', [...usual, ofBatch('rejected', 'Ben', '10:30')], 'it was rejected'],
    ['above the limit', [...usual, approved('Low', '10:30')], 'Low approved above their limit'],
    ['no approver', [...usual, approved('Rex', '10:30')], 'Rex approved without being an approver'],
    [
      'reopened after its approvals',
      usual.toSpliced(3, 0, ofBatch('reopened', 'Pia', '10:30')),
      '0 of 1 approved it',
    ],
    [
      'cancelled before',
      [...usual, { what: 'cancelled', person: 'Pia', at: at('10:30'), reference: 'Q1' } as const],
      'it left after it was cancelled',
    ],
    [
      'days after its approval',
      usual.with(1, {
        ...approved('Ada', '09:00'),
        at: { asked: '2026-02-27T09:00', answered: '2026-02-27T09:00:00.000Z', sure: true },
      }),
      'its approval was 98 hours old',
    ],
  ])('%s', (_what, deeds, explanation) => {
    expect(found(deeds)).toContain(explanation);
  });
});

describe('[I17] who had a hand in it neither approves nor releases', () => {
  test.each([
    ['the proposer', approved('Pia', '10:30'), 'Pia approved what they proposed themselves'],
    [
      'who keyed it',
      approved('Kim', '10:30'),
      'Kim approved bill R-100, which they keyed themselves',
    ],
  ])('%s', (_who, deed, explanation) => {
    expect(found([...usual, deed])).toContain(explanation);
  });

  test.each(['Ada', 'Pia'])('%s does not release it', (person) => {
    const deeds = usual.with(3, ofBatch('released', person, '11:00'));
    expect(found(deeds)).toEqual([`${person} had approved or proposed it, and released it`]);
  });
});

describe('[I2][I19] a bank gets what was on the screens of those who approved', () => {
  test.each([
    [{ amount: '123.46' }, 'Ada approved 12345, the bank got 12346'],
    [{ account: 'DE99' }, 'Ada approved another account than the bank got'],
  ])('%o', (of, explanation) => {
    expect(found(usual, file(of))).toContain(explanation);
  });

  test('an approval on an old screen is none', () => {
    const old: Screen = { ...screen, payments: [] };
    const deeds = usual.with(2, approved('Ben', '10:00', old));
    expect(found(deeds)).toContain('Ben approved something else than they saw');
  });

  test('a bill that was blocked before the release is not paid', () => {
    const taken: Deed = { what: 'billTaken', person: 'Kim', at: at('10:30'), bill: 'R-100' };
    expect(found([...usual, taken])).toEqual([
      'bill R-100 was taken from payment 2026-03-03T10:30:00.000Z',
    ]);
  });
});

describe('a stop holds until two persons resume', () => {
  const stopped: Deed = {
    what: 'stopped',
    person: 'Con',
    at: at('10:30'),
    company: 'HDE',
    stop: 'S1',
  };
  const resumed = (person: string, time: string, over: boolean): Deed => ({
    what: 'resumed',
    person,
    at: at(time),
    stop: 'S1',
    over,
  });

  test('nothing leaves meanwhile', () => {
    expect(found([...usual, stopped])[0]).toContain('while the releases of its company were');
    const over = [resumed('Con', '10:40', false), resumed('Rex', '10:50', true)];
    expect(found([...usual, stopped, ...over])).toEqual([]);
  });

  test('one person does not resume', () => {
    const alone = [resumed('Con', '10:40', false), resumed('Con', '10:50', true)];
    expect(found([...usual, stopped, ...alone])).toContain('Con alone resumed what was stopped');
  });
});
