import type {
  Approval,
  ApprovalDecision,
  Attempt,
  AttemptItem,
  AuditLeaf,
  Evidence,
  ExceptionCase,
  Link,
  Match,
  MatchAllocation,
  OpenItem,
  Party,
  Payment,
  PaymentBatch,
  PaymentItem,
  Statement,
  StatementLine,
  StoredBankFact,
} from '@quittance/domain';
import { type Reader, recordOf } from './schema.ts';

/** Everything that the hub knows of one payment: where it is, and why. */
export interface PaymentTrace {
  readonly payment: Payment;
  readonly party: Party | null;
  readonly bills: readonly { readonly item: PaymentItem; readonly openItem: OpenItem | null }[];
  /** The batch is the proposal that the payment came from. */
  readonly batch: PaymentBatch | null;
  readonly approvals: readonly {
    readonly approval: Approval;
    readonly decisions: readonly ApprovalDecision[];
  }[];
  readonly attempts: readonly { readonly item: AttemptItem; readonly attempt: Attempt | null }[];
  /** What the bank said, each with the hash of its evidence, in the order of the bank's time. */
  readonly facts: readonly StoredBankFact[];
  /** What the evidence of facts, statements and attempts is: its bytes lie under the hash. */
  readonly evidence: readonly Evidence[];
  readonly matches: readonly {
    readonly match: Match;
    readonly allocations: readonly MatchAllocation[];
    readonly line: StatementLine | null;
    readonly statement: Statement | null;
  }[];
  /** External ids of the payment and of everything above, those of the accounts among them. */
  readonly links: readonly Link[];
  readonly cases: readonly ExceptionCase[];
  /** The audit leaves of all of these objects in the order in which they were committed. */
  readonly leaves: readonly AuditLeaf[];
}

