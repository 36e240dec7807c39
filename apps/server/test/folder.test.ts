import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderError, type FolderPort } from '@quittance/connector-kit';
import { createFolderOpener, openLocalFolder, openSftpFolder } from '../src/adapters/net/index.ts';
import { openSftpBank, type SftpBank } from './support/file-bank.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a folder answered: its code, and whether the act may have happened. */
async function refusalOf(work: Promise<unknown>): Promise<readonly [string, boolean] | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof FolderError)) throw error;
    return [error.code, error.mayHaveActed];
  }
}

interface Rig {
  readonly folder: FolderPort;
  close(): Promise<void>;
}

async function localRig(): Promise<Rig> {
  const root = mkdtempSync(join(tmpdir(), 'quittance-folder-'));
  for (const name of ['in', 'out']) mkdirSync(join(root, name));
  return {
    folder: openLocalFolder(root),
    close: () => Promise.resolve(rmSync(root, { recursive: true })),
  };
}

async function sftpRig(): Promise<Rig> {
  const bank = await openSftpBank();
  const folder = sftpFolder(bank);
  return {
    folder,
    close: async () => {
      await folder.close();
      await bank.close();
    },
  };
}

const sftpFolder = (
  { listener, user }: SftpBank,
  given: Partial<Parameters<typeof openSftpFolder>[0]> = {},
): FolderPort =>
  openSftpFolder({
    host: listener.host,
    port: listener.port,
    username: user.username,
    password: user.password,
    hostKeyFingerprint: listener.hostKeyFingerprint,
    path: '/',
    connectTimeoutMs: 5_000,
    operationTimeoutMs: 5_000,
    ...given,
  });

describe.each([
  ['of this machine', localRig],
  ['behind SFTP', sftpRig],
])('a folder %s', (_, open) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await open();
  });
  afterEach(() => rig.close());

  test('holds what was written, byte for byte', async () => {
    const { folder } = rig;
    const content = new Uint8Array(300_000).map((_byte, index) => index % 251);
    await folder.write('in/a.bin', content);
    expect(await folder.read('in/a.bin', 300_000)).toEqual(content);
    expect(await folder.list('in')).toMatchObject([{ name: 'a.bin', sizeBytes: 300_000 }]);
    await folder.write('in/a.bin', bytes('short'));
    expect(await folder.read('in/a.bin', 100)).toEqual(bytes('short'));
    await folder.write('in/empty', new Uint8Array());
    expect(await folder.read('in/empty', 0)).toEqual(new Uint8Array());
  });

  test('[I1] a rename moves and never replaces', async () => {
    const { folder } = rig;
    await folder.write('in/a.part', bytes('new'));
    await folder.write('in/b', bytes('theirs'));
    expect(await refusalOf(folder.rename('in/a.part', 'in/b'))).toEqual(['exists', false]);
    expect(await folder.read('in/b', 100)).toEqual(bytes('theirs'));
    await folder.rename('in/a.part', 'in/a');
    expect(await folder.exists('in/a.part')).toBe(false);
    expect(await folder.read('in/a', 100)).toEqual(bytes('new'));
  });

  test('says what is not there, and that nothing happened', async () => {
    const { folder } = rig;
    expect(await folder.exists('in/none')).toBe(false);
    expect(await refusalOf(folder.read('in/none', 10))).toEqual(['missing', false]);
    expect(await refusalOf(folder.rename('in/none', 'in/b'))).toEqual(['missing', false]);
    expect(await refusalOf(folder.remove('in/none'))).toEqual(['missing', false]);
    expect(await refusalOf(folder.list('none'))).toEqual(['missing', false]);
    await folder.write('in/a', bytes('a'));
    await folder.remove('in/a');
    expect(await folder.exists('in/a')).toBe(false);
  });

  test('[I34] a file beyond the limit is not read', async () => {
    const { folder } = rig;
    await folder.write('out/large', new Uint8Array(2_000));
    expect(await refusalOf(folder.read('out/large', 1_999))).toEqual(['too_large', false]);
    expect((await folder.read('out/large', 2_000)).byteLength).toBe(2_000);
  });

  test.each(['../x', 'in/../../x', 'in\\x', 'in/a\u0000b'])(
    '[RES-14] %j leads nowhere',
    async (path) => {
      const { folder } = rig;
      const attempt = async (): Promise<void> => folder.write(path, bytes('x'));
      expect(await refusalOf(attempt())).toEqual(['denied', false]);
    },
  );
});

