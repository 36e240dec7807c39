/**
 * The tamper lab: a history of real verbs, sealed and anchored, then attacked with every right over
 * the database. A verifier with nothing but the anchors, the public key and the salt finds each.
 */
import { nat, sample } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks } from './support/audit-attacks.ts';
import { liveHistory } from './support/audit-history.ts';
import { openTestInstallation, type TestInstallation } from './support/audit-installation.ts';
import { type Dice, type Lab, openLab } from './support/audit-tampering.ts';

const seed = 20_261_123;
const attackCount = 100;

let installation: TestInstallation;
let lab: Lab;

beforeAll(async () => {
  installation = await openTestInstallation();
  await liveHistory(installation, () => installation.sealAll());
  lab = await openLab(installation);
});
afterAll(async () => {
  await lab.close();
  await installation.close();
});

/** Numbers drawn from a seed of their own for each attack. */
function diceOf(attack: number): Dice {
  const numbers = sample(nat(), { seed: seed + attack, numRuns: 50 }).values();
  return { roll: (sides) => (numbers.next().value ?? 0) % sides };
}

test('[AUD-01][I21] a history that nobody touched verifies clean', async () => {
  const report = await installation.verify();
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ ok: true, findingCount: 0, leavesChecked: lab.leaves.length });
  expect(report.leavesAnchored).toBe(lab.leaves.length);
  expect(report.rowsChecked).toBeGreaterThan(200);
  expect(report.evidenceChecked).toBe(2);
  expect(report.checkpointsAnchored).toBe(report.batchesChecked);
});

test('[AUD-02] each leaf says who did what, when, and for which piece of work', () => {
  for (const { record } of lab.leaves) {
    expect(['person', 'service']).toContain(record.actorKind);
    expect(record.actorId).not.toBe('');
    expect(record.verb).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
    expect(record.at).toMatch(/^2026-11-23T/);
    expect(record.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('[AUD-04] exceptions and changes of transactions have their leaves', () => {
  const verbs = new Set(lab.leaves.map(({ record }) => record.verb));
  const wanted = [
    'case.open',
    'case.resolve',
    'payment.create',
    'payment.validate',
    'payment.cancel',
    'approval.approve',
    'approval.reject',
    'attempt.send',
    'payment.release',
    'payment.recordEvidence',
    'statement.import',
    'match.make',
    'stop.engage',
    'stop.resume',
  ];
  expect(wanted.filter((verb) => !verbs.has(verb))).toEqual([]);
});

test(
  `[AUD-01][AUD-02][AUD-04][I21] ${attackCount} attacks on a sealed log are all found`,
  { timeout: 120_000 },
  async () => {
    const named = Object.entries(attacks);
    const unnoticed: string[] = [];
    for (let number = 0; number < attackCount; number += 1) {
      const [name, attack] = named[number % named.length] ?? [];
      const told = await attack?.(lab, diceOf(number));
      const report = await installation.verify();
      if (report.ok) unnoticed.push(`${number}: ${name} (${told})`);
      await lab.restore();
    }
    expect(unnoticed).toEqual([]);
    expect((await installation.verify()).findings).toEqual([]);
  },
);
