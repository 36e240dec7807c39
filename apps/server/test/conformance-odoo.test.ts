import { describe, expect, test } from 'vitest';
import { describeConformance } from '@quittance/connector-kit';
import type {
  HttpPort,
  HttpResult,
  Mutant,
  OpenItemRecord,
  Outcome,
  OutcomeSeen,
  Page,
  PaymentRegistration,
  Scenarios,
} from '@quittance/connector-kit';
import { odooConnector } from '@quittance/connectors';
import type { Fault } from '@quittance/domain';
import {
  companyId,
  memoryPort,
  must,
  newOdoo,
  newSupplier,
  odooDialects,
  only,
  openWorld,
  paymentOf,
  places,
  postBill,
  stoppableClock,
} from './support/odoo-world.ts';
import type { OdooDialect, OdooWorld, StoppableClock } from './support/odoo-world.ts';
import { expectPublished } from './support/published-card.ts';

interface Rig {
  readonly world: OdooWorld;
  readonly payment: PaymentRegistration;
  readonly bill: number;
  readonly partner: number;
  /** Changes the next answers on their way; null lets them pass. */
  alter: ((answer: HttpResult, asked: string) => HttpResult) | null;
  key: string | null;
  readonly clock: StoppableClock;
  readonly written: string[];
  close(): Promise<void>;
}

async function openRig(dialect: OdooDialect): Promise<Rig> {
  const clock = stoppableClock();
  const odoo = newOdoo(dialect.version, clock.now);
  const below = memoryPort(odoo);
  const written: string[] = [];
  const reach: { rig: Rig | null } = { rig: null };
  const port: HttpPort = {
    async request(request) {
      const answer = await below.request(request);
      return reach.rig?.alter?.(answer, `${request.url} ${request.body}`) ?? answer;
    },
  };
  const world = await openWorld({
    ...dialect,
    odoo,
    port,
    logged: written,
    keyOf: () => reach.rig?.key ?? null,
    config: { pageSize: 50 },
  });
  const partner = await newSupplier(world);
  const bill = await postBill(world, { partner, amount: 100 });
  const payment = paymentOf(world, { partner, items: [[bill, 10_000n]] });
  const close = (): Promise<void> => Promise.resolve();
  const rig: Rig = { world, payment, bill, partner, alter: null, key: null, clock, written, close };
  reach.rig = rig;
  return rig;
}

const settle = async (rig: Rig): Promise<Outcome<unknown>> => {
  const [first] = await rig.world.hub['payments.settle']({ payments: [rig.payment] });
  if (first === undefined) throw new Error('no outcome');
  if (!first.outcome.ok) rig.written.push(JSON.stringify(first.outcome.error));
  return first.outcome;
};

const seen = (outcome: Outcome<unknown>): OutcomeSeen => {
  if (outcome.ok) return 'done';
  if (outcome.error.kind === 'unknownOutcome') return 'unknown';
  return outcome.error.code === 'odoo.not_reached' ? 'notSent' : 'refused';
};

const rereadBill = ({ world, bill }: Rig): Promise<Outcome<readonly OpenItemRecord[]>> =>
  world.hub['openItems.reread']({
    companyExternalId: companyId,
    externalIds: [bill.toString()],
  });

/** The fault of a cheap read, or null. */
const readFault = async (rig: Rig): Promise<Fault | null> => {
  const outcome = await rereadBill(rig);
  if (outcome.ok) return null;
  rig.written.push(JSON.stringify(outcome.error));
  return outcome.error;
};

const manyBills = async (rig: Rig): Promise<readonly string[]> => {
  const made = [rig.bill.toString()];
  for (let amount = 1; amount <= 120; amount += 1) {
    made.push((await postBill(rig.world, { partner: rig.partner, amount })).toString());
  }
  return made;
};

/** Ids of the bills of each page, from a cursor to the end. */
async function readPages({ world }: Rig, from: string | null) {
  const pages: (readonly string[])[] = [];
  let cursor = from;
  // A cursor that never comes to its end is a failure, not an endless test.
  for (let hasMore = true; hasMore && pages.length < 20;) {
    const page: Page<OpenItemRecord> = must(
      await world.hub['openItems.read']({ companyExternalId: companyId, cursor }),
    );
    pages.push(page.items.map(({ externalId }) => externalId));
    ({ cursor, hasMore } = page);
  }
  return { pages, cursor };
}

const throttled: HttpResult = {
  kind: 'answer',
  status: 429,
  headers: { 'retry-after': '7' },
  body: '',
};

/** Ways in which a reply about bills could change its form. */
/** Ways in which a reply about bills could change its form; `same` leaves the meaning alone. */
const mutations: Readonly<Record<string, readonly [Mutant['expected'], (body: string) => string]>> =
  {
    'an amount as text': [
      'fault',
      (body) => body.replace(/"amount_total": [\d.]+/, '"amount_total": "100.00"'),
    ],
    'a renamed state': ['fault', (body) => body.replace('"state": "posted"', '"state": "open"')],
    'a column that is gone': [
      'fault',
      (body) => body.replace('"commercial_partner_id"', '"commercial"'),
    ],
    'a date in another form': [
      'fault',
      (body) => body.replace('"date": "2026-11-02"', '"date": "02/11/2026"'),
    ],
    'records in an object': [
      'fault',
      (body) =>
        body.startsWith('[')
          ? `{"rows": ${body}}`
          : body.replace(/"result": (\[.*\])/s, '"result": {"rows": $1}'),
    ],
    'something new beside the result': [
      'same',
      (body) =>
        body.startsWith('[')
          ? body.replace('{"id"', '{"news": [1], "id"')
          : body.replace('"jsonrpc"', '"news": [1], "jsonrpc"'),
    ],
  };

