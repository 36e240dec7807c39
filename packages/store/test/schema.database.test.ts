import { claimingStates, finalStates, onTheirWayStates } from '@quittance/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableNames, versionedTables } from '../src/index.ts';
import { type Column, columnName, tableShape } from '../src/tables.ts';
import { migratedDatabase, query } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await migratedDatabase();
});
afterAll(async () => {
  await database.drop();
});

const read = async <Row extends object>(text: string): Promise<readonly Row[]> =>
  query<Row>(database.superuserUrl, text);

/** The type of a column as information_schema names it. */
const sqlTypes: Record<Column['type'], string> = {
  uuid: 'uuid',
  text: 'text',
  hash: 'text',
  bigint: 'bigint',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamp with time zone(3)',
  'text[]': '_text',
  'uuid[]': '_uuid',
};

const ownTables = [
  'api_request',
  'audit_batch',
  'audit_checkpoint',
  'installation',
  'schema_migration',
];

describe('the migrations and the description of the tables agree', () => {
  test('on the tables', async () => {
    const rows = await read<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'public'`,
    );
    const names = rows.map((row) => row.table_name).toSorted();
    expect(names).toEqual([...tableNames, ...ownTables].toSorted());
  });

  test('on columns, types and nulls', async () => {
    const rows = await read<{ table_name: string; column: string }>(`
      select table_name, column_name || ' ' || case
          when data_type = 'ARRAY' then udt_name
          when datetime_precision is not null and data_type <> 'date'
            then data_type || '(' || datetime_precision || ')'
          else data_type end
        || case is_nullable when 'YES' then '?' else '' end as column
      from information_schema.columns
      where table_schema = 'public' and column_name not in ('xid', 'seq')
        and is_generated = 'NEVER'`);
    for (const table of tableNames) {
      const described = tableShape(table).columns.map(
        ({ name, type, nullable }) => `${name} ${sqlTypes[type]}${nullable ? '?' : ''}`,
      );
      const existing = rows.filter((row) => row.table_name === table).map((row) => row.column);
      expect([table, existing.toSorted()]).toEqual([table, described.toSorted()]);
    }
  });

  test('on unique constraints, their columns and whether they are partial', async () => {
    const rows = await read<{ name: string; columns: string[]; partial: boolean; equal: boolean }>(`
      select c.relname as name, i.indpred is not null as partial,
        i.indnullsnotdistinct as equal,
        array(select a.attname::text from unnest(i.indkey) with ordinality as k (number, place)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          order by k.place) as columns
      from pg_index i join pg_class c on c.oid = i.indexrelid
        join pg_class t on t.oid = i.indrelid
      where i.indisunique and not i.indisprimary and t.relnamespace = 'public'::regnamespace
        and t.relname not like 'audit\\_batch'`);
    const described = tableNames.flatMap((table) =>
      tableShape(table).unique.map((unique) => ({
        name: unique.name,
        columns: unique.columns.map(columnName),
        partial: unique.where !== undefined,
        equal: unique.nullsEqual === true,
      })),
    );
    const byName = (left: { name: string }, right: { name: string }): number =>
      left.name < right.name ? -1 : 1;
    expect(rows.toSorted(byName)).toEqual(described.toSorted(byName));
  });

  test('on checks and foreign keys', async () => {
    const rows = await read<{ name: string }>(`
      select conname::text as name from pg_constraint c join pg_class t on t.oid = c.conrelid
      where contype in ('c', 'f') and t.relnamespace = 'public'::regnamespace
        and t.relname not in
          ('api_request', 'audit_batch', 'audit_checkpoint', 'installation')`);
    const described = tableNames.flatMap((table) => [
      ...tableShape(table).checks.map(({ name }) => name),
      ...tableShape(table).references.map(({ name }) => name),
    ]);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(described.toSorted());
  });

  test('[I10] on the declared moves of every lifecycle', async () => {
    const rows = await read<{ table: string; name: string; list: string }>(`
      select t.relname as table, g.tgname as name,
        coalesce(pg_get_constraintdef(c.oid), pg_get_triggerdef(g.oid)) as list
      from pg_trigger g join pg_class t on t.oid = g.tgrelid
        left join pg_type d on g.tgname = 'b_move' and d.typname = t.relname || '_move'
          and pg_get_triggerdef(g.oid) like '%::' || d.typname || ' IS NULL%'
        left join pg_constraint c on c.contypid = d.oid and c.conname = d.typname
      where g.tgname in ('b_move', 'b_initial_state')`);
    const held = rows.flatMap(({ table, name, list }) => {
      const entries = /ALL \('\{([^}]*)\}'|ARRAY\[(.*?)\]/.exec(list);
      return (entries?.[1] ?? entries?.[2] ?? '')
        .split(',')
        .map((entry) => entry.replace('::text', '').replaceAll(/["']/g, '').trim())
        .map((entry) => `${table} ${name} ${entry}`);
    });
    const declared = tableNames.flatMap((table) => {
      const { lifecycle } = tableShape(table);
      if (lifecycle === undefined) return [];
      const moves = lifecycle.moves.filter(({ from, to }) => from !== to);
      return [
        ...(lifecycle.initial ?? []).map((state) => `${table} b_initial_state ${state}`),
        ...moves.map(({ from, to }) => `${table} b_move ${from} ${to}`),
      ];
    });
    expect(held.toSorted()).toEqual(declared.toSorted());
    expect(declared.length).toBeGreaterThan(100);
  });

  test('[I10] every lifecycle has its triggers, and every version its own', async () => {
    const rows = await read<{ trigger: string }>(`
      select t.relname || ' ' || g.tgname as trigger
      from pg_trigger g join pg_class t on t.oid = g.tgrelid where not g.tgisinternal`);
    const expected = [
      ...versionedTables.map((table) => `${table} a_version`),
      ...tableNames.flatMap((table) => {
        const { lifecycle, monotone } = tableShape(table);
        return [
          ...(lifecycle === undefined ? [] : [`${table} b_move`]),
          ...(lifecycle?.initial ? [`${table} b_initial_state`] : []),
          ...(monotone === undefined ? [] : [`${table} c_fencing_token`]),
        ];
      }),
    ];
    expect(rows.map(({ trigger }) => trigger).toSorted()).toEqual(expected.toSorted());
  });

  test('on the final states of a payment', async () => {
    const rows = await read<{ expression: string }>(`
      select pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = 'payment'::regclass and a.attname = 'final_state'`);
    const held = [...(rows[0]?.expression ?? '').matchAll(/'(\w+)'::text/g)].map(([, it]) => it);
    expect(held).toEqual(tableShape('payment').finalStates);
    for (const state of [...claimingStates, ...onTheirWayStates]) {
      expect(finalStates).not.toContain(state);
    }
  });

  test('amounts are bigint, and no column is a float', async () => {
    const rows = await read<{ column: string; data_type: string }>(`
      select table_name || '.' || column_name as column, data_type
      from information_schema.columns where table_schema = 'public'
        and (column_name like '%\\_minor' or data_type in ('real', 'double precision', 'money'))`);
    expect(rows.filter(({ data_type: type }) => type !== 'bigint')).toEqual([]);
    expect(rows.length).toBeGreaterThan(10);
  });

  test('entity_id leads every key of an entity table', async () => {
    const rows = await read<{ name: string; first: string }>(`
      select t.relname || ' ' || c.relname as name, a.attname::text as first
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
        join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where t.relnamespace = 'public'::regnamespace`);
    const required = tableNames.filter((table) => tableShape(table).entity === 'required');
    // References that people and banks use are unique in the whole installation; a log's cursor
    // reads all entities in one order.
    const global = /_reference_unique|_message_id_unique|outbox_event_xid_seq/;
    const others = rows.filter(
      ({ name, first }) =>
        required.some((table) => name.startsWith(`${table} `)) &&
        first !== 'entity_id' &&
        !global.test(name),
    );
    expect(others).toEqual([]);
  });
});
