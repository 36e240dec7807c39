import {
  absolute,
  type AbsenceEvidence,
  type AbsenceGap,
  absenceGapsOf,
  asPlainDate,
  type Attempt,
  type InquiryProfile,
  isWordOfBank,
  type OwnAccount,
  type Payment,
  type PlainDate,
  present,
  type StatementLine,
} from '@quittance/domain';
import type { ServiceContext } from '../context/context.ts';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

/** A message whose outcome is unknown, with what speaks for its absence and what is missing. */
export interface Absence {
  readonly payments: readonly Payment[];
  readonly gaps: readonly AbsenceGap[];
}

/** How the bank of a message is asked for it. */
export async function inquiryProfileOf(
  ctx: ServiceContext,
  unit: UnitOfWork,
  attempt: Attempt,
): Promise<{ readonly account: OwnAccount; readonly inquiry: InquiryProfile; silenceMs: number }> {
  const { entityId, ownAccountId: id } = attempt;
  const [row] = await unit.transaction.find('own_account', { entityId, id });
  const account = present(row, 'own account of a message');
  const profile = present(ctx.settings.bankProfiles.get(account.bankProfile), 'bank profile');
  return { account, inquiry: profile.inquiry, silenceMs: profile.answers.silenceMsMax };
}

/**
 * Collects what is known of an unanswered message: the words of its bank, the inquiries, the
 * statement of its day, and debits that nothing explains. Holds its payments, so that no evidence
 * on them comes between this look and what is decided by it.
 */
export async function readAbsence(
  ctx: ServiceContext,
  unit: UnitOfWork,
  attempt: Attempt,
): Promise<Absence> {
  const { transaction } = unit;
  const { entityId, batchId, id: liveAttemptId } = attempt;
  const { account, inquiry } = await inquiryProfileOf(ctx, unit, attempt);
  const [batch] = await transaction.find('payment_batch', { entityId, id: batchId });
  const payments = await transaction.lock('payment', { entityId, liveAttemptId });
  const facts = await inChunks(
    payments.map((payment) => payment.id),
    (chunk) => findEvery(transaction, 'bank_fact', { entityId, paymentId: { in: chunk } }),
  );
  const sentAt = attempt.sentAt ?? attempt.preparedAt;
  const { executionDate } = present(batch, 'batch of a message');
  const sentDay = asPlainDate(sentAt.slice(0, 10));
  const lastDay = executionDate > sentDay ? executionDate : sentDay;
  const firstDay = executionDate < sentDay ? executionDate : sentDay;
  const evidence: AbsenceEvidence = {
    now: transaction.now,
    sentAt,
    executionDate,
    isKnownAtBank:
      payments.length < attempt.paymentCount ||
      payments.some((payment) => payment.state !== 'unknown') ||
      facts.some(isWordOfBank),
    negatives: attempt.inquiries,
    firstNegativeAt: attempt.firstAbsentAt,
    lastNegativeAt: attempt.lastAbsentAt,
    isDayStated: await isStated(unit, account, { day: lastDay, sentAt }),
    hasUnexplainedDebit: await hasUnexplainedDebit(unit, account, {
      firstDay,
      amounts: [attempt.totalMinor, ...payments.map((payment) => payment.instructedMinor)],
    }),
  };
  return { payments, gaps: absenceGapsOf(evidence, inquiry) };
}

/** Whether a statement that came after the hand-over covers the day. */
async function isStated(
  unit: UnitOfWork,
  account: OwnAccount,
  of: { readonly day: PlainDate; readonly sentAt: Attempt['preparedAt'] },
): Promise<boolean> {
  if (account.balanceDate === null || account.balanceDate < of.day) return false;
  const statements = await findEvery(unit.transaction, 'statement', {
    entityId: account.entityId,
    ownAccountId: account.id,
  });
  return statements.some(
    ({ fromDate, toDate, importedAt }) =>
      fromDate <= of.day && of.day <= toDate && importedAt >= of.sentAt,
  );
}

const unexplained: readonly StatementLine['state'][] = ['new', 'candidate', 'suggested', 'case'];

async function hasUnexplainedDebit(
  unit: UnitOfWork,
  account: OwnAccount,
  of: { readonly firstDay: PlainDate; readonly amounts: readonly bigint[] },
): Promise<boolean> {
  const lines = await findEvery(unit.transaction, 'statement_line', {
    entityId: account.entityId,
    ownAccountId: account.id,
    state: { in: unexplained },
  });
  return lines.some(
    ({ amountMinor, bookingDate }) =>
      amountMinor < 0n && bookingDate >= of.firstDay && of.amounts.includes(absolute(amountMinor)),
  );
}
