import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, present } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import { createProposal } from '@quittance/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../src/config/schema.ts';
import { payDueBills, prepareAccounts, rows } from '../src/demo/run-demo.ts';
import { configureHub, type Hub, must, openHub } from '../src/hub/open-hub.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { type RunDatabase, sharedDatabase } from './support/run-database.ts';

/** The configuration without an entity: as it was before that entity was taken in. */
function without(config: Config, code: string, bank: string): Config {
  return {
    ...config,
    connections: config.connections.filter((one) => one.name !== bank),
    entities: config.entities.filter((one) => one.code !== code),
    accounts: config.accounts.filter((one) => one.entity !== code && one.bank !== bank),
    persons: config.persons.map((person) => ({
      ...person,
      grants: person.grants.filter((grant) => grant.entity !== code),
    })),
    policies: config.policies.filter((policy) => policy.entity !== code),
  };
}

describe('an installation that grows', () => {
  let folder = '';
  let sandbox: Sandbox;
  let database: RunDatabase;
  const hubs: Hub[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-config-'));
    sandbox = await startSandbox({ seed: 4, dataDirectory: folder, database: 'grow' });
    database = await sharedDatabase();
  });
  afterAll(async () => {
    for (const hub of hubs) await hub.close();
    await database.stop();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(config: Config): Promise<Hub> {
    const onError = (): void => undefined;
    const { now } = sandbox.clock;
    const quiet = { supervise: false, log: () => undefined, onError };
    const hub = await openHub({ config, database, now, ...quiet });
    hubs.push(hub);
    await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
    must(await configureHub(hub));
    await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 1 } });
    await prepareAccounts({ hub, sandbox, tell: () => undefined });
    return hub;
  }

  const currenciesOf = async (hub: Hub) =>
    new Set((await rows(hub, 'payment', {})).map((payment) => payment.currency));

  test('[CAN-06][CAN-11][ORC-06] takes entity, bank and account in by configuration', async () => {
    const small = await open(without(sandbox.config, 'HUK', 'kingsway'));
    const before = await rows(small, 'legal_entity', {});
    expect(before.map((row) => row.code).toSorted()).toEqual(['HDE', 'HUS']);
    await small.close();
    hubs.splice(0);
    const grown = await open(sandbox.config);
    expect(must(await configureHub(grown))).toEqual({ added: 0 });
    const entities = await rows(grown, 'legal_entity', {});
    expect(entities.map((row) => row.code).toSorted()).toEqual(['HDE', 'HUK', 'HUS']);
    const british = present(
      entities.find((row) => row.code === 'HUK'),
      'entity',
    );
    const bills = await rows(grown, 'open_item', { entityId: british.id, state: 'open' });
    expect(bills.length).toBeGreaterThan(50);
    for (const old of before) {
      expect(entities.find((row) => row.code === old.code)?.id).toBe(old.id);
    }
  });

  test('[CAN-11][ORC-06] each entity and currency pays from its own account', async () => {
    const [hub] = hubs;
    const grown = present(hub, 'hub');
    await payDueBills({ hub: grown, sandbox, tell: () => undefined });
    const accounts = await rows(grown, 'own_account', {});
    const payments = await rows(grown, 'payment', {});
    expect((await currenciesOf(grown)).size).toBeGreaterThanOrEqual(3);
    for (const payment of payments) {
      const own = present(
        accounts.find((row) => row.id === payment.ownAccountId),
        'account',
      );
      expect([own.entityId, own.currency]).toEqual([payment.entityId, payment.currency]);
    }
    const items = await rows(grown, 'payment_item', {});
    const bills = new Map((await rows(grown, 'open_item', {})).map((bill) => [bill.id, bill]));
    const byId = new Map(payments.map((payment) => [payment.id, payment]));
    for (const item of items) {
      const bill = present(bills.get(item.openItemId), 'bill');
      expect(bill.entityId).toBe(byId.get(item.paymentId)?.entityId);
    }
    for (const bank of sandbox.banks) bank.process();
    for (const bank of sandbox.banks) {
      for (const { debtorAccount, endToEndId } of bank.books().instructions) {
        const payment = payments.find((row) => row.reference === endToEndId);
        const own = accounts.find((row) => row.id === payment?.ownAccountId);
        expect(debtorAccount.replaceAll(' ', '')).toBe(own?.accountNumber.replaceAll(' ', ''));
        expect(own?.bankProfile).toBe(bank.name);
      }
    }
  });

  test('[CAN-04] a person whose grants are in one entity proposes nothing in another', async () => {
    const grown = present(hubs[0], 'hub');
    const accounts = await rows(grown, 'own_account', {});
    const persons = await rows(grown, 'person', {});
    const petra = present(
      persons.find((row) => row.name === 'Petra Paulsen'),
      'person',
    );
    const pound = present(
      accounts.find((row) => row.currency === 'GBP'),
      'account',
    );
    const ctx = await grown.personContext(petra);
    const elsewhere = ctx.scope.entityIds.filter((id) => id !== pound.entityId);
    const dueUntil = addDays(sandbox.today, 90);
    const refused = await createProposal({
      ctx: { ...ctx, scope: { ...ctx.scope, entityIds: elsewhere } },
      input: { ownAccountId: pound.id, dueUntil },
    });
    expect(refused.ok ? 'done' : refused.error.code).toMatch(/NOT_FOUND|FORBIDDEN/);
  });
});
