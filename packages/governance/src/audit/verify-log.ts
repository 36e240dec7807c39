import type { AuditLeaf, Instant } from '@quittance/domain';
import { type Checkpoint, type CheckpointVerifier, verifyCheckpoint } from './checkpoint.ts';
import type { FindingSink } from './finding.ts';
import { leafHashOf } from './leaf.ts';
import { createMerkleAccumulator, isHashHex, type MerkleAccumulator } from './merkle.ts';
import { type ObjectLog, recordLeaf } from './object-log.ts';

/** One sealed batch of leaves, as the sealer stores it: sizes and roots, never leaves. */
export interface AuditSeal {
  readonly v: number;
  /** 1 for the first; the next has one more. */
  readonly number: number;
  /** Leaves before this batch. */
  readonly firstIndex: number;
  /** Leaves up to and including this batch. */
  readonly treeSize: number;
  readonly rootHash: string;
  readonly sealedAt: Instant;
  /** The signed checkpoint of this size as it was anchored, or null where none was made. */
  readonly checkpoint: string | null;
}

/**
 * Reads seals from sealed batches as a store keeps them: consecutive, each with the root of ALL
 * leaves up to its end, and the signed checkpoints by the number of their batch.
 */
export async function* sealsOfBatches(
  batches: Iterated<
    Pick<AuditSeal, 'number' | 'rootHash' | 'sealedAt'> & { readonly leafCount: number }
  >,
  checkpoints: Iterated<{ readonly number: number; readonly note: string }>,
): AsyncIterable<AuditSeal> {
  const notes = new Map<number, string>();
  for await (const { number, note } of checkpoints) notes.set(number, note);
  let firstIndex = 0;
  for await (const { number, leafCount, rootHash, sealedAt } of batches) {
    const treeSize = firstIndex + leafCount;
    const checkpoint = notes.get(number) ?? null;
    yield { v: 1, number, firstIndex, treeSize, rootHash, sealedAt, checkpoint };
    firstIndex = treeSize;
  }
}

type Iterated<Value> = Iterable<Value> | AsyncIterable<Value>;

export interface LogInput {
  /** In sealed order; unsealed ones follow. */
  readonly leaves: Iterated<AuditLeaf>;
  readonly seals: Iterated<AuditSeal>;
  /** Every checkpoint text found in an anchor outside the database. */
  readonly checkpoints: readonly string[];
  readonly verifier: CheckpointVerifier;
}

export interface LogReport {
  readonly leavesChecked: number;
  /** Leaves that an anchored checkpoint covers: no right in the database can change these. */
  readonly leavesAnchored: number;
  readonly rootHash: string;
}

/** A root that the tree must have at a size, and who says so. */
interface Claim {
  readonly rootHash: string;
  readonly source: 'seal' | 'checkpoint';
  readonly id: string;
}

/** Walks the log once, in constant memory but for the objects, and holds it against its claims. */
export async function verifyLog(
  input: LogInput,
  log: ObjectLog,
  findings: FindingSink,
): Promise<LogReport> {
  const claims = new Map<number, Claim[]>();
  const checkpoints = readCheckpoints(input, findings);
  for (const checkpoint of checkpoints) {
    const id = `${checkpoint.origin}@${checkpoint.treeSize}`;
    addClaim(claims, checkpoint.treeSize, {
      rootHash: checkpoint.rootHash,
      source: 'checkpoint',
      id,
    });
  }
  await readSeals(input, { claims, findings });
  const tree = createMerkleAccumulator();
  checkClaims(tree, { claims, findings });
  for await (const leaf of input.leaves) {
    checkLeaf(leaf, findings);
    tree.append(isHashHex(leaf.leafHash) ? leaf.leafHash : leafHashOf(leaf));
    recordLeaf(log, leaf, findings);
    checkClaims(tree, { claims, findings });
  }
  reportMissingLeaves(tree.size(), { claims, findings });
  return {
    leavesChecked: tree.size(),
    leavesAnchored: Math.min(tree.size(), checkpoints.at(-1)?.treeSize ?? 0),
    rootHash: tree.root(),
  };
}

interface ClaimContext {
  readonly claims: Map<number, Claim[]>;
  readonly findings: FindingSink;
}

function addClaim(claims: Map<number, Claim[]>, treeSize: number, claim: Claim): void {
  const known = claims.get(treeSize);
  if (known === undefined) claims.set(treeSize, [claim]);
  else known.push(claim);
}

function checkLeaf(leaf: AuditLeaf, findings: FindingSink): void {
  if (leafHashOf(leaf) === leaf.leafHash) return;
  findings.add({
    code: 'LEAF_ALTERED',
    objectKind: leaf.objectKind,
    objectId: leaf.objectId,
    sentence: `Leaf ${leaf.id} (${leaf.verb}) was altered: its content does not fit its hash.`,
  });
}

function checkClaims(tree: MerkleAccumulator, context: ClaimContext): void {
  const claims = context.claims.get(tree.size());
  if (claims === undefined) return;
  const root = tree.root();
  for (const claim of claims) {
    if (claim.rootHash === root) continue;
    const said = claim.source === 'seal' ? 'was sealed' : 'was signed and anchored';
    context.findings.add({
      code: 'TREE_DIFFERS',
      objectKind: `audit_${claim.source}`,
      objectId: claim.id,
      sentence:
        `The first ${tree.size()} leaves are not those of which the root ${said}: ` +
        'one was edited, removed, added or moved.',
    });
  }
}

