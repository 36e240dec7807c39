import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asInstant } from '@quittance/domain';
import { signCheckpoint, verifyCheckpoint } from '@quittance/governance';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandomBytes } from '../src/adapters/random.ts';
import {
  AuditKeyError,
  openAuditKeys,
  readDigestSalt,
  readVerifierKey,
} from '../src/audit/index.ts';

let folder = '';
const name = 'quittance.test/audit';

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (createMissing = true) => openIn('keys', createMissing);

const openIn = (place: string, createMissing = true) =>
  openAuditKeys({
    folder: join(folder, place),
    name,
    createMissing,
    randomBytes: systemRandomBytes,
  });

test('[AUD-01] keys are made once, in files that only their owner reads', async () => {
  const made = await open();
  const found = await open(false);
  expect(found.digestSalt).toEqual(made.digestSalt);
  expect(made.digestSalt).toHaveLength(32);
  expect(found.signer.publicKey.equals(made.signer.publicKey)).toBe(true);
  expect(statSync(made.files.privateKeyFile).mode & 0o777).toBe(0o600);
  expect(statSync(made.files.saltFile).mode & 0o777).toBe(0o600);
});

test('[AUD-01] the public key file alone verifies what the private key signed', async () => {
  const { signer, files } = await open();
  const verifier = await readVerifierKey(files.publicKeyFile);
  const at = asInstant('2026-11-23T08:00:00.000Z');
  const rootHash = 'ab'.repeat(32);
  const checkpoint = { v: 1, origin: name, treeSize: 7, rootHash, previous: null, at } as const;
  const note = signCheckpoint({ ...checkpoint, clusterId: '42' }, signer);
  expect(verifier.name).toBe(name);
  expect(verifyCheckpoint(note, verifier)).toMatchObject({ ok: true, value: { treeSize: 7 } });
});

test('processes that start at once end up with the same keys', async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => open()));
  const [first] = opened;
  for (const keys of opened) {
    expect(keys.digestSalt).toEqual(first?.digestSalt);
    expect(keys.signer.publicKey.equals(first?.signer.publicKey ?? keys.signer.privateKey)).toBe(
      true,
    );
  }
});

test('a start that was killed half-way is finished by the next one', async () => {
  const made = await open();
  rmSync(made.files.publicKeyFile);
  rmSync(made.files.privateKeyFile);
  const again = await open();
  expect(again.digestSalt).toEqual(made.digestSalt);
});

test('a lost key is never replaced by a new one', async () => {
  const { files } = await open();
  for (const lost of [files.privateKeyFile, files.saltFile]) {
    rmSync(lost);
    await expect(open()).rejects.toThrow(AuditKeyError);
    await expect(open()).rejects.toThrow('missing');
  }
});

test('where nothing was made, nothing is found', async () => {
  await expect(open(false)).rejects.toThrow(AuditKeyError);
});

test('keys that everybody may read or that are damaged are refused', async () => {
  const { files } = await open();
  chmodSync(files.saltFile, 0o644);
  await expect(readDigestSalt(files.saltFile)).rejects.toThrow('chmod 600');
  chmodSync(files.saltFile, 0o600);
  writeFileSync(files.saltFile, 'abc');
  await expect(readDigestSalt(files.saltFile)).rejects.toThrow('no salt');
  writeFileSync(files.publicKeyFile, `${name}+00000000+AAAA\n`);
  await expect(readVerifierKey(files.publicKeyFile)).rejects.toThrow('no verifier key');
  writeFileSync(files.privateKeyFile, 'no key');
  await expect(open()).rejects.toThrow('no Ed25519 key');
});

test('a public key that is not of the private one is refused', async () => {
  const { files } = await open();
  const other = await openIn('other');
  copyFileSync(other.files.publicKeyFile, files.publicKeyFile);
  await expect(open()).rejects.toThrow('is not the key of');
});
