import type { FetchedAnswer, FetchedAnswers } from '@quittance/connector-kit';
import { asId, type Fault, fault } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import {
  applyDelivery,
  matchAccount,
  readAwaited,
  readDelivery,
  type ReceivedDelivery,
  receiveDeliveries,
  recordHealth,
} from '@quittance/services';
import {
  answerOf,
  capability,
  entityOf,
  type FlowConnection,
  type FlowHandler,
  type FlowRun,
  valueOf,
} from '../flow/flow.ts';

/** Files taken in one go; the rest waits for the next one. */
const filesMax = 50;

/** Something that a bank left for us, or answered when it was asked. */
interface Received extends FetchedAnswer {
  /** Of a file that has to be acknowledged, or null. */
  readonly handle: string | null;
}

/**
 * Fetches what a bank has for us. The bytes are stored, then the inbox row, and only then is a file
 * acknowledged there: a crash in between fetches it again and finds it known (I12).
 */
export const fetchHandler: FlowHandler = async (run) => {
  const connectionId = asId<'connection'>(run.task.data.ids[0] ?? '');
  const bank = await run.ports.connection(connectionId);
  const ctx = run.ctx([]);
  const { received, trouble } = await fetchFrom(run, bank);
  valueOf(await recordHealth({ ctx, input: { connectionId, fault: trouble?.message ?? null } }));
  if (received.length > 0) {
    const deliveries = await Promise.all(received.map((one) => keep(run, one)));
    valueOf(await receiveDeliveries({ ctx, input: { connectionId, deliveries } }));
  }
  const handles = received.flatMap(({ handle }) => (handle === null ? [] : [handle]));
  if (handles.length > 0) answerOf(await capability(bank, 'files.acknowledge')({ handles }));
  if (trouble !== null) throw new TaskFault(trouble);
  if (handles.length === filesMax) {
    throw new TaskFault(fault('retryAfter', 'MORE_FILES', 'more files wait'));
  }
};

/** All that the bank's doors give; trouble at one of them holds nothing of the others back. */
async function fetchFrom(
  run: FlowRun,
  bank: FlowConnection,
): Promise<{ readonly received: readonly Received[]; readonly trouble: Fault | null }> {
  const received: Received[] = [];
  let trouble: Fault | null = null;
  const fetchFiles = bank.capabilities['files.fetch'];
  if (fetchFiles !== undefined) {
    const files = await fetchFiles({ limit: filesMax });
    if (files.ok) {
      received.push(...files.value.map((file) => ({ ...file, mediaType: 'application/xml' })));
    } else trouble = files.error;
  }
  for (const { answers, fault: ofOne } of await askBank(run, bank)) {
    received.push(...answers.map((one) => ({ ...one, handle: null })));
    trouble ??= ofOne;
  }
  return { received, trouble };
}

/** A bank by API answers only when asked: for the messages and days that are still open here. */
async function askBank(run: FlowRun, bank: FlowConnection): Promise<readonly FetchedAnswers[]> {
  const fetchStatuses = bank.capabilities['statuses.fetch'];
  const fetchStatements = bank.capabilities['statements.fetch'];
  if (fetchStatuses === undefined && fetchStatements === undefined) return [];
  const ctx = run.ctx(await run.ports.entitiesOf(bank.id));
  const input = { connectionId: bank.id, connectionName: bank.name };
  const { messages, accounts } = valueOf(await readAwaited({ ctx, input }));
  const statuses = messages.length === 0 ? undefined : await fetchStatuses?.({ messages });
  const statements = accounts.length === 0 ? undefined : await fetchStatements?.({ accounts });
  return [statuses, statements].filter((one) => one !== undefined);
}

async function keep(run: FlowRun, { name, bytes, mediaType }: Received): Promise<ReceivedDelivery> {
  const evidenceHash = await run.ports.evidence.put(bytes);
  const externalId = `${name} ${evidenceHash.slice(0, 16)}`;
  return { externalId, evidenceHash, sizeBytes: bytes.length, mediaType, kind: 'file' };
}

/** Reads one delivery by its content and applies it; what cannot be read is quarantined. */
export const applyHandler: FlowHandler = async (run) => {
  const inboxId = asId<'inbox'>(run.task.data.ids[0] ?? '');
  const item = valueOf(await readDelivery({ ctx: run.ctx([]), input: { inboxId } }));
  if (item === null || item.state !== 'received') return;
  const entityIds = await run.ports.entitiesOf(item.connectionId);
  const bytes = await run.ports.evidence.get(item.evidenceHash);
  const bank = await run.ports.connection(item.connectionId);
  const content = bank.capabilities['deliveries.read']?.(bytes) ?? null;
  const ctx = run.ctx(entityIds);
  valueOf(await applyDelivery({ ctx, input: { item, bytes, content, entityIds } }));
};

/** Matches the lines of one own account. */
export const matchHandler: FlowHandler = async (run) => {
  const ownAccountId = asId<'own_account'>(run.task.data.ids[0] ?? '');
  const ctx = run.ctx([entityOf(run.task)], 'completes');
  valueOf(await matchAccount({ ctx, input: { ownAccountId } }));
};
