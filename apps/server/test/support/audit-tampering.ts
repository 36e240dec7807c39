/** What somebody who rules the database, its files and its constraints may do to the audit log. */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditLeaf, asInstant, present } from '@quittance/domain';
import { createMerkleAccumulator, leafHashOf, signCheckpoint } from '@quittance/governance';
import { type Appended, openVerificationReader, versionedTables } from '@quittance/store';
import type { Client } from 'pg';
import { openTamperer, type TestInstallation } from './audit-installation.ts';

export const recordTables = [
  'approval_decision',
  'bank_fact',
  'link',
  'match_allocation',
  'outbox_event',
] as const;
const sealTables = ['audit_leaf', 'audit_batch', 'audit_checkpoint'] as const;

/** A stretch of random numbers: the same seed tampers with the same things. */
export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number;
}

export interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Everything that a tampering works with. */
export interface Lab {
  readonly installation: TestInstallation;
  readonly client: Client;
  readonly leaves: readonly Appended<'audit_leaf'>[];
  /** Tables of the log that have rows. */
  readonly tables: readonly string[];
  readonly columns: readonly Column[];
  /** Undoes whatever was done to the database, the evidence and the anchors. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the lab on a sealed history. All constraints and unique indexes go: whoever rules the
 * database drops them, so that no constraint may be what finds a tampering.
 */
export async function openLab(installation: TestInstallation): Promise<Lab> {
  const client = await openTamperer(installation.database);
  await client.query(dropConstraints);
  for (const table of ['audit_leaf', 'outbox_event']) {
    await client.query(`alter table ${table} alter column seq drop identity`);
  }
  await client.query('alter table payment alter column final_state drop expression');
  await client.query('create schema pristine');
  const audited = [...versionedTables, ...recordTables, 'evidence', ...sealTables];
  const tables: string[] = [];
  for (const table of audited) {
    await client.query(`create table pristine."${table}" as table public."${table}"`);
    const { rowCount } = await client.query(`select from public."${table}" limit 1`);
    if (rowCount === 1) tables.push(table);
  }
  const files = [installation.evidenceFolder, installation.anchorFolder].flatMap(filesOf);
  const contents = files.map((path) => ({ path, bytes: readFileSync(path) }));
  return {
    installation,
    client,
    leaves: await readLeaves(installation),
    tables: tables.filter((table) => !sealTables.some((seal) => seal === table)),
    columns: await readColumns(client, tables),
    async restore() {
      const statements = audited.flatMap((table) => [
        `delete from public."${table}"`,
        `insert into public."${table}" select * from pristine."${table}"`,
      ]);
      await client.query(`begin; ${statements.join('; ')}; commit`);
      for (const { path, bytes } of contents) {
        rmSync(path, { force: true });
        writeFileSync(path, bytes);
      }
    },
    close: () => client.end(),
  };
}

const dropConstraints = `do $$ declare it record; begin
  for it in select conrelid::regclass as place, conname from pg_constraint
            where connamespace = 'public'::regnamespace and contype in ('f', 'c')
              and conrelid <> 0 loop
    execute format('alter table %s drop constraint %I', it.place, it.conname);
  end loop;
  for it in select conrelid::regclass as place, conname from pg_constraint
            where connamespace = 'public'::regnamespace and contype in ('p', 'u') loop
    execute format('alter table %s drop constraint %I', it.place, it.conname);
  end loop;
  for it in select indexrelid::regclass as place from pg_index
            join pg_class on pg_class.oid = indexrelid
            where indisunique and relnamespace = 'public'::regnamespace loop
    execute format('drop index %s', it.place);
  end loop;
end $$`;

export const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

async function readLeaves(
  installation: TestInstallation,
): Promise<readonly Appended<'audit_leaf'>[]> {
  const reader = await openVerificationReader({
    connectionString: installation.database.url('quittance_backup'),
    kind: 'sandbox',
    applicationName: 'tamper lab',
    poolSizeMax: 1,
  });
  try {
    return await reader.snapshot(async (snapshot) => {
      const leaves: Appended<'audit_leaf'>[] = [];
      for await (const leaf of snapshot.allLeaves()) leaves.push(leaf);
      return leaves;
    });
  } finally {
    await reader.close();
  }
}

async function readColumns(client: Client, tables: readonly string[]): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select table_name as table, column_name as column, udt_name as type
     from information_schema.columns where table_schema = 'public' and table_name = any ($1)
     order by table_name, ordinal_position`,
    [tables],
  );
  return rows;
}

export const pickOf = <Value>(dice: Dice, values: readonly Value[]): Value =>
  present(values[dice.roll(values.length)], 'something to pick');

/** Another value of the same type, which is never the one that is there. */
export function otherValue({ column, type }: Column): string {
  const name = `"${column}"`;
  switch (type) {
    case 'bool':
      return `not coalesce(${name}, false)`;
    case 'int4':
    case 'int8':
      return `coalesce(${name}, 0) + 1`;
    case 'xid8':
      return `(${name}::text::bigint + 1)::text::xid8`;
    case 'date':
      return `coalesce(${name}, '2026-01-01') + 1`;
    case 'timestamptz':
      return `coalesce(${name}, '2026-01-01Z') + interval '1 day'`;
    case 'uuid':
      return 'gen_random_uuid()';
    case '_uuid':
      return `array_append(${name}, gen_random_uuid())`;
    case '_text':
      return `array_append(${name}, 'x')`;
    default:
      return `coalesce(${name}, '') || 'x'`;
  }
}

/** The physical place of one row, chosen by the dice. */
export async function placeOf(client: Client, dice: Dice, table: string): Promise<string> {
  const { rows } = await client.query<{ place: string }>(
    `select ctid::text as place from "${table}" order by ctid`,
  );
  return pickOf(dice, rows).place;
}

/** A leaf as a forger would write it: changed, and with the hash that fits. */
export function forgedLeaf(leaf: AuditLeaf): AuditLeaf {
  const at = asInstant(leaf.at.replace(/\d{3}Z$/, '007Z'));
  const changed = { ...leaf, at, actorId: 'somebody else' };
  return { ...changed, leafHash: leafHashOf(changed) };
}

export async function writeLeaf(client: Client, leaf: AuditLeaf): Promise<void> {
  await client.query('update audit_leaf set at = $2, actor_id = $3, leaf_hash = $4 where id = $1', [
    leaf.id,
    leaf.at,
    leaf.actorId,
    leaf.leafHash,
  ]);
}

/** Makes all batches and checkpoints anew so that they fit the leaves, with another key. */
export async function rebuildSeals(lab: Lab, leaves: readonly AuditLeaf[]): Promise<void> {
  const { client } = lab;
  const { rows } = await client.query<{ number: string; leaf_count: number }>(
    'select number, leaf_count from audit_batch order by number',
  );
  const key = generateKeyPairSync('ed25519');
  const forger = { ...lab.installation.keys.signer, ...key };
  const tree = createMerkleAccumulator();
  let previous: string | null = null;
  let signed: { readonly treeSize: number; readonly rootHash: string } | null = null;
  for (const { number, leaf_count: count } of rows) {
    const from = tree.size();
    for (const leaf of leaves.slice(from, from + count)) tree.append(leaf.leafHash);
    const rootHash = tree.root();
    await client.query(
      `update audit_batch set root_hash = $2, previous_root_hash = $3, leaf_count = $4
       where number = $1`,
      [number, rootHash, previous, tree.size() - from],
    );
    const at = asInstant('2026-11-23T12:00:00.000Z');
    const size = { treeSize: tree.size(), rootHash };
    const note = signCheckpoint(
      { v: 1, origin: forger.name, ...size, previous: signed, at, clusterId: '1' },
      forger,
    );
    await client.query(
      `update audit_checkpoint set root_hash = $2, note = $3, signed_at = $4, leaf_count = $5
       where number = $1`,
      [number, rootHash, note, at, tree.size()],
    );
    previous = rootHash;
    signed = size;
  }
}

/** Damages a file in one of the ways in which files are damaged. */
export function damageFile(dice: Dice, path: string): string {
  const bytes = readFileSync(path);
  const ways: Readonly<Record<string, () => void>> = {
    deletes: () => rmSync(path),
    'cuts off': () => truncateSync(path, dice.roll(bytes.length)),
    empties: () => truncateSync(path, 0),
    'flips a bit of': () => flipBit(dice, path),
    'writes on at the end of': () => {
      rmSync(path);
      writeFileSync(path, Buffer.concat([bytes, Buffer.from('\n')]));
    },
  };
  const [way, run] = pickOf(dice, Object.entries(ways));
  run();
  return way;
}

export function flipBit(dice: Dice, path: string): void {
  const bytes = readFileSync(path);
  const at = dice.roll(bytes.length);
  rmSync(path);
  writeFileSync(path, bytes.with(at, (bytes[at] ?? 0) ^ (1 << dice.roll(8))));
}
