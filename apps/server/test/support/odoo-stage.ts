import { isWireList, isWireObject, WireNumber } from '@quittance/connector-kit';
import type { Wire } from '@quittance/connector-kit';
import type { Currency, Instant, PlainDate } from '@quittance/domain';
import { asInstant, asPlainDate } from '@quittance/domain';
import {
  applyOdooSetup,
  odooCapabilities,
  odooConfigSchema,
  odooConnector,
  odooFactsByVersion,
  openOdooClient,
  openOdooSession,
} from '@quittance/connectors';
import type { OdooClient } from '@quittance/connectors';
import { createHttpClient } from '../../src/adapters/net/index.ts';
import { companyId, create, must, openWorld, places, requireAll } from './odoo-world.ts';
import type { OdooDialect } from './odoo-world.ts';

/** Where a story about Odoo is played: the simulator or a live server, set up for the hub. */
export interface Stage {
  /** Somebody who may do all in Odoo, and who keys bills. */
  readonly admin: OdooClient;
  readonly clerk: OdooClient;
  readonly hub: ReturnType<typeof requireAll>;
  readonly common: {
    readonly companyExternalId: string;
    readonly journalExternalId: string;
    readonly date: PlainDate;
    readonly currency: Currency;
  };
  readonly close: () => void;
}

export const stageDate = asPlainDate('2026-11-23');
export const stageInstant: Instant = asInstant('2026-11-23T08:00:00.000Z');

export async function simulatedStage(dialect: OdooDialect): Promise<Stage> {
  const world = await openWorld(dialect);
  const { admin, clerk, hub } = world;
  const common = {
    companyExternalId: companyId,
    journalExternalId: places(world.odoo).journal.toString(),
    date: stageDate,
    currency: 'USD',
  } as const;
  return { admin, clerk, hub, common, close: () => {} };
}

export interface LiveServer {
  readonly url: string;
  readonly database: string;
  readonly login: string;
  readonly password: string;
}

/**
 * A service user of its own, with no rights but those that the set-up gives it. Its password is
 * the administrator's, so that no secret is written down; JSON-2 takes no passwords.
 */
async function serviceLoginOf(admin: OdooClient, password: string): Promise<string> {
  const login = 'quittance-live';
  const named = { login, name: 'Quittance live test', email: 'live@example.com', password };
  const domain = [['login', '=', login]];
  const question = { model: 'res.users', domain, fields: ['id'] };
  const [known] = await readRows({ admin }, question);
  if (known === undefined) await create(admin, 'res.users', named);
  return login;
}

/** A live server in dollars, over the HTTP that the product itself uses. */
export async function liveStage(dialect: OdooDialect, server: LiveServer): Promise<Stage> {
  const { url, database, login, password } = server;
  const http = createHttpClient({ log: () => {} });
  const ports = {
    http,
    now: () => stageInstant,
    secret: () => password,
    log: () => {},
    openFolder: () => Promise.reject(new Error('no folders here')),
  };
  const apiKeySecret = 'live';
  const limits = { readTimeoutMs: 30_000, writeTimeoutMs: 120_000, answerSizeBytesMax: 8_000_000 };
  const address = { url, database, login, apiKeySecret, transport: dialect.transport };
  const admin = openOdooClient({ ...address, ...limits }, ports);
  const facts = odooFactsByVersion[dialect.version];
  const serviceLogin =
    dialect.transport === 'jsonrpc' ? await serviceLoginOf(admin, password) : login;
  must(await applyOdooSetup({ admin, facts, serviceLogin }));
  const again = must(await applyOdooSetup({ admin, facts, serviceLogin }));
  if (again.length > 0) throw new Error(`set up twice: ${again.join('; ')}`);
  const service = { url, database, login: serviceLogin, apiKeySecret };
  const config = odooConfigSchema.parse({ ...service, ...dialect });
  const connection = await odooConnector.open(config, ports);
  const checked = await connection.check();
  if (!checked.ok) throw new Error('the connection fails its own check');
  const hub = requireAll(odooCapabilities(openOdooSession(config, ports)));
  const data = must(await hub['masterData.read']({}));
  const [company] = data.companies;
  const journal = data.bankJournals.find(
    (row) => row.companyExternalId === company?.externalId && row.currency === company.currency,
  );
  if (company === undefined || journal === undefined) throw new Error('no bank journal');
  const common = {
    companyExternalId: company.externalId,
    journalExternalId: journal.externalId,
    date: stageDate,
    currency: company.currency,
  };
  return { admin, clerk: admin, hub, common, close: () => http.close() };
}

/** A row as text: numbers without the zeros that carry nothing, links as the ids they are. */
export type Row = Readonly<Record<string, string>>;

interface Question {
  readonly model: string;
  readonly domain: Parameters<OdooClient['call']>[0]['args'][number];
  readonly fields: readonly string[];
}

/** What stands in Odoo, in its own words. */
export async function readRows(
  stage: Pick<Stage, 'admin'>,
  question: Question,
): Promise<readonly Row[]> {
  const { model, domain, fields } = question;
  const rows = must(
    await stage.admin.call({
      model,
      method: 'search_read',
      args: [domain],
      kwargs: { fields, load: '', order: 'id' },
      companyIds: [1],
      context: { active_test: false },
      intent: 'read',
    }),
  );
  if (rows === undefined || !isWireList(rows)) throw new Error('no list of rows');
  return rows.map((row) => {
    if (!isWireObject(row)) throw new Error('no row');
    return Object.fromEntries(fields.map((name) => [name, textOf(row[name])]));
  });
}

function textOf(value: Wire | undefined): string {
  if (value instanceof WireNumber) {
    const short = value.text.includes('.') ? value.text.replace(/\.?0+$/u, '') : value.text;
    return short === '-0' ? '0' : short;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A method of records whose answer does not matter. */
export async function act(
  client: OdooClient,
  call: { readonly model: string; readonly method: string; readonly args: readonly Arg[] },
): Promise<void> {
  must(await client.call({ ...call, companyIds: [1], intent: 'write' }));
}

type Arg = Parameters<OdooClient['call']>[0]['args'][number];

export const newPartner = (stage: Stage): Promise<number> =>
  create(stage.admin, 'res.partner', { name: 'Quittance live test', supplier_rank: 1 });

export interface BillDraft {
  readonly partner: number;
  readonly amount: number;
  readonly kind?: 'in_invoice' | 'in_refund';
  readonly date?: string;
  readonly currencyId?: number;
}

/** A posted bill or credit note of a whole amount, keyed by the clerk. */
export async function keyBill(stage: Stage, draft: BillDraft): Promise<number> {
  const { partner, amount, kind = 'in_invoice', date = '2026-11-02', currencyId } = draft;
  const id = await create(stage.clerk, 'account.move', {
    move_type: kind,
    partner_id: partner,
    invoice_date: date,
    date,
    invoice_date_due: '2026-11-20',
    ref: `SUP-${amount}`,
    ...(currencyId === undefined ? {} : { currency_id: currencyId }),
    invoice_line_ids: [
      [0, 0, { name: 'Goods', quantity: 1, price_unit: amount, tax_ids: [[6, 0, []]] }],
    ],
  });
  await act(stage.clerk, { model: 'account.move', method: 'action_post', args: [[id]] });
  return id;
}
