import { generateKeyPairSync } from 'node:crypto';
import { asInstant } from '@quittance/domain';
import { type Checkpoint, signCheckpoint, verifyCheckpoint } from '@quittance/governance';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const keys = generateKeyPairSync('ed25519');
const name = 'quittance.test/audit';
const checkpoint: Checkpoint = {
  v: 1,
  origin: name,
  treeSize: 1042,
  rootHash: 'ab'.repeat(32),
  previous: { treeSize: 1000, rootHash: 'cd'.repeat(32) },
  at: asInstant('2026-11-23T08:00:00.000Z'),
  clusterId: '7412345678901234567',
};

describe('checkpoints', () => {
  test('a signed one reads back as it was', () => {
    for (const previous of [checkpoint.previous, null]) {
      const text = signCheckpoint({ ...checkpoint, previous }, { name, ...keys });
      expect(verifyCheckpoint(text, { name, publicKey: keys.publicKey })).toEqual({
        ok: true,
        value: { ...checkpoint, previous },
      });
    }
  });

  test('it is a note that people can read', () => {
    const lines = signCheckpoint(checkpoint, { name, ...keys }).split('\n');
    expect(lines.slice(0, 2)).toEqual([name, '1042']);
    expect(lines).toContain('v 1');
    expect(lines.at(-2)).toMatch(/^\u2014 quittance\.test\/audit [A-Za-z0-9+/]+=*$/);
  });

  test('another key, and another name for the same key, do not verify', () => {
    const text = signCheckpoint(checkpoint, { name, ...keys });
    const other = generateKeyPairSync('ed25519');
    expect(verifyCheckpoint(text, { name, publicKey: other.publicKey }).ok).toBe(false);
    const renamed = verifyCheckpoint(text, { name: 'other', publicKey: keys.publicKey });
    expect(renamed.ok).toBe(false);
  });

  test('[AUD-01] no changed character passes', () => {
    const text = signCheckpoint(checkpoint, { name, ...keys });
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom('0', 'A', '\n', ' '),
        (i, c) => {
          const changed = text.slice(0, i) + c + text.slice(i + 1);
          if (changed === text) return;
          expect(verifyCheckpoint(changed, { name, publicKey: keys.publicKey }).ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('anything else is refused with a sentence', () => {
    for (const text of ['', 'hello', '\n\n', `${name}\n1\n`]) {
      const read = verifyCheckpoint(text, { name, publicKey: keys.publicKey });
      expect(read).toEqual({
        ok: false,
        error: 'it does not have the form of a signed checkpoint',
      });
    }
  });
});
