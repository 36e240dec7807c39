import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

export interface Migration {
  /** Four digits; migrations run in this order and are never changed once released. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file. */
  readonly checksum: string;
}

const folder = new URL('../../migrations/', import.meta.url);
const fileForm = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** All migrations of this release in order. Errors: a name out of form or a gap in the numbers. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).toSorted();
  const migrations = await Promise.all(files.map((file) => readMigration(file)));
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1) throw new Error(`migration ${index + 1} is missing`);
  });
  return migrations;
}

async function readMigration(file: string): Promise<Migration> {
  const form = fileForm.exec(file);
  if (form === null) throw new Error(`not the name of a migration: ${file}`);
  const sql = await readFile(new URL(file, folder), 'utf8');
  return {
    // Not money: the number of a file.
    number: Number.parseInt(form[1] ?? '', 10),
    name: form[2] ?? '',
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
  };
}

/** Changes whenever any migration does; names a template database in tests. */
export async function migrationFingerprint(): Promise<string> {
  const migrations = await readMigrations();
  return migrations.map((migration) => migration.checksum).join(' ');
}
