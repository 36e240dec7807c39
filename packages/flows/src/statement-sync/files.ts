import { asId, fault } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import {
  applyDelivery,
  matchAccount,
  receiveDeliveries,
  readDelivery,
  recordHealth,
} from '@quittance/services';
import { answerOf, capability, entityOf, type FlowHandler, valueOf } from '../flow/flow.ts';

/** Files taken in one go; the rest waits for the next one. */
const filesMax = 50;

/**
 * Fetches what a bank has for us. The bytes are stored, then the inbox row, and only then is the
 * file acknowledged there: a crash in between fetches it again and finds it known (I12).
 */
export const fetchHandler: FlowHandler = async (run) => {
  const connectionId = asId<'connection'>(run.task.data.ids[0] ?? '');
  const bank = await run.ports.connection(connectionId);
  const ctx = run.ctx([]);
  const fetched = await capability(bank, 'files.fetch')({ limit: filesMax });
  const down = fetched.ok ? null : fetched.error.message;
  valueOf(await recordHealth({ ctx, input: { connectionId, fault: down } }));
  const files = answerOf(fetched);
  if (files.length === 0) return;
  const deliveries = [];
  for (const file of files) {
    const evidenceHash = await run.ports.evidence.put(file.bytes);
    deliveries.push({
      externalId: `${file.name} ${evidenceHash.slice(0, 16)}`,
      evidenceHash,
      sizeBytes: file.bytes.length,
      mediaType: 'application/xml',
      kind: 'file',
    });
  }
  valueOf(await receiveDeliveries({ ctx, input: { connectionId, deliveries } }));
  const handles = files.map((file) => file.handle);
  answerOf(await capability(bank, 'files.acknowledge')({ handles }));
  if (files.length === filesMax) {
    throw new TaskFault(fault('retryAfter', 'MORE_FILES', 'more files wait'));
  }
};

/** Reads one delivery by its content and applies it; what cannot be read is quarantined. */
export const applyHandler: FlowHandler = async (run) => {
  const inboxId = asId<'inbox'>(run.task.data.ids[0] ?? '');
  const item = valueOf(await readDelivery({ ctx: run.ctx([]), input: { inboxId } }));
  if (item === null || item.state !== 'received') return;
  const entityIds = await run.ports.entitiesOf(item.connectionId);
  const bytes = await run.ports.evidence.get(item.evidenceHash);
  const ctx = run.ctx(entityIds);
  valueOf(await applyDelivery({ ctx, input: { item, bytes, entityIds } }));
};

/** Matches the lines of one own account. */
export const matchHandler: FlowHandler = async (run) => {
  const ownAccountId = asId<'own_account'>(run.task.data.ids[0] ?? '');
  const ctx = run.ctx([entityOf(run.task)], 'completes');
  valueOf(await matchAccount({ ctx, input: { ownAccountId } }));
};
