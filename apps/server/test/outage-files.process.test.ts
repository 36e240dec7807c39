import { flows, workFlows } from '@quittance/flows';
import type { BankFaultKind, BankSimulator, FaultOptions } from '@quittance/sandbox';
import { sweepDeadlines } from '@quittance/services';
import { expect, test } from 'vitest';
import { rows } from '../src/demo/run-demo.ts';
import { must } from '../src/hub/open-hub.ts';
import { spotless, verdictOf } from './support/run-books.ts';
import { bankDay, eventually, nextMorning, releasePayments, settle } from './support/run-steps.ts';
import { openRun, type RunWorld } from './support/run-world.ts';

const timeoutMs = 240_000;
/** Bills this much overdue: a run of some twenty payments. */
const dueInDays = -19;

interface FaultyRun {
  readonly world: RunWorld;
  readonly bank: BankSimulator;
}

/** A run whose first bank misbehaves in one way. Its second day lets the bank make good. */
async function withFault(sample: Sample, look: (run: FaultyRun) => Promise<void>): Promise<void> {
  const world = await openRun({ seed: 41 });
  try {
    const { hub, sandbox } = world;
    await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 2 } });
    const bank = sandbox.banks.find((one) => one.name === 'nordhafen');
    if (bank === undefined) throw new Error('the sandbox has no such bank');
    bank.faults.inject(sample.kind, optionsOf(sample));
    await releasePayments(world, dueInDays);
    await settle(world);
    await bankDay(world, sandbox.today);
    await bankDay(world, await nextMorning(world, sandbox.today));
    expect(bank.faults.hits()[sample.kind]).toBeGreaterThan(0);
    await look({ world, bank });
  } finally {
    await world.close();
  }
}

async function expectSpotless({ world }: FaultyRun): Promise<void> {
  const { detail, ...verdict } = await verdictOf(world);
  const { payments: _payments, ...books } = verdict;
  expect(books, world.trouble()).toEqual(spotless);
  expect(detail.payments).toBeGreaterThan(10);
}

const unfinishedCases = async ({ world }: FaultyRun) =>
  (await rows(world.hub, 'exception_case', {})).filter(
    (row) => row.state !== 'resolved' && row.state !== 'closed',
  );

const openCases = async (run: FaultyRun): Promise<readonly string[]> =>
  (await unfinishedCases(run)).map((row) => row.kind);

const inbox = ({ world }: FaultyRun) => rows(world.hub, 'inbox', {});

async function expectQuarantined(run: FaultyRun): Promise<void> {
  const bad = (await inbox(run)).filter((row) => row.state === 'quarantined');
  expect(bad.length).toBeGreaterThan(0);
  for (const row of bad) expect(row.note).toMatch(/^line \d+.*\(rule .+\)$/);
  expect(await openCases(run)).toContain('quarantined_file');
}

interface Sample {
  readonly title: string;
  readonly kind: BankFaultKind;
  readonly on?: FaultOptions['on'];
}

const optionsOf = ({ on }: Sample): FaultOptions => (on === undefined ? {} : { on });

/** After these everything is as if nothing had happened, and nobody has to do anything. */
const harmless: readonly Sample[] = [
  { title: '[FT-05] an answer lost after the rename', kind: 'dropAfterRename' },
  { title: '[FT-01] a statement that comes twice', kind: 'sameFileTwice', on: 'statement' },
  { title: '[FT-02] a bank whose statement is all it says', kind: 'silent' },
  { title: '[FT-02] a statement that comes a day late', kind: 'lateStatement' },
];
/** Cases that come of payees and customers, and not of files. */
const everyday: readonly string[] = [
  'rejected_payment',
  'returned_payment',
  'invalid_payment',
  // Receipts of customers and interest: nobody's payment explains them.
  'unmatched_line',
];

test.concurrent.each(harmless)(
  '$title does no harm and needs nobody',
  async (sample) => {
    await withFault(sample, async (run) => {
      await expectSpotless(run);
      const others = (await unfinishedCases(run)).filter((row) => !everyday.includes(row.kind));
      expect(others, run.world.trouble()).toEqual([]);
    });
  },
  timeoutMs,
);

/** These cannot be read; what the bank sends later in their place can. */
const unreadable: readonly Sample[] = [
  { title: 'a status report cut in the middle', kind: 'truncatedFile', on: 'status' },
  { title: 'a statement fetched while it grows', kind: 'growingFile', on: 'statement' },
  { title: 'a statement that is not well-formed', kind: 'malformedFile', on: 'statement' },
];

test.concurrent.each(unreadable)(
  '[FT-03][EXC-12] $title is quarantined with line and rule, and loses nothing',
  async (sample) => {
    await withFault(sample, async (run) => {
      await expectQuarantined(run);
      await expectSpotless(run);
    });
  },
  timeoutMs,
);

test.concurrent(
  '[FT-01][FT-03] what is executed and reported rejected is not paid again, and a case',
  async () => {
    await withFault({ title: '', kind: 'contradictoryStatus' }, async (run) => {
      await expectSpotless(run);
      expect(await openCases(run)).toContain('evidence_conflict');
    });
  },
  timeoutMs,
);

test.concurrent(
  '[FT-05][RES-01][I1][I14] an upload broken off before its rename is asked for, never sent again',
  async () => {
    await withFault({ title: '', kind: 'dropBeforeRename' }, async (run) => {
      const { world, bank } = run;
      // A connection that breaks off takes every upload along that is under way on it.
      const unknown = (await rows(world.hub, 'attempt', {})).filter(
        (one) => one.state === 'unknown',
      );
      expect(unknown.length).toBeGreaterThan(0);
      await eventually('the bank is asked after each', async () => {
        const now = await rows(world.hub, 'attempt', { state: 'unknown' });
        return now.length === unknown.length && now.every((one) => one.inquiries > 0);
      });
      const broken = new Set(unknown.map((one) => `${one.fileName}.part`));
      expect(bank.files.list('/in').filter(({ name }) => !broken.has(name))).toEqual([]);
      expect(bank.files.list('/in')).not.toEqual([]);
      const received = bank.books().timesReceived;
      for (const { id } of unknown) {
        const payments = await rows(world.hub, 'payment', { liveAttemptId: id });
        expect(new Set(payments.map((payment) => payment.state))).toEqual(new Set(['unknown']));
        expect(payments.filter((payment) => received.has(payment.reference))).toEqual([]);
      }
      for (const entityId of world.hub.entityIds) {
        must(await sweepDeadlines({ ctx: world.hub.serviceContext('test'), input: { entityId } }));
      }
      expect(await openCases(run)).toContain('unknown_outcome');
      await expectSpotless(run);
    });
  },
  timeoutMs,
);
