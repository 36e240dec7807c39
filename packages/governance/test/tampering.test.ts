import { generateKeyPairSync } from 'node:crypto';
import { type AuditLeaf, present } from '@quittance/domain';
import { leafHashOf, rowDigest, sealsOfBatches, signCheckpoint } from '@quittance/governance';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  at,
  type Books,
  checkpointKeys,
  honestBooks,
  origin,
  rebuildTree,
  verifyBooks,
} from './log-fixture.ts';

type Tampering = (books: Books, pick: (below: number) => number) => void;

const rehash = (leaf: AuditLeaf): AuditLeaf => ({ ...leaf, leafHash: leafHashOf(leaf) });

function editLeaf(books: Books, index: number, edit: (leaf: AuditLeaf) => AuditLeaf): void {
  books.leaves[index] = edit(present(books.leaves[index], 'a leaf'));
}

const columnsOfLeaf: readonly (keyof AuditLeaf)[] = [
  'id',
  'actorId',
  'verb',
  'objectId',
  'rowDigest',
  'detail',
  'correlationId',
];

const tamperings: Record<string, Tampering> = {
  'a column of a leaf is edited': (books, pick) => {
    const column = present(columnsOfLeaf[pick(columnsOfLeaf.length)], 'a column');
    editLeaf(books, pick(books.leaves.length), (leaf) => ({
      ...leaf,
      [column]: `${leaf[column]}x`,
    }));
  },
  'a leaf is edited and hashed anew': (books, pick) => {
    editLeaf(books, pick(books.leaves.length), (leaf) => rehash({ ...leaf, actorId: 'somebody' }));
  },
  'a leaf is edited and the whole tree rebuilt': (books, pick) => {
    editLeaf(books, pick(books.leaves.length), (leaf) => rehash({ ...leaf, actorId: 'somebody' }));
    rebuildTree(books);
  },
  'a leaf is removed': (books, pick) => {
    books.leaves.splice(pick(books.leaves.length), 1);
  },
  'a leaf is removed and the tree rebuilt': (books, pick) => {
    books.leaves.splice(pick(books.leaves.length), 1);
    rebuildTree(books);
  },
  'a leaf is inserted': (books, pick) => {
    const index = pick(books.leaves.length);
    const leaf = present(books.leaves[index], 'a leaf');
    books.leaves.splice(index, 0, rehash({ ...leaf, objectVersion: 99 }));
    rebuildTree(books);
  },
  'two leaves change places': (books, pick) => {
    const index = pick(books.leaves.length - 1);
    const [first, second] = [books.leaves[index], books.leaves[index + 1]];
    books.leaves[index] = present(second, 'a leaf');
    books.leaves[index + 1] = present(first, 'a leaf');
    rebuildTree(books);
  },
  'the end of the log is cut off': (books, pick) => {
    books.leaves.length -= 1 + pick(books.leaves.length - 1);
  },
  'the whole database is set back to an older state': (books, pick) => {
    const kept = 1 + pick(3);
    books.seals.length = kept;
    books.leaves.length = present(books.seals[kept - 1], 'a seal').treeSize;
    books.payments = [];
  },
  'a seal is removed': (books, pick) => {
    books.seals.splice(pick(books.seals.length), 1);
  },
  'all seals are removed': (books) => {
    books.seals = [];
  },
  'the root of a seal is edited': (books, pick) => {
    const index = pick(books.seals.length);
    const seal = present(books.seals[index], 'a seal');
    books.seals[index] = { ...seal, rootHash: 'f'.repeat(64) };
  },
  'a payment row is edited': (books, pick) => {
    const index = pick(books.payments.length);
    const row = present(books.payments[index], 'a row');
    books.payments[index] = { ...row, amountMinor: row.amountMinor + 1n };
  },
  'a payment row is set back to an older version': (books, pick) => {
    const index = pick(books.payments.length);
    const row = present(books.payments[index], 'a row');
    books.payments[index] = { ...row, version: row.version - 1, state: 'released' };
  },
  'a payment row is edited with a leaf that covers it, salt guessed wrong': (books, pick) => {
    const index = pick(books.payments.length);
    const row = { ...present(books.payments[index], 'a row'), amountMinor: 1n, version: 6 };
    books.payments[index] = row;
    const last = present(books.leaves.at(-1), 'a leaf');
    const wrongSalt = new TextEncoder().encode('a guess of sixteen bytes');
    const digest = rowDigest({ table: 'payment', row, salt: wrongSalt });
    const forged = { ...last, objectKind: 'payment', objectId: row.id, objectVersion: 6 };
    books.leaves.push(rehash({ ...forged, rowDigest: digest, detail: '{}' }));
  },
  'a payment row is removed': (books, pick) => {
    books.payments.splice(pick(books.payments.length), 1);
  },
  'a payment row is inserted': (books) => {
    const row = present(books.payments[0], 'a row');
    books.payments.push({ ...row, id: '99999999-0000-7000-8000-000000000001' });
  },
  'a payment row is there twice': (books, pick) => {
    books.payments.push(present(books.payments[pick(books.payments.length)], 'a row'));
  },
  'a statement line under a common root is edited': (books, pick) => {
    const index = pick(books.lines.length);
    const row = present(books.lines[index], 'a row');
    books.lines[index] = { ...row, amountMinor: row.amountMinor - 1n };
  },
  'a statement line is removed': (books, pick) => {
    books.lines.splice(pick(books.lines.length), 1);
  },
  'a statement line is inserted': (books, pick) => {
    const row = present(books.lines[pick(books.lines.length)], 'a row');
    const id = `${row.id.slice(0, 9)}0000-7000-8000-00000000${pick(2) === 0 ? '0' : 'f'}abc`;
    books.lines.push({ ...row, version: 1, id });
  },
  'an evidence file is gone': (books, pick) => {
    books.evidence.set(present([...books.evidence.keys()][pick(8)], 'a hash'), 'missing');
  },
  'an evidence file and its row are gone': (books, pick) => {
    books.evidence.delete(present([...books.evidence.keys()][pick(8)], 'a hash'));
  },
  'an evidence file is altered': (books, pick) => {
    books.evidence.set(present([...books.evidence.keys()][pick(8)], 'a hash'), 'corrupt');
  },
  'an anchored checkpoint is gone': (books, pick) => {
    books.anchored.splice(pick(books.anchored.length), 1);
  },
  'an anchored checkpoint is edited': (books, pick) => {
    const index = pick(books.anchored.length);
    const text = present(books.anchored[index], 'a checkpoint');
    books.anchored[index] = text.replace('cluster-1', 'cluster-2');
  },
  'a checkpoint is forged with another key': (books) => {
    books.anchored.push(forgedCheckpoint(books, generateKeyPairSync('ed25519')));
  },
  'a checkpoint forks the log with the right key': (books) => {
    books.anchored.push(forgedCheckpoint(books, checkpointKeys));
  },
};

