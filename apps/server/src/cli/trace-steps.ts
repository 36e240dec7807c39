import type { AuditLeaf, StoredBankFact } from '@quittance/domain';
import type { PaymentTrace } from '@quittance/store';
import { z } from 'zod';

/** The stages of a payment in business order, whatever the order in which news arrived. */
export const stages = [
  'bill',
  'proposal',
  'validation',
  'approval',
  'release',
  'attempt',
  'bankAnswer',
  'statementEntry',
  'match',
  'accounts',
  'reconciliation',
  'remittance',
  'case',
] as const;
export type Stage = (typeof stages)[number];

/** One step of a payment's way: when, who, what, and the evidence for it. */
export interface TraceStep {
  readonly stage: Stage;
  readonly at: string;
  readonly actor: {
    readonly kind: 'person' | 'service' | 'bank';
    readonly id: string;
    readonly name: string;
  };
  readonly what: string;
  /** SHA-256 of the file that proves it; of the audit leaf for what no file proves. */
  readonly evidenceHash: string;
  readonly evidence: 'file' | 'auditLeaf';
  readonly correlationId: string;
  /** The content that was validated, approved or released. */
  readonly contentHash: string | null;
  /** What the step's object is known as outside, by scheme. */
  readonly externalIds: readonly { readonly scheme: string; readonly id: string }[];
}

/** Names of persons by id. */
export type Names = ReadonlyMap<string, string>;

const stageByVerb: Readonly<Record<string, Stage>> = {
  'proposal.create': 'proposal',
  'payment.create': 'proposal',
  'payment.validate': 'validation',
  'payment.invalidate': 'validation',
  'batch.requestRelease': 'release',
  'batch.release': 'release',
  'batch.cancel': 'release',
  'batch.close': 'release',
  'payment.release': 'release',
  'payment.holdBack': 'release',
  'payment.cancel': 'release',
  'payment.recordEvidence': 'bankAnswer',
  'payment.registeredInAccounts': 'accounts',
  'payment.postedInAccounts': 'accounts',
  'payment.withdrawnInAccounts': 'accounts',
  'payment.reconcile': 'reconciliation',
  'payment.unreconcile': 'reconciliation',
  'payment.sendRemittance': 'remittance',
  'line.post': 'accounts',
  'line.unmatch': 'reconciliation',
  'match.post': 'reconciliation',
  'match.undo': 'reconciliation',
};

const stageByKind: Readonly<Record<string, Stage>> = {
  open_item: 'bill',
  approval: 'approval',
  payment_batch: 'approval',
  payment: 'approval',
  attempt: 'attempt',
  statement_line: 'match',
  match: 'match',
  exception_case: 'case',
};

const stageOf = ({ verb, objectKind }: AuditLeaf): Stage =>
  stageByVerb[verb] ?? stageByKind[objectKind] ?? 'case';

const detailSchema = z.object({
  changes: z.record(z.string(), z.unknown()).optional(),
  evidenceHashes: z.array(z.string()).optional(),
});

