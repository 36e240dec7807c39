import type { TaskKind } from '@quittance/engine';

const minute = 60;
const patient = { retriesMax: 500, delaySeconds: 2, delaySecondsMax: minute };
const steady = { retriesMax: 60, delaySeconds: 2, delaySecondsMax: 5 * minute };

/**
 * Every kind of deferred work. Tasks carry ids only. Calls to a counterparty that is down are
 * retried patiently, for hours, since nothing was handed over; anything else ends in a dead letter
 * with a case much sooner.
 */
export const taskKinds = [
  kind('batch.release', 'release', { batchSizeMax: 1, leaseSeconds: 60, retry: patient }),
  kind('attempt.submit', 'release', { batchSizeMax: 1, leaseSeconds: 60, retry: patient }),
  kind('attempt.inquire', 'release', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('bank.fetch', 'evidence', { batchSizeMax: 1, leaseSeconds: 30, retry: steady }),
  kind('inbox.apply', 'evidence', { batchSizeMax: 1, leaseSeconds: 60, retry: steady }),
  kind('lines.match', 'evidence', { batchSizeMax: 1, leaseSeconds: 60, retry: steady }),
  kind('accounts.sync', 'evidence', { batchSizeMax: 1, leaseSeconds: 60, retry: steady }),
  kind('payment.register', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('payment.showState', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('payment.settle', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('payment.withdraw', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('line.post', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('match.post', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('match.undo', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: patient }),
  kind('remittance.send', 'bulk', { batchSizeMax: 1, leaseSeconds: 30, retry: steady }),
  kind('webhook.fanOut', 'bulk', { batchSizeMax: 1, leaseSeconds: 60, retry: steady }),
  kind('webhook.deliver', 'bulk', { batchSizeMax: 1, leaseSeconds: 120, retry: steady }),
  kind('deadline.sweep', 'evidence', { batchSizeMax: 1, leaseSeconds: 60, retry: steady }),
] as const satisfies readonly TaskKind[];

export type TaskName = (typeof taskKinds)[number]['name'];

/** Whether this release has a handler for tasks of that name. */
export const isTaskName = (name: string): name is TaskName =>
  taskKinds.some((kind) => kind.name === name);

/** Payments or lines that one task carries: a call of one to five seconds in the accounts. */
export const chunkSizeMax = 50;

/** Matches that one task carries: each takes some nine calls of the accounts. */
export const matchChunkSizeMax = 20;

function kind<Name extends string>(
  name: Name,
  lane: TaskKind['lane'],
  rest: Pick<TaskKind, 'batchSizeMax' | 'leaseSeconds' | 'retry'>,
) {
  return { name, lane, versions: [1], ...rest } as const;
}

/** Splits ids into chunks, one task each. */
export function chunked<Value>(
  values: readonly Value[],
  size: number = chunkSizeMax,
): readonly (readonly Value[])[] {
  const chunks: Value[][] = [];
  for (let from = 0; from < values.length; from += size)
    chunks.push(values.slice(from, from + size));
  return chunks;
}
