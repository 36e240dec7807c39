/**
 * What clients of the HTTP API asked for and were told, and what follows from it and from the
 * books of the banks alone: nothing of the hub's own is read.
 */
import type { BankBooks } from '@quittance/sandbox';

export type Deed = 'propose' | 'validate' | 'submit' | 'approve' | 'release';

/**
 * - `ok`: it was done, as far as the client was told
 * - `refused`: it was not done
 * - `unknown`: no answer came, or one that leaves it open
 */
export type Outcome = 'ok' | 'refused' | 'unknown';

export interface Attempt {
  readonly deed: Deed;
  readonly person: string;
  readonly batchId: string;
  /** The client's own name for the request, the same at each try. */
  readonly key: string;
  /** True for what no hub may grant: the role, the person or the content is wrong. */
  readonly forbidden: boolean;
  readonly outcome: Outcome;
  /** Places of invocation and end in the order of all events of all clients. */
  readonly invoked: number;
  readonly ended: number;
}

export interface BatchStory {
  readonly batchId: string;
  readonly approversRequired: number;
  /** EndToEndIds of its payments. */
  readonly references: readonly string[];
}

export interface HistoryInput {
  readonly attempts: readonly Attempt[];
  readonly batches: readonly BatchStory[];
  readonly books: readonly BankBooks[];
}

/** Sentences on what a client could see and must not; none when all was right. */
export function judgeHistory({ attempts, batches, books }: HistoryInput): readonly string[] {
  const byBatch = Map.groupBy(attempts, (one) => one.batchId);
  const batchOf = new Map(
    batches.flatMap((batch) => batch.references.map((reference) => [reference, batch] as const)),
  );
  const ordered = new Set(books.flatMap((one) => one.instructions.map((item) => item.endToEndId)));
  const sent = new Set([...ordered].map((reference) => batchOf.get(reference)));
  return [
    ...attempts
      .filter((one) => one.forbidden && one.outcome === 'ok')
      .map((one) => `${one.person} was allowed to ${one.deed} batch ${one.batchId}`),
    ...[...ordered]
      .filter((reference) => !batchOf.has(reference))
      .map((reference) => `the bank has ${reference}, which nobody proposed`),
    ...books
      .flatMap((one) => [...one.timesReceived])
      .filter(([, times]) => times > 1)
      .map(([reference, times]) => `the bank received ${reference} ${times} times`),
    ...[...sent].flatMap((batch) =>
      batch === undefined ? [] : judgeSent(batch, byBatch.get(batch.batchId) ?? []),
    ),
    ...[...byBatch].flatMap(([batchId, list]) => approvedTwice(batchId, list)),
  ];
}

/** What had to have been asked for before a batch left. */
function judgeSent(batch: BatchStory, attempts: readonly Attempt[]): readonly string[] {
  const mayHave = (deed: Deed): readonly Attempt[] =>
    attempts.filter((one) => one.deed === deed && one.outcome !== 'refused' && !one.forbidden);
  const releases = mayHave('release');
  const name = `batch ${batch.batchId} left`;
  const firstRelease = Math.min(...releases.map((one) => one.invoked));
  const lastRelease = Math.max(...releases.map((one) => one.ended));
  const approvers = new Set(
    mayHave('approve')
      .filter((one) => one.invoked < lastRelease)
      .map((one) => one.person),
  );
  const makers = new Set(
    [...mayHave('propose'), ...mayHave('validate'), ...mayHave('submit')].map((one) => one.person),
  );
  const releasers = releases.map((one) => one.person);
  return [
    ...(releases.length === 0 ? [`${name} without a release`] : []),
    ...(approvers.size < batch.approversRequired
      ? [`${name} with ${approvers.size} approvers of ${batch.approversRequired}`]
      : []),
    ...(mayHave('submit').some((one) => one.invoked < firstRelease)
      ? []
      : [`${name} and nobody had asked for its approval`]),
    ...releasers
      .filter((person) => approvers.has(person) || makers.has(person))
      .map((person) => `${name}, and ${person} had a hand in it twice`),
    ...[...approvers]
      .filter((person) => makers.has(person))
      .map((person) => `${name}, and ${person} approved what they made`),
  ];
}

/** A second word of one person on one batch is refused; the same request again is the first. */
function approvedTwice(batchId: string, attempts: readonly Attempt[]): readonly string[] {
  const granted = attempts.filter((one) => one.deed === 'approve' && one.outcome === 'ok');
  return [...Map.groupBy(granted, (one) => one.person)]
    .filter(([, list]) => new Set(list.map((one) => one.key)).size > 1)
    .map(([person]) => `${person} approved batch ${batchId} twice`);
}
