import {
  type EntityId,
  type Id,
  type Problem,
  type Result,
  succeed,
  type WebhookDelivery,
  type WebhookSubscription,
} from '@quittance/domain';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';
import { cloudEventOf } from './cloud-event.ts';
import { deliveriesPerTaskMax } from './fan-out.ts';

/** One delivery that is ready to be signed and sent. */
export interface PlannedDelivery {
  readonly deliveryId: Id<'delivery'>;
  /** Names the message for ever: a subscriber that sees it twice has seen it once. */
  readonly eventId: Id<'event'>;
  readonly url: string;
  readonly secretName: string;
  /** CloudEvents 1.0 JSON; the same bytes each time. */
  readonly body: string;
}

export interface DeliveryPlan {
  readonly sendable: readonly PlannedDelivery[];
  /** Deliveries that can never be sent, and why. */
  readonly refused: readonly { readonly deliveryId: Id<'delivery'>; readonly status: string }[];
}

export interface DeliveriesInput {
  readonly entityId: EntityId;
  readonly deliveryIds: readonly Id<'delivery'>[];
}

/** Reads what of the deliveries is still owed, in the order in which the events happened. */
export async function planDeliveries(
  call: VerbCall<DeliveriesInput>,
): Promise<Result<DeliveryPlan, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async ({ transaction }) => {
    const { entityId, deliveryIds } = input;
    const rows = await transaction.find('webhook_delivery', {
      entityId,
      id: { in: deliveryIds },
      state: 'pending',
    });
    const events = await transaction.find('outbox_event', {
      entityId,
      id: { in: rows.map((row) => row.eventId) },
    });
    const subscriptions = await transaction.find('webhook_subscription', {
      id: { in: [...new Set(rows.map((row) => row.subscriptionId))] },
    });
    const eventById = new Map(events.map((event) => [event.id, event]));
    const subscriptionById = new Map(subscriptions.map((one) => [one.id, one]));
    const sendable: PlannedDelivery[] = [];
    const refused: { deliveryId: Id<'delivery'>; status: string }[] = [];
    for (const row of rows) {
      const subscription = subscriptionById.get(row.subscriptionId);
      const event = eventById.get(row.eventId);
      const body = event === undefined ? null : cloudEventOf(event);
      if (subscription?.active !== true) refused.push({ deliveryId: row.id, status: unsubscribed });
      else if (body?.ok !== true) refused.push({ deliveryId: row.id, status: 'not publishable' });
      else {
        const { url, secretName } = subscription;
        const { id: deliveryId, eventId } = row;
        sendable.push({ deliveryId, eventId, url, secretName, body: body.value });
      }
    }
    return succeed({ sendable, refused });
  });
}

const unsubscribed = 'unsubscribed';

/** What became of one delivery. `heldBack`: nothing was tried, since the subscriber is away. */
export interface DeliveryOutcome {
  readonly deliveryId: Id<'delivery'>;
  readonly kind: 'delivered' | 'failed' | 'refused' | 'heldBack';
  /** A status code or a word for the failure; never a body. */
  readonly status: string;
  /** How long the subscriber asked us to wait, in seconds. */
  readonly waitSeconds?: number;
}

/**
 * Seconds before the second try, the third, and so on: ten tries in about three days, as Standard
 * Webhooks recommends (spec/standard-webhooks.md, "Deliverability and reliability").
 */
export const deliveryLadderSeconds = [
  5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
] as const;

/** After so many tries a delivery is a dead letter, which a controller may replay. */
export const deliveryAttemptsMax = deliveryLadderSeconds.length + 1;

/** Seconds after which a delivery is looked at again that was not tried. */
const heldBackSeconds = 60;

export interface RecordedDeliveries {
  readonly delivered: number;
  readonly retried: number;
  readonly deadLetters: number;
}

/**
 * Records what became of deliveries of one company: delivered, to be tried again later, or dead
 * letters with one case a subscriber. Deliveries decided meanwhile are left alone.
 */
