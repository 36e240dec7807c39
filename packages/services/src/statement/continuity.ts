import type { OwnAccount, Statement } from '@quittance/domain';
import { closeCases } from '../case/close.ts';
import { type NewCase, openCases } from '../case/open.ts';
import type { ServiceContext } from '../context/context.ts';
import { findEvery, type UnitOfWork } from '../context/unit-of-work.ts';

/**
 * Statement n closes where statement n + 1 opens (I5). Statements may come in any order: a gap is
 * told of the statement after it, and is over as soon as the missing one stands between.
 */
export async function checkContinuity(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: { readonly account: OwnAccount; readonly row: Statement },
): Promise<void> {
  const { account, row } = of;
  const { entityId } = account;
  const known = await findEvery(unit.transaction, 'statement', {
    entityId,
    ownAccountId: account.id,
  });
  const inOrder = [...known.filter((one) => one.id !== row.id), row].toSorted(byTime);
  const place = inOrder.indexOf(row);
  const before = inOrder[place - 1];
  const after = inOrder[place + 1];
  const gaps: NewCase[] = [];
  if (before !== undefined && before.closingMinor !== row.openingMinor) {
    gaps.push(gapCase(account, before, row));
  }
  if (after !== undefined && row.closingMinor !== after.openingMinor) {
    gaps.push(gapCase(account, row, after));
  }
  await openCases(ctx, unit, gaps);
  if (after !== undefined && row.closingMinor === after.openingMinor) {
    const resolution = `statement ${row.bankStatementId} came and closes the gap`;
    await closeCases(unit, { kind: 'statement_gap', objectIds: [after.id], resolution });
  }
}

function byTime(left: Statement, right: Statement): number {
  if (left.toDate !== right.toDate) return left.toDate < right.toDate ? -1 : 1;
  const leftNumber = (left.sequenceNumber ?? '').padStart(18, '0');
  const rightNumber = (right.sequenceNumber ?? '').padStart(18, '0');
  return leftNumber < rightNumber ? -1 : 1;
}

const gapCase = (account: OwnAccount, before: Statement, after: Statement): NewCase => ({
  entityId: account.entityId,
  kind: 'statement_gap',
  objectKind: 'statement',
  objectId: after.id,
  cause: 'gap',
  detail:
    `Statement ${after.bankStatementId} of ${account.name} opens with another balance than ` +
    `${before.bankStatementId} closed with: a statement is missing or was corrected.`,
  currency: account.currency,
  atRiskMinor: 0n,
});
