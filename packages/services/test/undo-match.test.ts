import { asPlainDate, fault, type MatchId, present } from '@quittance/domain';
import {
  planUndoneMatches,
  recordMatches,
  recordUndoneMatches,
  undoMatch,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { match, tell } from './support/deliver.ts';
import { codeOf, connectionName, type House, openHouse, valueOf } from './support/house.ts';
import { paymentsOf, submit } from './support/walk.ts';

/** Payments that the bank booked, matched, and reconciled in the accounts. */
async function reconciledRun() {
  const house = await openHouse();
  const run = await submit(house);
  const payments = await paymentsOf(house, run);
  await tell(house, {
    entries: payments.map(({ instructedMinor, reference }) => ({
      minor: -instructedMinor,
      endToEndId: reference,
      bankReference: `R${reference}`,
    })),
  });
  await match(house);
  const matches = await house.rows('match');
  await post(
    house,
    matches.map((one) => one.id),
  );
  house.tasks.take();
  const [first] = matches;
  return { house, matchId: present(first, 'a match').id };
}

const post = async (house: House, ids: readonly MatchId[]) =>
  valueOf(
    await recordMatches({
      ctx: house.hub(),
      input: { done: ids.map((matchId) => ({ matchId, externalIds: ['7'] })), refused: [] },
    }),
  );

const ask = (house: House, matchId: MatchId, reason = 'the wrong supplier') =>
  undoMatch({ ctx: house.as('ralf'), input: { matchId, reason } });

const record = async (house: House, matchId: MatchId) =>
  valueOf(await recordUndoneMatches({ ctx: house.hub(), input: { done: [matchId], refused: [] } }));

/** The match, its line and its payment as they stand. */
async function standing(house: House, matchId: MatchId) {
  const one = (await house.rows('match')).find((row) => row.id === matchId);
  const line = (await house.rows('statement_line')).find((row) => row.id === one?.statementLineId);
  const part = (await house.rows('match_allocation')).find((row) => row.matchId === matchId);
  const payment = (await house.rows('payment')).find((row) => row.id === part?.paymentId);
  return { match: one?.state, line: line?.state, payment: payment?.state };
}

const namesOf = (house: House) => house.tasks.take().map((task) => task.name);

describe('taking a match back', () => {
  test('[I13][REC-01] asks the accounts first; then line, payment and match go back', async () => {
    const { house, matchId } = await reconciledRun();
    const before = { match: 'posted', line: 'matched', payment: 'reconciled' };
    expect(await standing(house, matchId)).toEqual(before);
    valueOf(await ask(house, matchId));
    expect(await standing(house, matchId)).toEqual(before);
    expect(namesOf(house)).toEqual(['match.undo']);
    expect(await record(house, matchId)).toEqual({ undone: 1 });
    const after = { match: 'undone', line: 'new', payment: 'settled' };
    expect(await standing(house, matchId)).toEqual(after);
    expect(namesOf(house).toSorted()).toEqual(['lines.match', 'payment.showState']);
    expect(await record(house, matchId)).toEqual({ undone: 0 });
    expect(await standing(house, matchId)).toEqual(after);
    const row = (await house.rows('match')).find((one) => one.id === matchId);
    expect(row?.explanation).toContain('Taken back: the wrong supplier');
  });

  test('the same match is not made again by itself: its line goes to a person', async () => {
    const { house, matchId } = await reconciledRun();
    valueOf(await ask(house, matchId));
    await record(house, matchId);
    expect(await match(house)).toEqual({ matched: 0, unmatched: 1 });
    expect((await standing(house, matchId)).line).toBe('case');
    const [opened] = (await house.rows('exception_case')).filter(
      (row) => row.kind === 'unmatched_line',
    );
    expect(opened).toMatchObject({ cause: 'TAKEN_BACK', ownerRole: 'reconciler' });
  });

  test('a reason is required, and only what stands can be taken back', async () => {
    const { house, matchId } = await reconciledRun();
    expect(codeOf(await ask(house, matchId, ' '))).toBe('BAD_INPUT');
    await record(house, matchId);
    expect(codeOf(await ask(house, matchId))).toBe('ILLEGAL_TRANSITION');
  });

  test('[I20][EXC-04] in a closed period nothing is taken back', async () => {
    const { house, matchId } = await reconciledRun();
    const lockedUntil = asPlainDate('2026-11-30');
    const entities = await house.rows('legal_entity');
    const german = entities.find((row) => row.id === house.entities.de);
    await house.edit('legal_entity', present(german, 'the company'), { lockedUntil });
    expect(codeOf(await ask(house, matchId))).toBe('CLOSED_PERIOD');
    expect(house.tasks.added()).toEqual([]);
  });

  test('[EXC-01][EXC-04] a refusal of the accounts is a case, and everything stays', async () => {
    const { house, matchId } = await reconciledRun();
    valueOf(await ask(house, matchId));
    const before = await standing(house, matchId);
    const refusal = fault('rejected', 'odoo.closed_period', 'closed until 2026-11-30');
    const refused = [{ matchId, fault: refusal }];
    valueOf(await recordUndoneMatches({ ctx: house.hub(), input: { done: [], refused } }));
    expect(await standing(house, matchId)).toEqual(before);
    const kinds = (await house.rows('exception_case')).map((row) => row.kind);
    expect(kinds).toContain('closed_period');
  });

  test('[RES-01] a posting that overtook it is taken back once more', async () => {
    const { house, matchId } = await reconciledRun();
    await record(house, matchId);
    house.tasks.take();
    await post(house, [matchId]);
    expect(namesOf(house)).toEqual(['match.undo']);
    const input = { matchIds: [matchId], connectionName };
    const planned = valueOf(await planUndoneMatches({ ctx: house.hub(), input }));
    expect(planned.map((one) => one.matchId)).toEqual([matchId]);
  });
});
