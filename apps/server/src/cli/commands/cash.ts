import {
  type CashLine,
  cashPosition,
  type CashTotal,
  type Currency,
  formatDecimal,
  money,
} from '@quittance/domain';
import type { Command } from 'commander';
import { table } from '../output.ts';
import { withSession } from '../session.ts';

/** `cash`: the money of every own account, with the day that each balance is of. */
export function addCashCommand(program: Command): void {
  program
    .command('cash')
    .description('balances, what is under way and what is free; what is not known is said')
    .action((_options: object, command: Command) =>
      withSession(command, async ({ queries, scope, hub, output }) => {
        const accounts = await queries.accountCash({ scope });
        const at = await hub.store.transaction(scope, (one) => Promise.resolve(one.now));
        const profiles = hub.ports.settings.bankProfiles;
        const position = cashPosition(accounts, { at, profiles });
        output.result(position, () => [
          `cash at ${position.at}`,
          '',
          ...table(
            ['account', 'booked', 'as of', 'told', 'under way', 'waiting', 'free', ''],
            position.accounts.map(accountCells),
          ),
          '',
          ...table(
            ['company', 'booked', 'as of', 'under way', 'waiting', 'free', ''],
            position.byEntity.map(totalCells),
          ),
        ]);
      }),
    );
}

const amount = (currency: Currency, minor: bigint | null): string =>
  minor === null ? 'not known' : `${formatDecimal(money(currency, minor))} ${currency}`;

function accountCells(line: CashLine): readonly string[] {
  const { currency, booked } = line;
  return [
    line.accountName,
    amount(currency, booked?.minor ?? null),
    booked?.day ?? '-',
    booked?.toldAt ?? '-',
    amount(currency, line.underWayMinor),
    amount(currency, line.waitingMinor),
    amount(currency, line.freeMinor),
    remarkOf(line),
  ];
}

function remarkOf({ booked, stale, expectedDay, otherCurrencies }: CashLine): string {
  const age = stale ? [`stale: ${expectedDay} is missing`] : [];
  return [
    ...(booked === null ? ['no statement yet'] : age),
    ...otherCurrencies.map((currency) => `and ${currency} under way`),
  ].join('; ');
}

function totalCells(total: CashTotal): readonly string[] {
  const { currency } = total;
  const without = total.missing.length === 0 ? [] : [`without ${total.missing.join(', ')}`];
  const stale = total.stale.length === 0 ? [] : [`stale: ${total.stale.join(', ')}`];
  return [
    total.of,
    amount(currency, total.bookedMinor),
    total.asOf ?? '-',
    amount(currency, total.underWayMinor),
    amount(currency, total.waitingMinor),
    amount(currency, total.freeMinor),
    [...without, ...stale].join('; '),
  ];
}
