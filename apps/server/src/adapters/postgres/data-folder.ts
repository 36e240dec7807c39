import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, runToEnd } from './account.ts';
import type { Binaries } from './binaries.ts';
import { SUPERUSER } from './connection.ts';
import { faultFromLog, PostgresError } from './errors.ts';

/** Whether the folder holds a database cluster. */
export function isCluster(dataDirectory: string): boolean {
  return existsSync(join(dataDirectory, 'PG_VERSION'));
}

/** Refuses a data folder that another major version of PostgreSQL wrote. */
export function checkVersion(dataDirectory: string, binaries: Binaries): void {
  const written = readFileSync(join(dataDirectory, 'PG_VERSION'), 'utf8').trim();
  if (written === String(binaries.versionMajor)) return;
  throw new PostgresError(
    'version',
    `The data folder ${dataDirectory} was written by PostgreSQL ${written}, and this is ` +
      `PostgreSQL ${binaries.versionMajor}. Restore a backup into a new folder to move over.`,
  );
}

/**
 * Makes a new cluster: UTF-8, the built-in C.UTF-8 locale (its order does not change when the
 * machine's libraries do), page checksums, and a password for every connection.
 *
 * It is built beside its place and renamed into it, so that a start killed half-way leaves
 * nothing that looks like a cluster.
 */
export async function createCluster(request: {
  readonly dataDirectory: string;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly superuserPassword: string;
  readonly isDurable: boolean;
}): Promise<void> {
  const { dataDirectory, account } = request;
  const draft = `${dataDirectory}.new`;
  const passwordFile = `${dataDirectory}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, request.superuserPassword, { mode: 0o600 });
  if (account.kind === 'user') {
    chownSync(draft, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    const made = await runToEnd({
      account,
      program: request.binaries.initdb,
      arguments: initdbArguments({ draft, passwordFile, isDurable: request.isDurable }),
    });
    if (!made.succeeded) throw faultFromLog(made.output);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, dataDirectory);
}

function initdbArguments(request: {
  readonly draft: string;
  readonly passwordFile: string;
  readonly isDurable: boolean;
}): readonly string[] {
  return [
    `--pgdata=${request.draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${request.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    ...(request.isDurable ? [] : ['--no-sync']),
  ];
}