/** Every step in business order; within a stage in the order in which it was committed. */
export function stepsOf(trace: PaymentTrace, names: Names): readonly TraceStep[] {
  const ids = externalIdsOf(trace);
  const leaves = trace.leaves.map((leaf) => ({ leaf, detail: detailOf(leaf) }));
  const steps: TraceStep[] = [];
  for (const { leaf, detail } of leaves) {
    const [evidenceHash] = detail.evidenceHashes;
    // What evidence says is told fact by fact below.
    if (leaf.verb === 'payment.recordEvidence') continue;
    steps.push({
      stage: stageOf(leaf),
      at: leaf.at,
      actor: actorOf(leaf, names),
      what: sentenceOf(leaf, detail.changes),
      evidenceHash: evidenceHash ?? leaf.leafHash,
      evidence: evidenceHash === undefined ? 'auditLeaf' : 'file',
      correlationId: leaf.correlationId,
      contentHash: textOf(detail.changes['contentHash']),
      externalIds: ids.get(leaf.objectId) ?? [],
    });
  }
  const telling = (hash: string): AuditLeaf | null =>
    leaves.find(({ detail }) => detail.evidenceHashes.includes(hash))?.leaf ?? null;
  steps.push(...trace.facts.map((fact) => factStep(trace, fact, { ids, telling })));
  steps.push(...entrySteps(trace, { ids, telling }));
  const rank = (step: TraceStep): number => stages.indexOf(step.stage);
  return steps.toSorted((left, right) => rank(left) - rank(right) || compare(left.at, right.at));
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function detailOf(leaf: AuditLeaf) {
  const { changes = {}, evidenceHashes = [] } = detailSchema.parse(JSON.parse(leaf.detail));
  return { changes, evidenceHashes };
}

const actorOf = (leaf: AuditLeaf, names: Names): TraceStep['actor'] => ({
  kind: leaf.actorKind,
  id: leaf.actorId,
  name: names.get(leaf.actorId) ?? leaf.actorId,
});

function sentenceOf(leaf: AuditLeaf, changes: Readonly<Record<string, unknown>>): string {
  const [from, to] = [textOf(changes['from']), textOf(changes['to'])];
  const moved = to === null ? '' : from === null || from === to ? `: ${to}` : `: ${from} → ${to}`;
  return `${leaf.verb}${moved}`;
}

type Ids = ReadonlyMap<string, TraceStep['externalIds']>;

interface Known {
  readonly ids: Ids;
  /** The leaf under which evidence with this hash was taken over. */
  readonly telling: (evidenceHash: string) => AuditLeaf | null;
}

/** What the hub concludes itself, from its transport or from a match, is no word of the bank. */
const ownSources: Readonly<Record<string, string>> = {
  transport: 'attempt.submit',
  match: 'lines.match',
};

function sourceOf({ source }: StoredBankFact): TraceStep['actor'] {
  const own = ownSources[source];
  return own === undefined
    ? { kind: 'bank', id: source, name: source }
    : { kind: 'service', id: own, name: own };
}

function factStep(trace: PaymentTrace, fact: StoredBankFact, known: Known): TraceStep {
  const leaf =
    trace.leaves.find(
      (one) => one.verb === 'payment.recordEvidence' && one.at === fact.recordedAt,
    ) ?? known.telling(fact.evidenceHash);
  const reason = fact.reason === null ? '' : ` ${fact.reason}`;
  const entry = fact.entryKey === null ? [] : [{ scheme: 'entryKey', id: fact.entryKey }];
  return {
    stage: fact.source === 'transport' ? 'attempt' : 'bankAnswer',
    at: fact.recordedAt,
    actor: sourceOf(fact),
    what: `${fact.code}${reason} (bank time ${fact.bankTime})`,
    evidenceHash: fact.evidenceHash,
    evidence: 'file',
    correlationId: leaf?.correlationId ?? '',
    contentHash: null,
    externalIds: [...(known.ids.get(fact.paymentId) ?? []), ...entry],
  };
}

/** The entries of statements that stand for the payment, each with its file. */
const entrySteps = (trace: PaymentTrace, known: Known): readonly TraceStep[] =>
  trace.matches.flatMap(({ line, statement }): readonly TraceStep[] => {
    if (line === null || statement === null) return [];
    const leaf = known.telling(statement.evidenceHash);
    return [
      {
        stage: 'statementEntry',
        at: statement.importedAt,
        actor: { kind: 'bank', id: statement.bankStatementId, name: 'statement' },
        what: `${line.kind} of ${line.bookingDate} in statement ${statement.bankStatementId}`,
        evidenceHash: statement.evidenceHash,
        evidence: 'file',
        correlationId: leaf?.correlationId ?? '',
        contentHash: null,
        externalIds: known.ids.get(line.id) ?? [],
      },
    ];
  });

/** External ids of every object of the trace, by the object's id. */
function externalIdsOf(trace: PaymentTrace): Ids {
  const ids = new Map<string, { readonly scheme: string; readonly id: string }[]>();
  const add = (objectId: string, scheme: string, id: string | null): void => {
    if (id === null) return;
    const known = ids.get(objectId) ?? [];
    if (!known.some((one) => one.scheme === scheme && one.id === id)) known.push({ scheme, id });
    ids.set(objectId, known);
  };
  for (const link of trace.links) add(link.objectId, link.scheme, link.externalId);
  add(trace.payment.id, 'EndToEndId', trace.payment.reference);
  if (trace.batch !== null) add(trace.batch.id, 'batch', trace.batch.reference);
  for (const { openItem } of trace.bills) {
    if (openItem !== null) add(openItem.id, 'bill', openItem.number);
  }
  for (const { attempt } of trace.attempts) {
    if (attempt === null) continue;
    add(attempt.id, 'MsgId', attempt.messageId);
    add(attempt.id, 'file', attempt.fileName);
  }
  for (const { match, line, statement } of trace.matches) {
    for (const id of match.externalReconciliation?.split(' ') ?? []) {
      add(match.id, 'reconciliation', id);
    }
    if (line === null) continue;
    add(line.id, 'bankReference', line.bankReference);
    add(line.id, 'entryKey', line.entryKey);
    add(line.id, 'statement', statement?.bankStatementId ?? null);
  }
  return ids;
}
