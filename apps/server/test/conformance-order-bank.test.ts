import {
  describeConformance,
  type FetchedAnswers,
  type OpenConnection,
  type OutcomeSeen,
  type PaymentMessage,
  type Scenarios,
  type SubmissionOutcome,
} from '@quittance/connector-kit';
import { orderBankConnector } from '@quittance/connectors';
import { addMilliseconds, asInstant, asPlainDate, type Fault } from '@quittance/domain';
import { signEvent } from '@quittance/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { complete, openOrderWorld, type OrderWorld } from './support/api-bank.ts';
import { orderingOfDays } from './support/api-ordering.ts';
import { paymentFile, testAccount } from './support/file-bank.ts';
import { expectPublished } from './support/published-card.ts';

interface Rig extends OrderWorld {
  readonly connection: OpenConnection;
}

async function openRig(): Promise<Rig> {
  const world = await openOrderWorld();
  return { ...world, connection: await world.connect() };
}

const referenceOf = (n: number): string => `Q${n.toString().padStart(12, '0')}`;

const messageOf = (n: number): PaymentMessage => ({
  messageId: `B${n.toString()}`,
  fileName: `B${n.toString()}.xml`,
  bytes: paymentFile(`B${n.toString()}`, referenceOf(n)),
});

const seenOf = (outcome: SubmissionOutcome): OutcomeSeen =>
  outcome.kind === 'acknowledged' ? 'done' : outcome.kind;

const submit = (rig: Rig, n: number): Promise<SubmissionOutcome> =>
  complete(rig.connection)['payments.submit'](messageOf(n));

const inquire = async (rig: Rig, n: number): Promise<'found' | 'absent'> => {
  const { messageId, fileName } = messageOf(n);
  const asked = { messageId, fileName, endToEndIds: [referenceOf(n)] };
  const answer = await complete(rig.connection)['payments.inquire'](asked);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.kind;
};

/** Payments in the bank's own books. */
const taken = ({ bank }: Rig): Promise<number> => Promise.resolve(bank.books().instructions.length);

const askStatus = (connection: OpenConnection, ...numbers: readonly number[]) =>
  complete(connection)['statuses.fetch']({
    messages: numbers.map((n) => ({
      messageId: `B${n.toString()}`,
      bankReference: null,
      endToEndIds: [referenceOf(n)],
    })),
  });

const askDay = (connection: OpenConnection) =>
  complete(connection)['statements.fetch']({
    accounts: [
      {
        accountNumber: testAccount,
        currency: 'EUR',
        from: asPlainDate('2026-11-23'),
        to: asPlainDate('2026-11-23'),
      },
    ],
  });

const read = (rig: Rig, { answers }: FetchedAnswers) =>
  answers.map(({ bytes }) => complete(rig.connection)['deliveries.read'](bytes));

/** Status and reason of each payment that the answers speak of. */
const statusesOf = (rig: Rig, fetched: FetchedAnswers): readonly string[] =>
  read(rig, fetched).flatMap((content) =>
    content?.kind !== 'status'
      ? [content?.kind ?? 'nothing']
      : content.report.payments.flatMap(({ transactions }) =>
          transactions.map(({ status, reasons }) => `${status} ${reasons[0]?.code ?? ''}`.trim()),
        ),
  );

