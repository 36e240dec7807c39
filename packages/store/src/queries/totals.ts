import { asId } from '@quittance/domain';
import { sql } from 'kysely';
import type { OpenItemTotal, StateTotal } from './lists.ts';
import type { Reader } from './schema.ts';

/** A sum of amounts is `numeric` in the database: it arrives as text and never as a float. */
const sumOf = (column: string) => sql<string>`sum(${sql.ref(column)})::text`;

/** Payments by entity, currency and state. */
export async function readTotalsByState(reader: Reader): Promise<readonly StateTotal[]> {
  const rows = await reader
    .selectFrom('payment')
    .select(['entityId', 'currency', 'state'])
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .select([
      sumOf('instructedMinor').as('instructedMinor'),
      sumOf('settledMinor').as('settledMinor'),
      sumOf('returnedMinor').as('returnedMinor'),
    ])
    .groupBy(['entityId', 'currency', 'state'])
    .orderBy('entityId')
    .orderBy('currency')
    .orderBy('state')
    .execute();
  return rows.map((row) => ({
    ...row,
    entityId: asId<'entity'>(row.entityId),
    instructedMinor: BigInt(row.instructedMinor),
    settledMinor: BigInt(row.settledMinor),
    returnedMinor: BigInt(row.returnedMinor),
  }));
}

/** Open items by entity, currency, kind, state and what keeps them from being paid. */
export async function readOpenItemTotals(reader: Reader): Promise<readonly OpenItemTotal[]> {
  const groups = ['entityId', 'currency', 'kind', 'state', 'blocked', 'baselined'] as const;
  const rows = await reader
    .selectFrom('open_item')
    .select(groups)
    .select(({ fn }) => [
      fn.countAll<bigint>().as('count'),
      fn.min<string>('dueDate').as('earliestDueDate'),
    ])
    .select(sumOf('residualMinor').as('residualMinor'))
    .groupBy(groups)
    .orderBy('entityId')
    .orderBy('currency')
    .orderBy('kind')
    .orderBy('state')
    .execute();
  return rows.map((row) => ({
    ...row,
    entityId: asId<'entity'>(row.entityId),
    residualMinor: BigInt(row.residualMinor),
  }));
}
