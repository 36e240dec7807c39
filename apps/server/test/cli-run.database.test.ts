import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '@quittance/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ask, endBankDay, rows } from '../src/demo/run-demo.ts';
import { openSealer } from '../src/hub/open-sealer.ts';
import { quittance } from './support/journey-cli.ts';
import { approvers, type Journey, openJourney } from './support/journey-world.ts';

const people = {
  preparer: 'petra.paulsen@halden.example',
  releaser: 'helena.vogt@halden.example',
  reconciler: 'carla.conti@halden.example',
} as const;
const [sabine, james] = approvers;
const account = 'HUS USD at nordhafen';

let journey: Journey;
let batch = '';
let hash = '';

beforeAll(async () => {
  journey = await openJourney({ seed: 9 });
}, 120_000);
afterAll(() => journey.close());

const run = (...words: readonly string[]) =>
  quittance(
    {
      configFile: join(journey.sandbox.config.dataDirectory, 'sandbox.json'),
      environment: journey.database.environment,
    },
    ...words,
  );

/** Runs a command with --json: its standard output must be one document and nothing else. */
async function told(exitCode: number, ...words: readonly string[]) {
  const answer = await run(...words, '--json');
  expect(answer.exitCode, answer.err).toBe(exitCode);
  expect(answer.out.trimEnd().split('\n')).toHaveLength(1);
  return z.record(z.string(), z.unknown()).parse(answer.json());
}

const codeOf = (answer: Readonly<Record<string, unknown>>): string =>
  z.object({ code: z.string() }).parse(answer['error']).code;

const rowsOf = (answer: Readonly<Record<string, unknown>>) =>
  z.array(z.record(z.string(), z.unknown())).parse(answer['rows']);

describe('from the proposal to the released batch', () => {
  test('[WF-03] proposal create proposes what is due, in the name of a preparer', async () => {
    expect(codeOf(await told(2, 'proposal', 'create', '--account', account))).toBe('BAD_INPUT');
    const wrong = ['proposal', 'create', '--account', account, '--as', james];
    expect(codeOf(await told(1, ...wrong))).toBe('FORBIDDEN');
    const nobody = ['proposal', 'create', '--account', account, '--as', 'no@body.example'];
    expect(codeOf(await told(1, ...nobody))).toBe('FORBIDDEN');
    const unknown = ['proposal', 'create', '--account', 'none', '--as', people.preparer];
    expect(codeOf(await told(2, ...unknown))).toBe('BAD_INPUT');
    const made = await told(0, 'proposal', 'create', '--account', account, '--as', people.preparer);
    expect(made).toMatchObject({ currency: 'USD' });
    expect(made['totalMinor']).toMatch(/^\d+$/);
    batch = z.string().parse(made['reference']);
    expect(rowsOf(await told(0, 'proposal', 'list')).map((row) => row['reference'])).toEqual([
      batch,
    ]);
  });

  test('payments cancel takes one out, with a reason, before it leaves', async () => {
    const payments = rowsOf(await told(0, 'payments', 'list', '--limit', '100'));
    const reference = z.string().parse(payments.at(-1)?.['reference']);
    const words = ['payments', 'cancel', reference, '--as', people.preparer];
    expect((await run(...words, '--json')).exitCode).toBe(2);
    expect(await told(0, ...words, '--reason', 'not wanted')).toEqual({ reference });
    expect(await told(0, 'payments', 'show', reference)).toMatchObject({ state: 'cancelled' });
    expect(codeOf(await told(1, ...words, '--reason', 'again'))).toBe('ILLEGAL_TRANSITION');
  });

  test('[ORC-02][ORC-03] validate, submit, two approvals, bound to the hash shown', async () => {
    const checked = await told(0, 'proposal', 'validate', batch, '--as', people.preparer);
    expect(checked['valid']).toBeGreaterThan(20);
    const asked = await told(0, 'proposal', 'submit', batch, '--as', people.preparer);
    hash = z.string().parse(asked['contentHash']);
    const shown = rowsOf(await told(0, 'approvals', 'list'));
    expect(shown).toMatchObject([{ state: 'requested', contentHash: hash, approversRequired: 2 }]);
    const approve = ['approvals', 'approve', batch, '--hash', hash, '--as'];
    expect(codeOf(await told(1, ...approve, people.preparer))).toMatch(/FORBIDDEN|MAKER/);
    const other = ['approvals', 'approve', batch, '--hash', '1:00', '--as', sabine];
    expect(codeOf(await told(1, ...other))).toBe('CONTENT_CHANGED');
    expect(await told(0, ...approve, sabine)).toMatchObject({ missing: 1 });
    expect(codeOf(await told(1, ...approve, sabine))).toBe('ALREADY_DECIDED');
    const release = ['proposal', 'release', batch, '--as', people.releaser];
    expect((await run(...release, '--json')).exitCode).toBe(1);
    expect(await told(0, ...approve, james)).toMatchObject({ missing: 0, state: 'approved' });
  });

  test('[ORC-02] stop holds the release back; two persons resume it', async () => {
    const stop = ['stop', account, '--as', people.releaser];
    await told(0, ...stop, '--reason', 'an odd mail');
    await told(0, 'proposal', 'release', batch, '--as', people.releaser);
    const resume = ['resume', account, '--as'];
    expect(codeOf(await told(1, ...resume, people.preparer))).toBe('FORBIDDEN');
    expect(await told(0, ...resume, sabine)).toMatchObject({ active: true, missing: 1 });
    expect(codeOf(await told(1, ...resume, sabine))).toBe('ALREADY_DECIDED');
    expect(journey.sandbox.banks.flatMap((bank) => bank.books().instructions)).toEqual([]);
    expect(await told(0, ...resume, james)).toMatchObject({ active: false });
    await journey.settled();
    const payments = rowsOf(await told(0, 'payments', 'list', '--state', 'submitted'));
    expect(payments.length).toBeGreaterThan(20);
  });
});

