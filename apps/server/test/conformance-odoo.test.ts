import { describe, expect, test } from 'vitest';
import { describeConformance } from '@quittance/connector-kit';
import type {
  HttpPort,
  HttpResult,
  OpenItemRecord,
  Outcome,
  OutcomeSeen,
  Page,
  PaymentRegistration,
  Scenarios,
} from '@quittance/connector-kit';
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
} from './support/odoo-world.ts';
import type { OdooDialect, OdooWorld } from './support/odoo-world.ts';

interface Rig {
  readonly world: OdooWorld;
  readonly payment: PaymentRegistration;
  readonly bill: number;
  readonly partner: number;
  /** Changes the next answers on their way; null lets them pass. */
  alter: ((answer: HttpResult, asked: string) => HttpResult) | null;
  key: string | null;
  readonly written: string[];
  close(): Promise<void>;
}

async function openRig(dialect: OdooDialect): Promise<Rig> {
  const odoo = newOdoo(dialect.version);
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
  const rig: Rig = { world, payment, bill, partner, alter: null, key: null, written, close };
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

/** The fault of a cheap read, or null. */
const readFault = async (rig: Rig): Promise<Fault | null> => {
  const input = { companyExternalId: companyId, externalIds: [rig.bill.toString()] };
  const outcome = await rig.world.hub['openItems.reread'](input);
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

const readBills = async ({ world }: Rig): Promise<readonly string[]> => {
  const found: string[] = [];
  let cursor: string | null = null;
  for (let hasMore = true; hasMore;) {
    const page: Page<OpenItemRecord> = must(
      await world.hub['openItems.read']({ companyExternalId: companyId, cursor }),
    );
    found.push(...page.items.map(({ externalId }) => externalId));
    ({ cursor, hasMore } = page);
  }
  return found;
};

const throttled: HttpResult = {
  kind: 'answer',
  status: 429,
  headers: { 'retry-after': '7' },
  body: '',
};

/** Ways in which a reply about bills could change its form. */
const mutations: Readonly<Record<string, (body: string) => string>> = {
  'an amount as text': (body) => body.replace(/"amount_total": [\d.]+/, '"amount_total": "100.00"'),
  'a renamed state': (body) => body.replace('"state": "posted"', '"state": "open"'),
  'a column that is gone': (body) => body.replace('"commercial_partner_id"', '"commercial"'),
  'a date in another form': (body) => body.replace('"date": "2026-11-02"', '"date": "02/11/2026"'),
  'records in an object': (body) =>
    body.startsWith('[')
      ? `{"rows": ${body}}`
      : body.replace(/"result": (\[.*\])/s, '"result": {"rows": $1}'),
  'something new beside the result': (body) =>
    body.startsWith('[')
      ? body.replace('{"id"', '{"news": [1], "id"')
      : body.replace('"jsonrpc"', '"news": [1], "jsonrpc"'),
};

const readsBills = /"account\.move","search_read"|\/account\.move\/search_read /;

const mutant = (rig: Rig, name: string, change: (body: string) => string) => ({
  name,
  async read(): Promise<Fault | 'same'> {
    let isChanged = false;
    rig.alter = (answer, asked) => {
      if (answer.kind !== 'answer' || !readsBills.test(asked)) return answer;
      const changed = change(answer.body);
      isChanged ||= changed !== answer.body;
      return { ...answer, body: changed };
    };
    const found = await readFault(rig);
    rig.alter = null;
    if (!isChanged) throw new Error(`${name} changed nothing`);
    return found ?? 'same';
  },
});

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
      const again = await rig.world.hub['payments.register']({ payments: [rig.payment] });
      return again[0]?.outcome.ok === true ? 'found' : 'absent';
    },
    effects: () => Promise.resolve(rig.world.odoo.books().payments.length),
  }),
  ordering: (rig) => ({ happen: () => manyBills(rig), read: () => readBills(rig) }),
  sameInstantPaging: (rig) => ({ happen: () => manyBills(rig), read: () => readBills(rig) }),
  throttling: (rig) => ({
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
    mutants: Object.entries(mutations).map(([name, change]) => mutant(rig, name, change)),
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
  const name = `odoo ${dialect.version} over ${dialect.transport}`;
  const { card } = describeConformance({
    name,
    framework: { describe, test },
    open: () => openRig(dialect),
    scenarios,
  });

  test(`[SYS-29] the score card of ${name} is complete`, () => {
    expect(card()).toMatchObject({ passed: 9, applicable: 9 });
  });
}
