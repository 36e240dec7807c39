/** An outsider who has the document alone runs a payment to its end. */
import { createClient, type QuittanceClient } from '@quittance/api-client';
import { addDays, asPlainDate, present } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endBankDay, prepareAccounts } from '../src/demo/run-demo.ts';
import { type ApiWorld, openApiWorld } from './support/api-world.ts';
import { eventually, nextMorning } from './support/run-steps.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld({ seed: 11 });
  const { hub, sandbox } = world.run;
  await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 2 } });
  await prepareAccounts({ hub, sandbox, tell: () => undefined });
}, 120_000);
afterAll(async () => {
  await world.close();
});

let keysMade = 0;
/** What every request that acts carries; the outsider counts its own requests. */
const header = (): { 'Idempotency-Key': string } => {
  keysMade += 1;
  return { 'Idempotency-Key': `request-${keysMade}` };
};

const as = async (token: string): Promise<QuittanceClient> =>
  Promise.resolve(createClient({ baseUrl: world.api.url, token }));

/** The data of an answer. Errors: throws the problem, so that a test names it. */
function dataOf<Data>(answer: { readonly data?: Data; readonly error?: unknown }): Data {
  if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
  return present(answer.data, 'data of an answer');
}

test('[WF-03][SYN-02][PERF-06][OBS-05] a payment goes from bill to reconciliation', async () => {
  const preparer = await as(await world.token('preparer'));
  const releaser = await as(await world.token('releaser'));
  const approvers = await Promise.all((await world.tokens('approver')).map(as));

  const accounts = dataOf(await preparer.GET('/api/v1/own-accounts'));
  const account = present(
    accounts.items.find((one) => one.name.includes('EUR')),
    'an account in euros',
  );
  expect(account.account).toContain('•••');
  const made = dataOf(
    await preparer.POST('/api/v1/batches', {
      params: { header: header() },
      body: {
        ownAccountId: account.id,
        dueUntil: addDays(world.run.sandbox.today, 5),
      },
    }),
  );
  expect(made.payments.length).toBeGreaterThan(0);
  const path = { batchId: made.batchId };
  dataOf(
    await preparer.POST('/api/v1/batches/{batchId}/validate', {
      params: { path, header: header() },
    }),
  );
  const asked = dataOf(
    await preparer.POST('/api/v1/batches/{batchId}/submit', {
      params: { path, header: header() },
    }),
  );
  for (const approver of approvers.slice(0, asked.approversRequired)) {
    dataOf(
      await approver.POST('/api/v1/batches/{batchId}/decisions', {
        params: { path, header: header() },
        body: { decision: 'approve', contentHash: asked.contentHash },
      }),
    );
  }
  const batch = dataOf(await releaser.GET('/api/v1/batches/{batchId}', { params: { path } }));
  expect(batch.state).toBe('approved');
  const released = dataOf(
    await releaser.POST('/api/v1/batches/{batchId}/release', {
      params: { path, header: { ...header(), 'If-Match': `"${batch.version}"` } },
    }),
  );
  const { operationId } = released;
  await eventually('the operation is done', async () => {
    const operation = dataOf(
      await releaser.GET('/api/v1/operations/{operationId}', { params: { path: { operationId } } }),
    );
    expect(operation.state).not.toBe('failed');
    return operation.state === 'done';
  });

  const left = dataOf(await releaser.GET('/api/v1/batches/{batchId}', { params: { path } }));
  expect(left.state).toBe('released');

  // The counterparties' own days: nothing of it goes through the hub's API.
  const { hub, sandbox } = world.run;
  let day = sandbox.today;
  for (let passed = 0; passed < 2; passed += 1) {
    await endBankDay({ hub, sandbox, tell: () => undefined }, day);
    day = await nextMorning(world.run, asPlainDate(day));
  }

  const paid = dataOf(
    await preparer.GET('/api/v1/payments', {
      params: { query: { batchId: made.batchId, limit: 200 } },
    }),
  );
  const reconciled = paid.items.find((one) => one.state === 'reconciled');
  const reference = present(reconciled, 'a reconciled payment').reference;
  const trace = dataOf(
    await preparer.GET('/api/v1/traces/{anyId}', { params: { path: { anyId: reference } } }),
  );
  expect(trace.payment.settledMinor).toBe(trace.payment.instructedMinor);
  expect(trace.approvals[0]?.decisions).toHaveLength(asked.approversRequired);
  expect(trace.facts.length).toBeGreaterThan(0);
  expect(trace.matches[0]?.match.state).toBe('posted');
  const verbs = new Set(trace.leaves.map((leaf) => leaf.verb));
  for (const verb of ['proposal.create', 'approval.approve', 'payment.release']) {
    expect(verbs).toContain(verb);
  }
}, 120_000);

test('[SEC-05] nobody does two of these alone, whatever the token says', async () => {
  const releaser = await as(await world.token('releaser'));
  const accounts = dataOf(await releaser.GET('/api/v1/own-accounts'));
  const ownAccountId = present(accounts.items[0], 'an account').id;
  const refused = await releaser.POST('/api/v1/batches', {
    params: { header: header() },
    body: { ownAccountId, dueUntil: addDays(world.run.sandbox.today, 5) },
  });
  expect(refused.error).toMatchObject({ code: 'FORBIDDEN', moneyMoved: 'no' });
});
