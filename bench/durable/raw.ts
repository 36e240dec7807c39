/** Single-row commits of the raw server: what every durable figure is measured against. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Pool } from 'pg';
import { clients, rate } from './rate.ts';

export interface RawCommits {
  /** Names the program that the commits come from. */
  readonly baseline: string;
  perSecond(seconds: number): Promise<number>;
}

const insert =
  "insert into bench_single (note) values ('0123456789012345678901234567890123456789');";

/** Debian keeps the programs of each version in a folder of its own. */
const versionsFolder = '/usr/lib/postgresql';

function findPgbench(): string | null {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(versionsFolder, version, 'bin')),
  ];
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path)) ?? null;
}

/**
 * pgbench where the machine has it, else a loop of our own. A loop of Node's is the slower client,
 * so that a ratio to it flatters; the report says which of the two it was.
 */
export async function openRawCommits(of: {
  readonly pool: Pool;
  readonly url: string;
  readonly folder: string;
}): Promise<RawCommits> {
  await of.pool.query('create table bench_single (id bigserial primary key, note text)');
  const program = findPgbench();
  if (program === null) {
    return {
      baseline: `own loop: ${clients} clients, one prepared insert of one row a commit, same run`,
      perSecond: (seconds) => rate(seconds, () => insertSingle(of.pool)),
    };
  }
  const script = join(of.folder, 'single.sql');
  writeFileSync(script, `${insert}\n`);
  return {
    baseline: `pgbench: ${clients} clients, one prepared insert of one row a commit, same run`,
    perSecond: (seconds) => runPgbench({ program, script, url: of.url, seconds }),
  };
}

interface PgbenchRun {
  readonly program: string;
  readonly script: string;
  readonly url: string;
  readonly seconds: number;
}

/** On a machine with much else to do a second may pass before the first commit. */
const longerMax = 5;

async function runPgbench(run: PgbenchRun): Promise<number> {
  for (let longer = 0; longer < longerMax; longer += 1) {
    const told = await tellOfPgbench({ ...run, seconds: run.seconds * 2 ** longer });
    const perSecond = Number(/^tps = ([0-9.]+)/m.exec(told)?.[1]);
    if (perSecond > 0) return perSecond;
  }
  throw new Error('pgbench committed nothing');
}

async function tellOfPgbench(run: PgbenchRun): Promise<string> {
  const url = new URL(run.url);
  const how = ['-n', '-M', 'prepared', '-c', clients.toString(), '-j', '2', '-f', run.script];
  const where = ['-h', url.hostname, '-p', url.port, '-U', url.username, url.pathname.slice(1)];
  const { stdout } = await promisify(execFile)(
    run.program,
    [...how, '-T', run.seconds.toString(), ...where],
    { env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password) } },
  );
  return stdout;
}

async function insertSingle(pool: Pool): Promise<number> {
  await pool.query({ name: 'single', text: insert });
  return 1;
}
