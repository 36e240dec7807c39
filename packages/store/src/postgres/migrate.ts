import { Client } from 'pg';
import { WrongDatabase } from '../errors.ts';
import { type Migration, readMigrations } from './migration-files.ts';

/** A database serves people's money or plays with sand; it is marked when made, and stays so. */
export type InstallationKind = 'sandbox' | 'production';

export interface MigrationReport {
  /** Names of the migrations that this call applied, in order; empty when none was left to do. */
  readonly applied: readonly string[];
  readonly alreadyApplied: number;
}

/**
 * Brings a database to the present schema. Runs as the owner, any number of times, from any number
 * of processes at once: they take turns under an advisory lock. Errors: {@link WrongDatabase} when
 * the database is of the other kind, when an applied migration has another checksum than its file,
 * or when the database is newer than this release; a failing migration rolls back alone.
 */
export async function migrate(request: {
  readonly databaseUrl: string;
  readonly kind: InstallationKind;
  /** Absent: the migrations of this release. */
  readonly migrations?: readonly Migration[];
}): Promise<MigrationReport> {
  const migrations = request.migrations ?? (await readMigrations());
  const client = new Client({
    connectionString: request.databaseUrl,
    application_name: 'quittance migrate',
  });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('quittance migrate', 0))`);
    await client.query(`create table if not exists schema_migration (
      number integer primary key, name text not null, checksum text not null
    )`);
    const known = await appliedMigrations(client);
    refuseOtherHistory(known, migrations);
    const missing = migrations.slice(known.length);
    for (const migration of missing) await applyMigration(client, migration);
    await markKind(client, request.kind);
    return { applied: missing.map(({ name }) => name), alreadyApplied: known.length };
  } finally {
    await client.end();
  }
}

interface AppliedMigration {
  readonly number: number;
  readonly checksum: string;
}

async function appliedMigrations(client: Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select number, checksum from schema_migration order by number',
  );
  return rows;
}

function refuseOtherHistory(
  known: readonly AppliedMigration[],
  migrations: readonly Migration[],
): void {
  for (const [index, applied] of known.entries()) {
    const migration = migrations[index];
    if (migration === undefined) {
      throw new WrongDatabase(`the database has migration ${applied.number}, this release has not`);
    }
    if (applied.number !== migration.number || applied.checksum !== migration.checksum) {
      throw new WrongDatabase(`migration ${migration.number} differs from the one applied`);
    }
  }
}

async function applyMigration(client: Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      'insert into schema_migration (number, name, checksum) values ($1, $2, $3)',
      [migration.number, migration.name, migration.checksum],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** The first migration run says what the database is for; later ones must say the same. */
async function markKind(client: Client, kind: InstallationKind): Promise<void> {
  await client.query(
    `insert into installation (kind, cluster_identifier)
     select $1, system_identifier::text from pg_control_system()
     on conflict do nothing`,
    [kind],
  );
  const { rows } = await client.query<{ kind: string }>('select kind from installation');
  const marked = rows[0]?.kind;
  if (marked !== kind) throw new WrongDatabase(`the database is ${String(marked)}, not ${kind}`);
}