const scenarios: Scenarios<Rig> = {
  idempotencyKey: (rig) => ({
    act: async () => {
      await submit(rig, 100);
    },
    effects: () => taken(rig),
  }),

  unknownOutcome: (rig) => ({
    actUnreachable: async () => {
      // Nobody listens on the port of discard.
      const connection = await rig.connect(rig.secrets.client, 'http://127.0.0.1:9');
      return seenOf(await complete(connection)['payments.submit'](messageOf(200)));
    },
    actWithoutAnswer: async () => {
      rig.door.faults.inject('silentAfter', { on: 'submit' });
      return seenOf(await submit(rig, 201));
    },
    inquire: (after) => inquire(rig, after === 'silence' ? 201 : 200),
    effects: () => taken(rig),
  }),

  ordering: orderingOfDays,

  sameInstantPaging: {
    notApplicable:
      'An order is one answer and so is a day of an account: no page ends within them.',
  },

  throttling: (rig) => ({
    waitMs: 2_000,
    actThrottled: async () => {
      await submit(rig, 300);
      rig.door.faults.inject('throttled', { on: 'status' });
      return (await askStatus(rig.connection, 300)).fault;
    },
    actAfterwards: async () => (await askStatus(rig.connection, 300)).fault,
  }),

  tokenExpiry: (rig) => ({
    actExpired: async () => {
      rig.door.tokens.setRevoked(true);
      rig.door.tokens.expireAll();
      return (await askStatus(rig.connection, 400)).fault;
    },
    actRenewed: async () => {
      rig.door.tokens.setRevoked(false);
      return (await askStatus(rig.connection, 400)).fault;
    },
  }),

  reversal: {
    notApplicable:
      'The bank takes no order back, so the connector declares nothing that undoes one.',
  },

  schemaDrift: (rig) => {
    const good = {
      id: 'ORD-1',
      clientOrderId: referenceOf(1),
      batchTag: 'B1',
      phase: 'DONE',
      phaseSince: '2026-11-23T10:00:00.000Z',
      declinedBecause: null,
      bookingReference: null,
    };
    const day = {
      account: testAccount,
      currency: 'EUR',
      date: '2026-11-23',
      closed: true,
      openingBalance: 10,
      closingBalance: 7.5,
      movements: [],
    };
    const movement = {
      ref: 'R1',
      type: 'ORDER',
      amount: -2.5,
      bookedOn: '2026-11-23',
      clientOrderId: referenceOf(1),
      batchTag: 'B1',
      sentBackBecause: null,
      counterparty: { name: 'Kaspar', account: 'DE89370400440532013000' },
      text: '',
    };
    const mutants: readonly (readonly [string, unknown, unchanged?: unknown])[] = [
      ['a new field', { ok: true, order: { ...good, colour: 'blue' } }, { ok: true, order: good }],
      ['a phase renamed', { ok: true, order: { ...good, phase: undefined, stage: 'DONE' } }],
      ['a time that is none', { ok: true, order: { ...good, phaseSince: 'yesterday' } }],
      ['a key that is a number', { ok: true, order: { ...good, clientOrderId: 7 } }],
      ['an order in a list', { ok: true, orders: [good] }],
      ['a balance as text', { ok: true, day: { ...day, openingBalance: '10.00' } }],
      ['cents for euros', { ok: true, day: { ...day, openingBalance: 10.001 } }],
      [
        'an unknown sort',
        { ok: true, day: { ...day, movements: [{ ...movement, type: 'SWAP' }] } },
      ],
      ['another date', { ok: true, day: { ...day, date: '23.11.2026' } }],
      ['another currency', { ok: true, day: { ...day, currency: 'XQQ' } }],
      ['a list', [1, 2, 3]],
    ];
    const drift: Fault = { kind: 'drift', code: 'quarantine', message: 'goes to quarantine' };
    const meaningOf = (told: unknown) =>
      complete(rig.connection)['deliveries.read'](new TextEncoder().encode(JSON.stringify(told)));
    return {
      mutants: mutants.map(([name, told, unchanged]) => ({
        name,
        expected: unchanged === undefined ? ('fault' as const) : ('same' as const),
        read: () => {
          const content = meaningOf(told);
          if (content?.kind === 'unreadable') return Promise.resolve(drift);
          expect(content, name).toEqual(meaningOf(unchanged));
          return Promise.resolve('same' as const);
        },
      })),
    };
  },

  secretsNeverLogged: (rig) => ({
    act: async () => {
      for (const kind of ['throttled', 'silentAfter', 'errorAfter', 'tokenExpired'] as const) {
        rig.door.faults.inject(kind, { on: 'submit' });
        rig.written.push(JSON.stringify(await submit(rig, 500 + kind.length)));
      }
      const wrong = await rig.connect('a secret of last year');
      rig.written.push(JSON.stringify([await wrong.check(), await askDay(wrong)]));
      rig.written.push(JSON.stringify((await askStatus(rig.connection, 500)).fault));
    },
    get secrets() {
      return [
        rig.secrets.client,
        rig.secrets.event,
        'a secret of last year',
        ...rig.door.tokens.given(),
      ];
    },
    written: () => Promise.resolve(rig.written.join('\n')),
  }),
};

const suite = describeConformance<Rig>({
  connector: orderBankConnector,
  framework: { describe, test },
  open: openRig,
  scenarios,
});

afterAll(() => {
  expectPublished(suite.card());
});

