import type { AuditLeaf } from '@quittance/domain';
import {
  type AuditReport,
  createFindingSink,
  findingsMax,
  type FindingSink,
  sealsOfBatches,
  verifiedTable,
  verifyAudit,
} from '@quittance/governance';
import {
  type InstallationKind,
  openVerificationReader,
  type TableName,
  type VerificationReader,
  type VerificationSnapshot,
  versionedTables,
} from '@quittance/store';
import { type CheckpointAnchor, openAnchorFolder } from './anchor-folder.ts';
import { EvidenceChecks } from './evidence-checks.ts';
import { readDigestSalt, readVerifierKey } from './keys.ts';
import { SealChecks } from './seal-checks.ts';

/** How far a verification has come. */
export interface VerifyProgress {
  /** `audit_leaf`, a table, or `evidence`. */
  readonly table: string;
  readonly rows: number;
}

export interface VerifyInstallationInput {
  /** As `quittance_backup`, which may read everything and write nothing. */
  readonly databaseUrl: string;
  readonly kind: InstallationKind;
  readonly anchorFolder: string;
  readonly publicKeyFile: string;
  readonly saltFile: string;
  readonly evidenceFolder: string;
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface InstallationReport extends AuditReport {
  readonly batchesChecked: number;
  /** Checkpoints that lie outside the database. */
  readonly checkpointsAnchored: number;
}

/** Tables whose rows are only ever added, under a leaf of their object's or one of their own. */
const recordTables = [
  'approval_decision',
  'bank_fact',
  'link',
  'match_allocation',
  'outbox_event',
] as const satisfies readonly TableName[];

const progressEvery = 10_000;

/**
 * Verifies a whole installation against what lies outside its database: the anchored checkpoints,
 * the public key, the salt and the evidence files. Reads the database once, in one snapshot and in
 * pieces, and changes nothing; the hub may go on working meanwhile. Errors: `AuditKeyError`, and
 * those of the store when the database cannot be read; what is wrong with the log is a finding.
 */
export async function verifyInstallation(
  input: VerifyInstallationInput,
): Promise<InstallationReport> {
  const checkpointKey = await readVerifierKey(input.publicKeyFile);
  const digestSalt = await readDigestSalt(input.saltFile);
  const anchor = openAnchorFolder(input.anchorFolder);
  const reader = await openVerificationReader({
    connectionString: input.databaseUrl,
    kind: input.kind,
    applicationName: 'quittance verify',
    poolSizeMax: 1,
    // The slowest statement sorts the largest table.
    statementTimeoutMs: 3_600_000,
  });
  try {
    const findings = createFindingSink();
    // What is anchored before the snapshot is taken must be in it, row and all.
    const anchored = await readAnchored(anchor);
    const checked = await reader.snapshot((snapshot) =>
      verifySnapshot({ input, snapshot, anchor, anchored, findings, checkpointKey, digestSalt }),
    );
    await reportMissingRows({ reader, anchored, rows: checked.rows, findings });
    return merge(checked, findings);
  } finally {
    await reader.close();
  }
}

type Anchored = ReadonlyMap<number, string>;

async function readAnchored(anchor: CheckpointAnchor): Promise<Anchored> {
  const notes = new Map<number, string>();
  for await (const { number, note } of anchor.all()) notes.set(number, note);
  return notes;
}

interface Verification extends Pick<
  Parameters<typeof verifyAudit>[0],
  'checkpointKey' | 'digestSalt'
> {
  readonly input: VerifyInstallationInput;
  readonly snapshot: VerificationSnapshot;
  readonly anchor: CheckpointAnchor;
  readonly anchored: Anchored;
  readonly findings: FindingSink;
}

interface Checked {
  readonly report: AuditReport;
  readonly rows: ReadonlySet<number>;
  readonly batchesChecked: number;
  readonly checkpointsAnchored: number;
}

async function verifySnapshot(of: Verification): Promise<Checked> {
  const { input, snapshot, anchored, findings, checkpointKey, digestSalt } = of;
  const seals = new SealChecks(findings, checkpointKey);
  const evidence = new EvidenceChecks(input.evidenceFolder, findings);
  const rows = await seals.readCheckpoints(snapshot.checkpoints());
  // The hub went on between the reading of the anchors and the snapshot.
  const late: string[] = [];
  for (const { number } of rows) {
    const note = anchored.has(number) ? null : await of.anchor.get(number);
    if (note !== null) late.push(note);
  }
  const checkpoints = [...anchored.values(), ...late];
  const report = await verifyAudit({
    leaves: leavesOf(of, { seals, evidence }),
    seals: sealsOfBatches(seals.batches(snapshot.batches()), rows),
    checkpoints,
    checkpointKey,
    digestSalt,
    tables: [...versionedTables, ...recordTables].map((table) =>
      verifiedTable(table, withProgress(input, table, snapshot.rowsForVerification(table))),
    ),
    evidence: {
      hashes: withProgress(
        input,
        'evidence',
        evidence.hashes(snapshot.rowsForVerification('evidence')),
      ),
      check: (hash) => evidence.check(hash),
    },
  });
  return {
    report,
    rows: new Set(rows.map(({ number }) => number)),
    batchesChecked: seals.batchCount,
    checkpointsAnchored: checkpoints.length,
  };
}

/** One pass for all that looks at leaves, of which there may be hundreds of millions. */
async function* leavesOf(
  { input, snapshot }: Verification,
  checks: { readonly seals: SealChecks; readonly evidence: EvidenceChecks },
): AsyncIterable<AuditLeaf> {
  let rows = 0;
  for await (const { position, record } of snapshot.allLeaves()) {
    checks.seals.noteLeaf(position);
    checks.evidence.noteLeaf(record);
    rows += 1;
    if (rows % progressEvery === 0) input.onProgress?.({ table: 'audit_leaf', rows });
    yield record;
  }
  input.onProgress?.({ table: 'audit_leaf', rows });
}

async function* withProgress<Row>(
  input: VerifyInstallationInput,
  table: string,
  rows: AsyncIterable<Row>,
): AsyncIterable<Row> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count % progressEvery === 0) input.onProgress?.({ table, rows: count });
    yield row;
  }
  input.onProgress?.({ table, rows: count });
}

/**
 * The anchor comes before its row, so the newest row may have been on its way when the snapshot was
 * taken: what lacks its row is looked for once more.
 */
async function reportMissingRows(of: {
  readonly reader: VerificationReader;
  readonly anchored: Anchored;
  readonly rows: ReadonlySet<number>;
  readonly findings: FindingSink;
}): Promise<void> {
  const lacking = new Set([...of.anchored.keys()].filter((number) => !of.rows.has(number)));
  if (lacking.size === 0) return;
  await of.reader.snapshot(async (snapshot) => {
    for await (const { number } of snapshot.checkpoints()) lacking.delete(number);
  });
  for (const number of lacking) {
    of.findings.add({
      code: 'CHECKPOINT_MISSING',
      objectKind: 'audit_checkpoint',
      objectId: number.toString(),
      sentence:
        `Checkpoint ${number} is anchored, but its row is gone; or a sealer died before it wrote ` +
        'the row, which the next one does at its start.',
    });
  }
}

function merge(checked: Checked, findings: FindingSink): InstallationReport {
  const { report, batchesChecked, checkpointsAnchored } = checked;
  const findingCount = report.findingCount + findings.count();
  return Object.freeze({
    ...report,
    ok: findingCount === 0,
    findings: [...findings.list(), ...report.findings].slice(0, findingsMax),
    findingCount,
    batchesChecked,
    checkpointsAnchored,
  });
}
