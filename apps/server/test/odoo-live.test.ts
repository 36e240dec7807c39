import { describe, expect, test } from 'vitest';
import type { PaymentRegistration, ReconciliationPosting } from '@quittance/connector-kit';
import { asInstant, asPaymentReference, asPlainDate, makeReference } from '@quittance/domain';
import {
  applyOdooSetup,
  odooCapabilities,
  odooConnector,
  odooConfigSchema,
  odooFactsByVersion,
  openOdooClient,
  openOdooSession,
} from '@quittance/connectors';
import { create, must, odooDialects, only, requireAll, socketPort } from './support/odoo-world.ts';
import type { OdooDialect } from './support/odoo-world.ts';

const {
  ODOO_URL: url = '',
  ODOO_DATABASE: database = '',
  ODOO_LOGIN: login = '',
  ODOO_PASSWORD: password = '',
  ODOO_VERSION: version = '18',
} = process.env;
const isAway = [url, database, login, password].includes('');

const wanted = odooDialects.filter((dialect) => dialect.version === version);
const date = asPlainDate('2026-11-23');
const at = asInstant('2026-11-23T08:00:00.000Z');

/** A connection as an administrator, set up, with a supplier of its own. */
async function openLive(dialect: OdooDialect) {
  const ports = {
    http: socketPort,
    now: () => at,
    secret: () => password,
    log: () => {},
    openFolder: () => Promise.reject(new Error('no folders here')),
  };
  const apiKeySecret = 'live';
  const config = odooConfigSchema.parse({ url, database, login, apiKeySecret, ...dialect });
  const { readTimeoutMs, writeTimeoutMs } = config;
  const limits = { readTimeoutMs, writeTimeoutMs, answerSizeBytesMax: 8_000_000 };
  const address = { url, database, login, apiKeySecret, transport: dialect.transport };
  const admin = openOdooClient({ ...address, ...limits }, ports);
  const facts = odooFactsByVersion[dialect.version];
  must(await applyOdooSetup({ admin, facts, serviceLogin: login }));
  expect(must(await applyOdooSetup({ admin, facts, serviceLogin: login }))).toEqual([]);
  const connection = await odooConnector.open(config, ports);
  expect(await connection.check()).toMatchObject({ ok: true });
  const hub = requireAll(odooCapabilities(openOdooSession(config, ports)));
  const data = must(await hub['masterData.read']({}));
  const [company] = data.companies;
  const journal = data.bankJournals.find(
    (row) => row.companyExternalId === company?.externalId && row.currency === company.currency,
  );
  if (company === undefined || journal === undefined) throw new Error('no bank journal');
  const partner = await create(admin, 'res.partner', { name: 'Quittance live test' });
  const common = {
    companyExternalId: company.externalId,
    journalExternalId: journal.externalId,
    date,
    currency: company.currency,
  };
  return { admin, hub, partner, common };
}

type Live = Awaited<ReturnType<typeof openLive>>;

/** A posted bill over 100, its payment, and what is open of it at any time. */
async function billAndPayment({ admin, hub, partner, common }: Live) {
  const bill = await create(admin, 'account.move', {
    move_type: 'in_invoice',
    partner_id: partner,
    invoice_date: date,
    date,
    invoice_line_ids: [[0, 0, { name: 'Goods', price_unit: 100, tax_ids: [[6, 0, []]] }]],
  });
  const post = { model: 'account.move', method: 'action_post', args: [[bill]] };
  must(await admin.call({ ...post, companyIds: [1], intent: 'write' }));
  const { companyExternalId } = common;
  const externalIds = [bill.toString()];
  const residual = async (): Promise<bigint | undefined> =>
    must(await hub['openItems.reread']({ companyExternalId, externalIds }))[0]?.residualMinor;
  const whole = (await residual()) ?? 0n;
  const payment: PaymentRegistration = {
    ...common,
    reference: asPaymentReference(makeReference('Q', BigInt(bill) * 7_919n)),
    partyExternalId: partner.toString(),
    amountMinor: whole,
    memo: 'live',
    hubState: 'settled',
    hubStateAt: at,
    items: [{ externalId: bill.toString(), amountMinor: whole, discountMinor: 0n }],
  };
  return { bill, payment, residual, whole };
}

