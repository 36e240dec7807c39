import { present } from '@quittance/domain';
import { decide, requestApproval, requestRelease, validateBatch } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { codeOf, dumpOf, type House, type Name, openHouse, valueOf } from './support/house.ts';
import { textWith } from './support/matchers.ts';
import { bill, supplierNumbers } from './support/records.ts';
import {
  approve,
  approveBy,
  awaitApproval,
  batchOf,
  openCasesOf,
  propose,
  proposeValid,
  type Run,
  statesOf,
  tryRelease,
} from './support/walk.ts';

async function say(
  house: House,
  run: Run,
  of: { readonly name: Name; readonly decision?: 'approve' | 'reject'; readonly hash?: string },
) {
  const contentHash = of.hash ?? present((await batchOf(house, run)).contentHash, 'hash');
  const decision = of.decision ?? 'approve';
  const input = { batchId: run.batchId, decision, contentHash, reason: 'as agreed' };
  return decide({ ctx: house.as(of.name), input });
}

describe('requestApproval', () => {
  test('[ORC-02][ORC-03] policy says how many must approve, and why', async () => {
    const house = await openHouse();
    const { batchId } = await proposeValid(house);
    const asked = valueOf(await requestApproval({ ctx: house.as('paula'), input: { batchId } }));
    expect(asked.approversRequired).toBe(2);
    expect(asked.explanation.join(' ')).toContain('2 different persons');
  });

  test('[ORC-02] a larger batch needs a third person', async () => {
    const house = await openHouse({ bills: [bill('big', 'acme', { totalMinor: 1_000_000n })] });
    const run = await awaitApproval(house);
    await approveBy(house, run, 'anna', 'otto');
    expect(await statesOf(house, run)).toEqual(['awaiting_approval']);
    await approveBy(house, run, 'emil');
    expect(await statesOf(house, run)).toEqual(['approved']);
  });

  test('nothing is frozen before it was validated, nor twice', async () => {
    const house = await openHouse();
    const { batchId } = await propose(house);
    const ask = () => requestApproval({ ctx: house.as('paula'), input: { batchId } });
    expect(codeOf(await ask())).toBe('ILLEGAL_TRANSITION');
    valueOf(await validateBatch({ ctx: house.as('paula'), input: { batchId } }));
    expect(codeOf(await ask())).toBe('none');
    expect(codeOf(await ask())).toBe('ILLEGAL_TRANSITION');
  });

  test('[ORC-08] an invalid payment is no member, neither approved nor released', async () => {
    const house = await openHouse({ bills: [bill('bare', 'bare'), bill('ok', 'acme')] });
    const run = await approve(house);
    expect((await statesOf(house, run)).toSorted()).toEqual(['approved', 'invalid']);
    expect(await batchOf(house, run)).toMatchObject({ paymentCount: 1, totalMinor: 10_000n });
  });
});

