import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import SftpClient from 'ssh2-sftp-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listenSftp, type BankSimulator, type SftpListener, type SftpUser } from '../src/index.ts';
import { bankOf, orders, paymentFile, TODAY } from './bank-support.ts';

let banks: readonly [BankSimulator, BankSimulator];
let listener: SftpListener;
let clients: SftpClient[] = [];

beforeEach(async () => {
  banks = [bankOf('nordhafen'), bankOf('kingsway')];
  listener = await listenSftp({ banks, port: 0, wait });
});

afterEach(async () => {
  await Promise.allSettled(clients.map((client) => client.end()));
  clients = [];
  await listener.close();
});

function userOf(bank: string): SftpUser {
  const user = listener.users.find((item) => item.bank === bank);
  if (user === undefined) throw new Error(`no user at ${bank}`);
  return user;
}

async function signIn(how: Partial<SftpClient.ConnectOptions>): Promise<SftpClient> {
  const client = new SftpClient('test', { error: () => {}, end: () => {}, close: () => {} });
  clients.push(client);
  // Small requests wait for delayed acknowledgements otherwise.
  const sock = connect({ host: listener.host, port: listener.port, noDelay: true });
  await client.connect({ sock, ...how });
  return client;
}

function byPassword(bank: string): Promise<SftpClient> {
  const { username, password } = userOf(bank);
  return signIn({ username, password });
}

describe('sign-in', () => {
  test('by password and by key, with the host key announced', async () => {
    const { username, password, privateKey } = userOf('nordhafen');
    let seen = '';
    await signIn({
      username,
      password,
      hostVerifier: (key: Buffer) => {
        const digest = createHash('sha256').update(key).digest('base64');
        seen = `SHA256:${digest.replace(/=+$/u, '')}`;
        return true;
      },
    });
    expect(seen).toBe(listener.hostKeyFingerprint);
    const client = await signIn({ username, privateKey });
    expect((await client.list('/')).map((entry) => entry.name)).toEqual(['archive', 'in', 'out']);
  });

  test('not with a wrong password, a wrong key, or at another bank', async () => {
    const { username } = userOf('nordhafen');
    const other = userOf('kingsway');
    const { password, privateKey } = other;
    await expect(signIn({ username, password })).rejects.toThrow();
    await expect(signIn({ username, privateKey })).rejects.toThrow();
    await expect(signIn({ username: 'nobody', password })).rejects.toThrow();
  });
});

describe('files', () => {
  test('list, stat, get, put, rename, delete, mkdir, rmdir, exists and real path', async () => {
    const client = await byPassword('nordhafen');
    const bytes = Buffer.alloc(300_000, 'abc');
    await client.put(bytes, '/in/a.xml.part');
    expect((await client.stat('/in/a.xml.part')).size).toBe(300_000);
    await client.rename('/in/a.xml.part', '/in/a.xml');
    expect(await client.exists('/in/a.xml.part')).toBe(false);
    expect(await client.get('/in/a.xml')).toEqual(bytes);
    expect((await client.list('/in')).map((entry) => entry.size)).toEqual([300_000]);
    await client.mkdir('/in/later');
    expect(await client.exists('/in/later')).toBe('d');
    await client.rmdir('/in/later');
    await client.delete('/in/a.xml');
    expect(await client.list('/in')).toEqual([]);
    expect(await client.realPath('in/../out')).toBe('/out');
    await expect(client.get('/out/none.xml')).rejects.toThrow(/no such file/iu);
    await expect(client.put(bytes, '/archive/a.xml')).rejects.toThrow();
    await expect(client.rename('/in/none', '/in/x')).rejects.toThrow();
  });

  test('a rename never replaces a file; many files are listed whole', async () => {
    const client = await byPassword('nordhafen');
    for (let index = 0; index < 250; index += 1) {
      banks[0].files.write(`/out/${index}.xml`, new Uint8Array(index));
    }
    expect(await client.list('/out')).toHaveLength(250);
    await expect(client.rename('/out/1.xml', '/out/2.xml')).rejects.toThrow();
  });

  test('a file goes up, its answers come down; each customer sees one bank', async () => {
    const client = await byPassword('nordhafen');
    await client.put(
      Buffer.from(paymentFile({ messageId: 'B1', orders: orders(3) })),
      '/in/b.part',
    );
    await client.rename('/in/b.part', '/in/b.xml');
    banks[0].closeDay(TODAY);
    const names = (await client.list('/out')).map((entry) => entry.name);
    expect(names.filter((name) => name.startsWith('pain002'))).toHaveLength(3);
    const got = await client.get(`/out/${names[0]}`);
    expect(
      Buffer.from(banks[0].files.read(`/out/${names[0]}`)).equals(Buffer.from(got as Buffer)),
    ).toBe(true);
    const other = await byPassword('kingsway');
    expect(await other.list('/out')).toEqual([]);
  });
});

