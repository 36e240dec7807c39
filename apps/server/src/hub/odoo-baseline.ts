import { odooConfigSchema, openOdooSession, readOdooBaseline } from '@quittance/connectors';
import { type PlainDate, present } from '@quittance/domain';
import { baselineOpenItems, ingestOpenItems, readCompanies } from '@quittance/services';
import { systemNow } from '../adapters/clock.ts';
import { createFolderOpener, createHttpClient } from '../adapters/net/index.ts';
import { type Hub, must } from './open-hub.ts';
import { refusedBy } from './refused.ts';
import { openSecrets } from './secrets.ts';

export interface BaselineRequest {
  readonly connectionName: string;
  readonly date: PlainDate;
  readonly apply: boolean;
}

export interface BaselineReport {
  readonly bills: number;
  readonly payments: number;
  readonly baselined: number;
  readonly applied: boolean;
}

/**
 * Marks what was open or already on its way before go-live as not the hub's, so that it is never
 * paid a second time. Run after the first sync of master data.
 */
export async function baselineOdoo(hub: Hub, request: BaselineRequest): Promise<BaselineReport> {
  const { connectionName, date, apply } = request;
  const session = openSession(hub, connectionName);
  const ctx = hub.serviceContext('baseline');
  const { entityIds } = hub;
  const companies = must(await readCompanies({ ctx, input: { connectionName, entityIds } }));
  const total = { bills: 0, payments: 0, baselined: 0 };
  for (const [entityId, companyExternalId] of companies) {
    const read = await readOdooBaseline(session, { companyExternalId, before: date });
    if (!read.ok) throw refusedBy(read.error);
    const { openItems, payments } = read.value;
    total.bills += openItems.length;
    total.payments += payments.length;
    if (!apply) continue;
    const connectionId = await connectionIdOf(hub, connectionName);
    for (let from = 0; from < openItems.length; from += 500) {
      const items = openItems.slice(from, from + 500);
      must(
        await ingestOpenItems({ ctx, input: { entityId, connectionId, connectionName, items } }),
      );
      const externalIds = items.map((item) => item.externalId);
      const input = { entityId, connectionName, externalIds };
      total.baselined += must(await baselineOpenItems({ ctx, input })).baselined;
    }
  }
  return { ...total, applied: apply };
}

async function connectionIdOf(hub: Hub, name: string) {
  const { scope } = hub.serviceContext('baseline');
  const [row] = await hub.store.transaction(scope, (transaction) =>
    transaction.find('connection', { name }),
  );
  return present(row, `connection ${name}`).id;
}

function openSession(hub: Hub, connectionName: string) {
  const found = hub.config.connections.find((one) => one.name === connectionName);
  const settings = odooConfigSchema.parse(present(found, 'connection to Odoo').config);
  const secret = openSecrets(hub.config.secretsFile);
  const log = (): void => undefined;
  const openFolder = createFolderOpener(secret);
  const http = createHttpClient({ log });
  return openOdooSession(settings, { http, openFolder, now: systemNow, secret, log });
}