/** Posts a bank line twice, matches it twice with the payment, and answers the line. */
async function bankSays(
  { hub, common }: Live,
  of: { readonly payment: PaymentRegistration; readonly kind: 'payment' | 'return' },
): Promise<string> {
  const { reference, amountMinor: whole } = of.payment;
  const amountMinor = of.kind === 'payment' ? -whole : whole;
  const hubReference = `${of.kind === 'payment' ? 'L' : 'R'}-${reference}`;
  const line = { ...common, hubReference, amountMinor, label: reference, partyExternalId: null };
  const posted = only(await hub['statementLines.post']({ lines: [line] }));
  expect(only(await hub['statementLines.post']({ lines: [line] }))).toEqual(posted);
  const match: ReconciliationPosting = {
    key: hubReference,
    companyExternalId: common.companyExternalId,
    statementLineExternalId: posted.externalId,
    parts: [{ kind: of.kind, reference, amountMinor }],
  };
  const made = only(await hub['reconciliations.post']({ reconciliations: [match] }));
  expect(only(await hub['reconciliations.post']({ reconciliations: [match] }))).toEqual(made);
  return posted.externalId;
}

/**
 * The main job on a live Odoo of the release that `ODOO_VERSION` says, over every way to speak to
 * it, as an administrator of a database made for it. For 19 the password must be an API key.
 */
describe.skipIf(isAway).each(wanted)(
  `a live Odoo $version over $transport${isAway ? ' (skipped: ODOO_URL is not set)' : ''}`,
  (dialect) => {
    const timeoutMs = 180_000;

    test(
      '[SYS-01] bill, draft, state, posted, bank line, match, return; each undone',
      async () => {
        const live = await openLive(dialect);
        const { hub, common } = live;
        const { bill, payment, residual, whole } = await billAndPayment(live);
        const { companyExternalId } = common;
        const { reference } = payment;
        only(await hub['payments.register']({ payments: [payment] }));
        const itemExternalIds = [bill.toString()];
        const shown = { reference, companyExternalId, itemExternalIds, hubState: 'sent' };
        only(await hub['payments.showState']({ updates: [{ ...shown, hubStateAt: at }] }));
        const settled = only(await hub['payments.settle']({ payments: [payment] }));
        expect(only(await hub['payments.settle']({ payments: [payment] }))).toEqual(settled);
        expect(await residual()).toBe(0n);
        const debit = await bankSays(live, { payment, kind: 'payment' });
        const credit = await bankSays(live, { payment, kind: 'return' });
        expect(await residual()).toBe(whole);
        for (const line of [credit, debit]) {
          const undo = { companyExternalId, statementLineExternalIds: [line] };
          only(await hub['reconciliations.undo'](undo));
          only(await hub['reconciliations.undo'](undo));
          expect(await residual()).toBe(0n);
        }
      },
      timeoutMs,
    );

    test(
      '[SYS-01][I14] a discount, a withdrawal, a document, a bill reset to a draft',
      async () => {
        const live = await openLive(dialect);
        const { admin, hub, common } = live;
        const { companyExternalId } = common;
        const cheaper = await billAndPayment(live);
        const items = [
          {
            externalId: cheaper.bill.toString(),
            amountMinor: cheaper.whole - 200n,
            discountMinor: 200n,
          },
        ];
        const amountMinor = cheaper.whole - 200n;
        const payments = [{ ...cheaper.payment, amountMinor, items }];
        only(await hub['payments.settle']({ payments }));
        expect(await cheaper.residual()).toBe(0n);
        const document = await hub['documents.push']({
          companyExternalId,
          target: { kind: 'bill', externalId: cheaper.bill.toString() },
          name: 'proof.pdf',
          mediaType: 'application/pdf',
          bytes: new TextEncoder().encode('%PDF-1.4 proof'),
        });
        must(document);
        const dropped = await billAndPayment(live);
        const { reference } = dropped.payment;
        only(await hub['payments.register']({ payments: [dropped.payment] }));
        for (const attempt of [1, 2]) {
          const withdrawn = { companyExternalId, references: [reference] };
          expect([attempt, only(await hub['payments.withdraw'](withdrawn))]).toEqual([
            attempt,
            null,
          ]);
        }
        const [again] = await hub['payments.register']({ payments: [dropped.payment] });
        expect(again?.outcome).toMatchObject({ error: { code: 'odoo.payment_withdrawn' } });
        const reset = await billAndPayment(live);
        const draft = { model: 'account.move', method: 'button_draft', args: [[reset.bill]] };
        must(await admin.call({ ...draft, companyIds: [1], intent: 'write' }));
        const [refused] = await hub['payments.settle']({ payments: [reset.payment] });
        expect(refused?.outcome).toMatchObject({ error: { code: 'odoo.bill_not_posted' } });
      },
      timeoutMs,
    );
  },
);