describe('a bank of single orders, misbehaving', () => {
  const withRig = async (work: (rig: Rig) => Promise<void>): Promise<void> => {
    const rig = await openRig();
    try {
      await work(rig);
    } finally {
      await rig.close();
    }
  };

  test.each([
    ['silentBefore', 'unknown', 0],
    ['silentAfter', 'unknown', 1],
    ['errorAfter', 'unknown', 1],
    ['truncated', 'unknown', 1],
    ['maintenance', 'unknown', 0],
    ['unavailable', 'unknown', 0],
    ['errorBody', 'notSent', 0],
    ['throttled', 'notSent', 0],
    ['tokenExpired', 'notSent', 0],
    ['drift', 'done', 1],
  ] as const)(
    '[FT-05][I14][I1] an order that meets %s is %s, and the bank has %i',
    async (kind, seen, orders) =>
      withRig(async (rig) => {
        await rig.connection.check();
        rig.door.faults.inject(kind, { on: 'submit' });
        expect(seenOf(await submit(rig, 1))).toBe(seen);
        expect(await taken(rig)).toBe(orders);
        expect(await inquire(rig, 1)).toBe(orders === 1 ? 'found' : 'absent');
        expect(rig.door.faults.hits().get(kind)).toBe(1);
      }),
  );

  test('[FT-14][SEC-07] a token that ends in the middle of a run is renewed', () =>
    withRig(async (rig) => {
      await submit(rig, 1);
      rig.door.faults.inject('tokenExpired', { on: 'status' });
      expect(statusesOf(rig, await askStatus(rig.connection, 1))).toEqual(['ACSP']);
      rig.setNow('2026-11-23T10:06:00.000Z');
      expect(seenOf(await submit(rig, 2))).toBe('done');
      expect(rig.door.tokens.given().length).toBeGreaterThan(2);
    }));

  test('[FT-11][RES-10] a bank that is away costs nothing but time', () =>
    withRig(async (rig) => {
      rig.door.faults.inject('down');
      expect(await rig.connection.check()).toMatchObject({ ok: false });
      const fetched = await askStatus(rig.connection, 1, 2, 3);
      expect(fetched).toMatchObject({ answers: [], fault: { kind: 'retry' } });
    }));

  test('[FT-03][RES-14] a phase that nobody announced is told as it is, and moves nothing', () =>
    withRig(async (rig) => {
      await submit(rig, 1);
      rig.door.faults.inject('drift', { on: 'status' });
      expect(statusesOf(rig, await askStatus(rig.connection, 1))).toEqual(['IN_CLEARING_V3']);
    }));

  test('[ST-08] its own words become the one outcome that every bank has', () =>
    withRig(async (rig) => {
      await submit(rig, 1);
      expect(statusesOf(rig, await askStatus(rig.connection, 1))).toEqual(['ACSP']);
      rig.bank.closeDay('2026-11-23');
      expect(statusesOf(rig, await askStatus(rig.connection, 1))).toEqual(['ACSC']);
      rig.door.faults.inject('stale', { on: 'status' });
      expect(statusesOf(rig, await askStatus(rig.connection, 1))).toEqual(['RCVD']);
    }));

  test('[ORC-06][RES-14] an order after the cut-off is refused, not moved to another day', () =>
    withRig(async (rig) => {
      rig.setNow('2026-11-23T15:30:00.000Z');
      const outcome = await submit(rig, 1);
      expect(outcome).toMatchObject({
        kind: 'refused',
        fault: { code: 'order_bank.AFTER_CUT_OFF' },
      });
      expect(await taken(rig)).toBe(0);
    }));

  test('[I5][SYN-04] a closed day is a statement that adds up, an open one is not yet', () =>
    withRig(async (rig) => {
      await submit(rig, 1);
      const open = read(rig, await askDay(rig.connection));
      expect(open).toMatchObject([{ kind: 'statements', file: { message: 'camt.052' } }]);
      rig.bank.closeDay('2026-11-23');
      const [closed] = read(rig, await askDay(rig.connection));
      expect(closed).toMatchObject({
        kind: 'statements',
        file: {
          message: 'camt.053',
          statements: [
            {
              accountNumber: testAccount,
              proof: { kind: 'proven' },
              bookedTotalMinor: -1_000n,
              entries: [{ transactions: [{ endToEndId: referenceOf(1) }] }],
            },
          ],
        },
      });
    }));
});

describe('events of a bank of single orders', () => {
  const receive = async (
    change: (post: { headers: Record<string, string>; body: string }) => void,
    later = 0,
  ) => {
    const rig = await openRig();
    try {
      await submit(rig, 1);
      const [event] = rig.door.takeEvents();
      if (event === undefined) throw new Error('the bank owes no event');
      const post = { headers: { ...event.headers }, body: event.body };
      change(post);
      const now = addMilliseconds(asInstant(rig.now()), later);
      const rawBody = new TextEncoder().encode(post.body);
      return await complete(rig.connection)['events.receive']({ ...post, rawBody, now });
    } finally {
      await rig.close();
    }
  };

  test('[SYN-03] one that the bank signed is named by its id', async () => {
    const received = await receive(() => undefined);
    expect(received).toMatchObject({ ok: true, value: { eventId: 'EV-00000001' } });
  });

  test.each([
    ['a changed body', (post: { body: string }) => (post.body = post.body.replace('EV', 'EW')), 0],
    [
      'no signature',
      (post: { headers: Record<string, string> }) => delete post.headers['x-bank-signature'],
      0,
    ],
    [
      'another secret',
      (post: { headers: Record<string, string>; body: string }) => {
        const secret = Buffer.from('of somebody else').toString('base64');
        const at = '2026-11-23T10:00:00.000Z';
        Object.assign(post.headers, signEvent({ id: 'EV-1', body: post.body, at, secret }).headers);
      },
      0,
    ],
    ['an old date', () => undefined, 400_000],
  ] as const)('[I26] one with %s changes nothing', async (_name, change, later) => {
    const received = await receive((post) => void change(post), later);
    expect(received).toMatchObject({ ok: false, error: { kind: 'unauthorised' } });
  });
});
