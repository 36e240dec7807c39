/** What a verifier may find; each is a reason not to trust the object until it is explained. */
export type FindingCode =
  | 'LEAF_ALTERED'
  | 'LEAF_MALFORMED'
  | 'LEAVES_MISSING'
  | 'TREE_DIFFERS'
  | 'SEAL_BROKEN'
  | 'VERSION_GAP'
  | 'CHECKPOINT_INVALID'
  | 'CHECKPOINT_MISSING'
  | 'CHECKPOINT_FORKED'
  | 'CHECKPOINT_ROLLED_BACK'
  | 'ROW_DIFFERS'
  | 'ROW_WITHOUT_LEAF'
  | 'ROW_MISSING'
  | 'ROW_TWICE'
  | 'MEMBERS_DIFFER'
  | 'EVIDENCE_MISSING'
  | 'EVIDENCE_CORRUPT';

export interface Finding {
  readonly code: FindingCode;
  readonly objectKind: string;
  readonly objectId: string;
  /** Plain words for a reader who does not know the log's form. */
  readonly sentence: string;
}

/** A ruined database must not exhaust the memory of its verifier: more are counted, not kept. */
export const findingsMax = 1_000;

/** Collects findings up to {@link findingsMax} and counts all of them. */
export interface FindingSink {
  add(finding: Finding): void;
  count(): number;
  list(): readonly Finding[];
}

/** An empty sink. */
export function createFindingSink(): FindingSink {
  const kept: Finding[] = [];
  let count = 0;
  return {
    add(finding) {
      count += 1;
      if (kept.length < findingsMax) kept.push(Object.freeze(finding));
    },
    count: () => count,
    list: () => kept,
  };
}
