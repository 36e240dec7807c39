/**
 * A fresh, migrated database for a test file: a clone of a template that the migrations and the
 * task queue's installation build once a run. The server is the run's own PostgreSQL.
 */
import { createHash } from 'node:crypto';
import { installTaskQueue } from '@quittance/engine';
import { migrate, migrationFingerprint } from '@quittance/store';
import { Client } from 'pg';
import { type RoleName, ROLES } from '../../src/adapters/postgres/index.ts';

export interface MigratedDatabase {
  readonly name: string;
  /** A connection string as one of the roles. */
  readonly url: (role: RoleName) => string;
  /** A connection string that passes by row-level security, for looking behind the scenes. */
  readonly superuserUrl: string;
  /** Drops the database and cuts off whoever still is connected. */
  readonly drop: () => Promise<void>;
}

/** Makes a sandbox database with the whole schema of store and engine. */
export async function createMigratedDatabase(): Promise<MigratedDatabase> {
  const clusterUrl = testClusterUrl();
  const fingerprint = createHash('sha256').update(await migrationFingerprint());
  const template = `hub_template_${fingerprint.digest('hex').slice(0, 16)}`;
  return withClient(clusterUrl, async (client) => {
    await buildTemplateOnce(client, template);
    const { rows } = await client.query<{ name: string }>(
      `select 'hub_' || replace(gen_random_uuid()::text, '-', '') as name`,
    );
    const name = rows[0]?.name ?? '';
    await clone(client, { from: template, to: name });
    return describe(name);
  });
}

function describe(name: string): MigratedDatabase {
  return {
    name,
    url: (role) => urlOf(name, role),
    superuserUrl: urlOf(name),
    drop: () =>
      withClient(testClusterUrl(), async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      }),
  };
}

/** Whichever test file comes first builds the template; the others wait for it. */
async function buildTemplateOnce(client: Client, template: string): Promise<void> {
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (known.rowCount !== 0) return;
    // Built under another name: a migration that fails must not leave a template behind.
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${client.escapeIdentifier(draft)} with (force)`);
    await clone(client, { from: 'template0', to: draft });
    const ownerUrl = urlOf(draft, 'quittance_owner');
    await migrate({ databaseUrl: ownerUrl, kind: 'sandbox' });
    await installTaskQueue(ownerUrl);
    const [from, to] = [draft, template].map((name) => client.escapeIdentifier(name));
    await client.query(`alter database ${from} rename to ${to}`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
}

async function clone(
  client: Client,
  of: { readonly from: string; readonly to: string },
): Promise<void> {
  const [from, to] = [of.from, of.to].map((name) => client.escapeIdentifier(name));
  await client.query(`create database ${to} template ${from} owner quittance_owner`);
  await client.query(`revoke all on database ${to} from public`);
  await client.query(`grant connect on database ${to} to ${ROLES.join(', ')}`);
}

/** In the tests' cluster every role has the superuser's password. */
function urlOf(database: string, role?: RoleName): string {
  const url = new URL(testClusterUrl());
  url.pathname = `/${database}`;
  if (role !== undefined) url.username = role;
  return url.href;
}

function testClusterUrl(): string {
  const url = process.env['QUITTANCE_TEST_POSTGRES'];
  if (url !== undefined) return url;
  throw new Error(
    'No PostgreSQL for this test: name the file *.database.test.ts (or *.process.test.ts), ' +
      'so that Vitest runs it in a project that starts one.',
  );
}

async function withClient<Value>(
  url: string,
  work: (client: Client) => Promise<Value>,
): Promise<Value> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