describe('a folder of this machine', () => {
  test('links are not followed out of it, and directories are not files', async () => {
    const root = mkdtempSync(join(tmpdir(), 'quittance-folder-'));
    try {
      mkdirSync(join(root, 'in'));
      mkdirSync(join(root, 'in', 'directory'));
      writeFileSync(join(root, 'secret'), 'secret');
      symlinkSync(join(root, 'secret'), join(root, 'in', 'link'));
      const folder = openLocalFolder(root);
      expect(await folder.list('in')).toEqual([]);
      expect(await refusalOf(folder.read('in/link', 100))).toEqual(['denied', false]);
      expect(await refusalOf(folder.write('in/link', bytes('x')))).toEqual(['denied', false]);
      expect(readdirSync(join(root, 'in'))).toEqual(['directory', 'link']);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('a folder behind SFTP', () => {
  let bank: SftpBank;
  const opened: FolderPort[] = [];
  const open = (given: Parameters<typeof sftpFolder>[1] = {}): FolderPort => {
    const folder = sftpFolder(bank, given);
    opened.push(folder);
    return folder;
  };
  beforeEach(async () => {
    bank = await openSftpBank();
  });
  afterEach(async () => {
    for (const folder of opened.splice(0)) await folder.close();
    await bank.close();
  });

  test('[SEC-09] a host with another key is refused before any password is shown', async () => {
    const hostKeyFingerprint = `SHA256:${'A'.repeat(43)}`;
    const folder = open({ hostKeyFingerprint });
    expect(await refusalOf(folder.list('in'))).toEqual(['denied', false]);
  });

  test('a wrong password is denied; a private key opens as well', async () => {
    expect(await refusalOf(open({ password: 'wrong' }).list('in'))).toEqual(['denied', false]);
    const { listener, user } = bank;
    const folder = openSftpFolder({
      host: listener.host,
      port: listener.port,
      username: user.username,
      privateKey: user.privateKey,
      hostKeyFingerprint: listener.hostKeyFingerprint,
      path: '/',
    });
    opened.push(folder);
    expect(await folder.list('in')).toEqual([]);
  });

  test('[FT-11] a bank that is down was never asked; when it is back, work goes on', async () => {
    const folder = open();
    bank.bank.faults.inject('down');
    expect(await refusalOf(folder.write('in/a', bytes('a')))).toEqual(['down', false]);
    bank.bank.faults.clear('down');
    await folder.write('in/a', bytes('a'));
    expect(await folder.exists('in/a')).toBe(true);
  });

  test('[FT-05][I14] a connection lost around a rename may have acted, either way', async () => {
    const folder = open();
    for (const [kind, there] of [
      ['dropBeforeRename', false],
      ['dropAfterRename', true],
    ] as const) {
      await folder.write('in/a.part', bytes('a'));
      bank.bank.faults.inject(kind);
      expect(await refusalOf(folder.rename('in/a.part', 'in/a'))).toEqual(['lost', true]);
      expect(await folder.exists('in/a')).toBe(there);
    }
  });

  test('[FT-05][I14] an answer that stays out for too long may have acted', async () => {
    const folder = open({ operationTimeoutMs: 300 });
    await folder.write('in/a.part', bytes('a'));
    bank.bank.faults.inject('slow', { delayMs: 2_000 });
    expect(await refusalOf(folder.rename('in/a.part', 'in/a'))).toEqual(['lost', true]);
    expect(await refusalOf(folder.exists('in/a'))).toEqual(['lost', false]);
  });

  test('a right that the bank does not give is denied, and nothing happened', async () => {
    const folder = open();
    const attempt = folder.write('archive/a', bytes('a'));
    expect(await refusalOf(attempt)).toEqual(['denied', false]);
  });

  test('the configuration names secrets, and the opener looks them up', async () => {
    const { listener, user } = bank;
    const asked: string[] = [];
    const opener = createFolderOpener((name) => {
      asked.push(name);
      return user.password;
    });
    const folder = await opener({
      kind: 'sftp',
      host: listener.host,
      port: listener.port,
      username: user.username,
      passwordSecret: 'bank-password',
      hostKeyFingerprint: listener.hostKeyFingerprint,
      path: '/in',
    });
    opened.push(folder);
    await folder.write('a', bytes('a'));
    expect(bank.bank.files.stat('/in/a')).not.toBeNull();
    expect(asked).toEqual(['bank-password']);
  });
});
