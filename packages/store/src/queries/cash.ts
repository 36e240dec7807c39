import {
  type AccountCash,
  asCurrency,
  asId,
  type Instant,
  onTheirWayStates,
  type PlainDate,
  statementFactSources,
  waitingBatchStates,
} from '@quittance/domain';
import { sql } from 'kysely';
import type { Reader } from './schema.ts';

interface Row {
  readonly entityId: string;
  readonly entityCode: string;
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly bankProfile: string;
  readonly bookedBalanceMinor: bigint | null;
  readonly balanceDate: PlainDate | null;
  readonly toldAt: Instant | null;
  readonly statement: string | null;
  readonly underWay: string;
  readonly waiting: string;
  readonly otherCurrencies: readonly string[];
}

/** The words of a list as SQL values. */
const listOf = (words: readonly string[]) => sql.join(words.map((word) => sql`${word}`));

/**
 * Balance, statement, and what speaks for the money of every own account. Each account is looked up
 * by its open payments and batches alone, so that the work does not grow with history.
 */
export async function readAccountCash(reader: Reader): Promise<readonly AccountCash[]> {
  const { rows } = await sql<Row>`
    select account.entity_id, entity.code as entity_code, account.id, account.name,
      account.currency, account.bank_profile, account.booked_balance_minor, account.balance_date,
      told.imported_at as told_at, told.bank_statement_id as statement,
      coalesce(released.minor, 0)::text as under_way, coalesce(waiting.minor, 0)::text as waiting,
      coalesce(elsewhere.currencies, '{}') as other_currencies
    from own_account account
    join legal_entity entity on entity.id = account.entity_id
    left join lateral (
      select imported_at, bank_statement_id from statement
      where entity_id = account.entity_id and own_account_id = account.id
        and to_date = account.balance_date and closing_minor = account.booked_balance_minor
      order by imported_at desc, id desc limit 1
    ) told on true
    left join lateral (
      select sum(greatest(0, payment.instructed_minor - coalesce(stated.minor, 0))) as minor
      from payment
      left join lateral (
        select sum(entry.minor) as minor from (
          select max(amount_minor) as minor from bank_fact
          where entity_id = payment.entity_id and payment_id = payment.id and code = 'booked'
            and source in (${listOf(statementFactSources)})
          group by coalesce(entry_key, id::text)
        ) entry
      ) stated on true
      where payment.entity_id = account.entity_id and payment.own_account_id = account.id
        and payment.currency = account.currency
        and payment.final_state is null and payment.state in (${listOf(onTheirWayStates)})
    ) released on true
    left join lateral (
      select sum(total_minor) as minor from payment_batch
      where entity_id = account.entity_id and own_account_id = account.id
        and currency = account.currency and state in (${listOf(waitingBatchStates)})
    ) waiting on true
    left join lateral (
      select array_agg(distinct currency order by currency) as currencies from payment
      where entity_id = account.entity_id and own_account_id = account.id
        and currency <> account.currency
        and final_state is null and state in (${listOf(onTheirWayStates)})
    ) elsewhere on true`.execute(reader);
  return rows.map(cashOf);
}

const cashOf = (row: Row): AccountCash => ({
  entityId: asId<'entity'>(row.entityId),
  entityCode: row.entityCode,
  ownAccountId: asId<'own_account'>(row.id),
  accountName: row.name,
  currency: asCurrency(row.currency),
  bank: row.bankProfile,
  booked:
    row.bookedBalanceMinor === null || row.balanceDate === null
      ? null
      : {
          minor: row.bookedBalanceMinor,
          day: row.balanceDate,
          toldAt: row.toldAt,
          statement: row.statement,
        },
  underWayMinor: BigInt(row.underWay),
  waitingMinor: BigInt(row.waiting),
  otherCurrencies: row.otherCurrencies.map(asCurrency),
});
