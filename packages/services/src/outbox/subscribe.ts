import {
  type Id,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
  type WebhookSubscription,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import {
  added,
  changed,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { isEventFilter } from './catalogue.ts';

export interface SubscribeWebhookInput {
  /** What people call the subscriber; one active subscription a name. */
  readonly name: string;
  /** `https`, or `http` to this machine. */
  readonly url: string;
  /** Types of the catalogue, families such as `payment.*`, or `*`. */
  readonly eventTypes: readonly string[];
  /** Name of the signing secret in the configuration; the secret itself is never stored. */
  readonly secretName: string;
}

/** Each subscriber costs a row an event; more of them belong behind a message bus. */
export const subscriptionsMax = 20;

const nameForm = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * Lets another system hear of events of every company, from now on. Role: controller in each of
 * the companies, since it hears of them all. Errors: `FORBIDDEN`, `BAD_INPUT`, `DUPLICATE`.
 */
export async function subscribeWebhook(
  call: VerbCall<SubscribeWebhookInput>,
): Promise<Result<{ readonly subscriptionId: Id<'subscription'> }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const allowed = await requireEveryController(call, unit);
    if (!allowed.ok) return allowed;
    const fault = faultOf(input);
    if (fault !== null) return refuse(problem('BAD_INPUT', fault));
    await unit.transaction.lockKey('webhook subscriptions');
    const active = await unit.transaction.find('webhook_subscription', { active: true });
    if (active.some((row) => row.name === input.name)) {
      return refuse(problem('DUPLICATE', `${input.name} is subscribed already`));
    }
    if (active.length >= subscriptionsMax) {
      return refuse(problem('BAD_INPUT', `there are ${subscriptionsMax} subscribers already`));
    }
    const row: WebhookSubscription = {
      id: ctx.ids.newId<'subscription'>(),
      version: 1,
      name: input.name,
      url: input.url,
      eventTypes: [...input.eventTypes],
      secretName: input.secretName,
      active: true,
    };
    unit.mutate({ verb: 'webhook.subscribe', change: added('webhook_subscription', row) });
    return succeed({ subscriptionId: row.id });
  });
}

/** Ends a subscription. What was not delivered becomes a dead letter. Role: as to subscribe. */
export async function unsubscribeWebhook(
  call: VerbCall<{ readonly subscriptionId: Id<'subscription'> }>,
): Promise<Result<null, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const allowed = await requireEveryController(call, unit);
    if (!allowed.ok) return allowed;
    const [row] = await unit.transaction.lock('webhook_subscription', {
      id: input.subscriptionId,
    });
    if (row === undefined || !row.active) return refuse(problem('NOT_FOUND', 'subscription'));
    unit.mutate({
      verb: 'webhook.unsubscribe',
      change: changed('webhook_subscription', row, nextVersion(row, { active: false })),
    });
    return succeed(null);
  });
}

async function requireEveryController(
  call: VerbCall<unknown>,
  unit: UnitOfWork,
): Promise<Result<null, Problem>> {
  const { ctx } = call;
  // Every company there is, not only those of the caller's scope: the subscriber hears of them all.
  const companies = await unit.transaction.find('legal_entity', {});
  if (companies.length === 0) return refuse(problem('FORBIDDEN', 'there is no company'));
  for (const { id: entityId } of companies) {
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['controller'] });
    if (!person.ok) return person;
  }
  return succeed(null);
}

/** What is wrong with the wish, or null. */
function faultOf(input: SubscribeWebhookInput): string | null {
  if (!nameForm.test(input.name)) return 'name: lower-case letters, digits and hyphens';
  if (!nameForm.test(input.secretName)) return 'secretName: lower-case letters, digits and hyphens';
  if (!isAllowedUrl(input.url)) return 'url: https without user or password, or http to localhost';
  if (input.eventTypes.length === 0) return 'eventTypes: at least one';
  const unknown = input.eventTypes.find((filter) => !isEventFilter(filter));
  return unknown === undefined ? null : `eventTypes: no event ${unknown}`;
}

function isAllowedUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || text.length > 500) return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
}