function forgedCheckpoint(books: Books, keys: typeof checkpointKeys): string {
  const treeSize = books.leaves.length;
  const claim = { v: 1, origin, treeSize, rootHash: 'e'.repeat(64), at, clusterId: 'c' } as const;
  return signCheckpoint({ ...claim, previous: null }, { name: origin, ...keys });
}

describe('the offline verifier', () => {
  test('[AUD-01][I21] an untouched log reports nothing, whatever it covers', async () => {
    const report = await verifyBooks(honestBooks());
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ ok: true, leavesChecked: 43, leavesAnchored: 43 });
    expect(report).toMatchObject({ rowsChecked: 82, evidenceChecked: 8 });
  });

  test.each(Object.entries(tamperings))('[AUD-01] it finds that %s', async (_name, tamper) => {
    const books = honestBooks();
    tamper(books, (below) => Math.floor(below / 2));
    const report = await verifyBooks(books);
    expect(report.ok).toBe(false);
    for (const finding of report.findings) {
      expect(finding.objectId).not.toBe('');
      expect(finding.sentence).toMatch(/^[A-Za-z].*\.$/);
    }
  });

  const codesOf = async (tamper: (books: Books) => void): Promise<readonly string[]> => {
    const books = honestBooks();
    tamper(books);
    const report = await verifyBooks(books);
    return [...new Set(report.findings.map((finding) => finding.code))].toSorted();
  };

  test('[AUD-01] it names what happened', async () => {
    const lastLeaf = (books: Books) => present(books.leaves.at(-1), 'a leaf');
    const more = (books: Books, objectVersion: number) =>
      books.leaves.push(rehash({ ...lastLeaf(books), objectVersion }));
    expect(await codesOf((books) => more(books, 2))).toEqual(['VERSION_GAP']);
    expect(await codesOf((books) => (books.seals[3] = numbered(books, 3, 9)))).toEqual([
      'SEAL_BROKEN',
    ]);
    const moved = (books: Books) => {
      books.seals[3] = { ...numbered(books, 3, 4), firstIndex: 1 };
    };
    expect(await codesOf(moved)).toEqual(['SEAL_BROKEN']);
    expect(await codesOf((books) => void books.seals.splice(1, 1))).toEqual(['SEAL_BROKEN']);
    expect(
      await codesOf((books) => {
        books.anchored.splice(1, 1);
        books.seals = books.seals.map((seal) => ({ ...seal, checkpoint: null }));
      }),
    ).toEqual(['CHECKPOINT_MISSING']);
    const cut = await codesOf((books) => (books.leaves.length -= 1));
    expect(cut).toContain('CHECKPOINT_ROLLED_BACK');
    expect(cut).toContain('LEAVES_MISSING');
    expect(await codesOf((books) => more(books, 3.5))).toEqual(['ROW_DIFFERS', 'VERSION_GAP']);
  });

  const numbered = (books: Books, index: number, number: number) => ({
    ...present(books.seals[index], 'a seal'),
    number,
  });

  test('[AUD-01] it finds each of 200 random tamperings', async () => {
    const names = Object.keys(tamperings);
    const property = fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      async (name, numbers) => {
        const books = honestBooks();
        let used = 0;
        const pick = (below: number): number => (numbers[used++ % 3] ?? 0) % below;
        present(tamperings[name], 'a tampering')(books, pick);
        const report = await verifyBooks(books);
        return !report.ok;
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test('seals are read from the batches and checkpoints of a store', async () => {
    const { seals } = honestBooks();
    const batches = seals.map((seal) => ({ ...seal, leafCount: seal.treeSize - seal.firstIndex }));
    const checkpoints = seals.flatMap(({ number, checkpoint }) =>
      checkpoint === null ? [] : [{ number, note: checkpoint }],
    );
    expect(await Array.fromAsync(sealsOfBatches(batches, checkpoints))).toEqual(seals);
  });

  test('leaves behind the last checkpoint are allowed and counted apart', async () => {
    const books = honestBooks();
    const last = present(books.seals.pop(), 'a seal');
    books.anchored.pop();
    const report = await verifyBooks(books);
    expect(report.ok).toBe(true);
    expect(report.leavesAnchored).toBeLessThan(last.treeSize);
  });
});
