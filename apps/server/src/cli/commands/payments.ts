import { formatDecimal, money, problem, ProblemError } from '@quittance/domain';
import { cancelPayment } from '@quittance/services';
import type { PaymentTrace } from '@quittance/store';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { idOf } from '../arguments.ts';
import { table } from '../output.ts';
import { paymentOf, personContext, type Session, withSession } from '../session.ts';
import { storyOf } from '../trace-story.ts';

/** `payments list|show|trace|cancel`. */
export function addPaymentCommands(program: Command): void {
  const payments = program.command('payments').description('payments and where they are');
  addList(payments);
  for (const name of ['show', 'trace'] as const) {
    payments
      .command(`${name} <id>`)
      .description(
        name === 'show'
          ? 'one payment in short'
          : 'everything about one payment, found by any id that anybody knows it by',
      )
      .action(async (id: string, _options: object, command: Command) => {
        await withSession(command, async (session) => {
          const trace = await traceOf(session, id);
          const story = storyOf(trace, await namesOf(session));
          if (name === 'show') session.output.result(trace.payment, () => story.head);
          else
            session.output.result({ ...trace, steps: story.steps }, () => [
              ...story.head,
              '',
              ...story.lines,
            ]);
        });
      });
  }
  payments
    .command('cancel <reference>')
    .description('cancel a payment that stands in no frozen batch')
    .requiredOption('--reason <text>', 'why')
    .action(async (reference: string, options: { reason: string }, command: Command) => {
      await withSession(command, async (session) => {
        const { id: paymentId } = await paymentOf(session, reference);
        const ctx = await personContext(session);
        const input = { paymentId, reason: options.reason };
        const cancelled = must(await cancelPayment({ ctx, input }));
        session.output.result(cancelled, () => [`${cancelled.reference} is cancelled`]);
      });
    });
}

/** Names of the persons who act, for people who read what was done. */
async function namesOf({ hub, scope }: Session): Promise<ReadonlyMap<string, string>> {
  const persons = await hub.store.transaction(scope, (transaction) =>
    transaction.find('person', {}),
  );
  return new Map(persons.map((person) => [person.id, person.name]));
}

/**
 * The object behind `scheme=id`, for an id that two things outside share, such as the number 301
 * of a payment and of a bank line in Odoo; any other text stands for itself.
 */
async function plainIdOf({ hub, scope }: Session, text: string): Promise<string> {
  const [, scheme, externalId] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (scheme === undefined || externalId === undefined) return text;
  const [link] = await hub.store.transaction(scope, (transaction) =>
    transaction.find('link', { scheme, externalId }),
  );
  return link?.objectId ?? text;
}

async function traceOf(session: Session, text: string): Promise<PaymentTrace> {
  const { scope } = session;
  const anyId = await plainIdOf(session, text);
  const result = await session.queries.tracePayment({ scope, anyId });
  if (result.found === 'one') return result.trace;
  if (result.found === 'none')
    throw new ProblemError(problem('NOT_FOUND', `nothing is known as ${anyId}`));
  const references = result.payments.slice(0, 10).map((payment) => payment.reference);
  const more = result.payments.length > 10 ? ' …' : '';
  const count = result.payments.length.toString();
  throw new ProblemError(
    problem('BAD_INPUT', `${anyId} names ${count} payments: ${references.join(', ')}${more}`),
  );
}

function addList(payments: Command): void {
  payments
    .command('list')
    .description('payments, newest first')
    .option('--state <state>', 'only payments in this state')
    .option('--limit <number>', 'at most so many', '50')
    .option('--after <id>', 'continue after this id')
    .action(
      async (options: { state?: string; limit: string; after?: string }, command: Command) => {
        if (!/^[1-9]\d{0,3}$/.test(options.limit)) {
          throw new ProblemError(problem('BAD_INPUT', '--limit takes 1 to 9999'));
        }
        // Not money: how many rows to show.
        const limit = Math.min(5_000, Number.parseInt(options.limit, 10));
        await withSession(command, async ({ queries, scope, output }) => {
          const page = await queries.listPayments({
            scope,
            limit,
            ...(options.state === undefined ? {} : { state: options.state }),
            ...(options.after === undefined ? {} : { after: idOf(options.after, 'payments list') }),
          });
          const totals = await queries.totalsByState({ scope });
          output.result({ ...page, totals }, () =>
            page.rows.length === 0
              ? ['no payments here']
              : [
                  ...table(
                    ['payment', 'state', 'amount', '', 'execution', 'since', 'remittance'],
                    page.rows.map((row) => [
                      row.reference,
                      row.hold === null ? row.state : `${row.state} (hold)`,
                      formatDecimal(money(row.currency, row.instructedMinor)).padStart(14),
                      row.currency,
                      row.executionDate,
                      row.stateSince,
                      row.remittance.slice(0, 40),
                    ]),
                  ),
                  ...(page.next === null ? [] : [`more: --after ${page.next}`]),
                ],
          );
        });
      },
    );
}
