import type { Pool } from 'pg';
import { WrongDatabase } from '../errors.ts';
import type { InstallationKind } from './migrate.ts';
import { readMigrations } from './migration-files.ts';

interface Facts {
  readonly role: string;
  readonly privileged: boolean;
  readonly migrated: boolean;
}

/** What a process finds out about a database before it works on it. */
export interface DatabaseFacts {
  /** Of the cluster that answers now; after a restore it is not the one marked in the database. */
  readonly clusterIdentifier: string;
}

/**
 * Looks at the database before anything is read from it. Errors: {@link WrongDatabase} when the
 * role passes by row-level security or is not the one expected, when the database was never
 * migrated or lacks a migration of this release, or when it is of the other kind. A database that
 * is one release ahead is fine: migrations only ever add.
 */
export async function inspectDatabase(
  pool: Pool,
  expected: { readonly kind: InstallationKind; readonly role?: string },
): Promise<DatabaseFacts> {
  const facts = await oneRow<Facts>(
    pool,
    `select current_user as role, rolsuper or rolbypassrls as privileged,
       to_regclass('public.installation') is not null as migrated
     from pg_roles where rolname = current_user`,
  );
  if (facts.privileged) {
    throw new WrongDatabase(`the role ${facts.role} passes by row-level security`);
  }
  if (expected.role !== undefined && expected.role !== facts.role) {
    throw new WrongDatabase(`connected as ${facts.role}, not as ${expected.role}`);
  }
  if (!facts.migrated) throw new WrongDatabase('the database was never migrated');
  const installation = await oneRow<{ kind: string; cluster: string }>(
    pool,
    'select kind, system_identifier::text as cluster from installation, pg_control_system()',
  );
  if (installation.kind !== expected.kind) {
    throw new WrongDatabase(`the database is ${installation.kind}, not ${expected.kind}`);
  }
  await refuseOldSchema(pool);
  return {
    clusterIdentifier: installation.cluster,
  };
}

async function refuseOldSchema(pool: Pool): Promise<void> {
  const needed = (await readMigrations()).length;
  const { count } = await oneRow<{ count: number }>(
    pool,
    'select count(*)::integer as count from schema_migration',
  );
  if (count < needed) {
    throw new WrongDatabase(`the database lacks ${needed - count} migrations; run migrate`);
  }
}

async function oneRow<Row extends object>(pool: Pool, text: string): Promise<Row> {
  const { rows } = await pool.query<Row>(text);
  const row = rows[0];
  if (row === undefined) throw new WrongDatabase('the database does not describe itself');
  return row;
}
