import {
  allowedCommands,
  approvalLifecycle,
  attemptLifecycle,
  batchLifecycle,
  caseLifecycle,
  legalMoves,
  type Lifecycle,
  paymentLifecycle,
  statementFileLifecycle,
  statementLineLifecycle,
  step,
} from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import { vectors } from './vectors.ts';

/** A lifecycle whose states and commands are read as plain text. */
type Plain = Lifecycle<string, string>;
const plain = <State extends string, Command extends string>(
  lifecycle: Lifecycle<State, Command>,
): Plain => lifecycle;

const lifecycles: readonly Plain[] = [
  plain(paymentLifecycle),
  plain(attemptLifecycle),
  plain(batchLifecycle),
  plain(approvalLifecycle),
  plain(caseLifecycle),
  plain(statementFileLifecycle),
  plain(statementLineLifecycle),
];

const legal = new Map<string, string>(
  vectors('transitions').map((vector): [string, string] => {
    const [name, from, command, to = ''] = vector.split(' ');
    return [`${name} ${from} ${command}`, to];
  }),
);

const cells = lifecycles.flatMap((lifecycle) =>
  lifecycle.states.flatMap((from) =>
    lifecycle.commands.map((command) => ({ lifecycle, from, command })),
  ),
);

describe('every lifecycle', () => {
  test('[I10][ST-01][C1] every cell of every table answers as the list of transitions says', () => {
    for (const { lifecycle, from, command } of cells) {
      const key = `${lifecycle.name} ${from} ${command}`;
      const expected = legal.get(key);
      const answer = step(lifecycle, from, command);
      if (expected === undefined) {
        expect(answer, key).toEqual({
          ok: false,
          error: { code: 'ILLEGAL_TRANSITION', lifecycle: lifecycle.name, from, command },
        });
      } else {
        expect(answer, key).toEqual({ ok: true, value: expected });
      }
    }
    expect(
      cells.filter(({ lifecycle, from, command }) =>
        legal.has(`${lifecycle.name} ${from} ${command}`),
      ),
    ).toHaveLength(legal.size);
  });

  test.each(lifecycles)('$name: initial and reached states are states of it', (lifecycle) => {
    expect(new Set(lifecycle.states).size).toBe(lifecycle.states.length);
    expect(lifecycle.initial.length).toBeGreaterThan(0);
    for (const state of lifecycle.initial) expect(lifecycle.states).toContain(state);
    for (const { from, to } of legalMoves(lifecycle)) {
      expect(lifecycle.states).toContain(from);
      expect(lifecycle.states).toContain(to);
    }
  });

  test.each(lifecycles)('$name: allowed commands are those that have a next state', (lifecycle) => {
    for (const from of lifecycle.states) {
      const allowed = allowedCommands(lifecycle, from);
      for (const command of lifecycle.commands) {
        expect(allowed.includes(command)).toBe(step(lifecycle, from, command).ok);
      }
    }
  });

  test('moves name every pair of states once', () => {
    for (const lifecycle of lifecycles) {
      const moves = legalMoves(lifecycle).map(({ from, to }) => `${from} ${to}`);
      expect(new Set(moves).size).toBe(moves.length);
    }
  });
});
