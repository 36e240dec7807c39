/**
 * A fresh database for a test file, cloned from a template that the migrations built once.
 *
 * The server is the run's own PostgreSQL; it is found by the environment variable that the global
 * set-up sets, since this room may not import the launcher.
 */
import { createHash } from 'node:crypto';
import { Client } from 'pg';

/** The roles of an installation; in the tests' cluster they exist already. */
export type TestRole =
  | 'quittance_owner'
  | 'quittance_app'
  | 'quittance_sender'
  | 'quittance_sealer'
  | 'quittance_backup';

export type TestDatabase = {
  readonly name: string;
  /** A connection string as one of the roles. */
  readonly url: (role: TestRole) => string;
  /** A connection string that passes by row-level security, for looking behind the scenes. */
  readonly superuserUrl: string;
  /** Drops the database and cuts off whoever still is connected. */
  readonly drop: () => Promise<void>;
};

/** Builds the template: receives a connection string of the owner of an empty database. */
export type Migrate = (ownerUrl: string) => Promise<void>;

/**
 * Makes a fresh, migrated database. `fingerprint` is whatever changes when the migrations change
 * (their checksums, say): one template is built per fingerprint and run, under a lock, by
 * whichever test file comes first.
 */
export async function createTestDatabase(request: {
  readonly fingerprint: string;
  readonly migrate: Migrate;
}): Promise<TestDatabase> {
  const superuserUrl = clusterUrl();
  const digest = createHash('sha256').update(request.fingerprint).digest('hex').slice(0, 16);
  const template = `template_${digest}`;
  await buildTemplateOnce({ superuserUrl, template, migrate: request.migrate });
  const name = await unusedName(superuserUrl);
  await cloneDatabase(superuserUrl, template, name);
  return describe(superuserUrl, name);
}

/** Makes a fresh database without a table in it, for tests of the migrations themselves. */
export async function createEmptyTestDatabase(): Promise<TestDatabase> {
  const superuserUrl = clusterUrl();
  const name = await unusedName(superuserUrl);
  await cloneDatabase(superuserUrl, 'template0', name);
  return describe(superuserUrl, name);
}

/** Copies a database in the server; nobody may be connected to the template meanwhile. */
export async function cloneDatabase(
  superuserUrl: string,
  template: string,
  name: string,
): Promise<void> {
  await withSuperuser(superuserUrl, async (client) => {
    await client.query(
      `create database ${client.escapeIdentifier(name)}
         template ${client.escapeIdentifier(template)} owner quittance_owner`,
    );
    await client.query(`revoke all on database ${client.escapeIdentifier(name)} from public`);
    await client.query(
      `grant connect on database ${client.escapeIdentifier(name)} to quittance_owner,
         quittance_app, quittance_sender, quittance_sealer, quittance_backup`,
    );
  });
}

async function buildTemplateOnce(request: {
  readonly superuserUrl: string;
  readonly template: string;
  readonly migrate: Migrate;
}): Promise<void> {
  const { superuserUrl, template } = request;
  await withSuperuser(superuserUrl, async (client) => {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      template,
    ]);
    if (rowCount !== 0) return;
    // Built under another name: a migration that fails must not leave a template behind.
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${client.escapeIdentifier(draft)} with (force)`);
    await cloneDatabase(superuserUrl, 'template0', draft);
    await request.migrate(databaseUrl(superuserUrl, draft, 'quittance_owner'));
    const [from, to] = [draft, template].map((name) => client.escapeIdentifier(name));
    await client.query(`alter database ${from} rename to ${to}`);
  });
}

async function unusedName(superuserUrl: string): Promise<string> {
  return withSuperuser(superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select 'test_' || replace(gen_random_uuid()::text, '-', '') as name`,
    );
    const row = rows[0];
    if (row === undefined) throw new Error('PostgreSQL returned no row for a select of one row');
    return row.name;
  });
}

function describe(superuserUrl: string, name: string): TestDatabase {
  return {
    name,
    url: (role) => databaseUrl(superuserUrl, name, role),
    superuserUrl: databaseUrl(superuserUrl, name),
    drop: () =>
      withSuperuser(superuserUrl, async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      }),
  };
}

/** In the tests' cluster every role has the superuser's password. */
function databaseUrl(superuserUrl: string, database: string, role?: TestRole): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  if (role !== undefined) url.username = role;
  return url.href;
}

function clusterUrl(): string {
  const url = process.env['QUITTANCE_TEST_POSTGRES'];
  if (url !== undefined) return url;
  throw new Error(
    'No PostgreSQL for this test: name the file *.database.test.ts (or *.process.test.ts), ' +
      'so that Vitest runs it in a project that starts one.',
  );
}

async function withSuperuser<Result>(
  superuserUrl: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
