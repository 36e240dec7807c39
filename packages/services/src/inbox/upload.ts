import {
  type ConnectionId,
  type EntityId,
  type InboxId,
  type InboxItem,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { inTransaction } from '../context/unit-of-work.ts';

export interface UploadInput {
  readonly connectionId: ConnectionId;
  /** Every company with an account there: the file may speak of each of them. */
  readonly entityIds: readonly EntityId[];
  /** The bytes lie in the evidence store already. */
  readonly evidenceHash: string;
  readonly sizeBytes: number;
}

export interface Uploaded {
  readonly inboxId: InboxId;
  /** True: the same bytes were handed in before, and nothing happens again. */
  readonly known: boolean;
}

/**
 * Takes a bank file that somebody hands in as evidence of that bank; a worker reads it like one
 * that was fetched. The same bytes twice are one delivery (I27). Role: reconciler or controller in
 * every company of the connection; a service account may as well. Errors: `NOT_FOUND`, `FORBIDDEN`.
 */
export async function uploadFile(call: VerbCall<UploadInput>): Promise<Result<Uploaded, Problem>> {
  const { ctx, input } = call;
  const { connectionId, entityIds, evidenceHash, sizeBytes } = input;
  return inTransaction<Uploaded>(ctx, async (unit) => {
    const { transaction } = unit;
    const [connection] = await transaction.find('connection', { id: connectionId });
    if (connection === undefined || entityIds.length === 0) {
      return refuse(problem('NOT_FOUND', 'connection to a bank'));
    }
    for (const entityId of entityIds) {
      const roles = ['reconciler', 'controller'] as const;
      const person = await requireRole(ctx, transaction, { entityId, roles, machineMay: true });
      if (!person.ok) return person;
    }
    const externalId = `by hand ${evidenceHash.slice(0, 16)}`;
    const row: InboxItem = {
      id: ctx.ids.newId<'inbox'>(),
      version: 1,
      connectionId,
      externalId,
      kind: 'file',
      evidenceHash,
      state: 'received',
      note: null,
      receivedAt: transaction.now,
      appliedAt: null,
    };
    const [fresh] = await transaction.insertNew('inbox', [row]);
    if (fresh === undefined) {
      const [known] = await transaction.find('inbox', { connectionId, externalId });
      return known === undefined
        ? refuse(problem('CONFLICTING_CHANGE', 'the delivery'))
        : succeed({ inboxId: known.id, known: true });
    }
    const receivedAt = transaction.now;
    const id = ctx.ids.newId<'evidence'>();
    const what = { mediaType: 'application/xml', kind: 'file' };
    await transaction.insertNew('evidence', [
      { id, hash: evidenceHash, sizeBytes, receivedAt, ...what },
    ]);
    unit.leafOf('inbox.upload', { table: 'inbox', row });
    unit.enqueue({ name: 'inbox.apply', entityId: null, ids: [row.id] });
    return succeed({ inboxId: row.id, known: false });
  });
}
