/** Durable transitions: state, audit leaf and next task in one transaction (PERF-03). */
import type { Payment } from '@quittance/domain';
import type { TaskKind } from '@quittance/engine';
import type { Measured } from './line.ts';
import { ingest, newPayments, scope, transition } from './payments.ts';
import { rate } from './rate.ts';
import type { BenchWorld } from './world.ts';

const followUp: TaskKind = {
  name: 'bench.followUp',
  lane: 'bulk',
  batchSizeMax: 100,
  leaseSeconds: 60,
  retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 10 },
  versions: [1],
};

/** What the design asks for, as a multiple of single-row commits of the same run. */
const goals = [
  { name: 'one at a time', size: 1, goal: 0.3 },
  { name: 'in batches of 100', size: 100, goal: 4 },
] as const;

/** The rates of transitions one at a time and in batches of 100. */
export async function measureTransitions(
  world: BenchWorld,
  seconds: number,
): Promise<readonly Measured[]> {
  const queue = await world.openQueue([followUp]);
  const lines: Measured[] = [];
  for (const { name, size, goal } of goals) {
    const rows = await prepare(world, size === 1 ? 2_500 * seconds : 30_000 * seconds);
    await world.analyse();
    const before = await world.counters();
    let moved = 0;
    const perSecond = await rate(seconds, async () => {
      const taken = rows.splice(0, size);
      if (taken.length > 0) await transition({ store: world.store, queue, followUp }, taken);
      moved += taken.length;
      return taken.length;
    });
    const after = await world.counters();
    lines.push({ name: `transitions ${name}`, goal, perSecond, events: moved, before, after });
  }
  return lines;
}

async function prepare(world: BenchWorld, count: number): Promise<Payment[]> {
  const rows = [...newPayments(count)];
  for (let from = 0; from < rows.length; from += 1_000) {
    const chunk = rows.slice(from, from + 1_000);
    await world.store.transaction(scope, (transaction) => ingest(transaction, chunk));
  }
  return rows;
}
