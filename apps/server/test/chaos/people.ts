/** The people of the company, each at several clients of the HTTP API at once. */
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, type QuittanceClient } from '@quittance/api-client';
import { permissions, type PlainDate, present, type Role } from '@quittance/domain';
import { z } from 'zod';
import { holdersOf, makeToken } from '../support/api-world.ts';
import { eventually } from '../support/run-steps.ts';
import type { Attempt, BatchStory, Deed, Outcome } from './history.ts';
import type { ChaosWorld } from './world.ts';

export interface People {
  /** One payment run: everything due by a day is proposed, approved by all and released. */
  pay(dueUntil: PlainDate, untilMs: number): Promise<void>;
  /** Approves and releases what was proposed and is not released yet. */
  finish(untilMs: number): Promise<void>;
  attempts(): readonly Attempt[];
  /** What the clients were told of each batch they knew. */
  stories(): Promise<readonly BatchStory[]>;
}

/** One person at one client. */
interface Seat {
  readonly person: string;
  readonly client: QuittanceClient;
}

interface Wish {
  readonly deed: Deed;
  readonly batchId: string;
  readonly forbidden?: boolean;
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
}

type Act = <Data>(
  seat: Seat,
  wish: Wish,
  send: (key: { readonly 'Idempotency-Key': string }) => Promise<Answer<Data>>,
) => Promise<Data | null>;

const answerMsMax = 6_000;
/** So long one person tries to get a certain answer; at least once. */
const actMsMax = 120_000;
const againMs = 300;
/** So often is a request whose first try is not answered yet asked for again under its name. */
const sameKeyTries = 4;
/** So often is a batch in one state taken on; one that stays in it is left to itself. */
const drivesMax = 4;
const storyMsMax = 120_000;
/** What the company's policy asks for, from the first cent on. */
const approversRequired = 2;

const problemSchema = z.object({ code: z.string(), status: z.number(), retryable: z.boolean() });

type Batch = NonNullable<Awaited<ReturnType<typeof listBatches>>>[number];

export async function gatherPeople(world: ChaosWorld): Promise<People> {
  const seats = await seatsOf(world);
  const attempts: Attempt[] = [];
  const act = actorOf(attempts);
  const drives = new Map<string, number>();
  const known = new Set<string>();
  const entityIds = world.hub.entityIds;
  const finish = async (untilMs: number): Promise<void> => {
    while (performance.now() < untilMs) {
      const batches = await listBatches(seats.preparer.client);
      if (batches === null) continue;
      const stage = ({ id, state }: Batch): string => `${id} ${state}`;
      const open = batches.filter((batch) => (drives.get(stage(batch)) ?? 0) < drivesMax);
      if (open.length === 0) return;
      for (const batch of open) {
        if (performance.now() > untilMs) return;
        known.add(batch.id);
        drives.set(stage(batch), (drives.get(stage(batch)) ?? 0) + 1);
        await drive(world, { seats, act, batch });
      }
    }
  };
  return {
    async pay(dueUntil, untilMs) {
      world.tally.enter('proposing');
      for (const entityId of entityIds) {
        await act(seats.preparer, { deed: 'propose', batchId: 'run' }, (header) =>
          seats.preparer.client.POST('/api/v1/payment-runs', {
            params: { header },
            body: { entityId, dueUntil },
          }),
        );
      }
      await finish(untilMs);
    },
    finish,
    attempts: () => attempts,
    stories: async () => {
      const stories: BatchStory[] = [];
      for (const batchId of known) {
        let references: readonly string[] = [];
        const read = async (): Promise<boolean> => {
          references = await referencesOf(seats.preparer.client, batchId);
          return true;
        };
        await eventually(`${batchId} is read`, read, { timeoutMs: storyMsMax });
        stories.push({ batchId, approversRequired, references });
      }
      return stories;
    },
  };
}

interface Seats {
  readonly preparer: Seat;
  /** Every approver and releaser sits at two clients at once. */
  readonly approvers: readonly Seat[];
  readonly releasers: readonly Seat[];
}

async function seatsOf(world: ChaosWorld): Promise<Seats> {
  const seatsFor = async (role: Role): Promise<readonly Seat[]> => {
    const seats: Seat[] = [];
    for (const person of await holdersOf(world, role)) {
      const token = await makeToken(world, { person, only: permissions(), entityIds: [] });
      seats.push({
        person: person.name,
        client: createClient({
          baseUrl: world.apiUrl,
          token,
          fetch: (request) => fetch(request, { signal: AbortSignal.timeout(answerMsMax) }),
        }),
      });
    }
    return seats;
  };
  const [preparer] = await seatsFor('preparer');
  const approvers = await seatsFor('approver');
  const releasers = await seatsFor('releaser');
  return {
    preparer: present(preparer, 'a preparer'),
    approvers: [...approvers, ...approvers],
    releasers: [...releasers, ...releasers],
  };
}

