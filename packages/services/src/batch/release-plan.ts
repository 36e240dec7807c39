import {
  type BatchId,
  type BatchState,
  type EntityId,
  type Instant,
  present,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme } from '../context/links.ts';
import { inTransaction } from '../context/unit-of-work.ts';
import { readBatchContents } from './contents.ts';

export interface ReleasePlan {
  readonly state: BatchState;
  /** When the plan was made: what is read for it after this is at least as new. */
  readonly plannedAt: Instant;
  readonly entityId: EntityId;
  readonly companyExternalId: string;
  /** Bills and credit notes of the batch, to be read again before anything leaves. */
  readonly itemExternalIds: readonly string[];
}

/** Reads which bills must be read again before a batch may be released. */
export async function planRelease(
  call: VerbCall<{ readonly batchId: BatchId; readonly connectionName: string }>,
): Promise<Result<ReleasePlan, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { batch } = contents;
    const scheme = (kind: 'company' | 'openItem') => linkScheme(input.connectionName, kind);
    const companies = await externalIdsOf(unit.transaction, scheme('company'), [batch.entityId]);
    const itemIds = [...contents.items.values()].flat().map((item) => item.openItemId);
    const items = await externalIdsOf(unit.transaction, scheme('openItem'), itemIds);
    return succeed({
      state: batch.state,
      plannedAt: unit.transaction.now,
      entityId: batch.entityId,
      companyExternalId: present(companies.get(batch.entityId), 'company in the accounts'),
      itemExternalIds: [...items.values()],
    });
  });
}

/**
 * Opens a case for a batch that was approved and yet may not leave; its approvals stay. A batch
 * that has left meanwhile, by another worker on the same task, has nothing to explain.
 */
export async function reportRefusedRelease(
  call: VerbCall<{ readonly batchId: BatchId; readonly refusal: Problem }>,
): Promise<Result<null, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [batch] = await unit.transaction.find('payment_batch', { id: input.batchId });
    if (batch === undefined) return refuse(problem('NOT_FOUND', 'batch'));
    if (batch.state !== 'approved') return succeed(null);
    const { code, detail } = input.refusal;
    await openCases(ctx, unit, [
      {
        entityId: batch.entityId,
        kind: 'approval_mismatch',
        objectKind: 'payment_batch',
        objectId: batch.id,
        cause: code,
        detail: `Batch ${batch.reference} could not be released (${code}): ${detail}.`,
        currency: batch.currency,
        atRiskMinor: batch.totalMinor,
      },
    ]);
    return succeed(null);
  });
}