const readsBills = /"account\.move","search_read"|\/account\.move\/search_read /;

const mutant = (rig: Rig, name: string): Mutant => {
  const [expected, change] = mutations[name] ?? ['fault', (body: string) => body];
  return {
    name,
    expected,
    async read() {
      const before = await rereadBill(rig);
      let isChanged = false;
      rig.alter = (answer, asked) => {
        if (answer.kind !== 'answer' || !readsBills.test(asked)) return answer;
        const changed = change(answer.body);
        isChanged ||= changed !== answer.body;
        return { ...answer, body: changed };
      };
      const found = await rereadBill(rig);
      rig.alter = null;
      if (!isChanged) throw new Error(`${name} changed nothing`);
      if (!found.ok) return found.error;
      expect(found, name).toEqual(before);
      return 'same';
    },
  };
};

const matchText = ({ world }: Rig): string => {
  const { moves, payments, journals, reconciliations } = world.odoo.books();
  const open = moves.map(({ id, lines }) => [id, lines.map((line) => line.residualCurrency)]);
  const made = reconciliations.map(({ id }) => id);
  return JSON.stringify([open.slice(0, 2), payments, journals, made]);
};

const scenarios: Scenarios<Rig> = {
  idempotencyKey: (rig) => ({
    act: async () => void must(await settle(rig)),
    effects: () => Promise.resolve(rig.world.odoo.books().payments.length),
  }),
  unknownOutcome: (rig) => ({
    async actUnreachable() {
      rig.world.odoo.faults.down = true;
      const outcome = seen(await settle(rig));
      rig.world.odoo.faults.clear();
      return outcome;
    },
    async actWithoutAnswer() {
      const [model, method] = ['account.payment', 'create'];
      rig.world.odoo.faults.add({ kind: 'drop', afterCommit: true, model, method });
      return seen(await settle(rig));
    },
    async inquire() {
      const { reference } = rig.payment;
      const note = { name: 'asked.txt', mediaType: 'text/plain', bytes: new Uint8Array([65]) };
      const asked = await rig.world.hub['documents.push']({
        companyExternalId: companyId,
        target: { kind: 'payment', reference },
        ...note,
      });
      if (asked.ok) return 'found';
      if (asked.error.code !== 'odoo.missing') throw new Error(asked.error.code);
      return 'absent';
    },
    effects: () => Promise.resolve(rig.world.odoo.books().payments.length),
  }),
  ordering: (rig) => ({
    happen: () => manyBills(rig),
    read: async () => (await readPages(rig, null)).pages.flat(),
  }),
  sameInstantPaging: (rig) => {
    let cursor: string | null = null;
    return {
      async happen() {
        // After the scan and one round behind it, what is written is followed by its time alone.
        ({ cursor } = await readPages(rig, (await readPages(rig, null)).cursor));
        rig.clock.stop();
        const made = await manyBills(rig);
        rig.clock.go();
        return made.slice(1);
      },
      read: async () => (await readPages(rig, cursor)).pages,
    };
  },
  throttling: (rig) => ({
    waitMs: 7_000,
    actThrottled() {
      rig.alter = () => throttled;
      return readFault(rig);
    },
    actAfterwards() {
      rig.alter = null;
      return readFault(rig);
    },
  }),
  tokenExpiry: (rig) => ({
    actExpired() {
      rig.key = 'expired-key';
      return readFault(rig);
    },
    actRenewed() {
      rig.key = null;
      return readFault(rig);
    },
  }),
  reversal: (rig) => {
    let line = '';
    return {
      async books() {
        if (line === '') {
          must(await settle(rig));
          const journalExternalId = places(rig.world.odoo).journal.toString();
          const { date } = rig.payment;
          const posting = {
            hubReference: 'L-1',
            companyExternalId: companyId,
            journalExternalId,
            date,
            currency: 'USD' as const,
            amountMinor: -10_000n,
            label: 'Order',
            partyExternalId: null,
          };
          const posted = await rig.world.hub['statementLines.post']({ lines: [posting] });
          line = only(posted).externalId;
        }
        return matchText(rig);
      },
      async act() {
        const { reference } = rig.payment;
        const match = {
          key: 'M-1',
          companyExternalId: companyId,
          statementLineExternalId: line,
          parts: [{ kind: 'payment' as const, reference, amountMinor: -10_000n }],
        };
        only(await rig.world.hub['reconciliations.post']({ reconciliations: [match] }));
      },
      async undo() {
        const input = { companyExternalId: companyId, statementLineExternalIds: [line] };
        only(await rig.world.hub['reconciliations.undo'](input));
      },
    };
  },
  schemaDrift: (rig) => ({
    mutants: Object.keys(mutations).map((name) => mutant(rig, name)),
  }),
  secretsNeverLogged: (rig) => ({
    async act() {
      must(await settle(rig));
      rig.key = 'wrong-key-of-the-service-user';
      await readFault(rig);
      rig.key = null;
      rig.world.odoo.faults.add({ kind: 'http500' });
      await readFault(rig);
      rig.world.odoo.faults.add({ kind: 'maintenance' });
      await settle(rig);
    },
    secrets: [rig.world.odoo.logins.get('svc')?.key ?? '', 'wrong-key-of-the-service-user'],
    written: () => Promise.resolve(rig.written.join('\n')),
  }),
};

for (const dialect of odooDialects) {
  const variant = `${dialect.version} over ${dialect.transport}`;
  const { card } = describeConformance({
    connector: odooConnector,
    variant,
    framework: { describe, test },
    open: () => openRig(dialect),
    scenarios,
  });

  test(`[SYS-29] the score card of odoo ${variant} is complete`, () => {
    expectPublished(card());
  });
}
