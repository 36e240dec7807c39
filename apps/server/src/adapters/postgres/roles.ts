import type { Client } from 'pg';
import { withClient } from './connection.ts';
import {
  randomPassword,
  readRolePasswords,
  type RolePasswords,
  writeRolePasswords,
} from './secret-files.ts';

/**
 * The roles of an installation. None is a superuser and none passes by row-level security: what
 * the sealer and the backup may read across entities is granted by explicit policies in the
 * migrations. `owner` owns the database and runs the migrations; the hub's processes never use
 * it for work.
 */
export const ROLES = [
  'quittance_owner',
  'quittance_app',
  'quittance_sender',
  'quittance_sealer',
  'quittance_backup',
] as const;

export type RoleName = (typeof ROLES)[number];

const OWNER: RoleName = 'quittance_owner';
const ATTRIBUTES = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit';

/**
 * Makes the roles and the database where they are missing, and sets the roles to the passwords
 * in the file (made there on first use). It may run at every start: it changes nothing that is
 * already as it should be.
 */
export async function bootstrapCluster(request: {
  readonly superuserUrl: string;
  readonly database: string;
  readonly rolePasswordsFile: string;
}): Promise<RolePasswords> {
  const passwords = completePasswords(request.rolePasswordsFile);
  await withClient(request.superuserUrl, async (client) => {
    // Two starters of one cluster take turns; a plain "create role" has no "if not exists".
    await client.query(`select pg_advisory_lock(hashtextextended('quittance bootstrap', 0))`);
    for (const role of ROLES) await ensureRole(client, role, passwords[role] ?? randomPassword());
    await ensureDatabase(client, request.database);
  });
  return passwords;
}

/**
 * The same in SQL, for the administrator of a PostgreSQL that is not the embedded one. Each
 * placeholder `<password of …>` is to be replaced with a password of their choice.
 */
export function administratorSql(database: string): string {
  const roles = ROLES.map(
    (role) => `create role ${role} ${ATTRIBUTES} password '<password of ${role}>';`,
  );
  return [
    ...roles,
    `create database ${quoteIdentifier(database)} owner ${OWNER} ` +
      `encoding 'UTF8' template template0;`,
    ...databaseGrants(database),
    '',
  ].join('\n');
}

function completePasswords(file: string): RolePasswords {
  const known = readRolePasswords(file);
  const missing = ROLES.filter((role) => known[role] === undefined);
  if (missing.length === 0) return known;
  const added = missing.map((role) => [role, randomPassword()] as const);
  const passwords = { ...known, ...Object.fromEntries(added) };
  writeRolePasswords(file, passwords);
  return passwords;
}

async function ensureRole(client: Client, role: RoleName, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  // A statement that fails is written to the server's log, and this one holds a password.
  await client.query(`set log_min_error_statement = 'panic'`);
  await client.query(
    `${verb} role ${role} ${ATTRIBUTES} password ${client.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: Client, database: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
    database,
  ]);
  if (rowCount === 0) {
    await client.query(`create database ${quoteIdentifier(database)} owner ${OWNER}`);
  }
  for (const grant of databaseGrants(database)) await client.query(grant);
}

function databaseGrants(database: string): readonly string[] {
  const name = quoteIdentifier(database);
  return [
    `revoke all on database ${name} from public;`,
    `grant connect on database ${name} to ${ROLES.join(', ')};`,
  ];
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
