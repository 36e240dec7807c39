import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../src/demo/run-demo.ts';
import { type DoorKind, doorKinds } from '../src/sandbox/bank-doors.ts';
import { type Journey, openJourney } from './support/journey-world.ts';

/** What the hub's log says of one payment, in order, without what names messages and evidence. */
interface History {
  /** Payee, amount and bills: what it is, whatever it is called in this run. */
  readonly payment: string;
  readonly moves: readonly string[];
  readonly end: string;
}

interface Told {
  readonly histories: readonly History[];
  readonly cases: readonly string[];
  readonly bank: readonly string[];
  readonly balances: readonly (string | null)[];
  readonly audit: {
    readonly duplicates: number;
    readonly lost: number;
    readonly unexplained: string;
  };
}

const account = 'HUS USD at nordhafen';

async function runThrough(door: DoorKind): Promise<Told> {
  const journey = await openJourney({ doors: { nordhafen: door } });
  try {
    const { batchId } = await journey.propose(account);
    await journey.approve(batchId);
    await journey.release(batchId);
    await journey.bankDay();
    return await tell(journey, batchId);
  } finally {
    await journey.close();
  }
}

async function tell(journey: Journey, batchId: string): Promise<Told> {
  const { hub, sandbox } = journey;
  const payments = (await rows(hub, 'payment', {})).filter((one) => one.batchId === batchId);
  const names = new Map((await rows(hub, 'party', {})).map((party) => [party.id, party.name]));
  const leaves = await rows(hub, 'audit_leaf', { objectKind: 'payment' });
  const byPayment = Map.groupBy(leaves, (leaf) => leaf.objectId);
  const histories = payments.map((payment): History => {
    const states = (byPayment.get(payment.id) ?? []).flatMap(({ verb, detail }) => {
      const state = stateIn(detail);
      return state === null ? [] : [`${verb} ${state}`];
    });
    const { partyId, instructedMinor, currency, settledMinor, returnedMinor } = payment;
    return {
      payment: `${names.get(partyId) ?? ''} ${instructedMinor.toString()} ${currency}`,
      moves: states,
      end: [payment.state, settledMinor, returnedMinor, payment.accountsState].join(' '),
    };
  });
  const cases = await rows(hub, 'exception_case', { objectKind: 'payment' });
  const own = (await rows(hub, 'own_account', {})).filter((one) => one.name === account);
  const { duplicates, lost, unexplained } = sandbox.audit();
  return {
    histories: histories.toSorted((left, right) => (left.payment < right.payment ? -1 : 1)),
    cases: cases.map(({ kind, cause, state }) => `${kind} ${cause} ${state}`).toSorted(),
    bank: sandbox.banks
      .flatMap((bank) => bank.books().instructions)
      .map((one) => `${one.creditorName} ${one.amount.toString()} ${one.state}`)
      .toSorted(),
    balances: own.map((one) => one.balanceDate),
    audit: { duplicates, lost, unexplained },
  };
}

/** The state that a leaf tells of, where it moved one. */
function stateIn(detail: string): string | null {
  const from = /"from":"([a-z_]+)"/.exec(detail)?.[1] ?? null;
  const to = /"to":"([a-z_]+)"/.exec(detail)?.[1] ?? null;
  return from === to ? null : to;
}

describe('the same batch through each door of the bank', () => {
  const told = new Map<DoorKind, Told>();

  beforeAll(async () => {
    for (const door of doorKinds) told.set(door, await runThrough(door));
  }, 400_000);

  const of = (door: DoorKind): Told => {
    const found = told.get(door);
    if (found === undefined) throw new Error(`${door} was not run`);
    return found;
  };

  test('[ST-04][WF-03] by file, payments leave, are settled and reconciled', () => {
    const { histories, audit } = of('file');
    expect(histories.length).toBeGreaterThan(10);
    expect(Math.min(...histories.map(({ moves }) => moves.length))).toBeGreaterThan(1);
    expect(histories.flatMap(({ moves }) => moves).join(' ')).toContain('pending_settlement');
    expect(histories.filter(({ end }) => end.startsWith('reconciled')).length).toBeGreaterThan(5);
    expect(audit).toEqual({ duplicates: 0, lost: 0, unexplained: '0' });
  });

  test.each(doorKinds.filter((door) => door !== 'file'))(
    '[SYS-02][SYN-01][SYN-02][ST-04] through %s it has the same history as by file',
    (door) => {
      expect(of(door)).toEqual(of('file'));
    },
  );
});
