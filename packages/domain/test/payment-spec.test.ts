import { readdirSync, readFileSync } from 'node:fs';
import {
  allowedCommands,
  caseCatalogue,
  caseKinds,
  claimingStates,
  evidenceMoves,
  finalStates,
  isTransientState,
  paymentCommands,
  paymentDeadlines,
  paymentLifecycle,
  paymentStates,
  problem,
  problemCatalogue,
  ProblemError,
} from '@quittance/domain';
import { describe, expect, test } from 'vitest';

const spec = readFileSync(new URL('../src/payment/SPEC.md', import.meta.url), 'utf8');

/** Every `[…]` mark at the beginning of a test title of this room. */
function marksOfTests(): ReadonlySet<string> {
  const folder = new URL('.', import.meta.url);
  const marks = new Set<string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.test.ts'))) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    for (const title of text.matchAll(/test(?:\.each\([^)]*\))?\(\s*['"]((?:\[[^\]]+\])+)/g)) {
      for (const mark of (title[1] ?? '').matchAll(/\[([^\]]+)\]/g)) marks.add(mark[1] ?? '');
    }
  }
  return marks;
}

const idsOf = (pattern: RegExp): readonly string[] =>
  [...spec.matchAll(pattern)].map((found) => found[1] ?? '');

describe('the specification of the payment', () => {
  const marks = marksOfTests();
  const invariants = idsOf(/^\|\s*(I\d+)\s*\|/gm);
  const constraints = idsOf(/^\|\s*(C\d+)\s*\|/gm);

  test('[C4] each invariant and constraint that it states has a test', () => {
    expect(invariants.length).toBeGreaterThan(5);
    expect(constraints.length).toBeGreaterThan(3);
    for (const id of [...invariants, ...constraints]) expect([...marks], id).toContain(id);
  });

  test('[C4] each invariant and constraint that a test of this room claims is stated', () => {
    const claimed = [...marks].filter((mark) => /^[IC]\d+$/.test(mark));
    for (const mark of claimed) expect([...invariants, ...constraints], mark).toContain(mark);
  });

  test('[C4] it describes each state and each command of the table, and no other', () => {
    const [, states = '', commands = ''] = spec.split(/^## (?:States|Commands)$/m);
    const rows = (part: string) =>
      [...(part.split(/^## /m)[0]?.matchAll(/^\|\s*`(\w+)`\s*\|/gm) ?? [])].map((row) => row[1]);
    expect(rows(states)).toEqual([...paymentStates]);
    expect(rows(commands)).toEqual([...paymentCommands]);
  });
});

describe('states as a whole', () => {
  test('[I15] every state that must be left has a deadline, an owner and a next action', () => {
    for (const state of paymentStates) {
      const deadline = paymentDeadlines[state];
      expect(deadline !== null, state).toBe(isTransientState(state));
      if (deadline === null) continue;
      expect(deadline.hours).toBeGreaterThan(0);
      expect(deadline.nextAction).toMatch(/^[A-Z].+\.$/);
      const ways = allowedCommands(paymentLifecycle, state).length + evidenceMoves[state].length;
      expect(ways, state).toBeGreaterThan(0);
    }
  });

  test('[I13] a final state is left by late evidence and its resolution only', () => {
    const late = new Set(['settleLate', 'unreconcile', 'requestRecall']);
    for (const state of finalStates) {
      for (const command of allowedCommands(paymentLifecycle, state)) {
        expect(late.has(command), `${state} ${command}`).toBe(true);
      }
    }
  });

  test('[ST-02][ST-03] the states finance named are distinct, and submitted is not final', () => {
    const named = [
      'submitted',
      'accepted',
      'pending_settlement',
      'settled',
      'failed',
      'reversed',
      'reconciled',
    ] as const;
    for (const state of named) expect(paymentStates).toContain(state);
    expect(finalStates).not.toContain('submitted');
    expect(finalStates).not.toContain('settled');
  });

  test('[I1] a bill is claimed from the first state on until the money is certain', () => {
    for (const state of paymentStates) {
      if (isTransientState(state)) expect(claimingStates, state).toContain(state);
    }
    for (const state of ['failed', 'returned', 'reversed', 'cancelled', 'rejected'] as const) {
      expect(claimingStates).not.toContain(state);
    }
  });

  test('[I14] unknown is left by evidence or by proven absence, never to failed by command', () => {
    expect(allowedCommands(paymentLifecycle, 'unknown')).toEqual(['reopenUnknown']);
  });
});

describe('catalogues', () => {
  test('[EXC-13][EXC-14] every kind of case has an owner, a next action and a time', () => {
    expect(Object.keys(caseCatalogue)).toEqual([...caseKinds]);
    for (const kind of caseKinds) {
      const entry = caseCatalogue[kind];
      expect(entry.nextAction, kind).toMatch(/^[A-Z].{20,}\.$/);
      expect(entry.dueHours, kind).toBeGreaterThan(0);
      if (entry.severity === 1) expect(entry.dueHours, kind).toBeLessThanOrEqual(4);
    }
  });

  test('every problem says what happened to the money and what to do', () => {
    for (const [code, entry] of Object.entries(problemCatalogue)) {
      expect(code).toMatch(/^[A-Z_]+$/);
      for (const text of [entry.title, entry.money, entry.action]) {
        expect(text, code).toMatch(/^[A-Z].+\.$/);
      }
    }
    const refused = problem('STOPPED', 'all accounts');
    expect(new ProblemError(refused)).toMatchObject({
      message: 'STOPPED: all accounts',
      problem: refused,
    });
  });
});