/** Reads all of a payment; null when the scope sees no such payment. */
export async function readTrace(reader: Reader, id: string): Promise<PaymentTrace | null> {
  const row = await reader
    .selectFrom('payment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const payment = recordOf('payment', row);
  const bills = await readBills(reader, id);
  const attempts = await readAttempts(reader, id);
  const matches = await readMatches(reader, id);
  const approvals = await readApprovals(reader, [payment.batchId, id]);
  const objectIds = [
    id,
    payment.batchId,
    ...bills.map(({ item }) => item.openItemId),
    ...attempts.map(({ item }) => item.attemptId),
    ...matches.flatMap(({ match, line }) => [match.id, ...(line === null ? [] : [line.id])]),
    ...approvals.map(({ approval }) => approval.id),
  ];
  const cases = await readCases(reader, objectIds);
  const facts = await readFacts(reader, id);
  const hashes = [
    ...facts.map((fact) => fact.evidenceHash),
    ...matches.flatMap(({ statement }) => (statement === null ? [] : [statement.evidenceHash])),
    ...attempts.flatMap(({ attempt }) => (attempt === null ? [] : [attempt.payloadHash])),
  ];
  return {
    payment,
    party: await readParty(reader, payment.partyId),
    bills,
    batch: await readBatch(reader, payment.batchId),
    approvals,
    attempts,
    facts,
    evidence: await readEvidence(reader, hashes),
    matches,
    links: await readLinks(reader, objectIds),
    cases,
    leaves: await readLeaves(reader, [...objectIds, ...cases.map((each) => each.id)]),
  };
}

async function readParty(reader: Reader, id: string): Promise<Party | null> {
  const row = await reader.selectFrom('party').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : recordOf('party', row);
}

async function readBatch(reader: Reader, id: string): Promise<PaymentBatch | null> {
  const row = await reader
    .selectFrom('payment_batch')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : recordOf('payment_batch', row);
}

async function readBills(reader: Reader, paymentId: string): Promise<PaymentTrace['bills']> {
  const items = await reader
    .selectFrom('payment_item')
    .selectAll()
    .where('paymentId', '=', paymentId)
    .orderBy('id')
    .execute();
  if (items.length === 0) return [];
  const ids = items.map((item) => item.openItemId);
  const bills = await reader.selectFrom('open_item').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(bills.map((bill) => [bill.id, recordOf('open_item', bill)]));
  return items.map((item) => ({
    item: recordOf('payment_item', item),
    openItem: byId.get(item.openItemId) ?? null,
  }));
}

async function readApprovals(
  reader: Reader,
  subjectIds: readonly string[],
): Promise<PaymentTrace['approvals']> {
  const approvals = await reader
    .selectFrom('approval')
    .selectAll()
    .where('subjectId', 'in', subjectIds)
    .orderBy('id')
    .execute();
  if (approvals.length === 0) return [];
  const ids = approvals.map(({ id }) => id);
  const decisions = await reader
    .selectFrom('approval_decision')
    .selectAll()
    .where('approvalId', 'in', ids)
    .orderBy('decidedAt')
    .orderBy('id')
    .execute();
  return approvals.map((approval) => ({
    approval: recordOf('approval', approval),
    decisions: decisions
      .filter(({ approvalId }) => approvalId === approval.id)
      .map((decision) => recordOf('approval_decision', decision)),
  }));
}

async function readAttempts(reader: Reader, paymentId: string): Promise<PaymentTrace['attempts']> {
  const items = await reader
    .selectFrom('attempt_item')
    .selectAll()
    .where('paymentId', '=', paymentId)
    .orderBy('id')
    .execute();
  if (items.length === 0) return [];
  const ids = items.map((item) => item.attemptId);
  const attempts = await reader.selectFrom('attempt').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(attempts.map((attempt) => [attempt.id, recordOf('attempt', attempt)]));
  return items.map((item) => ({
    item: recordOf('attempt_item', item),
    attempt: byId.get(item.attemptId) ?? null,
  }));
}

async function readFacts(reader: Reader, paymentId: string): Promise<readonly StoredBankFact[]> {
  const rows = await reader
    .selectFrom('bank_fact')
    .selectAll()
    .where('paymentId', '=', paymentId)
    .orderBy('bankTime')
    .orderBy('id')
    .execute();
  return rows.map((row) => recordOf('bank_fact', row));
}

async function readEvidence(
  reader: Reader,
  hashes: readonly string[],
): Promise<readonly Evidence[]> {
  if (hashes.length === 0) return [];
  const rows = await reader
    .selectFrom('evidence')
    .selectAll()
    .where('hash', 'in', [...new Set(hashes)])
    .orderBy('id')
    .execute();
  return rows.map((row) => recordOf('evidence', row));
}

async function readMatches(reader: Reader, paymentId: string): Promise<PaymentTrace['matches']> {
  const allocations = await reader
    .selectFrom('match_allocation')
    .selectAll()
    .where('paymentId', '=', paymentId)
    .orderBy('id')
    .execute();
  if (allocations.length === 0) return [];
  const matchIds = [...new Set(allocations.map(({ matchId }) => matchId))];
  const matches = await reader
    .selectFrom('match')
    .selectAll()
    .where('id', 'in', matchIds)
    .orderBy('id')
    .execute();
  const { lineById, statementById } = await readLines(
    reader,
    matches.map(({ statementLineId }) => statementLineId),
  );
  return matches.map((match) => {
    const line = lineById.get(match.statementLineId) ?? null;
    return {
      match: recordOf('match', match),
      allocations: allocations
        .filter(({ matchId }) => matchId === match.id)
        .map((allocation) => recordOf('match_allocation', allocation)),
      line,
      statement: line === null ? null : (statementById.get(line.statementId) ?? null),
    };
  });
}

interface Lines {
  readonly lineById: ReadonlyMap<string, StatementLine>;
  readonly statementById: ReadonlyMap<string, Statement>;
}

async function readLines(reader: Reader, ids: readonly string[]): Promise<Lines> {
  if (ids.length === 0) return { lineById: new Map(), statementById: new Map() };
  const lines = await reader
    .selectFrom('statement_line')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  const statementIds = [...new Set(lines.map(({ statementId }) => statementId))];
  const statements =
    statementIds.length === 0
      ? []
      : await reader.selectFrom('statement').selectAll().where('id', 'in', statementIds).execute();
  return {
    lineById: new Map(lines.map((row) => [row.id, recordOf('statement_line', row)])),
    statementById: new Map(statements.map((row) => [row.id, recordOf('statement', row)])),
  };
}

async function readLinks(reader: Reader, objectIds: readonly string[]): Promise<readonly Link[]> {
  const rows = await reader
    .selectFrom('link')
    .selectAll()
    .where('objectId', 'in', objectIds)
    .orderBy('id')
    .execute();
  return rows.map((row) => recordOf('link', row));
}

async function readCases(
  reader: Reader,
  objectIds: readonly string[],
): Promise<readonly ExceptionCase[]> {
  const rows = await reader
    .selectFrom('exception_case')
    .selectAll()
    .where('objectId', 'in', objectIds)
    .orderBy('id')
    .execute();
  return rows.map((row) => recordOf('exception_case', row));
}

async function readLeaves(
  reader: Reader,
  objectIds: readonly string[],
): Promise<readonly AuditLeaf[]> {
  const rows = await reader
    .selectFrom('audit_leaf')
    .selectAll()
    .where('objectId', 'in', objectIds)
    .orderBy('xid')
    .orderBy('seq')
    .execute();
  return rows.map(({ xid: _xid, seq: _seq, ...row }) => recordOf('audit_leaf', row));
}
