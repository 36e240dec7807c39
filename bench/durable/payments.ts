/** Payments that change their state as the hub's verbs do it: row, audit leaf and next task. */
import { asInstant, makeReference, type Payment, type PaymentState } from '@quittance/domain';
import { makeAuditLeaf, rowDigest } from '@quittance/governance';
import type { TaskKind, TaskQueue } from '@quittance/engine';
import type { PostgresStore, Scope, StoreTransaction } from '@quittance/store';
import { systemIds } from '../../apps/server/src/adapters/ids.ts';
import { next, payment, scopeOf } from '../../packages/store/test/support/sample.ts';

/** The company that all payments of a run belong to; row security holds for it. */
export const scope: Scope = scopeOf(1);

const salt = new Uint8Array(32);
let number = 0;

/** New payments in `draft`. */
export function newPayments(count: number): readonly Payment[] {
  return Array.from({ length: count }, () => {
    number += 1;
    return payment(1, 10_000_000 + number, {
      id: systemIds.newId<'payment'>(),
      reference: makeReference('Q', BigInt(number) * 64n),
      stateSince: asInstant('2026-11-23T12:00:00.000Z'),
    });
  });
}

/** The leaves of a set of new or changed payments, hashed as every leaf of the log. */
const leavesOf = (verb: string, rows: readonly Payment[], at: Payment['stateSince']) =>
  rows.map((row) =>
    makeAuditLeaf({
      id: systemIds.newId<'leaf'>(),
      entityId: row.entityId,
      at,
      actor: scope.actor,
      correlationId: scope.correlationId,
      verb,
      objectKind: 'payment',
      objectId: row.id,
      objectVersion: row.version,
      rowDigest: rowDigest({ table: 'payment', row, salt }),
      changes: { to: row.state },
    }),
  );

/** Inserts payments with their leaves. */
export async function ingest(
  transaction: StoreTransaction,
  rows: readonly Payment[],
): Promise<void> {
  await transaction.insert('payment', rows);
  await transaction.insert('audit_leaf', leavesOf('payment.import', rows, transaction.now));
}

/** Moves payments to a state with one update, and writes their leaves. */
export async function move(
  transaction: StoreTransaction,
  rows: readonly Payment[],
  state: PaymentState,
): Promise<void> {
  const after = rows.map((row) => next(row, { state, stateSince: transaction.now }));
  await Promise.all([
    transaction.update('payment', after),
    transaction.insert('audit_leaf', leavesOf(`payment.${state}`, after, transaction.now)),
  ]);
}

/**
 * State and audit leaf of each payment and the task that follows, in one transaction. What changes
 * together is one task with all the ids, as the hub's verbs write it.
 */
export const transition = (
  of: { readonly store: PostgresStore; readonly queue: TaskQueue; readonly followUp: TaskKind },
  rows: readonly Payment[],
): Promise<void> =>
  of.store.transaction(scope, async (transaction) => {
    const { correlationId } = scope;
    const [entityId = null] = scope.entityIds;
    const data = { v: 1, entityId, correlationId, ids: rows.map(({ id }) => id) };
    await Promise.all([
      move(transaction, rows, 'validated'),
      of.queue.enqueue(transaction, [{ name: of.followUp.name, data }]),
    ]);
  });
