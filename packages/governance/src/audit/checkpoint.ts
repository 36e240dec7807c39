import { hash, type KeyObject, sign, verify } from 'node:crypto';
import {
  asInstant,
  assert,
  type Instant,
  isInstant,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { base64Of, bytesOfBase64, bytesOfHex, hexOf, joinBytes, utf8 } from '../bytes.ts';
import { isHashHex } from './merkle.ts';

/** A signed statement of how long the log is and what its root is, anchored outside (I21). */
export interface Checkpoint {
  readonly v: 1;
  /** Names the log, for example `quittance.example/audit`; no blanks, no plus sign. */
  readonly origin: string;
  readonly treeSize: number;
  /** SHA-256 root in hex. */
  readonly rootHash: string;
  /** The checkpoint before this one; null for the first. */
  readonly previous: { readonly treeSize: number; readonly rootHash: string } | null;
  readonly at: Instant;
  /** The database cluster that the log lies in: a restored one has another. */
  readonly clusterId: string;
}

export interface CheckpointSigner {
  /** Name in the signature line, without blanks or plus sign. */
  readonly name: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}
export type CheckpointVerifier = Pick<CheckpointSigner, 'name' | 'publicKey'>;

const namePattern = /^[^\s+]{1,200}$/;

/**
 * Signs a checkpoint as a C2SP signed note (tlog-checkpoint): origin, size, root, extension lines,
 * an empty line and one Ed25519 signature line. Text of a few hundred bytes, fit for a file, a
 * mail or a git commit.
 */
export function signCheckpoint(checkpoint: Checkpoint, signer: CheckpointSigner): string {
  assert(namePattern.test(checkpoint.origin), 'the origin of a log has no blanks and no plus');
  assert(namePattern.test(signer.name), 'the name of a key has no blanks and no plus');
  const body = bodyOf(checkpoint);
  const signature = sign(null, utf8(body), signer.privateKey);
  const stamp = base64Of(joinBytes(keyIdOf(signer), signature));
  return `${body}\n\u2014 ${signer.name} ${stamp}\n`;
}

function bodyOf(checkpoint: Checkpoint): string {
  const { origin, treeSize, rootHash, previous, at, clusterId } = checkpoint;
  assert(Number.isSafeInteger(treeSize) && treeSize >= 0, 'the size of a tree is a whole number');
  assert(namePattern.test(clusterId), 'a cluster identifier has no blanks and no plus');
  const before = previous === null ? 'none' : `${previous.treeSize} ${toBase64(previous.rootHash)}`;
  const lines = [origin, treeSize.toString(), toBase64(rootHash)];
  const extensions = [`v ${checkpoint.v}`, `at ${at}`, `cluster ${clusterId}`];
  return [...lines, ...extensions, `previous ${before}`, ''].join('\n');
}

function toBase64(hashHex: string): string {
  assert(isHashHex(hashHex), 'a root is a SHA-256');
  return base64Of(bytesOfHex(hashHex));
}

/** C2SP signed-note key id: the first four bytes of SHA-256(name, newline, 0x01, public key). */
function keyIdOf(verifier: CheckpointVerifier): Uint8Array {
  const { x } = verifier.publicKey.export({ format: 'jwk' });
  const base64 = `${x?.replaceAll('-', '+').replaceAll('_', '/')}=`;
  const key = bytesOfBase64(base64);
  assert(key?.length === 32, 'the checkpoint key is an Ed25519 key');
  const text = joinBytes(utf8(`${verifier.name}\n`), Uint8Array.of(0x01), key);
  return hash('sha256', text, 'buffer').subarray(0, 4);
}

/** The lines of a note in their order, each with its own group. */
const notePattern = new RegExp(
  [
    /^([^\s+]+)\n(\d{1,16})\n(\S{44})\n/,
    /v 1\nat (\S+)\ncluster ([^\s+]+)\nprevious (none|\d{1,16} \S{44})\n/,
    /\n((?:\u2014 [^\s+]+ \S+\n)+)$/,
  ]
    .map((part) => part.source)
    .join(''),
);

/** Reads and verifies a checkpoint; refuses with a sentence that says what is wrong with it. */
export function verifyCheckpoint(
  text: string,
  verifier: CheckpointVerifier,
): Result<Checkpoint, string> {
  const form = notePattern.exec(text);
  if (form === null) return refuse('it does not have the form of a signed checkpoint');
  const [, origin = '', size = '', root = '', at = '', clusterId = '', before = ''] = form;
  const body = text.slice(0, text.lastIndexOf('\n\n') + 1);
  if (!isSigned({ body, stamps: form[7] ?? '' }, verifier)) {
    return refuse('its signature does not verify with the given key');
  }
  // not money: a count of leaves
  const treeSize = Number(size);
  const rootHash = fromBase64(root);
  const previous = previousOf(before);
  if (rootHash === null || previous === undefined || !isInstant(at)) {
    return refuse('it is signed, but its fields cannot be read');
  }
  const time = asInstant(at);
  return succeed({ v: 1, origin, treeSize, rootHash, previous, at: time, clusterId });
}

function isSigned(
  note: { readonly body: string; readonly stamps: string },
  verifier: CheckpointVerifier,
): boolean {
  const keyId = hexOf(keyIdOf(verifier));
  return note.stamps.split('\n').some((line) => {
    const [, name, stamp] = line.split(' ');
    if (name !== verifier.name || stamp === undefined) return false;
    const bytes = bytesOfBase64(stamp);
    if (bytes?.length !== 68 || hexOf(bytes.subarray(0, 4)) !== keyId) return false;
    return verify(null, utf8(note.body), verifier.publicKey, bytes.subarray(4));
  });
}

function fromBase64(text: string): string | null {
  const bytes = bytesOfBase64(text);
  return bytes?.length === 32 ? hexOf(bytes) : null;
}

/** Undefined when it cannot be read. */
function previousOf(text: string): Checkpoint['previous'] | undefined {
  if (text === 'none') return null;
  const [size = '', root = ''] = text.split(' ');
  const rootHash = fromBase64(root);
  // not money: a count of leaves
  return rootHash === null ? undefined : { treeSize: Number(size), rootHash };
}
