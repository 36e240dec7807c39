import { asId, type EntityId } from '@quittance/domain';
import { sql } from 'kysely';
import type { Reader } from './schema.ts';

/** Payments of one entity, currency and state, counted and added up. Amounts are minor units. */
export interface StateTotal {
  readonly entityId: EntityId;
  readonly currency: string;
  readonly state: string;
  readonly count: bigint;
  readonly instructedMinor: bigint;
  readonly settledMinor: bigint;
  readonly returnedMinor: bigint;
}

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
