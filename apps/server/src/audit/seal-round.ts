import { assert, type Instant, millisecondsBetween, present } from '@quittance/domain';
import {
  type Checkpoint,
  type CheckpointSigner,
  leafHashOf,
  signCheckpoint,
  verifyCheckpoint,
} from '@quittance/governance';
import type { Appended, SealStore } from '@quittance/store';
import type { CheckpointAnchor } from './anchor-folder.ts';
import { AnchorFailed } from './sealer-alarm.ts';
import {
  carryOn,
  catchUp,
  SealedLogChanged,
  type SealedTree,
  type TreeMemory,
} from './sealed-tree.ts';

/** At most so many leaves a batch, and at most so many until the next checkpoint (I21). */
export const leavesPerCheckpointMax = 1_000;

export interface RoundPorts {
  readonly sealStore: SealStore;
  readonly signer: CheckpointSigner;
  readonly anchor: CheckpointAnchor;
  readonly now: () => Instant;
  readonly treeMemory?: TreeMemory;
  /** Hears of a leaf that was changed before it could be sealed. */
  readonly onAlteredLeaf: (sentence: string) => void;
}

/** What a sealer knows from one round to the next. */
export interface SealState {
  readonly tree: SealedTree;
  /** The newest checkpoint that lies outside the database. */
  readonly anchored: Checkpoint | null;
  /** Sealing never goes back in time, even where the clock does. */
  readonly latest: Instant | null;
  /** The cluster of the last batch: what was restored elsewhere is another log. */
  readonly clusterId: string | null;
}

/** What is known before a round; after a failed one, only the tree. */
export interface KnownState {
  readonly state: SealState | null;
  readonly tree: SealedTree | null;
}

export interface RoundResult {
  readonly state: SealState;
  readonly sealed: number;
}

/** Reads where sealing stands, and holds it against what is anchored. */
async function openState(ports: RoundPorts, own: SealedTree | null): Promise<SealState> {
  const { sealStore, anchor } = ports;
  const newest = await anchor.newest();
  const anchored = newest === null ? null : readAnchored(ports, newest.note);
  const remembered = own === null ? ((await ports.treeMemory?.read()) ?? null) : null;
  const tree = await catchUp(sealStore, { own, remembered, anchored });
  const last = await sealStore.lastBatch();
  const latest = last?.sealedAt ?? null;
  const clusterId = last?.last.clusterIdentifier ?? null;
  if (newest === null || anchored === null) return { tree, anchored: null, latest, clusterId };
  // A sealer may have died between the anchor and the row.
  const row = await sealStore.lastCheckpoint();
  if ((row?.number ?? 0) < newest.number)
    await writeRow(ports, { ...newest, checkpoint: anchored });
  return { tree, anchored, latest: laterOf(latest, anchored.at), clusterId };
}

function readAnchored(ports: RoundPorts, note: string): Checkpoint {
  const read = verifyCheckpoint(note, ports.signer);
  if (read.ok) return read.value;
  throw new SealedLogChanged(`the newest anchored checkpoint is bad: ${read.error}`);
}

/** Seals every leaf behind the horizon, and anchors a checkpoint where one is due. */
export async function sealRound(
  ports: RoundPorts,
  known: KnownState,
  due: { readonly checkpointMs: number; readonly demanded: boolean },
): Promise<RoundResult> {
  let state = await current(ports, known);
  let sealed = 0;
  for (;;) {
    const leaves = await ports.sealStore.unsealedLeaves(leavesPerCheckpointMax);
    if (leaves.length > 0) state = await sealLeaves(ports, state, leaves);
    sealed += leaves.length;
    const more = leaves.length === leavesPerCheckpointMax;
    if (more || isDue(ports, state, due)) state = await anchorState(ports, state);
    if (!more) return { state, sealed };
  }
}

