import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresStore, type PostgresStore, tableNames, WrongDatabase } from '../src/index.ts';
import { tableShape } from '../src/tables.ts';
import { insertBase, leaf, payment, scopeOf } from './support/sample.ts';
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
    poolSizeMax: 2,
  });
  await insertBase(store);
  await store.transaction(scopeOf(1, 2), async (transaction) => {
    await transaction.insert('payment', [payment(1, 1), payment(2, 2)]);
    await transaction.insert('audit_leaf', [leaf(null, 1), leaf(1, 2), leaf(2, 3)]);
  });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const withEntity = tableNames.filter((table) => tableShape(table).entity !== 'none');

describe('row-level security', () => {
  test('[I22] is enabled and forced on every table that has an entity', async () => {
    const rows = await query<{ table: string; secured: boolean; policies: number }>(
      database.superuserUrl,
      `select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as secured,
         (select count(*)::integer from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'entity_id'
       where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
    );
    expect(rows.map(({ table }) => table).toSorted()).toEqual([...withEntity].toSorted());
    expect(rows.filter(({ secured, policies }) => !secured || policies < 2)).toEqual([]);
  });

  test.each(['quittance_app', 'quittance_sender', 'quittance_owner'] as const)(
    '[I22] shows %s no row when no entity is set',
    async (role) => {
      const seen: string[] = [];
      for (const table of withEntity) {
        const rows = await query(database.url(role), `select 1 from "${table}"`).catch(denied);
        if (rows.length > 0) seen.push(table);
      }
      expect(seen).toEqual([]);
    },
  );

  test('[I22] a set of no entities shows the rows of the group and none of a company', async () => {
    const leaves = await store.transaction(scopeOf(), (transaction) =>
      transaction.find('audit_leaf', {}),
    );
    expect(leaves).toEqual([leaf(null, 1)]);
  });

  test('[I22] an update cannot reach the row of another entity', async () => {
    const theft = store.transaction(scopeOf(1), (transaction) =>
      transaction.update('payment', [{ ...payment(2, 2), version: 2, remittance: 'mine' }]),
    );
    await expect(theft).rejects.toMatchObject({ name: 'StaleVersion' });
  });

  test('[I22] the set ends with its transaction, on the same connection', async () => {
    const pool = new Pool({ connectionString: database.url('quittance_app'), max: 1 });
    try {
      for (const end of ['commit', 'rollback']) {
        const client = await pool.connect();
        await client.query(
          `begin; select set_config('quittance.entity_ids', '{${payment(1, 1).entityId}}', true)`,
        );
        expect((await client.query('select 1 from payment')).rowCount).toBe(1);
        await client.query(end);
        expect((await client.query('select 1 from payment')).rowCount).toBe(0);
        client.release();
      }
    } finally {
      await pool.end();
    }
  });

  test('[I22] interleaved transactions of two scopes never see each other', async () => {
    const leaks: unknown[] = [];
    const look = async (of: number): Promise<void> => {
      const rows = await store.transaction(scopeOf(of), (transaction) =>
        transaction.find('payment', {}),
      );
      if (rows.length !== 1 || rows[0]?.id !== payment(of, of).id) leaks.push(rows);
    };
    await Promise.all(Array.from({ length: 400 }, (_, index) => look((index % 2) + 1)));
    expect(leaks).toEqual([]);
  });

  test('[I22] the backup reads everything, the sealer all leaves and nothing else', async () => {
    const count = async (role: TestRole, table: string): Promise<number | string> =>
      query(database.url(role), `select 1 from ${table}`).then(
        (rows) => rows.length,
        () => 'denied',
      );
    expect(await count('quittance_backup', 'payment')).toBe(2);
    expect(await count('quittance_backup', 'audit_leaf')).toBe(3);
    expect(await count('quittance_sealer', 'audit_leaf')).toBe(3);
    expect(await count('quittance_sealer', 'payment')).toBe('denied');
  });
});

describe('grants', () => {
  const appendOnly = [
    'approval_decision',
    'audit_leaf',
    'bank_fact',
    'evidence',
    'link',
    'match_allocation',
    'outbox_event',
  ];

  test('[I21] nobody but the owner changes what is only ever added to', async () => {
    const rows = await query<{ grant: string }>(
      database.superuserUrl,
      `select grantee || ' ' || privilege_type || ' ' || table_name as grant
       from information_schema.role_table_grants
       where table_schema = 'public' and grantee <> 'quittance_owner'
         and grantee <> 'postgres' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
    );
    const grants = rows.map(({ grant }) => grant);
    // Answers to requests are no record of the business: they go when they are too old.
    expect(grants.filter((grant) => !grant.includes(' UPDATE '))).toEqual([
      'quittance_app DELETE api_request',
    ]);
    expect(
      grants.filter((grant) => appendOnly.some((table) => grant.endsWith(` ${table}`))),
    ).toEqual([]);
  });

  test('[I21] a leaf is neither changed nor deleted by the application', async () => {
    const url = database.url('quittance_app');
    await expect(query(url, `update audit_leaf set verb = 'x'`)).rejects.toThrow('denied');
    await expect(query(url, 'delete from audit_leaf')).rejects.toThrow('denied');
  });

  test('the sender cannot write parties, their accounts or approvals of people', async () => {
    const url = database.url('quittance_sender');
    for (const table of ['party', 'party_bank_details', 'own_account', 'approval_decision']) {
      await expect(query(url, `insert into ${table} select * from ${table}`)).rejects.toThrow(
        'denied',
      );
    }
  });
});

describe('opening', () => {
  const options = { kind: 'sandbox', applicationName: 'test', poolSizeMax: 1 } as const;

  test('[DEP-04] refuses a database of the other kind', async () => {
    const opened = openPostgresStore({
      ...options,
      kind: 'production',
      connectionString: database.url('quittance_app'),
    });
    await expect(opened).rejects.toThrow(WrongDatabase);
  });

  test('refuses a role that passes by row-level security, and another than named', async () => {
    await expect(
      openPostgresStore({ ...options, connectionString: database.superuserUrl }),
    ).rejects.toThrow('passes by row-level security');
    await expect(
      openPostgresStore({
        ...options,
        role: 'quittance_app',
        connectionString: database.url('quittance_sender'),
      }),
    ).rejects.toThrow('not as quittance_app');
  });

  test('the clock of a sandbox moves, and that of a production never does', async () => {
    const before = await store.transaction(scopeOf(1), async ({ now }) => now);
    await store.moveSandboxClock(864_000);
    const after = await store.transaction(scopeOf(1), async ({ now }) => now);
    await store.moveSandboxClock(0);
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(864_000_000);
    const client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
    const moved = client.query(
      `update installation set kind = 'production', clock_offset_seconds = 1`,
    );
    await expect(moved).rejects.toThrow('installation_clock');
    await client.end();
  });
});

const denied = (error: unknown): readonly unknown[] => {
  if (error instanceof Error && error.message.includes('denied')) return [];
  throw error;
};
