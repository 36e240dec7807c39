/**
 * Whole payment events through the engine under backlog (PERF-04, PERF-06): ingest and three
 * steps, four transitions, one call of a bank, row security on.
 */
import { asId, type PaymentState } from '@quittance/domain';
import type { Task, TaskKind, TaskLease, TaskQueue } from '@quittance/engine';
import { systemScheduler } from '../../apps/server/src/adapters/scheduler.ts';
import type { Measured } from './line.ts';
import { ingest, move, newPayments, scope } from './payments.ts';
import type { BenchWorld } from './world.ts';

const batchSize = 100;

/** Batches of one step that are handled at a time. */
const concurrency = 2;

interface Step {
  readonly kind: TaskKind;
  readonly to: PaymentState;
  readonly callsBank: boolean;
}

const step = (name: string, to: PaymentState, callsBank: boolean): Step => ({
  kind: {
    name,
    lane: 'evidence',
    batchSizeMax: batchSize,
    leaseSeconds: 60,
    retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 10 },
    versions: [1],
  },
  to,
  callsBank,
});

const steps: readonly Step[] = [
  step('bench.validate', 'validated', false),
  step('bench.ask', 'awaiting_approval', true),
  step('bench.approve', 'approved', false),
];

/** One answer of a bank on the same machine, in milliseconds. */
const bankAnswerMs = 5;

/** The rate and the costs of whole events while a backlog of them is worked off. */
export async function measurePipeline(world: BenchWorld, events: number): Promise<Measured> {
  const queue = await world.openQueue(steps.map(({ kind }) => kind));
  const before = await world.counters();
  const started = performance.now();
  await fill(world, queue, events);
  let finished = 0;
  const done = Promise.withResolvers<undefined>();
  for (const [index, one] of steps.entries()) {
    const following = steps[index + 1];
    await queue.work(
      one.kind.name,
      async (tasks, lease) => {
        await handle(world, { queue, one, following, tasks, lease });
        if (following !== undefined) return;
        finished += tasks.length;
        if (finished >= events) done.resolve(undefined);
      },
      concurrency,
    );
  }
  await done.promise;
  const perSecond = (events * 1_000) / (performance.now() - started);
  const after = await world.counters();
  return {
    name: 'payment events through the engine',
    goal: 0.12,
    perSecond,
    events,
    before,
    after,
    limits: { statements: 0.5, commits: 0.2, walBytes: 7_168 },
  };
}

/** Takes in every payment, a hundred a transaction, each with its first task. */
async function fill(world: BenchWorld, queue: TaskQueue, events: number): Promise<void> {
  for (let from = 0; from < events; from += batchSize) {
    const rows = newPayments(Math.min(batchSize, events - from));
    await world.store.transaction(scope, async (transaction) => {
      await ingest(transaction, rows);
      await enqueue(
        { queue, transaction },
        steps[0],
        rows.map((row) => row.id),
      );
    });
  }
}

async function enqueue(
  of: {
    readonly queue: TaskQueue;
    readonly transaction: Parameters<TaskQueue['enqueue']>[0];
  },
  following: Step | undefined,
  ids: readonly string[],
): Promise<void> {
  if (following === undefined) return;
  const [entityId = null] = scope.entityIds;
  const { correlationId } = scope;
  await of.queue.enqueue(
    of.transaction,
    ids.map((id) => ({
      name: following.kind.name,
      data: { v: 1, entityId, correlationId, ids: [id] },
    })),
  );
}

interface Batch {
  readonly queue: TaskQueue;
  readonly one: Step;
  readonly following: Step | undefined;
  readonly tasks: readonly Task[];
  readonly lease: TaskLease;
}

/** Calls outside any transaction, then one for states, leaves, next tasks and completion. */
async function handle(world: BenchWorld, batch: Batch): Promise<void> {
  const { queue, one, following, tasks, lease } = batch;
  const ids = tasks.flatMap((task) => task.data.ids);
  if (one.callsBank) await systemScheduler.sleep(bankAnswerMs);
  await world.store.transaction(scope, async (transaction) => {
    const rows = await transaction.find('payment', {
      entityId: asId<'entity'>(tasks[0]?.data.entityId ?? ''),
      id: { in: ids.map((id) => asId<'payment'>(id)) },
    });
    await Promise.all([
      move(transaction, rows, one.to),
      enqueue({ queue, transaction }, following, ids),
      lease.complete(transaction, tasks),
    ]);
  });
}
