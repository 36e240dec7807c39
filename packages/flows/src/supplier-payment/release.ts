import { asId, type Attempt, fault, present } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import {
  planRelease,
  readMessage,
  recordInquiry,
  recordHealth,
  recordOutcome,
  type RecordOutcomeInput,
  releaseBatch,
  reportRefusedRelease,
  startSending,
} from '@quittance/services';
import {
  answerOf,
  capability,
  entityOf,
  type FlowConnection,
  type FlowHandler,
  type FlowRun,
  stopped,
  valueOf,
} from '../flow/flow.ts';

/** Refusals that pass by themselves: the release is tried again later. */
const passing = ['BILL_CHANGED', 'CONFLICTING_CHANGE'];

/** Reads the bills again, then releases: guards, file, attempt, in one transaction. */
export const releaseHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const batchId = asId<'batch'>(run.task.data.ids[0] ?? '');
  const accounts = await run.ports.accountsOf(entityId);
  const ctx = run.ctx([entityId]);
  const plan = valueOf(
    await planRelease({ ctx, input: { batchId, connectionName: accounts.name } }),
  );
  if (plan.state !== 'approved') return;
  const rereadAt = plan.plannedAt;
  const reread = answerOf(
    await capability(
      accounts,
      'openItems.reread',
    )({ companyExternalId: plan.companyExternalId, externalIds: plan.itemExternalIds }),
  );
  const released = await releaseBatch({
    ctx: run.ctx([entityId], 'completes'),
    input: { batchId, connectionName: accounts.name, reread, rereadAt },
  });
  if (released.ok) return;
  const { code, detail } = released.error;
  if (code === 'STOPPED') throw stopped(detail);
  if (passing.includes(code)) throw new TaskFault(fault('retry', code, detail));
  valueOf(
    await reportRefusedRelease({
      ctx: run.ctx([entityId], 'completes'),
      input: { batchId, refusal: released.error },
    }),
  );
};

/**
 * Hands one message to the bank, once. The bank is asked for a sign of life and the bytes are read
 * first, so that a bank or a disk that is down costs nothing but time; whoever finds a message half
 * sent asks and never sends.
 */
export const submitHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const prepared = await readAttempt(run);
  const { id: attemptId, ownAccountId } = prepared;
  const bank = await run.ports.bankOf(ownAccountId);
  const alive = await bank.check();
  const health = { connectionId: bank.id, fault: alive.ok ? null : alive.detail };
  valueOf(await recordHealth({ ctx: run.ctx([]), input: health }));
  if (!alive.ok) throw new TaskFault(fault('retry', 'BANK_DOWN', alive.detail));
  const handOver = prepared.state === 'prepared' ? await makeReady(run, bank, prepared) : null;
  const started = valueOf(await startSending({ ctx: run.ctx([entityId]), input: { attemptId } }));
  if (started.kind === 'done') return;
  const { fencingToken } = started.attempt;
  const told =
    started.kind === 'interrupted' || handOver === null
      ? ({ outcome: 'unknown', detail: 'an earlier sender was interrupted' } as const)
      : await handOver();
  const recorded = await recordOutcome({
    ctx: run.ctx([entityId], 'completes'),
    input: { attemptId, fencingToken, ...told },
  });
  valueOf(recorded);
};

type HandOver = () => Promise<
  Pick<RecordOutcomeInput, 'outcome' | 'detail' | 'bankReference' | 'confirmation'>
>;

/** All that can fail before a byte leaves; once sending has started, a failure is a silence. */
async function makeReady(run: FlowRun, bank: FlowConnection, of: Attempt): Promise<HandOver> {
  const submit = capability(bank, 'payments.submit');
  const { messageId, fileName, payloadHash } = of;
  const bytes = await run.ports.evidence.get(payloadHash);
  return async () => {
    const outcome = await submit({ messageId, fileName, bytes });
    if (outcome.kind === 'acknowledged') {
      const { kind, bankReference: externalId, confirmation: wanted } = outcome;
      const confirmation = wanted === undefined ? {} : { confirmation: wanted };
      if (externalId === null)
        return { outcome: kind, detail: 'accepted for transport', ...confirmation };
      const bankReference = { connectionName: bank.name, externalId };
      return { outcome: kind, detail: externalId, bankReference, ...confirmation };
    }
    return { outcome: outcome.kind, detail: `${outcome.fault.code}: ${outcome.fault.message}` };
  };
}

async function readAttempt(run: FlowRun): Promise<Attempt> {
  const entityId = entityOf(run.task);
  const id = asId<'attempt'>(run.task.data.ids[0] ?? '');
  const { scope } = run.ctx([entityId]);
  const [attempt] = await run.ports.store.transaction(scope, (transaction) =>
    transaction.find('attempt', { entityId, id }),
  );
  return present(attempt, 'attempt of the task');
}

/** Asks whether the bank has a message whose hand-over was never answered. */
export const inquireHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const attempt = await readAttempt(run);
  if (attempt.state !== 'unknown') return;
  const bank = await run.ports.bankOf(attempt.ownAccountId);
  const { id: attemptId, fileName } = attempt;
  const names = { attemptId, connectionName: bank.name };
  const message = valueOf(await readMessage({ ctx: run.ctx([entityId]), input: names }));
  const answer = answerOf(await capability(bank, 'payments.inquire')({ ...message, fileName }));
  const found = answer.kind === 'found';
  valueOf(
    await recordInquiry({
      ctx: run.ctx([entityId], 'completes'),
      input: { attemptId, found, where: answer.where },
    }),
  );
};
