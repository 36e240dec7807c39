import { mayRelease, type ReleaseQuestion } from '@quittance/governance';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approval, decision, grant, now, person, personId, policy } from './record-fixture.ts';

const question: ReleaseQuestion = {
  releaser: { kind: 'person', person: person(4) },
  approval: approval({ state: 'approved' }),
  contentHash: 'hash',
  decisions: [decision(1), decision(2)],
  persons: [person(1), person(2), person(4)],
  grants: [grant(1, 'approver'), grant(2, 'approver'), grant(4, 'releaser')],
  makers: [{ role: 'proposer', personId: personId(9), objectId: 'x' }],
  policies: [policy(0n, 2)],
  currency: 'EUR',
  batchTotalMinor: 500_00n,
  largestPaymentInCurrencyMinor: 300_00n,
  largestPaymentMinor: 300_00n,
  now,
};

const codeOf = (changes: Partial<ReleaseQuestion>): string => {
  const result = mayRelease({ ...question, ...changes });
  return result.ok ? 'ok' : result.error.code;
};

describe('who may release', () => {
  test('[I18] a releaser who had no other part in an approved batch, or the schedule', () => {
    expect(codeOf({})).toBe('ok');
    expect(codeOf({ releaser: { kind: 'schedule' } })).toBe('ok');
  });

  test('[I17] approvers and makers do not release', () => {
    const grants = [...question.grants, grant(1, 'releaser'), grant(9, 'releaser')];
    const by = (number: number) => ({ kind: 'person', person: person(number) }) as const;
    expect(codeOf({ grants, releaser: by(1) })).toBe('APPROVER_MAY_NOT_RELEASE');
    expect(codeOf({ grants, releaser: by(9) })).toBe('APPROVER_MAY_NOT_RELEASE');
    expect(codeOf({ grants, releaser: by(3) })).toBe('FORBIDDEN');
    const machine = { kind: 'person', person: person(4, { machine: true }) } as const;
    expect(codeOf({ releaser: machine })).toBe('FORBIDDEN');
  });

  test('[ORC-08][I18] without a quorum of today nothing leaves', () => {
    expect(codeOf({ approval: approval() })).toBe('APPROVAL_MISSING');
    expect(codeOf({ decisions: [decision(1)] })).toBe('APPROVAL_MISSING');
    expect(codeOf({ grants: question.grants.slice(1) })).toBe('APPROVAL_MISSING');
    expect(codeOf({ persons: [person(2), person(4)] })).toBe('APPROVAL_MISSING');
    const expired = approval({ state: 'approved', expiresAt: now });
    expect(codeOf({ approval: expired })).toBe('APPROVAL_MISSING');
    const unmapped = [{ role: 'bill_editor', personId: null, objectId: 'x' }] as const;
    expect(codeOf({ makers: unmapped })).toBe('APPROVAL_MISSING');
  });

  test('[I18] a policy that changed or asks for more since voids the approval', () => {
    expect(codeOf({ policies: [policy(0n, 2, { version: 5 })] })).toBe('APPROVAL_MISSING');
    expect(codeOf({ policies: [policy(0n, 3)] })).toBe('APPROVAL_MISSING');
    expect(codeOf({ policies: [] })).toBe('CONFIGURATION_INVALID');
    const small = policy(0n, 2, { paymentMaxMinor: 299_99n });
    expect(codeOf({ policies: [small] })).toBe('INVALID_PAYMENT');
  });

  test('[I2][I19] a changed content never leaves', () => {
    fc.assert(
      fc.property(fc.string(), (contentHash) => {
        fc.pre(contentHash !== 'hash');
        expect(codeOf({ contentHash })).toBe('CONTENT_CHANGED');
      }),
    );
  });

  test('[I17] makers, approvers and releaser of a released batch are disjoint', () => {
    const numbers = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(fc.array(numbers), fc.array(numbers), numbers, (approving, making, releasing) => {
        const everybody = [1, 2, 3, 4, 5];
        const result = mayRelease({
          ...question,
          persons: everybody.map((number) => person(number)),
          grants: everybody.flatMap((number) => [
            grant(number, 'approver'),
            grant(number, 'releaser'),
          ]),
          decisions: approving.map((number) => decision(number)),
          makers: making.map((number) => ({
            role: 'bill_editor',
            personId: personId(number),
            objectId: 'x',
          })),
          releaser: { kind: 'person', person: person(releasing) },
        });
        const approvers = new Set(approving.filter((number) => !making.includes(number)));
        const may = approvers.size >= 2 && !approvers.has(releasing) && !making.includes(releasing);
        expect(result.ok).toBe(may);
      }),
      { numRuns: 300 },
    );
  });
});
