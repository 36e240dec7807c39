import type { Attempt, AttemptItem, BankFactCode } from '@quittance/domain';
import type { NewFact } from '../bank-fact/apply.ts';

/** What our transport concludes of one payment of a message. */
export const transportFact = (
  attempt: Attempt,
  item: AttemptItem,
  of: { readonly code: BankFactCode; readonly reason: string },
): NewFact => ({
  paymentId: item.paymentId,
  attemptId: attempt.id,
  code: of.code,
  reason: of.code === 'sent' ? null : of.reason.slice(0, 100),
  amountMinor: null,
  entryKey: null,
  bankTime: attempt.sentAt ?? attempt.preparedAt,
  source: 'transport',
  evidenceHash: attempt.payloadHash,
});
