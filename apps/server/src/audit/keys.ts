import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointSigner, CheckpointVerifier } from '@quittance/governance';
import { readTextIfThere, syncFolder, writeNewFile } from './files.ts';

/** The keys of the audit log lie in files, never in the database that they are to guard. */
export interface AuditKeyFiles {
  /** Ed25519, PKCS 8 in PEM; signs checkpoints. Only the sealer needs it. */
  readonly privateKeyFile: string;
  /** One line in the C2SP form of a verifier key: `name+hash+key`; fit for publication. */
  readonly publicKeyFile: string;
  /** Hexadecimal; keys the digests of rows and account numbers. The hub and a verifier need it. */
  readonly saltFile: string;
}

export interface AuditKeys {
  readonly signer: CheckpointSigner;
  readonly digestSalt: Uint8Array;
  readonly files: AuditKeyFiles;
}

/** A key file is not there, cannot be read, or is open to everybody. */
export class AuditKeyError extends Error {
  override readonly name = 'AuditKeyError';
}

const saltBytes = 32;
const privateMode = 0o600;
const publicMode = 0o644;
const ed25519Algorithm = 0x01;
const seedBytes = 32;
/** PKCS 8 of an Ed25519 key up to its seed (RFC 8410, section 7). */
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex');

export type RandomBytes = (count: number) => Uint8Array;

/** Where the keys lie within a folder, which by default is `keys` in the hub's data folder. */
export const auditKeyFiles = (folder: string): AuditKeyFiles => ({
  privateKeyFile: join(folder, 'checkpoint-key.pem'),
  publicKeyFile: join(folder, 'checkpoint-key.pub'),
  saltFile: join(folder, 'digest.salt'),
});

/**
 * Reads the keys; where `createMissing` is set and none were ever made, makes them first. The
 * public key is written last and so says that the set is whole: a folder that has it and lacks
 * another file has lost a key, which no new one can replace. Processes that start at once end up
 * with the same keys. Errors: {@link AuditKeyError}.
 */
export async function openAuditKeys(request: {
  readonly folder: string;
  /** Names the log and its key in every checkpoint; no blanks, no plus sign. */
  readonly name: string;
  readonly createMissing: boolean;
  /** Randomness fit for keys. */
  readonly randomBytes: RandomBytes;
}): Promise<AuditKeys> {
  const files = auditKeyFiles(request.folder);
  const known = await readTextIfThere(files.publicKeyFile);
  if (known === null) {
    if (!request.createMissing) throw missing(files.publicKeyFile);
    await createKeys(files, request);
  }
  return readKeys(files);
}

async function createKeys(
  files: AuditKeyFiles,
  request: {
    readonly folder: string;
    readonly name: string;
    readonly randomBytes: RandomBytes;
  },
): Promise<void> {
  await mkdir(request.folder, { recursive: true, mode: 0o700 });
  const salt = `${Buffer.from(request.randomBytes(saltBytes)).toString('hex')}\n`;
  await writeNewFile({ path: files.saltFile, text: salt, mode: privateMode });
  const der = Buffer.concat([privateKeyHeader, request.randomBytes(seedBytes)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeNewFile({ path: files.privateKeyFile, text: pem, mode: privateMode });
  // Another process may have been first: the public key is that of the file that stands.
  const standing = await readPrivateKey(files.privateKeyFile);
  const line = `${verifierLine(request.name, createPublicKey(standing))}\n`;
  await writeNewFile({ path: files.publicKeyFile, text: line, mode: publicMode });
  await syncFolder(request.folder);
}

async function readKeys(files: AuditKeyFiles): Promise<AuditKeys> {
  const privateKey = await readPrivateKey(files.privateKeyFile);
  const verifier = await readVerifierKey(files.publicKeyFile);
  const digestSalt = await readDigestSalt(files.saltFile);
  if (verifierLine(verifier.name, createPublicKey(privateKey)) !== lineOf(verifier)) {
    throw new AuditKeyError(`${files.publicKeyFile} is not the key of ${files.privateKeyFile}`);
  }
  return { signer: { ...verifier, privateKey }, digestSalt, files };
}

const missing = (path: string): AuditKeyError =>
  new AuditKeyError(`the key file ${path} is missing; restore it from where keys are kept`);

async function readPrivateKey(path: string): Promise<KeyObject> {
  const text = await readPrivateText(path);
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without the text, which is a secret.
  }
  throw new AuditKeyError(`${path} holds no Ed25519 key in PEM`);
}

async function readPrivateText(path: string): Promise<string> {
  const text = await readTextIfThere(path);
  if (text === null) throw missing(path);
  const { mode } = await stat(path);
  if (mode % 8 !== 0) {
    throw new AuditKeyError(`${path} is open to everybody on this machine; run chmod 600 on it`);
  }
  return text;
}

/** Reads the salt of the digests. Errors: {@link AuditKeyError}. */
export async function readDigestSalt(path: string): Promise<Uint8Array> {
  const hex = (await readPrivateText(path)).trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw new AuditKeyError(`${path} holds no salt of ${saltBytes} bytes in hexadecimal`);
  }
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Reads a verifier key, `name+hash+key` (C2SP signed-note). Errors: {@link AuditKeyError}. */
export async function readVerifierKey(path: string): Promise<CheckpointVerifier> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new AuditKeyError(`the key file ${path} cannot be read`, { cause: error });
  }
  const [, name = '', , encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length === 33 && bytes[0] === ed25519Algorithm) {
    const x = bytes.subarray(1).toString('base64url');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x };
    const verifier = { name, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
    if (lineOf(verifier) === text) return verifier;
  }
  throw new AuditKeyError(`${path} holds no verifier key of the form name+hash+key`);
}

const lineOf = (verifier: CheckpointVerifier): string =>
  verifierLine(verifier.name, verifier.publicKey);

function verifierLine(name: string, publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  const key = Buffer.concat([Uint8Array.of(ed25519Algorithm), Buffer.from(x ?? '', 'base64url')]);
  const id = createHash('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8);
  return `${name}+${id}+${key.toString('base64')}`;
}
