import type { Capabilities, Connector, ConnectorPorts } from '@quittance/connector-kit';
import { odooConfigSchema, transportOf } from './config.ts';
import type { OdooConfig } from './config.ts';
import { documentsPush } from './documents.ts';
import { masterDataRead } from './master-data.ts';
import { openClient } from './open-client.ts';
import { openItemsRead, openItemsReread } from './open-items.ts';
import { paymentsRegister } from './payments-register.ts';
import { paymentsSettle } from './payments-settle.ts';
import { paymentsShowState, paymentsWithdraw } from './payments-state.ts';
import { reconciliationsPost, reconciliationsUndo } from './reconciliations.ts';
import { newKept } from './session.ts';
import type { Session } from './session.ts';
import { statementLinesPost } from './statement-lines.ts';
import { factsByVersion, isOfVersion, odooVersions } from './versions.ts';
import type { OdooVersion } from './versions.ts';

/** The largest reply that is read: a page of a thousand records stays far below it. */
const answerSizeBytesMax = 64 * 1024 * 1024;

/** Opens a session with one Odoo database. Pure: nothing is sent until a capability is used. */
export function openOdooSession(config: OdooConfig, ports: ConnectorPorts): Session {
  const { url, database, login, apiKeySecret, version, transport: _transport, ...rest } = config;
  const { readTimeoutMs, writeTimeoutMs } = config;
  const transport = transportOf(config);
  const client = openClient(
    {
      url,
      database,
      login,
      apiKeySecret,
      transport,
      readTimeoutMs,
      writeTimeoutMs,
      answerSizeBytesMax,
    },
    ports,
  );
  return {
    config: rest,
    facts: factsByVersion[version],
    client,
    now: ports.now,
    log: ports.log,
    kept: newKept(),
  };
}

/** Every capability of a session. */
export const odooCapabilities = (session: Session): Capabilities => ({
  'masterData.read': masterDataRead(session),
  'openItems.read': openItemsRead(session),
  'openItems.reread': openItemsReread(session),
  'payments.register': paymentsRegister(session),
  'payments.showState': paymentsShowState(session),
  'payments.settle': paymentsSettle(session),
  'payments.withdraw': paymentsWithdraw(session),
  'statementLines.post': statementLinesPost(session),
  'reconciliations.post': reconciliationsPost(session),
  'reconciliations.undo': reconciliationsUndo(session),
  'documents.push': documentsPush(session),
});

/** Odoo as the accounts, over JSON-RPC or JSON-2. See MAPPING.md beside this. */
export const odooConnector: Connector<typeof odooConfigSchema> = {
  name: 'odoo',
  versions: odooVersions,
  reachedBy: 'HTTPS by JSON-RPC or JSON-2 with an API key',
  owner: 'Accounting',
  stage: 'supported',
  capabilities: [
    'masterData.read',
    'openItems.read',
    'openItems.reread',
    'payments.register',
    'payments.showState',
    'payments.settle',
    'payments.withdraw',
    'statementLines.post',
    'reconciliations.post',
    'reconciliations.undo',
    'documents.push',
  ],
  configSchema: odooConfigSchema,
  // One worker answers some fifty small calls a second; the rest belongs to Odoo's users.
  rateLimit: { requests: 20, perSeconds: 1 },
  pageSizeMax: 1000,
  open(config, ports) {
    const session = openOdooSession(config, ports);
    return Promise.resolve({
      capabilities: odooCapabilities(session),
      check: () => check(session, config.version),
      close: () => Promise.resolve(),
    });
  },
};

/** Asks who we are, for a count, and for the release, which must be the one we are told of. */
async function check(
  { client }: Session,
  expected: OdooVersion,
): ReturnType<Awaited<ReturnType<Connector['open']>>['check']> {
  const user = await client.userId();
  if (!user.ok) return { ok: false, version: null, detail: user.error.message };
  const companies = await client.call({
    model: 'res.company',
    method: 'search_count',
    args: [[]],
    companyIds: [],
    intent: 'read',
  });
  const version = await client.version();
  if (!companies.ok) return { ok: false, version, detail: companies.error.message };
  if (version !== null && !isOfVersion(version, expected)) {
    const detail = `The server is not Odoo ${expected}; name its release in the connection.`;
    return { ok: false, version, detail };
  }
  return { ok: true, version, detail: 'Odoo answers and accepts our key.' };
}
