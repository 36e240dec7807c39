import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proofPage } from '../docs/proof.ts';
import { asRecord, readJson } from '../json.ts';
import { claims, commandText } from '../proof/claims.ts';
import { readRecords } from '../proof/record.ts';
import { ROOT } from '../requirements/reports.ts';

const claim = (name: string) => {
  const found = claims.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no claim ${name}`);
  return found;
};

describe('the proof', () => {
  test('every claim has a command that is there', () => {
    const scripts = asRecord(asRecord(readJson(join(ROOT, 'package.json')))['scripts']);
    for (const { command, short } of claims) {
      for (const [script = ''] of [command, short ?? command])
        expect(scripts).toHaveProperty(script);
    }
  });

  test('what is kept was said by the command that the claim names', () => {
    const commands = new Map(claims.map(({ name, command }) => [name, commandText(command)]));
    for (const record of readRecords()) {
      expect([record.name, record.command]).toEqual([record.name, commands.get(record.name)]);
      expect(record.on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test('the page says what does not hold, and what was never run', () => {
    const { name, command } = claim('simulation');
    const kept = { name, command: commandText(command), on: '2026-01-02', figures: { seeds: '1' } };
    const text = proofPage([{ ...kept, held: false }]);
    expect(text).toContain('| simulation | **no** | 2026-01-02 |');
    expect(text).toContain('| planted defects | not run yet | – |');
    expect(proofPage([{ ...kept, held: true }])).toContain('| simulation | yes | 2026-01-02 |');
  });

  test('the gate runs the short forms', () => {
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toContain(
      'npm run --silent proof -- --short',
    );
  });
});

const chaos = {
  payments: 1_200,
  appKills: 31,
  postgresKills: 5,
  stops: 3,
  diskFull: 1,
  proxyFaults: 90,
  lost: 0,
  duplicates: 0,
  unexplained: 0,
  stuckWithoutOwner: 0,
  takeoverSecondsMax: 40,
  recoverySecondsMax: 20,
};
const simulation = { seeds: 2, payments: 190, faults: { a: 3, b: 0 }, transitions: {}, digest: '' };
const demo = {
  payments: 9,
  reconciled: 9,
  returned: 0,
  failed: 0,
  inCases: 0,
  duplicates: 0,
  lost: 0,
  unexplained: '0',
  auditVerified: true,
};
const line = {
  name: 'one at a time',
  ratio: 0.3,
  goal: 0.3,
  perSecond: 2_000,
  statementsPerEvent: 6,
  commitsPerEvent: 1,
  walBytesPerEvent: 2_000,
};

describe('a claim holds only by what its run said', () => {
  test.each([
    ['chaos on real processes', chaos, true],
    ['chaos on real processes', { ...chaos, lost: 1 }, false],
    ['simulation', { ...simulation, violations: [] }, true],
    ['simulation', { ...simulation, violations: [{}] }, false],
    ['simulation', simulation, false],
    ['planted defects', { mutants: 93, survived: [], medianSeeds: 2 }, true],
    ['planted defects', { mutants: 93, survived: ['x'], medianSeeds: 2 }, false],
    ['the main job', demo, true],
    ['the main job', { ...demo, unexplained: '1' }, false],
    ['the main job', { ...demo, auditVerified: false }, false],
    ['the main job under faults', { ...demo, faults: { a: 1 }, causesWrong: 1 }, false],
    ['durable transitions', { ...line, held: true }, true],
    ['durable transitions', { ...line, held: false }, false],
  ])('%s, case %#', (name, answer, held) => {
    expect(claim(name).read([answer]).held).toBe(held);
  });

  test('an answer without a figure is no answer', () => {
    const { lost: _lost, ...rest } = chaos;
    expect(() => claim('chaos on real processes').read([rest])).toThrow('lost');
    expect(() => claim('durable transitions').read([])).toThrow('no line');
  });
});
