import {
  describeConformance,
  type FetchedAnswers,
  type OpenConnection,
  type OutcomeSeen,
  type PaymentMessage,
  type Scenarios,
  type SubmissionOutcome,
} from '@quittance/connector-kit';
import { berlinGroupConnector } from '@quittance/connectors';
import { asPlainDate, type Fault } from '@quittance/domain';
import { readBankContent } from '@quittance/formats';
import { afterAll, describe, expect, test } from 'vitest';
import { complete } from './support/api-bank.ts';
import { orderingOfDays } from './support/api-ordering.ts';
import { paymentFile, testAccount } from './support/file-bank.ts';
import { expectPublished } from './support/published-card.ts';
import { openXs2aWorld, type Xs2aWorld } from './support/xs2a-bank.ts';

interface Rig extends Xs2aWorld {
  readonly connection: OpenConnection;
}

async function openRig(initiation: 'bulk' | 'single' = 'single'): Promise<Rig> {
  const world = await openXs2aWorld();
  return { ...world, connection: await world.connect({ initiation }) };
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

/** As after a silence: the bank gave us no id. */
const inquire = async (rig: Rig, n: number): Promise<'found' | 'absent'> => {
  const { messageId, fileName } = messageOf(n);
  const asked = { messageId, fileName, bankReference: null, endToEndIds: [referenceOf(n)] };
  const answer = await complete(rig.connection)['payments.inquire'](asked);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.kind;
};

/** Payments in the bank's own books. */
const taken = ({ bank }: Rig): Promise<number> => Promise.resolve(bank.books().instructions.length);

/** Submits and gives the bank's id of it. */
async function submitted(rig: Rig, n: number): Promise<string> {
  const outcome = await submit(rig, n);
  if (outcome.kind !== 'acknowledged' || outcome.bankReference === null) {
    throw new Error(outcome.kind);
  }
  return outcome.bankReference;
}

const askStatus = (connection: OpenConnection, bankReference: string) =>
  complete(connection)['statuses.fetch']({
    messages: [{ messageId: 'B1', bankReference, endToEndIds: [] }],
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
  answers.map(
    ({ bytes }) => complete(rig.connection)['deliveries.read'](bytes) ?? readBankContent(bytes),
  );

const statusesOf = (rig: Rig, fetched: FetchedAnswers): readonly string[] =>
  read(rig, fetched).flatMap((content) =>
    content.kind !== 'status'
      ? [content.kind]
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
      const connection = await rig.connect({ url: 'http://127.0.0.1:9' });
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
      'A day of an account is read as one answer; one that comes in pages is refused as drift.',
  },

  throttling: (rig) => ({
    waitMs: 2_000,
    actThrottled: async () => {
      const id = await submitted(rig, 300);
      rig.door.faults.inject('throttled', { on: 'status' });
      return (await askStatus(rig.connection, id)).fault;
    },
    actAfterwards: async () =>
      (await askStatus(rig.connection, 'payments/sepa-credit-transfers/PAY-00000001')).fault,
  }),

  tokenExpiry: (rig) => ({
    actExpired: async () => {
      rig.door.tokens.setRevoked(true);
      rig.door.tokens.expireAll();
      return (await askDay(rig.connection)).fault;
    },
    actRenewed: async () => {
      rig.door.tokens.setRevoked(false);
      return (await askDay(rig.connection)).fault;
    },
  }),

  reversal: {
    notApplicable: 'The connector declares nothing that undoes a payment; evidence alone ends it.',
  },

  schemaDrift: (rig) => {
    const payment = {
      transactionStatus: 'ACSP',
      endToEndIdentification: referenceOf(1),
      instructedAmount: { currency: 'EUR', amount: '10.00' },
    };
    const balance = (balanceType: string, amount: string) => ({
      balanceType,
      balanceAmount: { currency: 'EUR', amount },
      referenceDate: '2026-11-23',
    });
    const day = {
      account: { iban: testAccount, currency: 'EUR' },
      balances: [balance('openingBooked', '10.00'), balance('closingBooked', '10.00')],
      transactions: { booked: [], pending: [] },
    };
    const movement = {
      transactionId: 'R1',
      bookingDate: '2026-11-23',
      transactionAmount: { currency: 'EUR', amount: '-2.50' },
    };
    const booked = (of: object) => ({ ...day, transactions: { booked: [{ ...movement, ...of }] } });
    const mutants: readonly (readonly [string, unknown, unchanged?: unknown])[] = [
      ['a new field', { ...payment, colour: 'blue' }, payment],
      [
        'the links of a day',
        { ...day, transactions: { booked: [], _links: { account: { href: '/v1/accounts/1' } } } },
        day,
      ],
      ['a status renamed', { ...payment, transactionStatus: undefined, status: 'ACSP' }],
      ['a number for a text', { ...payment, endToEndIdentification: 7 }],
      ['an amount without its currency', { ...payment, instructedAmount: { amount: '10.00' } }],
      ['no account', { ...day, account: {} }],
      ['another currency', { ...day, account: { iban: testAccount, currency: 'XQQ' } }],
      ['another date', { ...day, balances: [{ ...day.balances[0], referenceDate: '23.11.26' }] }],
      ['an amount as a number', booked({ transactionAmount: { currency: 'EUR', amount: 2.5 } })],
      ['half a cent', booked({ transactionAmount: { currency: 'EUR', amount: '2.505' } })],
      [
        'one page of a day',
        { ...day, transactions: { booked: [movement], _links: { next: { href: '/v1/next' } } } },
      ],
      ['another code', booked({ bankTransactionCode: 'TRANSFER' })],
      ['nothing', {}],
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
      const wrong = await rig.connect({ clientSecret: 'a secret of last year' });
      rig.written.push(JSON.stringify([await wrong.check(), await askDay(wrong)]));
      rig.written.push(JSON.stringify((await askDay(rig.connection)).fault));
    },
    get secrets() {
      return ['a secret of last year', ...rig.secrets.values(), ...rig.door.tokens.given()];
    },
    written: () => Promise.resolve(rig.written.join('\n')),
  }),
};

const suite = describeConformance<Rig>({
  connector: berlinGroupConnector,
  framework: { describe, test },
  open: () => openRig(),
  scenarios,
});

afterAll(() => {
  expectPublished(suite.card());
});

const withRig = async (
  work: (rig: Rig) => Promise<void>,
  initiation: 'bulk' | 'single' = 'single',
): Promise<void> => {
  const rig = await openRig(initiation);
  try {
    await work(rig);
  } finally {
    await rig.close();
  }
};

describe('a bank by NextGenPSD2, misbehaving', () => {
  test.each([
    ['silentBefore', 'unknown', 0],
    ['silentAfter', 'unknown', 1],
    ['errorAfter', 'unknown', 1],
    ['truncated', 'unknown', 1],
    ['maintenance', 'unknown', 0],
    ['unavailable', 'unknown', 0],
    ['errorBody', 'unknown', 0],
    ['throttled', 'notSent', 0],
    ['tokenExpired', 'notSent', 0],
    ['drift', 'unknown', 1],
  ] as const)(
    '[FT-05][I14][I1] a payment that meets %s is %s, and the bank has %i',
    async (kind, seen, payments) =>
      withRig(async (rig) => {
        await rig.connection.check();
        rig.door.faults.inject(kind, { on: 'submit' });
        expect(seenOf(await submit(rig, 1))).toBe(seen);
        expect(await taken(rig)).toBe(payments);
        expect(await inquire(rig, 1)).toBe(payments === 1 ? 'found' : 'absent');
        expect(rig.door.faults.hits().get(kind)).toBe(1);
      }),
  );

  test('[FT-14][SEC-07] the access of a person is renewed, and its successor kept', async () => {
    const world = await openXs2aWorld();
    try {
      const connection = await world.connect({ renews: true });
      expect(await connection.check()).toMatchObject({ ok: true });
      const first = world.secrets.get('refresh');
      world.setNow('2026-11-23T10:06:00.000Z');
      expect(await connection.check()).toMatchObject({ ok: true });
      expect(world.secrets.get('refresh')).not.toBe(first);
      world.door.tokens.setRevoked(true);
      world.setNow('2026-11-23T10:12:00.000Z');
      expect(await connection.check()).toMatchObject({ ok: false });
    } finally {
      await world.close();
    }
  });

  test('[FT-03][RES-14] a status in another form is kept, and goes to quarantine', () =>
    withRig(async (rig) => {
      const id = await submitted(rig, 1);
      rig.door.faults.inject('drift', { on: 'status' });
      expect(statusesOf(rig, await askStatus(rig.connection, id))).toEqual(['unreadable']);
    }));
});

describe.each(['single', 'bulk'] as const)('a %s payment', (initiation) => {
  test('[SYN-02][SYN-03][ST-08] goes out, and its statuses come back in the one language', () =>
    withRig(async (rig) => {
      const id = await submitted(rig, 1);
      expect(statusesOf(rig, await askStatus(rig.connection, id))).toEqual(['ACSP']);
      // The same status is the same bytes: what is asked for every minute is stored once.
      const [once, again] = [
        await askStatus(rig.connection, id),
        await askStatus(rig.connection, id),
      ];
      expect(once).toEqual(again);
      rig.bank.closeDay('2026-11-23');
      expect(statusesOf(rig, await askStatus(rig.connection, id))).toEqual(['ACSC']);
    }, initiation));

  test('[SYN-04][I5] a closed day is a statement that adds up', () =>
    withRig(async (rig) => {
      await submitted(rig, 1);
      rig.bank.closeDay('2026-11-23');
      expect(read(rig, await askDay(rig.connection))).toMatchObject([
        {
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
        },
      ]);
    }, initiation));
});

test('[FT-02][ST-08] an open day tells what is pending, and moves no money', () =>
  withRig(async (rig) => {
    await submitted(rig, 1);
    expect(read(rig, await askDay(rig.connection))).toMatchObject([
      {
        kind: 'statements',
        file: {
          message: 'camt.052',
          statements: [{ bookedCount: 0, entries: [{ status: 'PDNG' }] }],
        },
      },
    ]);
  }));

test.each(['redirect', 'decoupled'] as const)(
  '[ORC-03] a payment that waits for a person at the bank (%s) says where, and is not executed',
  async (authentication) => {
    const world = await openXs2aWorld(authentication);
    try {
      const rig = { ...world, connection: await world.connect() };
      const outcome = await submit(rig, 1);
      expect(outcome).toMatchObject({
        kind: 'acknowledged',
        confirmation: { kind: authentication },
      });
      expect(await taken(rig)).toBe(0);
      const id = outcome.kind === 'acknowledged' ? (outcome.bankReference ?? '') : '';
      expect(statusesOf(rig, await askStatus(rig.connection, id))).toEqual(['RCVD']);
      rig.setNow('2026-11-23T10:16:00.000Z');
      expect(statusesOf(rig, await askStatus(rig.connection, id))).toEqual(['RJCT DS02']);
      expect(await taken(rig)).toBe(0);
    } finally {
      await world.close();
    }
  },
);
