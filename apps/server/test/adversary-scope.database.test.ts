import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configureInstallation } from '@quittance/services';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entityIdsOf, setupOf } from '../src/config/load.ts';
import { rows } from '../src/demo/run-demo.ts';
import { must } from '../src/hub/open-hub.ts';
import { quittance } from './support/journey-cli.ts';
import { type Journey, openJourney } from './support/journey-world.ts';

const [inside, outside] = ['HUS USD at nordhafen', 'HUK GBP at kingsway'];
const otto = 'otto.only@halden.example';
const robot = 'robot@halden.example';
const allRoles = ['preparer', 'approver', 'releaser', 'reconciler', 'controller'] as const;

let journey: Journey;
let foreign: Awaited<ReturnType<Journey['propose']>>;

/** A payment run of two companies; one person holds every role, in one of them only. */
beforeAll(async () => {
  journey = await openJourney({ seed: 14 });
  const { hub } = journey;
  const grants = [{ entity: 'HUS', roles: [...allRoles], limit: null }];
  const persons = [
    { name: 'Otto Only', email: otto, machine: false, grants },
    { name: 'Robot', email: robot, machine: true, grants },
  ];
  const setup = setupOf({ ...hub.config, persons });
  const entityIds = entityIdsOf(hub.config);
  const ctx = hub.serviceContext('configure');
  must(await configureInstallation({ ctx, input: { setup, entityIds } }));
  for (const account of [inside, outside]) {
    const proposal = await journey.propose(account);
    await journey.approve(proposal.batchId);
    await journey.release(proposal.batchId);
    foreign = proposal;
  }
  await journey.bankDay();
}, 120_000);
afterAll(() => journey.close());

const run = (...words: readonly string[]) =>
  quittance(
    {
      configFile: join(journey.sandbox.config.dataDirectory, 'sandbox.json'),
      environment: journey.database.environment,
    },
    ...words,
    '--json',
  );

const codeOf = (answer: Awaited<ReturnType<typeof run>>): string =>
  z.object({ error: z.object({ code: z.string() }) }).parse(answer.json()).error.code;

describe('[I22] a person of one company', () => {
  const countOf = async (...words: readonly string[]): Promise<number> =>
    z.object({ rows: z.array(z.unknown()) }).parse((await run(...words)).json()).rows.length;

  test.each([
    ['payments', 'list', '--limit', '5000'],
    ['proposal', 'list'],
    ['approvals', 'list'],
    ['statements', 'list'],
  ])('sees of %s %s that company alone', async (...words) => {
    const seen = await countOf(...words, '--as', otto);
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(await countOf(...words));
  });

  test('finds no payment of another company by any id that anybody knows it by', async () => {
    const payments = await rows(journey.hub, 'payment', { batchId: foreign.batchId });
    const [payment] = payments;
    const links = await rows(journey.hub, 'link', { objectId: payment?.id ?? '' });
    const names = [payment?.reference ?? '', ...links.map((link) => link.externalId)];
    expect(names.length).toBeGreaterThan(2);
    expect((await run('payments', 'trace', payment?.reference ?? '')).exitCode).toBe(0);
    for (const name of names) {
      const answer = await run('payments', 'trace', name, '--as', otto);
      if (answer.exitCode === 0) {
        const found = z.object({ payment: z.object({ batchId: z.string() }) }).parse(answer.json());
        expect(found.payment.batchId, name).not.toBe(foreign.batchId);
      } else {
        expect(['NOT_FOUND', 'BAD_INPUT'], name).toContain(codeOf(answer));
      }
    }
  });

  test('acts on nothing of another company, and is not told that it is there', async () => {
    const [payment] = await rows(journey.hub, 'payment', { batchId: foreign.batchId });
    const { reference } = foreign;
    const hash = `1:${'0'.repeat(64)}`;
    const attacks = [
      ['proposal', 'create', '--account', outside],
      ['proposal', 'validate', reference],
      ['proposal', 'submit', reference],
      ['proposal', 'reopen', reference],
      ['proposal', 'release', reference],
      ['approvals', 'approve', reference, '--hash', hash],
      ['approvals', 'reject', reference, '--hash', hash, '--reason', 'x'],
      ['payments', 'cancel', payment?.reference ?? '', '--reason', 'x'],
      ['stop', outside, '--reason', 'x'],
      ['resume', outside],
      ['sheet', reference],
    ];
    for (const words of attacks) {
      const answer = await run(...words, '--as', otto);
      expect(['NOT_FOUND', 'BAD_INPUT'], words.join(' ')).toContain(codeOf(answer));
      expect(answer.out, words.join(' ')).not.toContain('HUK GBP at kingsway,');
    }
  });

  test('a machine holds grants in vain', async () => {
    const answer = await run('proposal', 'create', '--account', inside, '--as', robot);
    expect(codeOf(answer)).toBe('FORBIDDEN');
  });
});

/** Every table of the database but those that account numbers live in, as text. */
async function dumpWithoutAccounts(): Promise<ReadonlyMap<string, string>> {
  const client = new Client({ connectionString: journey.database.url('quittance_owner') });
  await client.connect();
  try {
    // The inbox keeps a bank's file names as they came, and banks put account numbers into them.
    const own = ['own_account', 'party_bank_details', 'inbox'];
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')
         and tablename <> all ($1)`,
      [own],
    );
    const dump = new Map<string, string>();
    const ids = journey.hub.entityIds.join(',');
    await client.query('begin');
    await client.query(`select set_config('quittance.entity_ids', $1, true)`, [`{${ids}}`]);
    for (const { name } of tables) {
      const { rows: lines } = await client.query<{ text: string }>(
        `select coalesce(string_agg(t::text, E'\n'), '') as text from ${name} t`,
      );
      dump.set(name, lines[0]?.text ?? '');
    }
    await client.query('rollback');
    return dump;
  } finally {
    await client.end();
  }
}

test('[I24] after a run account numbers and secrets stand in their own tables only', async () => {
  const { hub, sandbox } = journey;
  const accounts = [
    ...(await rows(hub, 'own_account', {})),
    ...(await rows(hub, 'party_bank_details', {})),
  ].map(({ accountNumber }) => accountNumber);
  const text = readFileSync(join(sandbox.config.dataDirectory, 'sandbox-secrets.json'), 'utf8');
  const secrets = Object.values(z.record(z.string(), z.string()).parse(JSON.parse(text)));
  const canaries = [...new Set([...accounts, ...secrets])].filter((one) => one.length >= 8);
  expect(canaries.length).toBeGreaterThan(50);
  const dump = await dumpWithoutAccounts();
  expect(dump.get('public.audit_leaf')?.length).toBeGreaterThan(10_000);
  const leaks = [...dump].flatMap(([table, content]) =>
    canaries.filter((canary) => content.includes(canary)).map((canary) => `${table} ${canary}`),
  );
  expect(leaks).toEqual([]);
});
