import { generateKeyPairSync } from 'node:crypto';
import {
  asId,
  asInstant,
  type AuditLeaf,
  type CorrelationId,
  type EntityId,
  type Id,
} from '@quittance/domain';
import {
  type AuditSeal,
  auditMembers,
  type AuditedRow,
  createMerkleAccumulator,
  makeAuditLeaf,
  rowDigest,
  signCheckpoint,
  verifiedTable,
  verifyAudit,
} from '@quittance/governance';

export const at = asInstant('2026-11-23T08:00:00.000Z');
export const salt = new TextEncoder().encode('an audit salt of the installation');
export const checkpointKeys = generateKeyPairSync('ed25519');
export const origin = 'quittance.test/audit';
export const entityId: EntityId = asId('00000000-0000-7000-8000-0000000000ee');
const correlationId: CorrelationId = asId('00000000-0000-7000-8000-0000000000cc');

export const uuid = <Kind extends string>(prefix: string, number: number): Id<Kind> =>
  asId(`${prefix}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`);

export interface PaymentRow extends AuditedRow {
  readonly version: number;
  readonly state: string;
  readonly amountMinor: bigint;
  readonly note: string | null;
}

/** Everything that an attacker with full rights in the database may write, and what he may not. */
export interface Books {
  leaves: AuditLeaf[];
  seals: AuditSeal[];
  payments: PaymentRow[];
  lines: (AuditedRow & { readonly statementId: string; readonly amountMinor: bigint })[];
  statements: AuditedRow[];
  evidence: Map<string, 'present' | 'missing' | 'corrupt'>;
  anchored: string[];
}

const paymentStates = ['draft', 'validated', 'approved', 'released', 'settled'];

/** An honest log: payments that move on, and a statement whose lines lie under one leaf. */
export function honestBooks(): Books {
  const books: Books = {
    leaves: [],
    seals: [],
    payments: [],
    lines: [],
    statements: [],
    evidence: new Map(),
    anchored: [],
  };
  for (let version = 1; version <= 5; version += 1) {
    for (let number = 0; number < 8; number += 1) movePayment(books, number, version);
    sealAll(books, version % 2 === 1);
  }
  loadStatement(books, { number: 1, count: 12 });
  loadStatement(books, { number: 2, count: 60 });
  moveLine(books);
  sealAll(books, true);
  return books;
}

function addLeaf(
  books: Books,
  leaf: Pick<Parameters<typeof makeAuditLeaf>[0], 'verb'> &
    Partial<Parameters<typeof makeAuditLeaf>[0]> & {
      readonly objectKind: string;
      readonly row: AuditedRow;
    },
): void {
  const { row, objectKind, ...rest } = leaf;
  books.leaves.push(
    makeAuditLeaf({
      id: uuid<'leaf'>('11111111', books.leaves.length),
      entityId,
      at,
      actor: { kind: 'service', id: 'hub' },
      correlationId,
      objectId: row.id,
      objectVersion: row.version ?? 1,
      rowDigest: rowDigest({ table: objectKind, row, salt }),
      ...rest,
      objectKind,
    }),
  );
}

function movePayment(books: Books, number: number, version: number): void {
  const row: PaymentRow = {
    id: uuid('22222222', number),
    version,
    state: paymentStates[version - 1] ?? 'settled',
    amountMinor: 100_00n + BigInt(number),
    note: null,
  };
  books.payments = [...books.payments.filter(({ id }) => id !== row.id), row];
  const hash = number.toString(16).padStart(64, 'a');
  if (version === 5) books.evidence.set(hash, 'present');
  const evidenceHashes = version === 5 ? [hash] : [];
  addLeaf(books, { verb: 'movePayment', objectKind: 'payment', row, evidenceHashes });
}

function loadStatement(
  books: Books,
  of: { readonly number: number; readonly count: number },
): void {
  const statement = { id: uuid<'statement'>('33333333', of.number), version: 1 };
  books.statements.push(statement);
  const lines: Books['lines'] = [];
  for (let number = 0; number < of.count; number += 1) {
    lines.push({
      id: uuid(`4444444${of.number}`, number),
      version: 1,
      statementId: statement.id,
      amountMinor: -50_00n - BigInt(number),
    });
  }
  books.lines.push(...lines);
  const members = [auditMembers({ table: 'statement_line', rows: lines, salt })];
  addLeaf(books, { verb: 'importStatement', objectKind: 'statement', row: statement, members });
}

function moveLine(books: Books): void {
  const [before, ...others] = books.lines;
  if (before === undefined) throw new Error('there are lines');
  const row = { ...before, version: 2, state: 'matched' };
  books.lines = [...others, row];
  const previousRowDigest = rowDigest({ table: 'statement_line', row: before, salt });
  addLeaf(books, { verb: 'matchLine', objectKind: 'statement_line', row, previousRowDigest });
}

/** Seals what is not sealed yet, and anchors a checkpoint when asked. */
export function sealAll(books: Books, anchor: boolean): void {
  const last = books.seals.at(-1);
  const tree = createMerkleAccumulator();
  for (const leaf of books.leaves) tree.append(leaf.leafHash);
  const checkpoint = anchor ? checkpointOf(books, tree.root()) : null;
  books.seals.push({
    v: 1,
    number: (last?.number ?? 0) + 1,
    firstIndex: last?.treeSize ?? 0,
    treeSize: tree.size(),
    rootHash: tree.root(),
    sealedAt: at,
    checkpoint,
  });
  if (checkpoint !== null) books.anchored.push(checkpoint);
}

function checkpointOf(books: Books, rootHash: string): string {
  const before = books.seals.findLast((seal) => seal.checkpoint !== null);
  return signCheckpoint(
    {
      v: 1,
      origin,
      treeSize: books.leaves.length,
      rootHash,
      previous:
        before === undefined ? null : { treeSize: before.treeSize, rootHash: before.rootHash },
      at,
      clusterId: 'cluster-1',
    },
    { name: origin, ...checkpointKeys },
  );
}

/** Makes roots and leaf hashes anew after an edit, as an attacker would who knows the format. */
export function rebuildTree(books: Books): void {
  const sizes = books.seals.map((seal) => seal.treeSize);
  const tree = createMerkleAccumulator();
  const roots = new Map<number, string>();
  for (const leaf of books.leaves) {
    tree.append(leaf.leafHash);
    roots.set(tree.size(), tree.root());
  }
  books.seals = books.seals.map((seal, index) => ({
    ...seal,
    rootHash: roots.get(sizes[index] ?? 0) ?? seal.rootHash,
  }));
}

export const verifyBooks = (books: Books) =>
  verifyAudit({
    leaves: books.leaves,
    seals: books.seals,
    checkpoints: books.anchored,
    checkpointKey: { name: origin, publicKey: checkpointKeys.publicKey },
    digestSalt: salt,
    tables: [
      verifiedTable('payment', books.payments),
      verifiedTable('statement', books.statements),
      verifiedTable('statement_line', books.lines),
    ],
    evidence: {
      hashes: books.evidence.keys(),
      check: async (hash) => books.evidence.get(hash) ?? 'missing',
    },
  });
