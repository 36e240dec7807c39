import {
  asId,
  caseLifecycle,
  type CaseId,
  type CaseKind,
  type ExceptionCase,
  type PaymentState,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import type { TaskName } from '../tasks.ts';
import { closeCases } from '../case/close.ts';
import { isSettledWhole } from './plan-payments.ts';
import { withdrawnStates } from '../payment/withdraw.ts';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';

/** Cases of a posting that the accounts refused: the work waits until their cause is gone. */
const postingKinds: readonly CaseKind[] = ['rejected_posting', 'closed_period'];

/** The machine word before the cause of a case about a match that could not be taken back. */
export const undoCause = 'undo ';

export interface AskedPosting {
  readonly caseId: CaseId;
  /** What the accounts are asked for. */
  readonly tasks: readonly TaskName[];
}

/**
 * Asks the accounts once more for what they refused, after a person removed the cause: a period
 * was reopened, an account corrected. The case ends by itself when it succeeds. Repeating it is
 * harmless, since every posting is found by its reference. Roles: controller, reconciler.
 */
export async function postAgain(
  call: VerbCall<{ readonly caseId: CaseId }>,
): Promise<Result<AskedPosting, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.lock('exception_case', { id: input.caseId });
    if (row === undefined) return refuse(problem('NOT_FOUND', 'case'));
    const { entityId } = row;
    const roles = ['controller', 'reconciler'] as const;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles });
    if (!person.ok) return person;
    const isOver = row.state === 'resolved' || row.state === 'closed';
    if (isOver) return refuse(problem('ILLEGAL_TRANSITION', `case is ${row.state}`));
    const work = postingKinds.includes(row.kind) ? await workOf(unit, row) : [];
    if (work.length === 0) {
      return refuse(problem('BAD_INPUT', 'nothing of this case waits for the accounts'));
    }
    const moved = step(caseLifecycle, row.state, 'work');
    const patch = { state: moved.ok ? moved.value : row.state, ownerId: person.value };
    unit.mutate({
      verb: 'case.postAgain',
      change: changed('exception_case', row, nextVersion(row, patch)),
      detail: { object: row.objectId },
    });
    for (const { name, ids } of work) unit.enqueue({ name, entityId, ids });
    return succeed({ caseId: row.id, tasks: work.map((one) => one.name) });
  });
}

interface Work {
  readonly name: TaskName;
  readonly ids: readonly string[];
}

async function workOf(unit: UnitOfWork, row: ExceptionCase): Promise<readonly Work[]> {
  if (row.objectKind === 'payment') return workOfPayment(unit, row.objectId);
  return row.objectKind === 'statement_line' ? workOfLine(unit, row) : [];
}

const booked: readonly PaymentState[] = ['settled', 'reconciled', 'returned', 'reversed'];

async function workOfPayment(unit: UnitOfWork, objectId: string): Promise<readonly Work[]> {
  const [payment] = await unit.transaction.find('payment', { id: asId<'payment'>(objectId) });
  if (payment === undefined || payment.accountsState === 'posted') return [];
  const { state, id } = payment;
  if (withdrawnStates.includes(state)) return [{ name: 'payment.withdraw', ids: [id] }];
  if (booked.includes(state) && isSettledWhole(payment))
    return [{ name: 'payment.settle', ids: [id] }];
  if (booked.includes(state)) return [];
  return payment.liveAttemptId === null ? [] : [{ name: 'payment.register', ids: [id] }];
}

async function workOfLine(unit: UnitOfWork, row: ExceptionCase): Promise<readonly Work[]> {
  const { transaction } = unit;
  const id = asId<'statement_line'>(row.objectId);
  const [line] = await transaction.find('statement_line', { id });
  if (line === undefined) return [];
  // A line that comes into the accounts wakes its match.
  if (!line.posted) return [{ name: 'line.post', ids: [id] }];
  const isUndo = row.cause.startsWith(undoCause);
  const state = isUndo ? 'posted' : 'proposed';
  const matches = await transaction.find('match', { statementLineId: id, state });
  const ids = matches.map((match) => match.id);
  return ids.length === 0 ? [] : [{ name: isUndo ? 'match.undo' : 'match.post', ids }];
}

/** Ends the cases of what stands in the accounts now. */
export async function closePostingCases(
  unit: UnitOfWork,
  of: { readonly objectIds: readonly string[]; readonly resolution: string },
): Promise<void> {
  if (of.objectIds.length === 0) return;
  for (const kind of postingKinds) await closeCases(unit, { kind, ...of });
}
