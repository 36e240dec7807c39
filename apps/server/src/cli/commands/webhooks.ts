import { problem, ProblemError, type WebhookSubscription } from '@quittance/domain';
import { replayDeliveries, subscribeWebhook, unsubscribeWebhook } from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { table } from '../output.ts';
import { personContext, type Session, withSession } from '../session.ts';

/** `webhooks list|subscribe|unsubscribe|replay`: who hears of events. */
export function addWebhookCommands(program: Command): void {
  const webhooks = program.command('webhooks').description('other systems that hear of events');
  addList(webhooks);
  addSubscribe(webhooks);
  webhooks
    .command('unsubscribe <name>')
    .description('end a subscription; what was not delivered becomes a dead letter')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: subscriptionId } = await subscriptionOf(session, name);
        const ctx = await personContext(session);
        must(await unsubscribeWebhook({ ctx, input: { subscriptionId } }));
        session.output.result({ name, active: false }, () => [`${name} hears of nothing any more`]);
      });
    });
  webhooks
    .command('replay <name>')
    .description('deliver dead letters of a subscriber again; events keep their ids')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: subscriptionId } = await subscriptionOf(session, name);
        const ctx = await personContext(session);
        let replayed = 0;
        for (const entityId of ctx.scope.entityIds) {
          for (let more = true; more;) {
            const done = must(await replayDeliveries({ ctx, input: { entityId, subscriptionId } }));
            replayed += done.replayed;
            more = done.hasMore;
          }
        }
        session.output.result({ name, replayed }, () => [`${replayed} deliveries are tried again`]);
      });
    });
}

function addList(webhooks: Command): void {
  webhooks
    .command('list')
    .description('subscriptions')
    .action(async (_options: object, command: Command) => {
      await withSession(command, async (session) => {
        const rows = await subscriptions(session);
        session.output.result({ rows }, () =>
          rows.length === 0
            ? ['nobody is subscribed: quittance webhooks subscribe']
            : table(
                ['name', 'active', 'events', 'url'],
                rows.map((row) => [
                  row.name,
                  row.active ? 'yes' : 'no',
                  row.eventTypes.join(' '),
                  row.url,
                ]),
              ),
        );
      });
    });
}

interface SubscribeOptions {
  readonly url: string;
  readonly events: readonly string[];
  readonly secret: string;
}

function addSubscribe(webhooks: Command): void {
  webhooks
    .command('subscribe <name>')
    .description('let another system hear of events from now on')
    .requiredOption('--url <url>', 'where events are posted')
    .requiredOption('--secret <name>', 'name of the signing secret in the configuration')
    .option('--events <types...>', 'types, families such as payment.*, or *', ['*'])
    .action(async (name: string, options: SubscribeOptions, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const { url, events: eventTypes, secret: secretName } = options;
        const input = { name, url, eventTypes, secretName };
        const made = must(await subscribeWebhook({ ctx, input }));
        session.output.result(made, () => [`${name} hears of ${eventTypes.join(' ')} from now on`]);
      });
    });
}

async function subscriptions(session: Session): Promise<readonly WebhookSubscription[]> {
  const { scope } = session.hub.serviceContext('cli');
  return session.hub.store.transaction(scope, (transaction) =>
    transaction.find('webhook_subscription', {}),
  );
}

async function subscriptionOf(session: Session, name: string): Promise<WebhookSubscription> {
  const rows = await subscriptions(session);
  const found = rows.find((row) => row.name === name && row.active);
  if (found !== undefined) return found;
  throw new ProblemError(problem('NOT_FOUND', `subscription ${name}`));
}
