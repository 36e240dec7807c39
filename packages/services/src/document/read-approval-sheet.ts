import {
  type BatchId,
  type Payment,
  type PaymentItem,
  type Person,
  present,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { mayDecide } from '@quittance/governance';
import { type ApprovalFacts, readApprovalFacts } from '../approval/facts.ts';
import { type BatchContents, readBatchContents } from '../batch/contents.ts';
import type { VerbCall } from '../context/context.ts';
import { inChunks, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';
import { requireReader } from './access.ts';
import type {
  ApprovalSheet,
  SheetApprover,
  SheetDecision,
  SheetPayment,
} from './approval-sheet.ts';
import { maskedAccount } from './text.ts';

/**
 * Reads what the approval sheet of a batch shows; pass it to `approvalSheetHtml` or
 * `approvalSheetText`. It changes nothing. Any role in the company. Errors: `NOT_FOUND`,
 * `FORBIDDEN`.
 */
export async function readApprovalSheet(
  call: VerbCall<{ readonly batchId: BatchId }>,
): Promise<Result<ApprovalSheet, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { batch, account, entity } = contents;
    const allowed = await requireReader(ctx, unit.transaction, batch.entityId);
    if (!allowed.ok) return allowed;
    const facts = await readApprovalFacts(unit.transaction, contents);
    const nameById = new Map(facts.persons.map((person) => [person.id, person.name]));
    return succeed({
      entity: `${entity.name} (${entity.code})`,
      account: `${account.name}, ${maskedAccount(account.accountNumber)}`,
      reference: batch.reference,
      state: batch.state,
      currency: batch.currency,
      executionDate: batch.executionDate,
      proposedBy: nameById.get(batch.proposedBy) ?? batch.proposedBy,
      paymentCount: batch.paymentCount,
      totalMinor: batch.totalMinor,
      contentHash: batch.contentHash,
      approversRequired: facts.approval?.approversRequired ?? null,
      approvalState: facts.approval?.state ?? null,
      expiresAt: facts.approval?.expiresAt ?? null,
      approvers: approversOf(unit, contents, facts),
      decisions: decisionsOf(contents, facts),
      payments: await paymentsOf(unit, contents),
      printedAt: unit.transaction.now,
    });
  });
}

/** Everybody who holds the role, and whether the rules would take their approval now. */
function approversOf(
  unit: UnitOfWork,
  contents: BatchContents,
  facts: ApprovalFacts,
): readonly SheetApprover[] {
  const { entityId } = contents.batch;
  const holders = new Set(
    facts.grants.filter((grant) => grant.role === 'approver').map((grant) => grant.personId),
  );
  return facts.persons
    .filter((person) => holders.has(person.id))
    .toSorted(byName)
    .map((person) => ({ person: person.name, obstacle: obstacleOf(person) }));

  function obstacleOf(person: Person): string | null {
    if (facts.approval === null) return 'approval is not requested yet';
    const asked = mayDecide({
      ...facts,
      person,
      entityId,
      approval: facts.approval,
      decision: 'approve',
      contentHash: facts.approval.contentHash,
      now: unit.transaction.now,
    });
    return asked.ok ? null : `no: ${asked.error.detail}`;
  }
}

const byName = (left: Person, right: Person): number => (left.name < right.name ? -1 : 1);

function decisionsOf(contents: BatchContents, facts: ApprovalFacts): readonly SheetDecision[] {
  const nameById = new Map(facts.persons.map((person) => [person.id, person.name]));
  return facts.decisions.map((decision) => ({
    person: nameById.get(decision.personId) ?? decision.personId,
    decision: decision.decision,
    at: decision.decidedAt,
    reason: decision.reason,
    coversContent: decision.contentHash === contents.batch.contentHash,
  }));
}

async function paymentsOf(
  unit: UnitOfWork,
  contents: BatchContents,
): Promise<readonly SheetPayment[]> {
  const { transaction } = unit;
  const partyIds = [...new Set(contents.payments.map((payment) => payment.partyId))];
  const parties = await inChunks(partyIds, (chunk) =>
    transaction.find('party', { id: { in: chunk } }),
  );
  const itemIds = [...contents.items.values()].flat().map((item) => item.openItemId);
  const { entityId } = contents.batch;
  const bills = await inChunks([...new Set(itemIds)], (chunk) =>
    transaction.find('open_item', { entityId, id: { in: chunk } }),
  );
  const nameById = new Map(parties.map((party) => [party.id, party.name]));
  const numberById = new Map(bills.map((bill) => [bill.id, bill.supplierReference ?? bill.number]));
  const numbersOf = (items: readonly PaymentItem[]): readonly string[] =>
    items.map((item) => numberById.get(item.openItemId) ?? 'unknown');
  return contents.payments.map((payment) => ({
    reference: payment.reference,
    payee: present(nameById.get(payment.partyId), 'payee of a payment'),
    account: payeeAccount(contents, payment),
    amountMinor: payment.instructedMinor,
    state: payment.state,
    bills: numbersOf(contents.items.get(payment.id) ?? []),
    contentHash: payment.contentHash,
  }));
}

function payeeAccount(contents: BatchContents, payment: Payment): string {
  const details = contents.details.get(payment.bankDetailsId ?? '');
  return details === undefined ? 'no account' : maskedAccount(details.accountNumber);
}