/** Asks until the answer is certain; each try is written down. */
function actorOf(attempts: Attempt[]): Act {
  let events = 0;
  let keys = 0;
  const newKey = (): string => {
    keys += 1;
    return `chaos-${keys}`;
  };
  return async (seat, wish, send) => {
    const untilMs = performance.now() + actMsMax;
    let key = newKey();
    for (let tries = 1; tries === 1 || performance.now() < untilMs; tries += 1) {
      events += 1;
      const invoked = events;
      const { data, outcome, code } = await answerTo(send, key);
      events += 1;
      const { deed, batchId, forbidden = false } = wish;
      const { person } = seat;
      attempts.push({ deed, person, batchId, key, forbidden, outcome, invoked, ended: events });
      if (outcome !== 'unknown') return data;
      const isTaken = code === 'IDEMPOTENCY_KEY_IN_FLIGHT' || code === 'IDEMPOTENCY_KEY_REUSED';
      if (isTaken && tries % sameKeyTries === 0) key = newKey();
      await wait(againMs);
    }
    return null;
  };
}

async function answerTo<Data>(
  send: (key: { readonly 'Idempotency-Key': string }) => Promise<Answer<Data>>,
  key: string,
): Promise<{ readonly data: Data | null; readonly outcome: Outcome; readonly code: string }> {
  try {
    const { data, error } = await send({ 'Idempotency-Key': key });
    if (data !== undefined) return { data, outcome: 'ok', code: '' };
    const problem = problemSchema.safeParse(error);
    if (!problem.success) return { data: null, outcome: 'unknown', code: '' };
    const { code, status, retryable } = problem.data;
    const isOpen = retryable || status >= 500;
    return { data: null, outcome: isOpen ? 'unknown' : 'refused', code };
  } catch {
    return { data: null, outcome: 'unknown', code: '' };
  }
}

/** Batches that people still have something to do with; null when no answer came. */
async function listBatches(client: QuittanceClient) {
  try {
    const all = await Promise.all(
      (['open', 'frozen', 'approved'] as const).map((state) =>
        client.GET('/api/v1/batches', { params: { query: { state, limit: 200 } } }),
      ),
    );
    if (all.some((answer) => answer.data === undefined)) return null;
    return all
      .flatMap((answer) => answer.data?.items ?? [])
      .filter((batch) => batch.releasedBy === null);
  } catch {
    return null;
  } finally {
    await wait(100);
  }
}

/** Takes a batch one step on, together with those who have no right to. */
async function drive(
  world: ChaosWorld,
  of: { readonly seats: Seats; readonly act: Act; readonly batch: Batch },
): Promise<void> {
  const { seats, act, batch } = of;
  const batchId = batch.id;
  const path = { batchId };
  const { preparer } = seats;
  if (batch.state === 'open') {
    world.tally.enter('proposing');
    await act(preparer, { deed: 'validate', batchId }, (header) =>
      preparer.client.POST('/api/v1/batches/{batchId}/validate', { params: { path, header } }),
    );
    await act(preparer, { deed: 'submit', batchId }, (header) =>
      preparer.client.POST('/api/v1/batches/{batchId}/submit', { params: { path, header } }),
    );
  } else if (batch.state === 'frozen') {
    world.tally.enter('approving');
    const { contentHash } = batch;
    if (contentHash === null) throw new Error(`${batch.reference} is frozen without a hash`);
    await Promise.all(approvals(of, contentHash));
  } else {
    world.tally.enter('releasing');
    await Promise.all(releases(of));
  }
}

interface Step {
  readonly seats: Seats;
  readonly act: Act;
  readonly batch: Batch;
}

function approvals({ seats, act, batch }: Step, contentHash: string): readonly Promise<unknown>[] {
  const approve = (seat: Seat, hash: string, forbidden: boolean): Promise<unknown> =>
    act(seat, { deed: 'approve', batchId: batch.id, forbidden }, (header) =>
      seat.client.POST('/api/v1/batches/{batchId}/decisions', {
        params: { path: { batchId: batch.id }, header },
        body: { decision: 'approve', contentHash: hash },
      }),
    );
  const otherHash = contentHash.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  return [
    approve(seats.preparer, contentHash, true),
    ...seats.releasers.slice(0, 1).map((seat) => approve(seat, contentHash, true)),
    ...seats.approvers.slice(0, 1).map((seat) => approve(seat, otherHash, true)),
    ...seats.approvers.map((seat) => approve(seat, contentHash, false)),
  ];
}

function releases({ seats, act, batch }: Step): readonly Promise<unknown>[] {
  const release = (seat: Seat, forbidden: boolean): Promise<unknown> =>
    act(seat, { deed: 'release', batchId: batch.id, forbidden }, (header) =>
      seat.client.POST('/api/v1/batches/{batchId}/release', {
        params: { path: { batchId: batch.id }, header },
      }),
    );
  return [
    release(seats.preparer, true),
    ...seats.approvers.slice(0, 1).map((seat) => release(seat, true)),
    ...seats.releasers.map((seat) => release(seat, false)),
  ];
}

/** References of a batch's payments, page after page. */
async function referencesOf(
  client: QuittanceClient,
  batchId: string,
  after?: string,
): Promise<readonly string[]> {
  const query = { batchId, limit: 200, ...(after === undefined ? {} : { after }) };
  const { data } = await client.GET('/api/v1/payments', { params: { query } });
  const { items, next } = present(data, `payments of batch ${batchId}`);
  const references = items.map((one) => one.reference);
  if (next === null) return references;
  return [...references, ...(await referencesOf(client, batchId, next))];
}