export async function recordDelivery(
  call: VerbCall<{ readonly entityId: EntityId; readonly outcomes: readonly DeliveryOutcome[] }>,
): Promise<Result<RecordedDeliveries, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const { entityId } = input;
    const outcomes = new Map(input.outcomes.map((outcome) => [outcome.deliveryId, outcome]));
    const rows = await unit.transaction.lock('webhook_delivery', {
      entityId,
      id: { in: [...outcomes.keys()] },
      state: 'pending',
    });
    const retries: Retry[] = [];
    const dead: WebhookDelivery[] = [];
    let delivered = 0;
    for (const row of rows) {
      const outcome = outcomes.get(row.id);
      if (outcome === undefined) continue;
      const after = afterOutcome(row, outcome);
      if (after !== row) {
        unit.mutate({ verb: 'delivery.record', change: changed('webhook_delivery', row, after) });
      }
      if (after.state === 'delivered') delivered += 1;
      else if (after.state === 'dead_letter') dead.push(after);
      else retries.push({ id: row.id, delaySeconds: delayOf(after, outcome) });
    }
    enqueueRetries(unit, entityId, retries);
    await openDeadLetterCases(ctx, unit, dead);
    return succeed({ delivered, retried: retries.length, deadLetters: dead.length });
  });
}

function afterOutcome(row: WebhookDelivery, outcome: DeliveryOutcome): WebhookDelivery {
  if (outcome.kind === 'heldBack') return row;
  const lastStatus = outcome.status.slice(0, 100);
  if (outcome.kind === 'refused') return nextVersion(row, { state: 'dead_letter', lastStatus });
  const attempts = row.attempts + 1;
  if (outcome.kind === 'delivered') {
    return nextVersion(row, { state: 'delivered', attempts, lastStatus });
  }
  const state = attempts >= deliveryAttemptsMax ? 'dead_letter' : 'pending';
  return nextVersion(row, { state, attempts, lastStatus });
}

interface Retry {
  readonly id: Id<'delivery'>;
  readonly delaySeconds: number;
}

function delayOf(row: WebhookDelivery, outcome: DeliveryOutcome): number {
  if (outcome.kind === 'heldBack') return heldBackSeconds;
  const step = deliveryLadderSeconds[Math.max(row.attempts - 1, 0)] ?? heldBackSeconds;
  return Math.max(step, outcome.waitSeconds ?? 0);
}

function enqueueRetries(unit: UnitOfWork, entityId: EntityId, retries: readonly Retry[]): void {
  for (const [delaySeconds, same] of Map.groupBy(retries, (retry) => retry.delaySeconds)) {
    for (const chunk of chunked(same, deliveriesPerTaskMax)) {
      const ids = chunk.map((retry) => retry.id);
      unit.enqueue({ name: 'webhook.deliver', entityId, ids, delaySeconds });
    }
  }
}

/** A subscriber that left needs nobody's work; any other end of a delivery does. */
async function openDeadLetterCases(
  ctx: ServiceContext,
  unit: UnitOfWork,
  dead: readonly WebhookDelivery[],
): Promise<void> {
  const bySubscription = Map.groupBy(
    dead.filter((row) => row.lastStatus !== unsubscribed),
    (row) => row.subscriptionId,
  );
  const subscriptions = await unit.transaction.find('webhook_subscription', {
    id: { in: [...bySubscription.keys()] },
  });
  await openCases(
    ctx,
    unit,
    subscriptions.flatMap((subscription) => {
      const [first] = bySubscription.get(subscription.id) ?? [];
      return first === undefined ? [] : [caseOf(subscription, first)];
    }),
  );
}

const caseOf = (subscription: WebhookSubscription, row: WebhookDelivery) =>
  ({
    entityId: row.entityId,
    kind: 'dead_letter',
    objectKind: 'webhook_subscription',
    objectId: subscription.id,
    cause: 'webhook deliveries ended',
    detail:
      `${subscription.name} did not take events (last answer: ${row.lastStatus ?? 'none'}). ` +
      'They are kept as dead letters and can be replayed.',
    currency: null,
    atRiskMinor: 0n,
  }) as const;
