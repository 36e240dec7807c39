import { asId } from '@quittance/domain';
import {
  approversRequired,
  type DecisionQuestion,
  type Maker,
  makersOf,
  mayDecide,
  quorumReached,
} from '@quittance/governance';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approval,
  bankDetails,
  batch,
  decision,
  entityId,
  grant,
  now,
  otherEntityId,
  person,
  personId,
  policy,
} from './record-fixture.ts';

const asked = {
  policies: [policy(0n, 1), policy(1_000_00n, 2), policy(50_000_00n, 3)],
  entityId,
  currency: 'EUR',
  batchTotalMinor: 1_000_00n,
  largestPaymentMinor: 400_00n,
} as const;

describe('the approval policy', () => {
  test('[ORC-02][I18] the highest threshold that the total reaches rules', () => {
    const counts = [0n, 999_99n, 1_000_00n, 49_999_99n, 50_000_00n].map((batchTotalMinor) => {
      const rule = approversRequired({ ...asked, batchTotalMinor });
      return rule.ok ? rule.value.approversRequired : null;
    });
    expect(counts).toEqual([1, 1, 2, 2, 3]);
  });

  test('[ORC-02] it explains itself in plain words', () => {
    const rule = approversRequired(asked);
    if (!rule.ok) throw new Error(rule.error.detail);
    const text = rule.value.explain().join(' ');
    expect(text).toContain('EUR 1000.00');
    expect(text).toContain('2 different persons');
    expect(text).toContain('version 4');
  });

  test('[ORC-02] a payment above the limit of its row is refused', () => {
    const refused = approversRequired({ ...asked, largestPaymentMinor: 1_000_000_01n });
    expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_PAYMENT' } });
    expect(approversRequired({ ...asked, largestPaymentMinor: 1_000_000_00n }).ok).toBe(true);
  });

  test('no policy, no payment: other entities and currencies do not lend theirs', () => {
    const none = { ok: false, error: { code: 'CONFIGURATION_INVALID' } };
    expect(approversRequired({ ...asked, currency: 'USD' })).toMatchObject(none);
    expect(approversRequired({ ...asked, entityId: otherEntityId })).toMatchObject(none);
    expect(approversRequired({ ...asked, policies: [] })).toMatchObject(none);
  });

  test('[ORC-06] a batch goes to as many persons as its own entity asks for', () => {
    const policies = [policy(0n, 2), { ...policy(0n, 3), entityId: otherEntityId }];
    const counts = [entityId, otherEntityId].map((of) => {
      const rule = approversRequired({ ...asked, policies, entityId: of });
      return rule.ok ? rule.value.approversRequired : null;
    });
    expect(counts).toEqual([2, 3]);
  });

  test('a row that asks for nobody asks for one; the order of rows does not matter', () => {
    const lax = approversRequired({ ...asked, policies: [policy(0n, 0)] });
    expect(lax.ok && lax.value.approversRequired).toBe(1);
    const rows = [policy(0n, 1), policy(0n, 3), policy(0n, 2)];
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 3 }), (policies) => {
        const rule = approversRequired({ ...asked, policies });
        expect(rule.ok && rule.value.approversRequired).toBe(3);
      }),
    );
  });
});

const question: DecisionQuestion = {
  person: person(1),
  decision: 'approve',
  contentHash: 'hash',
  approval: approval(),
  entityId,
  grants: [grant(1, 'approver')],
  makers: [{ role: 'bill_creator', personId: personId(5), objectId: 'bill-1' }],
  decisions: [],
  largestPaymentMinor: 100_00n,
  now,
};

const codeOf = (changes: Partial<DecisionQuestion>): string => {
  const result = mayDecide({ ...question, ...changes });
  return result.ok ? 'ok' : result.error.code;
};