describe('from the bank to the reconciled line', () => {
  test('[FT-01][SYN-10] a statement imported twice by hand is one', async () => {
    const { hub, sandbox } = journey;
    const bank = present(
      sandbox.banks.find((one) => one.name === 'nordhafen'),
      'bank',
    );
    for (const one of sandbox.banks) one.process();
    bank.advanceDay(sandbox.today);
    const name = present(
      bank.files.list('/out').find((file) => file.name.includes('053')),
      'statement',
    ).name;
    const file = join(sandbox.config.dataDirectory, 'statement.xml');
    writeFileSync(file, present(bank.files.read(`/out/${name}`), 'bytes'));
    const words = ['statements', 'import', file, '--connection', 'nordhafen'];
    expect(await told(0, ...words)).toMatchObject({ state: 'applied' });
    const [imported] = await rows(hub, 'statement', {});
    const ownAccountId = present(imported, 'statement').ownAccountId;
    const counts = async () => [
      (await rows(hub, 'statement', { ownAccountId })).length,
      (await rows(hub, 'statement_line', { ownAccountId })).length,
    ];
    const before = await counts();
    const again = await told(0, ...words);
    expect(['applied', 'no_effect']).toContain(again['state']);
    await ask(hub, { name: 'bank.fetch', connectionName: 'nordhafen' });
    await journey.settled();
    expect(await counts()).toEqual(before);
    expect(before).toEqual([1, expect.any(Number)]);
    expect(before[1]).toBeGreaterThan(20);
    const strange = [...words.slice(0, 3), '--connection', 'nobody'];
    expect(codeOf(await told(1, ...strange))).toBe('NOT_FOUND');
    const cut = join(sandbox.config.dataDirectory, 'cut.xml');
    writeFileSync(cut, readFileSync(file).subarray(0, 2_000));
    const refused = await told(1, 'statements', 'import', cut, '--connection', 'nordhafen');
    expect(refused).toMatchObject({ state: 'quarantined' });
    expect(rowsOf(await told(0, 'statements', 'list')).length).toBeGreaterThan(0);
  });

  test('[OBS-11][MET-03] cash tells balances with their day, and what is not known', async () => {
    const shown = await told(0, 'cash');
    const line = z.object({
      accountName: z.string(),
      booked: z.object({ minor: z.string(), day: z.string(), toldAt: z.string() }).nullable(),
      freeMinor: z.string().nullable(),
    });
    const lines = z.array(line).parse(shown['accounts']);
    expect(lines).toHaveLength(4);
    const known = lines.filter((one) => one.booked !== null).map((one) => one.accountName);
    // One bank has sent its statements, the other one has not.
    expect(known.every((name) => name.endsWith('nordhafen'))).toBe(true);
    expect(known).not.toEqual([]);
    const unknown = lines.filter((one) => one.booked === null);
    expect(unknown.every((one) => one.freeMinor === null)).toBe(true);
    const text = (await run('cash')).out;
    expect(text).toContain('no statement yet');
    expect(text).toMatch(/HUK +not known +- /);
    expect(text).not.toMatch(/kingsway +0\.00/);
  });

  test('[ST-01] payments list tells states and totals; show and trace one of them', async () => {
    await endBankDay({ ...journey, tell: () => undefined }, journey.sandbox.today);
    const listed = await told(0, 'payments', 'list', '--state', 'reconciled');
    const [first] = rowsOf(listed);
    const reference = z.string().parse(first?.['reference']);
    expect(await told(0, 'payments', 'show', reference)).toMatchObject({ state: 'reconciled' });
    expect(await told(0, 'payments', 'trace', reference)).toHaveProperty('steps');
    expect((await run('payments', 'trace', reference)).out).toContain('known outside as:');
    expect(codeOf(await told(1, 'payments', 'trace', 'nothing'))).toBe('NOT_FOUND');
    expect(codeOf(await told(2, 'payments', 'list', '--limit', 'many'))).toBe('BAD_INPUT');
  });

  test('[REC-01] matches undo takes a match back; only a reconciler may', async () => {
    const [match] = await rows(journey.hub, 'match', { state: 'posted' });
    const { id } = present(match, 'a match');
    const words = ['matches', 'undo', id, '--reason', 'the wrong line', '--as'];
    expect(codeOf(await told(1, ...words, people.preparer))).toBe('FORBIDDEN');
    expect(await told(0, ...words, people.reconciler)).toMatchObject({ matchId: id });
    await journey.settled();
    const [after] = await rows(journey.hub, 'match', { id });
    expect(after?.state).toBe('undone');
    const bad = ['matches', 'undo', 'x', '--reason', 'y', '--as', people.reconciler];
    expect(codeOf(await told(2, ...bad))).toBe('BAD_INPUT');
  });
});

