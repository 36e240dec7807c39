import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { portsOfClients } from '../src/adapters/postgres/connection.ts';
import { faultFromLog } from '../src/adapters/postgres/errors.ts';
import { startPostgres } from '../src/adapters/postgres/index.ts';
import { lockFolder } from '../src/adapters/postgres/lock.ts';
import { serverProcessesIn } from '../src/adapters/postgres/proc.ts';
import { ask, faultOf, useLauncher } from './support/launcher-fixture.ts';

const launcher = useLauncher();

async function endAtOnce(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('start and stop', () => {
  test('a new folder becomes a durable UTF-8 server that keeps its data', async () => {
    const first = await launcher.open({ durability: 'full' });
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
    expect(serverProcessesIn(launcher.dataDirectory)).toEqual([]);

    const second = await launcher.open();
    expect(second.port).toBe(first.port);
    expect(await ask(second.superuserUrl, 'select n from kept')).toEqual({ n: 42 });
    const durability = await ask(second.superuserUrl, `select current_setting('fsync') as fsync`);
    expect(durability).toEqual({ fsync: 'off' });
  });

  test('a wrong password is refused, and the secrets are for their owner', async () => {
    const server = await launcher.open();
    const withoutPassword = new URL(server.superuserUrl);
    withoutPassword.password = 'wrong';
    await expect(ask(withoutPassword.href, 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    const secrets = readdirSync(launcher.folder).filter((name) =>
      /\.(json|log)$|\.lock\./.test(name),
    );
    expect(secrets).toContain('data.launch.json');
    for (const name of secrets) {
      expect([name, statSync(join(launcher.folder, name)).mode & 0o077]).toEqual([name, 0]);
    }
    expect(existsSync(`${launcher.dataDirectory}.password`)).toBe(false);
  });

  test('nobody who tries to reach a server that is away can be given its port', async () => {
    const [first = 0, last = 0] = portsOfClients();
    const { port } = await launcher.open();
    expect(port < first || port > last, `${port} of ${first} to ${last}`).toBe(true);
  });

  test('stopping twice is stopping once', async () => {
    const server = await launcher.open();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect((await launcher.open()).adopted).toBe(false);
  });

  test('what a killed initdb left behind is no obstacle', async () => {
    mkdirSync(`${launcher.dataDirectory}.new`);
    writeFileSync(join(`${launcher.dataDirectory}.new`, 'PG_VERSION'), '18\n');
    const server = await launcher.open();
    expect(await ask(server.superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
  });
});

describe('taking over from a killed hub', () => {
  test('the server of a hub killed with -9 is adopted with its connections alive', async () => {
    const killed = await launcher.hub();
    const url = 'url' in killed.said ? killed.said.url : '';
    const witness = new Client({ connectionString: url });
    await witness.connect();
    await killed.kill();

    const server = await launcher.open();
    expect(server.adopted).toBe(true);
    expect(server.superuserUrl).toBe(url);
    expect((await witness.query('select 7 as n')).rows).toEqual([{ n: 7 }]);
    witness.on('error', () => undefined);
    await server.stop();
    expect(serverProcessesIn(launcher.dataDirectory)).toEqual([]);
  });

  test('a postmaster killed with -9 recovers, whatever its pid file still says', async () => {
    const first = await launcher.open({ durability: 'full' });
    await ask(first.superuserUrl, 'create table kept as select 1 as n');
    const pidFile = join(launcher.dataDirectory, 'postmaster.pid');
    const [pid, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
    process.kill(Number.parseInt(pid ?? '', 10), 'SIGKILL');
    await first.stop();
    // The number has meanwhile gone to a stranger, which PostgreSQL takes for another postmaster.
    const stranger = spawn('sleep', ['60']);
    try {
      const claim = [String(stranger.pid), ...rest].join('\n');
      writeFileSync(pidFile, claim, { mode: 0o600 });
      const second = await launcher.open();
      expect(second.adopted).toBe(false);
      expect(await ask(second.superuserUrl, 'select n from kept')).toEqual({ n: 1 });
    } finally {
      await endAtOnce(stranger);
    }
  });

  test('a shell that stands in the data folder is not mistaken for a server', async () => {
    await (await launcher.open()).stop();
    const shell = spawn('sleep', ['60'], { cwd: launcher.dataDirectory });
    try {
      expect((await launcher.open()).adopted).toBe(false);
    } finally {
      await endAtOnce(shell);
    }
  });
});

describe('one hub at a time', () => {
  test('a second hub is refused while the first lives, and told which it is', async () => {
    const first = await launcher.hub();
    expect(first.said).toMatchObject({ adopted: false });
    await expect(startPostgres({ dataDirectory: launcher.dataDirectory })).rejects.toThrow(
      /Another hub \(process \d+\) has the data folder .* open\. Stop it first/,
    );
    await first.stop();
    expect((await launcher.open()).adopted).toBe(false);
    expect((await launcher.hub()).said).toHaveProperty(
      'error',
      expect.stringContaining('Another hub'),
    );
  });

  test('a command attaches to the running hub and leaves its server alone', async () => {
    const server = await launcher.open();
    const command = await launcher.open({ exclusive: false });
    expect(command.adopted).toBe(true);
    expect(command.superuserUrl).toBe(server.superuserUrl);
    await command.stop();
    expect(await ask(server.superuserUrl, 'select 1 as n')).toEqual({ n: 1 });
  });

  test('a command finds no server before the first start and after the last', async () => {
    expect(
      await faultOf(startPostgres({ dataDirectory: launcher.dataDirectory, exclusive: false })),
    ).toBe('not-running');
    await (await launcher.open()).stop();
    expect(
      await faultOf(startPostgres({ dataDirectory: launcher.dataDirectory, exclusive: false })),
    ).toBe('not-running');
  });

  test('of many starters that all see a dead holder, one gets the lock', async () => {
    const dead = { pid: process.pid, startTicks: '1', bootId: 'an earlier boot' };
    writeFileSync(
      `${launcher.dataDirectory}.lock.7`,
      JSON.stringify({ v: 1, held: true, by: dead }),
    );
    const said = await Promise.all([
      launcher.hub(),
      launcher.hub(),
      launcher.hub(),
      launcher.hub(),
    ]);
    expect(said.filter((each) => 'url' in each.said)).toHaveLength(1);
    const refusals = said.filter((each) => 'error' in each.said);
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) {
      expect(refusal.said).toHaveProperty('error', expect.stringContaining('Another hub'));
    }
  });

  test('a released lock is free at once, and old lock files do not pile up', () => {
    for (let turn = 0; turn < 5; turn += 1) lockFolder(launcher.dataDirectory).release();
    const files = readdirSync(launcher.folder).filter((name) => name.includes('.lock.'));
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
      expect(await faultOf(launcher.open({ port }))).toBe('port-taken');
    } finally {
      stranger.close();
    }
    // The refused start has given the folder up, and a remembered port gives way to a free one.
    const server = await launcher.open();
    await server.stop();
    const squatter = createServer().listen(server.port, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      expect((await launcher.open()).port).not.toBe(server.port);
    } finally {
      squatter.close();
    }
  });

  test('a data folder of another major version', async () => {
    await (await launcher.open()).stop();
    writeFileSync(join(launcher.dataDirectory, 'PG_VERSION'), '15\n');
    await expect(launcher.open()).rejects.toThrow(
      'was written by PostgreSQL 15, and this is PostgreSQL 18',
    );
    writeFileSync(join(launcher.dataDirectory, 'PG_VERSION'), '18\n');
    expect((await launcher.open()).adopted).toBe(false);
  });

  test('a data folder without the file that holds its password', async () => {
    await (await launcher.open()).stop();
    rmSync(`${launcher.dataDirectory}.launch.json`);
    expect(await faultOf(launcher.open())).toBe('secret-lost');
  });

  test('a server that cannot start, in the words of its own log', async () => {
    await (await launcher.open()).stop();
    writeFileSync(join(launcher.dataDirectory, 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(launcher.open()).rejects.toThrow(/did not start[\s\S]*no_such_setting/);
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
