import {
  addDays,
  asCurrency,
  asPlainDate,
  type Currency,
  type EntityId,
  formatDecimal,
  isCurrency,
  money,
  type OpenItemId,
  problem,
  ProblemError,
} from '@quittance/domain';
import {
  createProposal,
  type LeftOut,
  type Proposal,
  type ProposedRun,
  proposeRun,
  rerouteBatch,
} from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { dayOf, minorOf } from '../arguments.ts';
import { accountOf, batchOf, personContext, type Session, withSession } from '../session.ts';

interface CreateOptions {
  readonly account?: string;
  readonly currency?: string;
  readonly entity?: string;
  readonly due?: string;
  readonly execution?: string;
  readonly discounts: boolean;
  readonly urgent?: boolean;
  readonly part?: readonly string[];
}

/** `proposal create`: from one named account, or from all accounts of a company. */
export function addCreateCommand(proposal: Command): void {
  proposal
    .command('create')
    .description('propose the payment of due bills: of a company, or from one own account')
    .option('--entity <code>', 'company whose accounts pay, each payment from the one that fits')
    .option('--account <name>', 'own account that pays all, by name or the end of its number')
    .option('--currency <code>', 'with --account: pay bills in this currency, the bank converts')
    .option('--due <day>', 'bills due until this day (default: in five days)')
    .option('--execution <day>', 'not executed before this day')
    .option('--no-discounts', 'leave early payment discounts alone')
    .option('--urgent', 'mark the payments as urgent')
    .option('--part <bill=amount...>', 'pay only a part of a bill')
    .action((options: CreateOptions, command: Command) =>
      withSession(command, (session) => create(session, options)),
    );
}

/** `proposal reroute`: the bills of a batch that has not left, from other accounts. */
export function addRerouteCommand(proposal: Command): void {
  proposal
    .command('reroute <batch>')
    .description('pay the bills of a batch that has not left from other accounts, approved anew')
    .option('--account <name>', 'own account that is to pay (default: the best of the others)')
    .action((name: string, options: { account?: string }, command: Command) =>
      withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const account =
          options.account === undefined ? null : await accountOf(session, options.account);
        const target = account === null ? {} : { ownAccountId: account.id };
        const run = must(await rerouteBatch({ ctx, input: { batchId, ...target } }));
        session.output.result(run, () => [`batch ${name} is cancelled`, ...runLines(run)]);
      }),
    );
}

async function create(session: Session, options: CreateOptions): Promise<void> {
  const { account: name, entity: code } = options;
  if (options.currency !== undefined && name === undefined) {
    throw new ProblemError(problem('BAD_INPUT', '--currency goes with --account'));
  }
  if ((name === undefined) === (code === undefined)) {
    throw new ProblemError(problem('BAD_INPUT', 'say --entity CODE or --account NAME'));
  }
  const ctx = await personContext(session);
  if (name !== undefined) {
    const { id: ownAccountId, entityId } = await accountOf(session, name);
    const asked = await whatToPay(session, { entityId, options });
    const currency = options.currency === undefined ? {} : { currency: currencyOf(options) };
    const made = must(
      await createProposal({ ctx, input: { ownAccountId, ...currency, ...asked } }),
    );
    session.output.result(made, () => [...batchLines(made), leftOutLine(made.leftOut)]);
    return;
  }
  const [entity] = await session.hub.store.transaction(session.scope, (transaction) =>
    transaction.find('legal_entity', { code: code ?? '' }),
  );
  if (entity === undefined) throw new ProblemError(problem('NOT_FOUND', `company ${code ?? ''}`));
  const { id: entityId } = entity;
  const asked = await whatToPay(session, { entityId, options });
  const run = must(await proposeRun({ ctx, input: { entityId, ...asked } }));
  session.output.result(run, () => runLines(run));
}

function currencyOf({ currency = '' }: CreateOptions): Currency {
  if (isCurrency(currency)) return currency;
  throw new ProblemError(problem('BAD_INPUT', `${currency} is no currency that is paid in`));
}

const amountText = (currency: Currency, minor: bigint): string =>
  `${formatDecimal(money(currency, minor))} ${currency}`;

const batchLines = (made: Proposal): readonly string[] => [
  `batch ${made.reference}: ${made.paymentCount.toString()} payments from ${made.accountName}, ` +
    `${amountText(asCurrency(made.currency), made.totalMinor)}, ` +
    `to be executed on ${made.executionDate}`,
];

/** The reasons for an account are told once for all payments that share them. */
function runLines(run: ProposedRun): readonly string[] {
  const batches = run.batches.flatMap((batch) => {
    const reasons = Map.groupBy(batch.payments, (payment) => payment.route.join('\n'));
    const told = [...reasons].flatMap(([, payments]) => [
      `  ${payments.length.toString()} payments:`,
      ...(payments[0]?.route ?? []).map((line) => `    ${line}`),
    ]);
    return [...batchLines(batch), ...told];
  });
  const unrouted = run.unrouted.flatMap((one) => [
    `not proposed, ${amountText(one.currency, one.amountMinor)} for ${one.bills.join(', ')}:`,
    ...one.why.map((line) => `    ${line}`),
  ]);
  return [...batches, ...unrouted, leftOutLine(run.leftOut)];
}

function leftOutLine(leftOut: readonly LeftOut[]): string {
  const counts = Map.groupBy(leftOut, (one) => one.reason);
  const words = [...counts].map(([reason, ones]) => `${reason} ${ones.length.toString()}`);
  const told = words.length === 0 ? '' : `: ${words.join(', ')}`;
  return `${leftOut.length.toString()} open bills were left out${told}`;
}

async function whatToPay(
  session: Session,
  { entityId, options }: { readonly entityId: EntityId; readonly options: CreateOptions },
) {
  return {
    dueUntil: await dueDay(session, options.due),
    takeDiscounts: options.discounts,
    ...(options.execution === undefined ? {} : { executionDate: dayOf(options.execution) }),
    ...(options.urgent === true ? ({ priority: 'urgent' } as const) : {}),
    partialAmounts: await partsOf(session, { entityId, parts: options.part ?? [] }),
  };
}

async function dueDay(session: Session, given: string | undefined) {
  if (given !== undefined) return dayOf(given);
  const { scope } = session;
  const now = await session.hub.store.transaction(scope, (transaction) =>
    Promise.resolve(transaction.now),
  );
  return addDays(asPlainDate(now.slice(0, 10)), 5);
}

async function partsOf(
  session: Session,
  of: { readonly entityId: EntityId; readonly parts: readonly string[] },
) {
  const { entityId, parts } = of;
  const wanted = parts.map((part) => {
    const [number = '', amount = ''] = part.split('=');
    return { number, amount };
  });
  const criteria = {
    entityId,
    number: { in: wanted.map((part) => part.number) },
  };
  const items = await session.hub.store.transaction(session.scope, (transaction) =>
    transaction.find('open_item', criteria),
  );
  const amounts = new Map<OpenItemId, bigint>();
  for (const { number, amount } of wanted) {
    const [item, another] = items.filter((one) => one.number === number);
    if (item === undefined) throw new ProblemError(problem('NOT_FOUND', `bill ${number}`));
    if (another !== undefined) {
      throw new ProblemError(problem('BAD_INPUT', `${number} names more than one bill`));
    }
    amounts.set(item.id, minorOf(item.currency, amount));
  }
  return amounts;
}