describe('operation', () => {
  test('[EXC-13][EXC-15] cases tell owner and next action, and are resolved by hand', async () => {
    const open = rowsOf(await told(0, 'cases'));
    const line = open.find((row) => row['kind'] === 'unmatched_line');
    expect(line).toMatchObject({ ownerRole: 'reconciler' });
    expect(line?.['nextAction']).toMatch(/\w/);
    const id = z.string().parse(line?.['id']);
    const words = ['cases', 'resolve', id, '--resolution', 'matched in Odoo', '--as'];
    expect(codeOf(await told(1, ...words, people.releaser))).toBe('FORBIDDEN');
    expect(await told(0, ...words, people.reconciler)).toEqual({ caseId: id });
    expect(rowsOf(await told(0, 'cases')).map((row) => row['id'])).not.toContain(id);
    expect(rowsOf(await told(0, 'cases', '--all')).map((row) => row['id'])).toContain(id);
  });

  test('[RES-03][RES-04] dead letters are listed with their cause, and replayed', async () => {
    const { hub } = journey;
    const { scope } = hub.serviceContext('test');
    const [entityId = null] = hub.entityIds;
    const nothing = scope.correlationId;
    const data = { v: 1, entityId, correlationId: scope.correlationId, ids: [nothing] };
    await hub.store.transaction(scope, (transaction) =>
      hub.queue.enqueue(transaction, [{ name: 'lines.match', data }]),
    );
    await journey.settled();
    const letters = rowsOf(await told(0, 'dead-letters', 'list'));
    expect(letters.map((row) => row['name'])).toContain('lines.match');
    expect(letters[0]?.['cause']).not.toBe('');
    const ids = letters.map((row) => z.string().parse(row['id']));
    const groups = z
      .array(z.object({ key: z.string(), letters: z.number(), ids: z.array(z.string()) }))
      .parse((await told(0, 'dead-letters', 'groups'))['groups']);
    expect(groups.flatMap((group) => group.ids).toSorted()).toEqual(ids.toSorted());
    const [group] = groups.filter(({ key }) => key.startsWith('lines.match/'));
    const ofGroup = ['dead-letters', 'replay', '--cause', group?.key ?? ''];
    const foreseen = await told(0, ...ofGroup, '--dry-run');
    expect(foreseen).toMatchObject({ foreseen: [{ task: 'lines.match', objects: 1 }], left: 0 });
    expect(rowsOf(await told(0, 'dead-letters', 'list'))).toEqual(letters);
    expect(codeOf(await told(1, ...ofGroup, '--as', people.releaser))).toBe('FORBIDDEN');
    expect(codeOf(await told(2, 'dead-letters', 'replay', '--as', people.reconciler))).toBe(
      'BAD_INPUT',
    );
    // Nothing mended it, so it dies again, and whatever else is in the group stays where it is.
    expect(await told(1, ...ofGroup, '--as', people.reconciler)).toMatchObject({
      asked: group?.letters,
      replayed: 1,
      first: 'dead',
    });
    const again = rowsOf(await told(0, 'dead-letters', 'list')).map((row) => row['id']);
    const words = ['dead-letters', 'replay', '--all', '--as', people.reconciler];
    const all = await told(0, ...words);
    expect(all).toEqual({ asked: again.length, replayed: again.length });
    const gone = ['dead-letters', 'replay', ...ids, '--as', people.reconciler];
    expect(await told(0, ...gone)).toMatchObject({ replayed: 0 });
    await journey.settled();
  });

  test('doctor tells what is well, and what is not by its name', async () => {
    const findings = z.array(z.object({ what: z.string(), ok: z.boolean() }));
    journey.sandbox.odoo.faults.down = true;
    const ill = findings.parse((await told(4, 'doctor'))['findings']);
    journey.sandbox.odoo.faults.clear();
    const wrong = ill.filter((one) => !one.ok).map((one) => one.what);
    expect(wrong).toContain('connection odoo');
    expect(ill.filter((one) => one.ok).map((one) => one.what)).toContain('connection nordhafen');
  });

  test('migrate is harmless to repeat; odoo baseline shows before it marks', async () => {
    expect(await told(0, 'migrate')).toMatchObject({ applied: [] });
    expect((await told(0, 'migrate', '--print-sql'))['sql']).toContain('create role quittance_app');
    const shown = await told(0, 'odoo', 'baseline', '--date', journey.sandbox.today);
    expect(shown).toMatchObject({ applied: false, baselined: 0 });
    expect(codeOf(await told(2, 'odoo', 'baseline', '--date', 'soon'))).toBe('BAD_INPUT');
    const create = ['proposal', 'create', '--account', account, '--as', people.preparer];
    expect(codeOf(await told(2, ...create, '--execution', 'soon'))).toBe('BAD_INPUT');
    expect(codeOf(await told(2, ...create, '--due', '2026-02-30'))).toBe('BAD_INPUT');
    const [bill] = (await journey.openItems()).filter((item) => item.currency === 'USD');
    const part = `${present(bill, 'a bill').number}=1.234`;
    expect(codeOf(await told(2, ...create, '--part', part))).toBe('BAD_INPUT');
  });

  test('[AUD-01] verify finds nothing to say against an honest history', async () => {
    const { config } = journey.sandbox;
    const sealer = await openSealer({
      config,
      database: journey.database,
      onAlarm: () => undefined,
    });
    await sealer.sealNow();
    await sealer.close();
    expect(await told(0, 'verify')).toMatchObject({ ok: true, findingCount: 0 });
  });

  test('[DEP-04] a production configuration refuses the database of a sandbox', async () => {
    const { dataDirectory } = journey.sandbox.config;
    const config = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(join(dataDirectory, 'sandbox.json'), 'utf8')));
    const configFile = join(dataDirectory, 'production.json');
    writeFileSync(configFile, JSON.stringify({ ...config, kind: 'production' }));
    const { environment } = journey.database;
    const answer = await quittance({ configFile, environment }, 'payments', 'list', '--json');
    expect(answer.exitCode).toBe(3);
    expect(JSON.stringify(answer.json())).toContain('WRONG_DATABASE');
  });
});

describe('a run of a company over all its accounts', () => {
  test('[ORC-06][WF-03] each payment goes from the account that fits, and says why', async () => {
    const words = ['proposal', 'create', '--as', people.preparer];
    expect(codeOf(await told(2, ...words))).toBe('BAD_INPUT');
    expect(codeOf(await told(2, ...words, '--entity', 'HDE', '--account', 'x'))).toBe('BAD_INPUT');
    expect(codeOf(await told(1, ...words, '--entity', 'NONE'))).toBe('NOT_FOUND');
    const lines = (await run(...words, '--entity', 'HDE')).out.split('\n');
    const batches = lines.filter((line) => line.startsWith('batch '));
    expect(batches.filter((line) => line.includes('payments from HDE EUR at'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes('costs 0.08 EUR'))).toHaveLength(1);
    expect(lines.join('\n')).toContain('not from HDE EUR at nordhafen: it would cost 0.12 EUR');
    expect(codeOf(await told(1, ...words, '--entity', 'HDE'))).toBe('NOTHING_TO_PAY');
  });
});
