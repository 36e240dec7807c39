import {
  addDays,
  asPlainDate,
  type AttemptId,
  type ConnectionId,
  type Currency,
  type Payment,
  type PaymentState,
  type PlainDate,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme } from '../context/links.ts';
import { findEvery, inChunks, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';

/** What names a message at its bank. */
export interface MessageNames {
  readonly messageId: string;
  /** The bank's own id of it, where it gave one when it took the message. */
  readonly bankReference: string | null;
  /** The payments in it. */
  readonly endToEndIds: readonly string[];
}

export interface Awaited {
  /** Messages with a payment that the bank has not said its last word on. */
  readonly messages: readonly MessageNames[];
  /** The accounts held there, and the days of which no statement stands here. */
  readonly accounts: readonly {
    readonly accountNumber: string;
    readonly currency: Currency;
    readonly from: PlainDate;
    readonly to: PlainDate;
  }[];
}

/** States in which the bank's status can still say something that its statement has not. */
const open: readonly PaymentState[] = [
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'partially_settled',
  'cancel_pending',
];

/** How far back the first statement is asked for, in days. */
const firstDaysBack = 7;

/**
 * What a bank that answers only when asked is to be asked for: the status of every message with an
 * open payment, and the days of its accounts that are not stated here. Grows with what is open,
 * never with history.
 */
export async function readAwaited(
  call: VerbCall<{ readonly connectionId: ConnectionId; readonly connectionName: string }>,
): Promise<Result<Awaited, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const { transaction } = unit;
    const today = asPlainDate(transaction.now.slice(0, 10));
    const rows = await transaction.find('own_account', { bankConnectionId: input.connectionId });
    const ids = rows.map((account) => account.id);
    const payments = await inChunks(ids, (chunk) =>
      findEvery(transaction, 'payment', { ownAccountId: { in: chunk }, state: { in: open } }),
    );
    return succeed({
      messages: await messagesOf(unit, payments, input.connectionName),
      accounts: rows.map(({ accountNumber, currency, balanceDate }) => ({
        accountNumber,
        currency,
        from: balanceDate === null ? addDays(today, -firstDaysBack) : addDays(balanceDate, 1),
        to: today,
      })),
    });
  });
}

async function messagesOf(
  unit: UnitOfWork,
  payments: readonly Payment[],
  connectionName: string,
): Promise<Awaited['messages']> {
  const { transaction } = unit;
  const byAttempt = Map.groupBy(payments, (payment) => payment.liveAttemptId);
  const attemptIds = [...byAttempt.keys()].filter((id) => id !== null);
  const attempts = await inChunks(attemptIds, (chunk) =>
    findEvery(transaction, 'attempt', { id: { in: chunk } }),
  );
  const scheme = linkScheme(connectionName, 'message');
  const references = await externalIdsOf(transaction, scheme, attemptIds);
  return attempts.map(({ id, messageId }) => ({
    messageId,
    bankReference: references.get(id) ?? null,
    endToEndIds: (byAttempt.get(id) ?? []).map((payment) => payment.reference),
  }));
}

/** Under which names a message is to be asked for at its bank. */
export async function readMessage(
  call: VerbCall<{ readonly attemptId: AttemptId; readonly connectionName: string }>,
): Promise<Result<MessageNames, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const { transaction } = unit;
    const { attemptId } = input;
    const [attempt] = await transaction.find('attempt', { id: attemptId });
    if (attempt === undefined) return refuse(problem('NOT_FOUND', 'attempt'));
    const { entityId, messageId } = attempt;
    const items = await findEvery(transaction, 'attempt_item', { entityId, attemptId });
    const scheme = linkScheme(input.connectionName, 'message');
    const references = await externalIdsOf(transaction, scheme, [attemptId]);
    const bankReference = references.get(attemptId) ?? null;
    return succeed({ messageId, bankReference, endToEndIds: items.map((one) => one.endToEndId) });
  });
}
