import { present, type Problem, type Result } from '@quittance/domain';
import {
  createProposal,
  decide,
  requestApproval,
  requestRelease,
  validateBatch,
} from '@quittance/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { rows } from '../src/demo/run-demo.ts';
import { baselineOdoo } from '../src/hub/odoo-baseline.ts';
import { must } from '../src/hub/open-hub.ts';
import { approvers, type Journey, openJourney } from './support/journey-world.ts';

const codeOf = (result: Result<unknown, Problem>): string =>
  result.ok ? 'none' : result.error.code;

/** The bank account of a supplier as Odoo's record number, and the supplier. */
async function bankAccountOf(journey: Journey, partyId: string) {
  const details = await rows(journey.hub, 'party_bank_details', {});
  const own = details.filter((row) => row.partyId === partyId).map((row) => row.id as string);
  const links = await rows(journey.hub, 'link', { scheme: 'odoo:partyBank' });
  const link = links.find((row) => own.includes(row.objectId));
  // Not money: a record number.
  return Number.parseInt(present(link, 'bank account in Odoo').externalId, 10);
}

/** Copies a bill in Odoo and posts the copy, in the name of a user; answers its record number. */
async function keyCopy(journey: Journey, openItemId: string, login: string): Promise<number> {
  const [link] = await rows(journey.hub, 'link', { objectId: openItemId });
  const { odoo, odooUrl, today } = journey.sandbox;
  const { uid, key } = present(odoo.logins.get(login), `login ${login}`);
  // Not money: record numbers.
  const move = Number.parseInt(present(link, 'bill in Odoo').externalId, 10);
  const company = present(
    odoo.books().moves.find((one) => one.id === move),
    'bill',
  ).companyId;
  const call = async (method: string, ...args: readonly unknown[]): Promise<unknown> => {
    const context = { allowed_company_ids: [company] };
    const execute = [odoo.database, uid, key, 'account.move', method, args, { context }];
    const params = { service: 'object', method: 'execute_kw', args: execute };
    const answer = await fetch(`${odooUrl}/jsonrpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call', params }),
    });
    return z.object({ result: z.unknown() }).parse(await answer.json()).result;
  };
  const [copy = 0] = z.array(z.number()).parse(await call('copy', [move]));
  const due = { date: today, invoice_date: today, invoice_date_due: today };
  await call('write', [copy], { ...due, ref: 'KEYED-BY-APPROVER' });
  await call('action_post', [copy]);
  return copy;
}

const [firstApprover, secondApprover] = approvers;
const anotherNumber = 'DE44500105175407324931';

describe('who changed what is to be paid', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney({ seed: 8 });
  }, 120_000);
  afterAll(() => journey.close());

  test('[ORC-08][AUD-06] an account edited after the approval holds its payment back', async () => {
    const { batchId } = await journey.propose('HUS USD at nordhafen');
    await journey.approve(batchId);
    const approved = (await journey.paymentsOf(batchId)).filter(
      ({ payment }) => payment.state === 'approved',
    );
    const changed = present(approved[0], 'a payment').payment;
    const partnerBankId = await bankAccountOf(journey, changed.partyId);
    const edit = { partnerBankId, accountNumber: anotherNumber, login: 'maria.alvarez' };
    journey.sandbox.odoo.control.editBankAccount(edit);
    await journey.sync();
    await journey.release(batchId);
    const after = await journey.payment(changed.id);
    expect(after).toMatchObject({ state: 'draft', liveAttemptId: null });
    const cases = await journey.cases(changed.id);
    expect(cases.map(({ kind, severity }) => [kind, severity])).toContainEqual([
      'approval_mismatch',
      1,
    ]);
    const others = approved.filter(({ payment }) => payment.id !== changed.id);
    for (const { payment } of others) {
      expect((await journey.payment(payment.id)).liveAttemptId).not.toBeNull();
    }
  });

  test('[I17][ORC-02] who edited a payee account or a bill in Odoo cannot approve it', async () => {
    const due = (await journey.openItems()).filter(
      (item) => item.currency === 'GBP' && item.dueDate <= journey.sandbox.today && !item.blocked,
    );
    const bill = present(due[0], 'a bill that is due');
    const other = present(
      due.find((item) => item.partyId !== bill.partyId),
      'a bill of another supplier',
    );
    const { control } = journey.sandbox.odoo;
    const [editor = ''] = firstApprover.split('@');
    const [keyer = ''] = secondApprover.split('@');
    const partnerBankId = await bankAccountOf(journey, bill.partyId);
    const edit = { partnerBankId, accountNumber: 'GB33BUKB20201555555555', login: editor };
    control.editBankAccount(edit);
    const [link] = await rows(journey.hub, 'link', { objectId: other.id });
    // Not money: a record number.
    const moveId = Number.parseInt(present(link, 'bill in Odoo').externalId, 10);
    control.blockPayment({ moveId, login: keyer });
    control.unblockPayment({ moveId, login: keyer });
    await journey.sync();
    const { batchId } = await journey.propose('HUK GBP at kingsway');
    const paid = (await journey.paymentsOf(batchId)).map(({ payment }) => payment.partyId);
    expect(paid).toEqual(expect.arrayContaining([bill.partyId, other.partyId]));
    const preparer = await journey.person('preparer');
    must(await validateBatch({ ctx: preparer, input: { batchId } }));
    const { contentHash } = must(await requestApproval({ ctx: preparer, input: { batchId } }));
    for (const email of approvers) {
      const ctx = await journey.person(email);
      const input = { batchId, decision: 'approve' as const, contentHash };
      expect(codeOf(await decide({ ctx, input })), email).toBe('MAKER_MAY_NOT_APPROVE');
    }
    const releaser = await journey.person('releaser');
    const released = await requestRelease({ ctx: releaser, input: { batchId } });
    expect(released.ok).toBe(false);
  });

  test('[I17][ORC-02] the clerk who keyed a bill in Odoo cannot approve it', async () => {
    const paidBy = 'HDE EUR at nordhafen';
    const [template] = (await journey.openItems()).filter(
      (item) => item.currency === 'EUR' && item.kind === 'bill' && item.state === 'open',
    );
    const bill = present(template, 'a bill to copy');
    const [clerk = ''] = firstApprover.split('@');
    const moveId = await keyCopy(journey, bill.id, clerk);
    await journey.sync();
    const { batchId } = await journey.propose(paidBy);
    const mine = (await journey.paymentsOf(batchId)).find((one) => one.moveIds.includes(moveId));
    expect(mine).toBeDefined();
    const preparer = await journey.person('preparer');
    must(await validateBatch({ ctx: preparer, input: { batchId } }));
    const { contentHash } = must(await requestApproval({ ctx: preparer, input: { batchId } }));
    const input = { batchId, decision: 'approve' as const, contentHash };
    const own = await decide({ ctx: await journey.person(firstApprover), input });
    expect(codeOf(own)).toBe('MAKER_MAY_NOT_APPROVE');
    const other = await decide({ ctx: await journey.person(secondApprover), input });
    expect(codeOf(other)).toBe('none');
  });

  test('[I3][EXC-03] a bill that a live payment claims is in no other proposal', async () => {
    const items = await rows(journey.hub, 'payment_item', { live: true });
    const claimed = items.map((item) => item.openItemId);
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed.length).toBeGreaterThan(50);
    const accounts = await rows(journey.hub, 'own_account', {});
    const pound = present(
      accounts.find((row) => row.name.startsWith('HUK GBP')),
      'account',
    );
    const input = { ownAccountId: pound.id, dueUntil: journey.sandbox.today };
    const again = await createProposal({ ctx: await journey.person('preparer'), input });
    expect(codeOf(again)).toBe('NOTHING_TO_PAY');
  });

  test('[WF-03][MIG-09] what was open before go-live is never proposed', async () => {
    const date = journey.sandbox.today;
    const request = { connectionName: 'odoo', date, apply: true };
    const shown = await baselineOdoo(journey.hub, { ...request, apply: false });
    expect(shown).toMatchObject({ applied: false, baselined: 0 });
    expect((await journey.openItems()).filter((item) => item.baselined)).toEqual([]);
    const done = await baselineOdoo(journey.hub, request);
    expect(done.baselined).toBeGreaterThan(100);
    expect(done.bills).toBe(shown.bills);
    expect((await baselineOdoo(journey.hub, request)).baselined).toBe(0);
    await journey.sync();
    const accounts = await rows(journey.hub, 'own_account', {});
    for (const account of accounts.filter((row) => row.name.startsWith('HDE EUR'))) {
      const input = { ownAccountId: account.id, dueUntil: date };
      const proposed = await createProposal({ ctx: await journey.person('preparer'), input });
      expect(codeOf(proposed), account.name).toBe('NOTHING_TO_PAY');
    }
  });
});
