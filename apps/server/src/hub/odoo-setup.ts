import {
  applyOdooSetup,
  odooConfigSchema,
  odooFactsByVersion,
  odooTransportOf,
  openOdooClient,
  type OdooSetupInput,
  planOdooSetup,
  undoOdooSetup,
} from '@quittance/connectors';
import { present } from '@quittance/domain';
import { createHttpClient } from '../adapters/net/index.ts';
import type { Config } from '../config/schema.ts';
import { refusedBy } from './refused.ts';
import { openSecrets } from './secrets.ts';

export interface OdooSetupRequest {
  readonly config: Config;
  readonly connectionName: string;
  readonly act: 'plan' | 'apply' | 'undo';
  /** Login of an administrator; its key is the secret `<connection>-admin-key`. */
  readonly adminLogin?: string;
}

/**
 * Shows, installs or takes back what the hub needs in an Odoo database. Returns a sentence for each
 * step. Errors: `ProblemError`.
 */
export async function setUpOdoo(request: OdooSetupRequest): Promise<readonly string[]> {
  const input = openSetup(request);
  if (request.act === 'plan') {
    const planned = await planOdooSetup(input);
    if (!planned.ok) throw refusedBy(planned.error);
    return planned.value.map(
      (item) => `${item.isInPlace ? 'in place' : 'missing '}  ${item.sentence}`,
    );
  }
  const done = request.act === 'apply' ? await applyOdooSetup(input) : await undoOdooSetup(input);
  if (!done.ok) throw refusedBy(done.error);
  return done.value;
}

function openSetup(request: OdooSetupRequest): OdooSetupInput {
  const found = request.config.connections.find((one) => one.name === request.connectionName);
  const settings = odooConfigSchema.parse(present(found, 'connection to Odoo').config);
  const secret = openSecrets(request.config.secretsFile);
  const log = (): void => undefined;
  const admin = openOdooClient(
    {
      url: settings.url,
      database: settings.database,
      login: request.adminLogin ?? 'admin',
      apiKeySecret: `${request.connectionName}-admin-key`,
      transport: odooTransportOf(settings),
      readTimeoutMs: settings.readTimeoutMs,
      writeTimeoutMs: settings.writeTimeoutMs,
      answerSizeBytesMax: 64 * 1024 * 1024,
    },
    { http: createHttpClient({ log }), secret, log },
  );
  const facts = odooFactsByVersion[settings.version];
  return { admin, facts, serviceLogin: settings.login };
}
