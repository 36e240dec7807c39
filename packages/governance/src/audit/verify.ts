import type { CheckpointVerifier } from './checkpoint.ts';
import { createFindingSink, type Finding, type FindingSink } from './finding.ts';
import { createObjectLog, type ObjectLog } from './object-log.ts';
import { type LogInput, type LogReport, verifyLog } from './verify-log.ts';
import { type VerifiedTable, verifyTable } from './verify-rows.ts';

export interface VerifyAuditInput extends Omit<LogInput, 'verifier'> {
  /** The key comes from outside the database, like the anchored checkpoints and the salt. */
  readonly checkpointKey: CheckpointVerifier;
  readonly digestSalt: Uint8Array;
  readonly tables: readonly VerifiedTable[];
  /** Hashes of the evidence rows, and how to look at the file behind one. */
  readonly evidence?: {
    readonly hashes: Iterable<string> | AsyncIterable<string>;
    readonly check: (hash: string) => Promise<'present' | 'missing' | 'corrupt'>;
  };
}

export interface AuditReport extends LogReport {
  readonly ok: boolean;
  /** At most `findingsMax` of them; `findingCount` counts all. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  readonly rowsChecked: number;
  readonly evidenceChecked: number;
}

/**
 * Verifies an audit log offline against what lies outside the database: anchored checkpoints,
 * public key, digest salt. Finds leaves that were edited, removed, added, moved or cut off, trees
 * that were rebuilt, rows that differ from their last leaf or have none, leaves whose row is gone,
 * evidence that is missing or altered, and checkpoints that are missing, forged, forked or ahead of
 * the log (I21, AUD-01). Leaves behind the newest anchored checkpoint (`leavesAnchored`) are
 * protected by their hash and by the row digests only, hence the short interval of anchoring.
 * Pure: reads nothing but its input, in one pass over each stream.
 */
export async function verifyAudit(input: VerifyAuditInput): Promise<AuditReport> {
  const findings = createFindingSink();
  const log = createObjectLog();
  const logReport = await verifyLog({ ...input, verifier: input.checkpointKey }, log, findings);
  let rowsChecked = 0;
  for (const table of input.tables) {
    rowsChecked += await verifyTable(table, { salt: input.digestSalt, log, findings });
  }
  const evidenceChecked = await verifyEvidence(input.evidence, log, findings);
  return Object.freeze({
    ...logReport,
    ok: findings.count() === 0,
    findings: findings.list(),
    findingCount: findings.count(),
    rowsChecked,
    evidenceChecked,
  });
}

async function verifyEvidence(
  evidence: VerifyAuditInput['evidence'],
  log: ObjectLog,
  findings: FindingSink,
): Promise<number> {
  if (evidence === undefined) return 0;
  const hashes = new Set(log.evidenceHashes);
  for await (const hash of evidence.hashes) hashes.add(hash);
  for (const hash of hashes) {
    const found = await evidence.check(hash);
    if (found === 'present') continue;
    const code = found === 'missing' ? 'EVIDENCE_MISSING' : 'EVIDENCE_CORRUPT';
    const sentence =
      found === 'missing'
        ? `The evidence file ${hash} is gone.`
        : `The evidence file ${hash} was altered: its bytes do not hash to its name.`;
    findings.add({ code, objectKind: 'evidence', objectId: hash, sentence });
  }
  return hashes.size;
}
