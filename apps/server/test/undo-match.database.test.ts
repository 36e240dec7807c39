import { setTimeout as wait } from 'node:timers/promises';
import { type MatchId, present } from '@quittance/domain';
import { undoMatch } from '@quittance/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rows, whenSettled } from '../src/demo/run-demo.ts';
import { must } from '../src/hub/open-hub.ts';
import { type Journey, openJourney } from './support/journey-world.ts';

/** The writes in Odoo that begin the posting of a match; while they fail, lines stand unmatched. */
const postings = ['account.move.line', 'account.bank.statement.line'];

/** Everything that a match changes in Odoo: residuals, states, suspense, reconciliations. */
function booksOf(journey: Journey) {
  const { moves, payments, journals, statementLines, reconciliations } =
    journey.sandbox.odoo.books();
  return {
    moves: moves.map(({ id, state, paymentState, amountResidual, lines }) => ({
      id,
      state,
      paymentState,
      amountResidual,
      open: lines.map((line) => [line.accountCode, line.residualCurrency, line.reconciled]),
    })),
    payments: payments.map(({ id, state, isMatched }) => ({ id, state, isMatched })),
    suspense: journals.map(({ id, suspenseBalance }) => ({ id, suspenseBalance })),
    lines: statementLines.map(({ id, isReconciled, residual }) => ({ id, isReconciled, residual })),
    reconciliations: reconciliations.map(({ id, debitLineId, creditLineId }) =>
      [id, debitLineId, creditLineId].join(' '),
    ),
  };
}

describe('posted matches that a reconciler takes back', () => {
  let journey: Journey;
  let matchIds: readonly MatchId[] = [];
  /** The books when every line and payment stood there, and no match of this run did. */
  let before: ReturnType<typeof booksOf> | null = null;

  beforeAll(async () => {
    journey = await openJourney({ seed: 9 });
    const { hub, sandbox } = journey;
    const { batchId } = await journey.propose('HUS USD at nordhafen');
    await journey.approve(batchId);
    await journey.release(batchId);
    // Odoo goes away for postings of matches only, until its books were looked at.
    for (const model of postings) {
      sandbox.odoo.faults.add({ kind: 'maintenance', model, method: 'write', count: 100_000 });
    }
    const day = journey.bankDay();
    await waitForLines(journey);
    before = booksOf(journey);
    sandbox.odoo.faults.clear();
    await day;
    await whenSettled(hub);
    matchIds = (await rows(hub, 'match', { state: 'posted' })).map((one) => one.id);
  }, 120_000);
  afterAll(() => journey.close());

  test('[I13][REC-01][RES-09] leave residual, state and suspense as before', async () => {
    expect(matchIds.length).toBeGreaterThan(20);
    expect(booksOf(journey)).not.toEqual(before);
    const ctx = await journey.person('reconciler');
    for (const matchId of matchIds) {
      must(await undoMatch({ ctx, input: { matchId, reason: 'the wrong line' } }));
    }
    await whenSettled(journey.hub);
    const after = booksOf(journey);
    const undone = await rows(journey.hub, 'match', { state: 'undone' });
    expect(undone.map((one) => one.id).toSorted()).toEqual(matchIds.toSorted());
    expect(after.suspense).toEqual(before?.suspense);
    expect(after.lines).toEqual(before?.lines);
    expect(after.payments).toEqual(before?.payments);
    expect(after.reconciliations).toEqual(before?.reconciliations);
    expect(after.moves.map(({ open: _open, ...move }) => move)).toEqual(
      before?.moves.map(({ open: _open, ...move }) => move),
    );
  });

  test('[ST-07][EXC-10] their payments are settled again, their lines with a person', async () => {
    const states = new Set((await rows(journey.hub, 'payment', {})).map((one) => one.state));
    expect(states.has('reconciled')).toBe(false);
    expect(states.has('settled')).toBe(true);
    const matched = await rows(journey.hub, 'statement_line', { state: 'matched' });
    expect(matched).toEqual([]);
    const cases = await rows(journey.hub, 'exception_case', { kind: 'unmatched_line' });
    expect(cases.filter((one) => one.cause === 'TAKEN_BACK').length).toBe(matchIds.length);
  });

  test('[ST-04][UX-02] Odoo shows that they are settled, not reconciled', async () => {
    const payments = await rows(journey.hub, 'payment', { state: 'settled' });
    const shown = new Map(
      journey.sandbox.odoo.books().payments.map((one) => [one.custom['x_hub_ref'], one.custom]),
    );
    for (const { reference } of payments) {
      expect(present(shown.get(reference), 'payment in Odoo')['x_hub_state']).toBe('settled');
    }
  });

  test('[CAN-04] nobody but a reconciler may', async () => {
    const [matchId] = matchIds;
    for (const role of ['preparer', 'approver', 'releaser'] as const) {
      const ctx = await journey.person(role);
      const input = { matchId: present(matchId, 'a match'), reason: 'mine' };
      const refused = await undoMatch({ ctx, input });
      expect(refused.ok ? 'done' : refused.error.code, role).toBe('FORBIDDEN');
    }
  });
});

/** Waits until every line and every settled payment stands in Odoo. */
async function waitForLines({ hub }: Journey): Promise<void> {
  for (;;) {
    const lines = await rows(hub, 'statement_line', {});
    const depths = await hub.queue.depths();
    const others = depths.filter(
      (one) => one.name !== 'match.post' && one.name !== 'attempt.inquire',
    );
    const isQuiet = others.every((one) => one.waiting + one.active === 0);
    if (isQuiet && lines.length > 0 && lines.every((line) => line.posted)) return;
    await wait(50);
  }
}