describe('decide', () => {
  test('[I18][ORC-03] the second of two persons approves the batch and its payments', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    expect(valueOf(await say(house, run, { name: 'anna' }))).toEqual({
      state: 'partially_approved',
      missing: 1,
    });
    expect((await batchOf(house, run)).state).toBe('frozen');
    expect(valueOf(await say(house, run, { name: 'otto' }))).toEqual({
      state: 'approved',
      missing: 0,
    });
    expect((await batchOf(house, run)).state).toBe('approved');
    expect(await statesOf(house, run)).toEqual(['approved', 'approved', 'approved']);
  });

  test.each([
    ['the clerk who keyed the bill', 'clerk', 'MAKER_MAY_NOT_APPROVE'],
    ['whoever edited the bank account', 'banker', 'MAKER_MAY_NOT_APPROVE'],
    ['whoever proposed the batch', 'paula', 'FORBIDDEN'],
    ['a machine', 'robot', 'FORBIDDEN'],
    ['somebody who left', 'gone', 'FORBIDDEN'],
  ] as const)('[I17][ORC-08] %s may not approve', async (_, name, code) => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    const before = await dumpOf(house);
    expect(codeOf(await say(house, run, { name }))).toBe(code);
    expect(await dumpOf(house)).toBe(before);
  });

  test('[I17] the proposer may not approve even with the role of an approver', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    const grants = await house.rows('grant');
    const own = present(
      grants.find((grant) => grant.personId === house.people.paula),
      'grant',
    );
    await house.edit('grant', own, { role: 'approver' });
    expect(codeOf(await say(house, run, { name: 'paula' }))).toBe('MAKER_MAY_NOT_APPROVE');
  });

  test('[I17] a maker whom nobody knows blocks every approval, and no rejection', async () => {
    const unknown = { createdByExternalId: 'user-nobody-knows' };
    const house = await openHouse({ bills: [bill('x', 'acme', unknown)] });
    const run = await awaitApproval(house);
    expect(codeOf(await say(house, run, { name: 'anna' }))).toBe('UNMAPPED_MAKER');
    expect(codeOf(await say(house, run, { name: 'anna', decision: 'reject' }))).toBe('none');
  });

  test("[I17] the hub's own writes in the accounts never hide the last human editor", async () => {
    const house = await openHouse({ bills: [bill('x', 'acme')] });
    await house.ingest([bill('x', 'acme', { lastEditedByExternalId: 'user-hub' })]);
    const [item] = await house.rows('open_item');
    expect(item).toMatchObject({ lastEditedBy: house.people.clerk });
    const run = await awaitApproval(house);
    expect(codeOf(await say(house, run, { name: 'clerk' }))).toBe('MAKER_MAY_NOT_APPROVE');
  });

  test('[I17] nobody counts twice', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    await approveBy(house, run, 'anna');
    expect(codeOf(await say(house, run, { name: 'anna' }))).toBe('ALREADY_DECIDED');
    expect((await batchOf(house, run)).state).toBe('frozen');
  });

  test('[I19] another content than the one asked for is refused', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    const hash = 'a'.repeat(64);
    expect(codeOf(await say(house, run, { name: 'anna', hash }))).toBe('CONTENT_CHANGED');
  });

  test('[I18] a limit below the largest payment does not cover it', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    const grants = await house.rows('grant');
    const own = present(
      grants.find((grant) => grant.personId === house.people.anna),
      'grant',
    );
    const lower = await house.edit('grant', own, { limitMinor: 123_455n });
    expect(codeOf(await say(house, run, { name: 'anna' }))).toBe('FORBIDDEN');
    await house.edit('grant', lower, { limitMinor: 123_456n });
    expect(codeOf(await say(house, run, { name: 'anna' }))).toBe('none');
  });

  test('a rejection needs a reason, ends the batch and frees its bills', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    const contentHash = present((await batchOf(house, run)).contentHash, 'hash');
    const input = { batchId: run.batchId, decision: 'reject', contentHash } as const;
    expect(codeOf(await decide({ ctx: house.as('anna'), input }))).toBe('BAD_INPUT');
    expect(valueOf(await say(house, run, { name: 'anna', decision: 'reject' })).state).toBe(
      'rejected',
    );
    expect(await statesOf(house, run)).toEqual(['rejected', 'rejected', 'rejected']);
    expect((await house.rows('payment_item')).some((item) => item.live)).toBe(false);
    expect(codeOf(await say(house, run, { name: 'otto' }))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('requestRelease', () => {
  const ask = (house: House, { batchId }: Run, name: Name) =>
    requestRelease({ ctx: house.as(name), input: { batchId } });

  test.each([
    ['whoever approved', 'anna'],
    ['the clerk who keyed the bill', 'clerk'],
    ['whoever edited the bank account', 'banker'],
  ] as const)('[I17][ORC-08] %s may not release', async (_, name) => {
    const house = await openHouse();
    const run = await approve(house);
    const grants = await house.rows('grant');
    const own = present(
      grants.find((grant) => grant.personId === house.people[name]),
      'grant',
    );
    await house.edit('grant', own, { role: 'releaser' });
    const before = await dumpOf(house);
    expect(codeOf(await ask(house, run, name))).toBe('APPROVER_MAY_NOT_RELEASE');
    expect(await dumpOf(house)).toBe(before);
  });

  test('[ORC-08] what is not approved cannot be asked to leave', async () => {
    const house = await openHouse();
    const run = await awaitApproval(house);
    await approveBy(house, run, 'anna');
    expect(codeOf(await ask(house, run, 'rita'))).toBe('ILLEGAL_TRANSITION');
    expect(codeOf(await tryRelease(house, run))).toBe('ILLEGAL_TRANSITION');
    expect(await house.rows('attempt')).toEqual([]);
  });

  test('[ORC-08] an approved batch does not leave before somebody asks for it', async () => {
    const house = await openHouse();
    const run = await approve(house);
    expect(codeOf(await tryRelease(house, run))).toBe('FORBIDDEN');
    expect(await house.rows('attempt')).toEqual([]);
  });
});

describe('what changes after the approval', () => {
  async function ready(house: House) {
    const run = await approve(house);
    valueOf(await requestRelease({ ctx: house.as('rita'), input: { batchId: run.batchId } }));
    return run;
  }

  test('[I18] an approver who left since does not count any more', async () => {
    const house = await openHouse();
    const run = await ready(house);
    const persons = await house.rows('person');
    const anna = present(
      persons.find((person) => person.id === house.people.anna),
      'anna',
    );
    await house.edit('person', anna, { active: false });
    expect(codeOf(await tryRelease(house, run))).toBe('APPROVAL_MISSING');
  });

  test('[I18] a grant that was taken back voids the approval given with it', async () => {
    const house = await openHouse();
    const run = await ready(house);
    const grants = await house.rows('grant');
    const own = present(
      grants.find((grant) => grant.personId === house.people.otto),
      'grant',
    );
    await house.edit('grant', own, { active: false });
    expect(codeOf(await tryRelease(house, run))).toBe('APPROVAL_MISSING');
  });

  test('[I18][I19] a policy that changed asks for the approvals again', async () => {
    const house = await openHouse();
    const run = await ready(house);
    const policies = await house.rows('approval_policy');
    const ruling = present(
      policies.find((row) => row.currency === 'EUR' && row.fromMinor === 0n),
      'policy',
    );
    await house.edit('approval_policy', ruling, { approversRequired: 2 });
    expect(codeOf(await tryRelease(house, run))).toBe('APPROVAL_MISSING');
  });

  test('[I19] an approver who edited the bill since counts no more', async () => {
    const house = await openHouse();
    const run = await ready(house);
    const items = await house.rows('open_item');
    const item = present(
      items.find((row) => row.number === 'BILL/b51'),
      'bill',
    );
    await house.edit('open_item', item, { lastEditedBy: house.people.anna });
    expect(codeOf(await tryRelease(house, run))).toBe('APPROVAL_MISSING');
  });

  test('[I2][I19] a batch whose content differs from the approved one does not leave', async () => {
    const house = await openHouse();
    const run = await ready(house);
    const [payment] = await house.rows('payment');
    await house.edit('payment', present(payment, 'payment'), {
      contentHash: `1:${'b'.repeat(64)}`,
    });
    expect(codeOf(await tryRelease(house, run))).toBe('CONTENT_CHANGED');
    expect(await house.rows('attempt')).toEqual([]);
  });

  test('[EXC-07] an expired approval does not release', async () => {
    const house = await openHouse();
    const run = await ready(house);
    house.clock.move({ hours: 48 });
    const code = codeOf(await tryRelease(house, run));
    expect(['APPROVAL_MISSING', 'CUT_OFF_PASSED']).toContain(code);
    expect(await house.rows('attempt')).toEqual([]);
  });

  test('[EXC-07] a payee account that changed holds back its payment, with a case', async () => {
    const house = await openHouse();
    const run = await ready(house);
    const rows = await house.rows('party_bank_details');
    const acme = present(
      rows.find((row) => row.accountNumber === supplierNumbers.acme),
      'details',
    );
    const accountDigest = 'c'.repeat(64);
    await house.edit('party_bank_details', acme, { accountNumber: 'X', accountDigest });
    const released = valueOf(await tryRelease(house, run));
    expect(released).toMatchObject({ released: 2, heldBack: [{ why: textWith(/\w/) }] });
    expect(await openCasesOf(house)).toEqual(['approval_mismatch approval_mismatch']);
  });
});
