import { join } from 'node:path';
import { problem, ProblemError } from '@quittance/domain';
import { installTaskQueue } from '@quittance/engine';
import { migrate, type MigrationReport } from '@quittance/store';
import { Client, DatabaseError, escapeIdentifier } from 'pg';
import {
  bootstrapCluster,
  PostgresError,
  type RoleName,
  type RunningPostgres,
  startPostgres,
} from '../adapters/postgres/index.ts';
import { makeDataFolder } from '../adapters/files.ts';
import type { Config } from '../config/schema.ts';

/** The database of an installation: embedded, or the one of DATABASE_URL. */
export interface HubDatabase {
  url(role: RoleName): string;
  /** Lets the server go; an embedded one that this process started is stopped. */
  stop(): Promise<void>;
  /** Drops the database of a sandbox; a production and an external server are left alone. */
  drop(): Promise<void>;
  readonly embedded: boolean;
}

/** What of a configuration says where its database is. */
export type DatabasePlace = Pick<Config, 'kind' | 'dataDirectory' | 'database'>;

export interface OpenDatabaseInput {
  readonly config: DatabasePlace;
  readonly log: (line: string) => void;
  /** `owner` starts the embedded server, `guest` uses one that runs, or starts one for itself. */
  readonly as: 'owner' | 'guest';
  /** A sandbox begins anew: what an earlier one left is dropped first. */
  readonly anew?: boolean;
}

/**
 * Finds the database. With DATABASE_URL set, that server is used and its roles are expected to be
 * there; else the embedded PostgreSQL is started, or attached to when a hub runs it already.
 */
export async function openDatabase(input: OpenDatabaseInput): Promise<HubDatabase> {
  const external = process.env['DATABASE_URL'];
  if (external !== undefined && external !== '') return externalDatabase(external);
  makeDataFolder(input.config.dataDirectory);
  const server = await embeddedServer(input);
  const { database } = input.config;
  if (input.anew === true) await dropSandboxDatabase(server, input.config);
  await bootstrapCluster({
    superuserUrl: server.superuserUrl,
    database,
    rolePasswordsFile: server.rolePasswordsFile,
  });
  return {
    embedded: true,
    url: (role) => server.url(database, role),
    drop: () => dropSandboxDatabase(server, input.config),
    stop: () => server.stop(),
  };
}

async function embeddedServer(input: OpenDatabaseInput): Promise<RunningPostgres> {
  const dataDirectory = join(input.config.dataDirectory, 'postgres');
  const logger = { info: input.log };
  if (input.as === 'owner') return startPostgres({ dataDirectory, logger });
  try {
    return await startPostgres({ dataDirectory, logger, exclusive: false });
  } catch (error) {
    if (!(error instanceof PostgresError) || error.fault !== 'not-running') throw error;
    return startPostgres({ dataDirectory, logger });
  }
}

/**
 * Roles of an external server have their passwords in the environment. Each process connects as its
 * own role, never as whoever DATABASE_URL names: that one may be able to do more.
 */
function externalDatabase(url: string): HubDatabase {
  const server = URL.parse(url);
  if (server === null || !/^postgres(ql)?:$/.test(server.protocol)) {
    // The text is not repeated: it holds a password.
    throw unusable('DATABASE_URL is no address such as postgres://host:5432/quittance');
  }
  return {
    embedded: false,
    url: (role) => {
      const address = new URL(url);
      const variable = `QUITTANCE_PASSWORD_${role.slice('quittance_'.length).toUpperCase()}`;
      const password = process.env[variable];
      if (password !== undefined) address.password = password;
      else if (address.password !== '' && decodeURIComponent(address.username) !== role) {
        throw unusable(`${variable} is missing: the password of the role ${role}`);
      }
      address.username = role;
      return address.href;
    },
    drop: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

const unusable = (detail: string): ProblemError =>
  new ProblemError(problem('CONFIGURATION_INVALID', detail));

/** Brings schema and task queue up to this release; harmless to repeat. */
export async function migrateDatabase(
  database: HubDatabase,
  config: DatabasePlace,
): Promise<MigrationReport> {
  const databaseUrl = database.url('quittance_owner');
  const report = await migrate({ databaseUrl, kind: config.kind });
  await installTaskQueue(databaseUrl);
  return report;
}

/** Whatever a configuration says, a database that is marked as production is never dropped. */
async function refuseProduction(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ kind: string }>('select kind from installation');
    if (rows[0]?.kind !== 'production') return;
  } catch (error) {
    if (error instanceof DatabaseError && nothingThere.has(error.code ?? '')) return;
    throw error;
  } finally {
    await client.end();
  }
  throw new ProblemError(problem('WRONG_DATABASE', 'it is marked as production and stays'));
}

/** invalid_catalog_name and undefined_table: no such database, or one that was never migrated. */
const nothingThere = new Set(['3D000', '42P01']);

/** Drops the database of a sandbox on the embedded server; any other is left alone. */
async function dropSandboxDatabase(server: RunningPostgres, config: DatabasePlace): Promise<void> {
  if (config.kind !== 'sandbox') return;
  await refuseProduction(server.url(config.database));
  const client = new Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    const name = escapeIdentifier(config.database);
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}
