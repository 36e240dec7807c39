import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { rows } from '../src/demo/run-demo.ts';
import { type EndBooks, endBooks, spotless, verdictOf } from './support/run-books.ts';
import { sharedDatabase, stoppableDatabase } from './support/run-database.ts';
import {
  bankDay,
  eventually,
  fetchFiles,
  releasePayments,
  settle,
  workLeft,
} from './support/run-steps.ts';
import { openRunOn, type RunWorld } from './support/run-world.ts';

/** The long suite stops a counterparty for a minute, npm test for as long as it can afford. */
const OUTAGE_SECONDS = process.env['QUITTANCE_LONG'] === '1' ? 60 : 8;
const seed = 21;
/** Bills this much overdue: a run of some hundred payments. */
const dueInDays = -10;
const timeoutMs = 300_000;

/** What goes wrong, and at which moment of the run. */
interface Trouble {
  readonly whileReleasing?: () => Promise<void>;
  readonly whilePosting?: () => Promise<void>;
}

/** A run to the end of its first bank day; returns what then stands in all books. */
async function runThrough(world: RunWorld, trouble: Trouble): Promise<EndBooks> {
  const { sandbox } = world;
  const processes = [await world.start('worker'), await world.start('sender')];
  await releasePayments(world, dueInDays);
  await trouble.whileReleasing?.();
  await settle(world, []);
  for (const bank of sandbox.banks) bank.advanceDay(sandbox.today);
  const calls = sandbox.odoo.callCount() + 10;
  const fetched = fetchFiles(world);
  await eventually('postings run', () => sandbox.odoo.callCount() >= calls, { everyMs: 1 });
  await trouble.whilePosting?.();
  await fetched;
  await settle(world, []);
  await bankDay(world, sandbox.today);
  await settle(world, []);
  const { detail: _detail, payments: _payments, ...verdict } = await verdictOf(world);
  expect(verdict, world.trouble()).toEqual(spotless);
  expect(processes.map((one) => one.isRunning())).toEqual([true, true]);
  return endBooks(world);
}

const doctorSchema = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ what: z.string(), ok: z.boolean() })),
});

/** What the doctor finds wrong. */
async function complaints(world: RunWorld): Promise<readonly string[]> {
  const { result } = await world.command('doctor');
  const { findings } = doctorSchema.parse(result);
  return findings.filter((finding) => !finding.ok).map((finding) => finding.what);
}

/** Counterparties that the hub's own rows say are down. */
async function knownDown(world: RunWorld): Promise<readonly string[]> {
  const connections = await rows(world.hub, 'connection', {});
  return connections.filter((row) => row.lastFault !== null).map((row) => row.name);
}

let undisturbed: EndBooks;
const open = (): Promise<RunWorld> => openRunOn({ seed }, () => sharedDatabase());

async function during<Database extends RunWorld>(
  opening: Promise<Database>,
  work: (world: Database) => Promise<void>,
): Promise<void> {
  const world = await opening;
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

beforeAll(async () => {
  await during(open(), async (world) => {
    undisturbed = await runThrough(world, {});
    expect(undisturbed.payments.length).toBeGreaterThan(100);
  });
}, timeoutMs);

test(
  '[FT-04][FT-11][RES-02][RES-05] Odoo stopped amid the postings leaves the books as they would be',
  async () => {
    await during(open(), async (world) => {
      const { odoo } = world.sandbox;
      const books = await runThrough(world, {
        async whilePosting() {
          odoo.faults.down = true;
          const started = performance.now();
          expect(await complaints(world)).toContain('connection odoo');
          await wait(OUTAGE_SECONDS * 1_000 - (performance.now() - started));
          expect(await workLeft(world)).not.toEqual([]);
          odoo.faults.down = false;
        },
      });
      expect(books).toEqual(undisturbed);
    });
  },
  timeoutMs,
);

test(
  '[FT-02][FT-04][FT-11][FT-12][RES-02][RES-05] a bank stopped amid a run gets a file once',
  async () => {
    await during(open(), async (world) => {
      const [bank] = world.sandbox.banks;
      bank?.faults.inject('down');
      const books = await runThrough(world, {
        async whileReleasing() {
          const started = performance.now();
          await eventually('the bank is known to be down', async () =>
            (await knownDown(world)).includes(bank?.name ?? ''),
          );
          expect(await complaints(world)).toEqual([`connection ${bank?.name}`]);
          await wait(OUTAGE_SECONDS * 1_000 - (performance.now() - started));
          expect(bank?.books().instructions).toEqual([]);
          bank?.faults.clear('down');
        },
      });
      expect(books).toEqual(undisturbed);
      expect(await knownDown(world)).toEqual([]);
    });
  },
  timeoutMs,
);

test(
  '[FT-12][RES-02][RES-05] processes carry on after PostgreSQL was killed amid postings',
  async () => {
    await during(openRunOn({ seed }, stoppableDatabase), async (world) => {
      const books = await runThrough(world, {
        async whilePosting() {
          await world.database.crash();
          const started = performance.now();
          expect(await complaints(world)).toContain('database');
          await wait(OUTAGE_SECONDS * 1_000 - (performance.now() - started));
          await world.database.start();
        },
      });
      expect(books).toEqual(undisturbed);
    });
  },
  timeoutMs,
);
