import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresStore, type PostgresStore } from '../src/index.ts';
import { insertBase, payment } from './support/sample.ts';
import { migratedDatabase, query } from './support/store-database.ts';
import type { TestDatabase, TestRole } from './support/test-database.ts';

let database: TestDatabase;
let store: PostgresStore;

beforeAll(async () => {
  database = await migratedDatabase();
  store = await openPostgresStore({
    connectionString: database.url('quittance_app'),
    kind: 'sandbox',
    applicationName: 'test',
    poolSizeMax: 1,
  });
  await insertBase(store);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** What a role is told when it tries a statement with the entity of the sample set. */
async function attack(role: TestRole, statement: string): Promise<string> {
  const client = new Client({ connectionString: database.url(role) });
  await client.connect();
  try {
    await client.query('begin');
    const entities = `{${payment(1, 1).entityId}}`;
    await client.query(`select set_config('quittance.entity_ids', $1, true)`, [entities]);
    const { rowCount } = await client.query(statement);
    return `done: ${(rowCount ?? 0).toString()} rows`;
  } catch (error) {
    return error instanceof Error ? error.message : 'refused';
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

test('[I22] no function runs as its maker, and no view looks past row security', async () => {
  const functions = await query(
    database.superuserUrl,
    `select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  const views = await query(
    database.superuserUrl,
    `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  expect([functions, views]).toEqual([[], []]);
});

test('[I22] no role of the hub owns, inherits or makes what lifts its limits', async () => {
  const roles = ['quittance_app', 'quittance_sender', 'quittance_sealer', 'quittance_backup'];
  for (const role of roles as readonly TestRole[]) {
    for (const statement of [
      'create table public.mine ()',
      'create schema mine',
      'create temporary table payment ()',
      'alter table payment disable row level security',
      'alter table payment no force row level security',
      'drop policy payment_entity on payment',
      'grant quittance_owner to current_user',
      'set role quittance_owner',
      'set session authorization quittance_owner',
      `alter role ${role} bypassrls`,
      `copy payment to program 'true'`,
      `select pg_read_file('/etc/passwd')`,
      'truncate payment',
      'delete from payment',
    ]) {
      expect(await attack(role, statement), `${role}: ${statement}`).not.toMatch(/^done/);
    }
  }
});

test('the sender makes no attempt, approves nothing and grants nothing', async () => {
  for (const statement of [
    'insert into attempt select * from attempt',
    'insert into attempt_item select * from attempt_item',
    'insert into payment (id) select id from payment',
    'insert into approval select * from approval',
    'insert into approval_decision select * from approval_decision',
    'update "grant" set active = true',
    'update person set active = true',
    'update approval_policy set approvers_required = 0',
    'update emergency_stop set active = false',
    'update own_account set account_number = account_number',
    'select 1 from inbox',
    'insert into statement select * from statement',
    'update statement set closing_minor = 0',
    'update statement_line set amount_minor = 0',
    'select 1 from match',
  ]) {
    expect(await attack('quittance_sender', statement), statement).toContain('permission denied');
  }
});

test('the sender reaches no approval but one that a release used up', async () => {
  const rows = await query<{ permissive: string; using: string; check: string }>(
    database.superuserUrl,
    `select permissive, qual as "using", with_check as check from pg_policies
     where tablename = 'approval' and 'quittance_sender' = any (roles)`,
  );
  expect(rows).toEqual([
    {
      permissive: 'RESTRICTIVE',
      using: `(state = 'consumed'::text)`,
      check: `(state = 'approved'::text)`,
    },
  ]);
});

test('the sealer touches nothing of the business, and the backup writes nothing', async () => {
  for (const statement of [
    'select 1 from payment',
    'select 1 from party_bank_details',
    'update audit_batch set root_hash = root_hash',
    'update audit_checkpoint set note = note',
    'delete from audit_leaf',
  ]) {
    expect(await attack('quittance_sealer', statement), statement).toContain('permission denied');
  }
  const written = await query(
    database.superuserUrl,
    `select table_name from information_schema.role_table_grants
     where grantee = 'quittance_backup' and privilege_type <> 'SELECT'`,
  );
  expect(written).toEqual([]);
});
