import { describe, expect, test } from 'vitest';
import { asInstant, asPaymentReference, asPlainDate, makeReference } from '@quittance/domain';
import {
  applyOdooSetup,
  odooCapabilities,
  odooConfigSchema,
  odooFactsByVersion,
  openOdooClient,
  openOdooSession,
} from '@quittance/connectors';
import { create, must, only, requireAll, socketPort } from './support/odoo-world.ts';

const {
  ODOO_URL: url = '',
  ODOO_DATABASE: database = '',
  ODOO_LOGIN: login = '',
  ODOO_PASSWORD: password = '',
} = process.env;
const isAway = [url, database, login, password].includes('');

/** The same path on a live Odoo 18, as an administrator of a database made for it. */
describe.skipIf(isAway)(
  `a live Odoo${isAway ? ' (skipped: ODOO_URL and the rest not set)' : ''}`,
  () => {
    test('[SYS-01] bill, draft, state, posted, bank line, match, undone', async () => {
      const ports = {
        http: socketPort,
        now: () => asInstant('2026-11-23T08:00:00.000Z'),
        secret: () => password,
        log: () => {},
        openFolder: () => Promise.reject(new Error('no folders here')),
      };
      const apiKeySecret = 'live';
      const config = odooConfigSchema.parse({ url, database, login, apiKeySecret });
      const session = openOdooSession(config, ports);
      const { readTimeoutMs, writeTimeoutMs } = config;
      const limits = {
        readTimeoutMs,
        writeTimeoutMs,
        answerSizeBytesMax: 8_000_000,
        transport: 'jsonrpc' as const,
      };
      const admin = openOdooClient({ url, database, login, apiKeySecret, ...limits }, ports);
      must(await applyOdooSetup({ admin, facts: odooFactsByVersion['18'], serviceLogin: login }));
      const hub = requireAll(odooCapabilities(session));
      const data = must(await hub['masterData.read']({}));
      const [company] = data.companies;
      const journal = data.bankJournals.find(
        (row) => row.companyExternalId === company?.externalId && row.currency === company.currency,
      );
      if (company === undefined || journal === undefined) throw new Error('no bank journal');
      const partner = await create(admin, 'res.partner', { name: 'Quittance live test' });
      const date = asPlainDate('2026-11-23');
      const bill = await create(admin, 'account.move', {
        move_type: 'in_invoice',
        partner_id: partner,
        invoice_date: date,
        date,
        invoice_line_ids: [[0, 0, { name: 'Goods', price_unit: 100, tax_ids: [[6, 0, []]] }]],
      });
      const post = { model: 'account.move', method: 'action_post', args: [[bill]] };
      must(await admin.call({ ...post, companyIds: [1], intent: 'write' }));
      const companyExternalId = company.externalId;
      const externalIds = [bill.toString()];
      const residual = async (): Promise<bigint | undefined> =>
        must(await hub['openItems.reread']({ companyExternalId, externalIds }))[0]?.residualMinor;
      const whole = (await residual()) ?? 0n;
      const reference = asPaymentReference(makeReference('Q', BigInt(bill) * 7_919n));
      const common = { companyExternalId, journalExternalId: journal.externalId, date };
      const payment = {
        ...common,
        reference,
        partyExternalId: partner.toString(),
        currency: company.currency,
        amountMinor: whole,
        memo: 'live',
        hubState: 'settled',
        hubStateAt: asInstant('2026-11-23T08:00:00.000Z'),
        items: [{ externalId: bill.toString(), amountMinor: whole, discountMinor: 0n }],
      };
      const settled = only(await hub['payments.settle']({ payments: [payment] }));
      expect(only(await hub['payments.settle']({ payments: [payment] }))).toEqual(settled);
      expect(await residual()).toBe(0n);
      const line = {
        ...common,
        hubReference: `L-${reference}`,
        currency: company.currency,
        amountMinor: -whole,
        label: reference,
        partyExternalId: null,
      };
      const posted = only(await hub['statementLines.post']({ lines: [line] }));
      const match = {
        key: reference,
        companyExternalId,
        statementLineExternalId: posted.externalId,
        parts: [{ kind: 'payment' as const, reference, amountMinor: -whole }],
      };
      const made = only(await hub['reconciliations.post']({ reconciliations: [match] }));
      expect(only(await hub['reconciliations.post']({ reconciliations: [match] }))).toEqual(made);
      const undo = { companyExternalId, statementLineExternalIds: [posted.externalId] };
      only(await hub['reconciliations.undo'](undo));
      expect(await residual()).toBe(0n);
    }, 120_000);
  },
);