describe('misbehaviour', () => {
  test('dropped before the rename: the old name stays', async () => {
    const client = await byPassword('nordhafen');
    await client.put(Buffer.from('x'), '/in/a.part');
    banks[0].faults.inject('dropBeforeRename');
    await expect(client.rename('/in/a.part', '/in/a.xml')).rejects.toThrow();
    expect(banks[0].files.list('/in').map((entry) => entry.name)).toEqual(['a.part']);
    expect(banks[0].faults.hits().dropBeforeRename).toBe(1);
  });

  test('dropped after the rename: the file is there although the call failed', async () => {
    const client = await byPassword('nordhafen');
    await client.put(Buffer.from('x'), '/in/a.part');
    banks[0].faults.inject('dropAfterRename');
    await expect(client.rename('/in/a.part', '/in/a.xml')).rejects.toThrow();
    expect(banks[0].files.list('/in').map((entry) => entry.name)).toEqual(['a.xml']);
    const again = await byPassword('nordhafen');
    expect(await again.exists('/in/a.xml')).toBe('-');
  });

  test('answered as a failure after the rename: it is done, and noted', async () => {
    const client = await byPassword('nordhafen');
    const bytes = paymentFile({ messageId: 'B1', orders: orders(2) });
    await client.put(Buffer.from(bytes), '/in/a.part');
    banks[0].faults.inject('failureAfterRename');
    await expect(client.rename('/in/a.part', '/in/a.xml')).rejects.toThrow();
    expect(banks[0].files.list('/in').map((entry) => entry.name)).toEqual(['a.xml']);
    expect(banks[0].faults.marked('failureAfterRename')).toEqual(['Q000001', 'Q000002']);
  });

  test('denied once, cut once while reading; the file is whole the time after', async () => {
    banks[0].files.write('/out/a.xml', new Uint8Array(100));
    const client = await byPassword('nordhafen');
    banks[0].faults.inject('denied');
    await expect(client.list('/out')).rejects.toThrow(/permission denied/iu);
    await client.put(
      Buffer.from(paymentFile({ messageId: 'B1', orders: orders(1) })),
      '/in/b.part',
    );
    banks[0].faults.inject('dropMidRead');
    await expect(client.get('/out/a.xml')).rejects.toThrow();
    const again = await byPassword('nordhafen');
    expect(await again.get('/out/a.xml')).toHaveLength(100);
    expect(banks[0].faults.marked('dropMidRead')).toEqual(['Q000001']);
  });

  test('down: nobody signs in, open sessions end, the other bank goes on', async () => {
    const open = await byPassword('nordhafen');
    banks[0].faults.inject('down');
    await expect(open.list('/in')).rejects.toThrow();
    await expect(byPassword('nordhafen')).rejects.toThrow();
    expect(await (await byPassword('kingsway')).list('/in')).toEqual([]);
    banks[1].faults.inject('down');
    await expect(byPassword('kingsway')).rejects.toThrow();
    banks[0].faults.clear('down');
    expect(await (await byPassword('nordhafen')).list('/in')).toEqual([]);
  });

  test('slow: the answers come all the same', async () => {
    const client = await byPassword('nordhafen');
    banks[0].faults.inject('slow', { delayMs: 5 });
    expect(await client.list('/in')).toEqual([]);
    expect(banks[0].faults.hits().slow).toBeGreaterThan(0);
  });
});