describe('who may decide', () => {
  test('an approver who made nothing of it may', () => {
    expect(codeOf({})).toBe('ok');
  });

  test('[I17] a machine never approves, whatever it was granted', () => {
    expect(codeOf({ person: person(1, { machine: true }) })).toBe('FORBIDDEN');
  });

  test('[I18] nobody without an active grant of the role in this entity', () => {
    expect(codeOf({ person: person(1, { active: false }) })).toBe('FORBIDDEN');
    expect(codeOf({ grants: [] })).toBe('FORBIDDEN');
    expect(codeOf({ grants: [grant(1, 'releaser')] })).toBe('FORBIDDEN');
    expect(codeOf({ grants: [grant(2, 'approver')] })).toBe('FORBIDDEN');
    expect(codeOf({ grants: [grant(1, 'approver', { active: false })] })).toBe('FORBIDDEN');
    const elsewhere = grant(1, 'approver', { entityId: otherEntityId });
    expect(codeOf({ grants: [elsewhere] })).toBe('FORBIDDEN');
    expect(codeOf({ entityId: otherEntityId, grants: [elsewhere] })).toBe('FORBIDDEN');
  });

  test('[I18] the limit covers the largest payment, to the cent', () => {
    const grants = [grant(1, 'approver', { limitMinor: 100_00n })];
    expect(codeOf({ grants })).toBe('ok');
    expect(codeOf({ grants, largestPaymentMinor: 100_01n })).toBe('FORBIDDEN');
    expect(codeOf({ grants, largestPaymentMinor: null })).toBe('FORBIDDEN');
    const both = [...grants, grant(1, 'approver', { limitMinor: 200_00n })];
    expect(codeOf({ grants: both, largestPaymentMinor: 100_01n })).toBe('ok');
  });

  test('[I17] no maker approves: not of the bill, the payee account or the proposal', () => {
    for (const role of [
      'bill_creator',
      'bill_editor',
      'bank_details_editor',
      'proposer',
    ] as const) {
      const makers: Maker[] = [{ role, personId: personId(1), objectId: 'x' }];
      expect(codeOf({ makers })).toBe('MAKER_MAY_NOT_APPROVE');
      expect(codeOf({ makers, decision: 'reject' })).toBe('ok');
    }
  });

  test('[I17] a maker whom nobody knows blocks every approval, and no rejection', () => {
    const makers: Maker[] = [{ role: 'bill_editor', personId: null, objectId: 'x' }];
    expect(codeOf({ makers })).toBe('UNMAPPED_MAKER');
    expect(codeOf({ makers, decision: 'reject' })).toBe('ok');
  });

  test('[I17] nobody decides twice', () => {
    expect(codeOf({ decisions: [decision(1)] })).toBe('ALREADY_DECIDED');
    expect(codeOf({ decisions: [decision(2)] })).toBe('ok');
  });

  test('[I19] only the content that was looked at is approved', () => {
    expect(codeOf({ contentHash: 'other' })).toBe('CONTENT_CHANGED');
  });

  test('[I10] an approval that is closed or expired takes no word', () => {
    for (const state of ['approved', 'rejected', 'void', 'expired', 'consumed'] as const) {
      expect(codeOf({ approval: approval({ state }) })).toBe('ILLEGAL_TRANSITION');
    }
    expect(codeOf({ approval: approval({ expiresAt: now }) })).toBe('ILLEGAL_TRANSITION');
    const partly = approval({ state: 'partially_approved' });
    expect(codeOf({ approval: partly })).toBe('ok');
  });

  test('[I17] makers are read from bills, payee accounts and the proposal', () => {
    const makers = makersOf({ openItems: [], bankDetails: [bankDetails], batch });
    expect(makers).toEqual([
      { role: 'bank_details_editor', personId: personId(8), objectId: bankDetails.id },
      { role: 'proposer', personId: personId(9), objectId: batch.id },
    ]);
  });
});

describe('the quorum', () => {
  const asking = {
    approval: approval(),
    approversRequired: 2,
    decisions: [decision(1), decision(2)],
    persons: [person(1), person(2), person(3)],
    grants: [grant(1, 'approver'), grant(2, 'approver'), grant(3, 'approver')],
    makers: [],
    largestPaymentMinor: 1n,
  };

  test('[I18] two persons who still may are two', () => {
    expect(quorumReached(asking)).toEqual({
      reached: true,
      missing: 0,
      approvers: [personId(1), personId(2)],
      ignored: [],
    });
  });

  test('[I18] one person twice is one', () => {
    const decisions = [decision(1), decision(1)];
    expect(quorumReached({ ...asking, decisions })).toMatchObject({ reached: false, missing: 1 });
  });

  test('[I18] who left, lost the role, made the bill or saw other content does not count', () => {
    const two = personId(2);
    const cases = [
      { ...asking, persons: [person(1), person(2, { active: false })] },
      { ...asking, persons: [person(1)] },
      { ...asking, grants: [grant(1, 'approver')] },
      { ...asking, makers: [{ role: 'proposer', personId: two, objectId: 'x' }] as const },
      { ...asking, decisions: [decision(1), decision(2, { contentHash: 'old' })] },
    ];
    for (const given of cases) {
      const quorum = quorumReached(given);
      expect(quorum).toMatchObject({ reached: false, approvers: [personId(1)] });
      expect(quorum.ignored.map((one) => one.personId)).toEqual([two]);
    }
  });

  test('a rejection outweighs any number of approvals', () => {
    const decisions = [decision(1), decision(2), decision(3, { decision: 'reject' })];
    expect(quorumReached({ ...asking, decisions }).reached).toBe(false);
  });

  test('decisions on another approval are not counted', () => {
    const other = approval({ id: asId('00000000-0000-7000-8000-00000000beef') });
    expect(quorumReached({ ...asking, approval: other })).toMatchObject({ missing: 2 });
  });
});