/** Another sealer may have sealed or signed meanwhile, or somebody may have set the log back. */
async function current(ports: RoundPorts, known: KnownState): Promise<SealState> {
  const { state, tree } = known;
  if (state === null) return openState(ports, tree);
  const last = await ports.sealStore.lastBatch();
  const { number, accumulator } = state.tree;
  const unmoved = (last?.number ?? 0) === number;
  const same = last === null || last.rootHash === accumulator.root();
  // Nothing may be sealed before the time of a checkpoint, whoever signed it by whatever clock.
  const row = await ports.sealStore.lastCheckpoint();
  const unsigned = (row?.leafCount ?? 0n) === BigInt(state.anchored?.treeSize ?? 0);
  return unmoved && same && unsigned ? state : openState(ports, state.tree);
}

async function sealLeaves(
  ports: RoundPorts,
  state: SealState,
  leaves: readonly Appended<'audit_leaf'>[],
): Promise<SealState> {
  const { tree } = state;
  const first = leaves.at(0);
  const last = leaves.at(-1);
  assert(first !== undefined && last !== undefined, 'a batch holds at least one leaf');
  const accumulator = carryOn(tree);
  for (const { record } of leaves) {
    if (leafHashOf(record) !== record.leafHash) {
      const { id, objectKind, objectId } = record;
      ports.onAlteredLeaf(`Leaf ${id} of ${objectKind} ${objectId} does not fit its hash.`);
    }
    accumulator.append(record.leafHash);
  }
  const number = tree.number + 1;
  const sealedAt = laterOf(state.latest, ports.now());
  await ports.sealStore.writeBatch({
    number,
    first: first.position,
    last: last.position,
    leafCount: leaves.length,
    rootHash: accumulator.root(),
    previousRootHash: tree.number === 0 ? null : tree.accumulator.root(),
    sealedAt,
  });
  const clusterId = last.position.clusterIdentifier;
  return { ...state, tree: { number, accumulator }, latest: sealedAt, clusterId };
}

function isDue(
  ports: RoundPorts,
  { tree, anchored }: SealState,
  due: { readonly checkpointMs: number; readonly demanded: boolean },
): boolean {
  const waiting = tree.accumulator.size() - (anchored?.treeSize ?? 0);
  if (waiting === 0) return false;
  if (due.demanded || waiting >= leavesPerCheckpointMax || anchored === null) return true;
  return millisecondsBetween(anchored.at, ports.now()) >= due.checkpointMs;
}

/** The anchor comes first: a row without its anchor would look like a forgery. */
async function anchorState(ports: RoundPorts, state: SealState): Promise<SealState> {
  const { tree, anchored } = state;
  const checkpoint: Checkpoint = {
    v: 1,
    origin: ports.signer.name,
    treeSize: tree.accumulator.size(),
    rootHash: tree.accumulator.root(),
    previous:
      anchored === null ? null : { treeSize: anchored.treeSize, rootHash: anchored.rootHash },
    at: laterOf(state.latest, ports.now()),
    clusterId: present(state.clusterId, 'the cluster of what is sealed'),
  };
  const note = signCheckpoint(checkpoint, ports.signer);
  try {
    await ports.anchor.put({ number: tree.number, note });
  } catch (error) {
    throw new AnchorFailed(`checkpoint ${tree.number} was not anchored`, { cause: error });
  }
  await writeRow(ports, { number: tree.number, note, checkpoint });
  await ports.treeMemory?.write(tree);
  return { ...state, anchored: checkpoint, latest: checkpoint.at };
}

async function writeRow(
  ports: RoundPorts,
  of: { readonly number: number; readonly note: string; readonly checkpoint: Checkpoint },
): Promise<void> {
  const { number, note, checkpoint } = of;
  const { treeSize, rootHash, at: signedAt } = checkpoint;
  const leafCount = BigInt(treeSize);
  await ports.sealStore.writeCheckpoint({ number, leafCount, rootHash, note, signedAt });
}

const laterOf = (left: Instant | null, right: Instant): Instant =>
  left !== null && left > right ? left : right;