function reportMissingLeaves(size: number, context: ClaimContext): void {
  for (const [treeSize, claims] of context.claims) {
    if (treeSize <= size) continue;
    for (const claim of claims) {
      const rolledBack = claim.source === 'checkpoint';
      context.findings.add({
        code: rolledBack ? 'CHECKPOINT_ROLLED_BACK' : 'LEAVES_MISSING',
        objectKind: `audit_${claim.source}`,
        objectId: claim.id,
        sentence: rolledBack
          ? `A checkpoint was anchored for ${treeSize} leaves, but the log has only ${size}: it ` +
            'was cut off or set back.'
          : `Seal ${claim.id} covers ${treeSize} leaves, but the log has only ${size}.`,
      });
    }
  }
}

/** Verified checkpoints, smallest tree first. Reports forged, forked and missing ones. */
function readCheckpoints(input: LogInput, findings: FindingSink): readonly Checkpoint[] {
  const bySize = new Map<number, Checkpoint>();
  const report = (code: 'CHECKPOINT_INVALID' | 'CHECKPOINT_FORKED', id: string, why: string) =>
    findings.add({ code, objectKind: 'audit_checkpoint', objectId: id, sentence: why });
  for (const [index, text] of input.checkpoints.entries()) {
    const read = verifyCheckpoint(text, input.verifier);
    if (!read.ok) {
      report(
        'CHECKPOINT_INVALID',
        `anchor ${index + 1}`,
        `An anchored text is bad: ${read.error}.`,
      );
      continue;
    }
    const checkpoint = read.value;
    const known = bySize.get(checkpoint.treeSize);
    if (known !== undefined && known.rootHash !== checkpoint.rootHash) {
      const why = `Two checkpoints of ${checkpoint.treeSize} leaves name different roots.`;
      report('CHECKPOINT_FORKED', `${checkpoint.origin}@${checkpoint.treeSize}`, why);
    }
    if (known === undefined) bySize.set(checkpoint.treeSize, checkpoint);
  }
  const sorted = [...bySize.values()].toSorted((left, right) => left.treeSize - right.treeSize);
  for (const checkpoint of sorted) checkPrevious({ checkpoint, sorted, bySize }, findings);
  return sorted;
}

function checkPrevious(
  given: {
    readonly checkpoint: Checkpoint;
    readonly sorted: readonly Checkpoint[];
    readonly bySize: ReadonlyMap<number, Checkpoint>;
  },
  findings: FindingSink,
): void {
  const { checkpoint, sorted, bySize } = given;
  const objectId = `${checkpoint.origin}@${checkpoint.treeSize}`;
  const objectKind = 'audit_checkpoint';
  const { previous } = checkpoint;
  if (previous === null) {
    if (checkpoint === sorted.at(0)) return;
    const sentence = `The checkpoint of ${checkpoint.treeSize} leaves denies those before it.`;
    findings.add({ code: 'CHECKPOINT_FORKED', objectKind, objectId, sentence });
    return;
  }
  const named = bySize.get(previous.treeSize);
  if (named?.rootHash === previous.rootHash) return;
  findings.add({
    code: named === undefined ? 'CHECKPOINT_MISSING' : 'CHECKPOINT_FORKED',
    objectKind,
    objectId,
    sentence:
      named === undefined
        ? `The checkpoint of ${previous.treeSize} leaves is no longer among the anchored ones.`
        : `The checkpoint of ${checkpoint.treeSize} leaves follows a history that is not anchored.`,
  });
}

/** Seals must follow one another without a gap, and their checkpoints must be anchored. */
async function readSeals(input: LogInput, context: ClaimContext): Promise<void> {
  const anchored = new Set(input.checkpoints);
  let number = 0;
  let treeSize = 0;
  for await (const seal of input.seals) {
    const objectId = seal.number.toString();
    if (
      seal.number !== number + 1 ||
      seal.firstIndex !== treeSize ||
      seal.treeSize <= seal.firstIndex
    ) {
      const sentence = `Seal ${objectId} does not follow seal ${number}, ending at ${treeSize}.`;
      context.findings.add({ code: 'SEAL_BROKEN', objectKind: 'audit_seal', objectId, sentence });
    }
    addClaim(context.claims, seal.treeSize, {
      rootHash: seal.rootHash,
      source: 'seal',
      id: objectId,
    });
    if (seal.checkpoint !== null && !anchored.has(seal.checkpoint)) {
      context.findings.add({
        code: 'CHECKPOINT_MISSING',
        objectKind: 'audit_seal',
        objectId,
        sentence: `The checkpoint of seal ${objectId} is not among the anchored ones.`,
      });
    }
    number = seal.number;
    treeSize = seal.treeSize;
  }
  checkCoverage(treeSize, context);
}

/** The newest anchored checkpoint is never ahead of the seals: sealing comes first. */
function checkCoverage(sealed: number, context: ClaimContext): void {
  for (const [treeSize, claims] of context.claims) {
    const ahead = claims.find((claim) => claim.source === 'checkpoint');
    if (treeSize <= sealed || ahead === undefined) continue;
    context.findings.add({
      code: 'SEAL_BROKEN',
      objectKind: 'audit_checkpoint',
      objectId: ahead.id,
      sentence: `A checkpoint covers ${treeSize} leaves, but the seals end at ${sealed}.`,
    });
  }
}
