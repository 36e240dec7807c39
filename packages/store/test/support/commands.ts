import {
  asPaymentReference,
  attemptStates,
  caseStates,
  makeReference,
  paymentStates,
} from '@quittance/domain';
import * as fc from 'fast-check';
import type { RecordByTable, StoreTransaction, VersionedTable } from '../../src/index.ts';
import {
  approval,
  attempt,
  attemptItem,
  entity,
  exceptionCase,
  contentHash,
  hash,
  id,
  leaf,
  openItem,
  payment,
  paymentItem,
} from './sample.ts';

/** The tables that random commands write to, parents first. */
export const writtenTables = [
  'open_item',
  'payment',
  'payment_item',
  'approval',
  'attempt',
  'attempt_item',
  'exception_case',
  'link',
  'audit_leaf',
] as const;
export type WrittenTable = (typeof writtenTables)[number];

/** What a row is made of: few ids and few values, so that rows collide often. */
interface Ingredients {
  readonly of: number;
  readonly number: number;
  readonly other: number;
  readonly version: number;
  readonly state: number;
  readonly live: boolean;
  readonly bad: boolean;
  readonly minor: bigint;
}

const pick = <Value>(values: readonly Value[], at: number, fallback: Value): Value =>
  values[at % values.length] ?? fallback;

type Makers = { readonly [Table in WrittenTable]: (from: Ingredients) => RecordByTable[Table] };

/** Rows may break any constraint: each ingredient out of place stands for one. */
const makers: Makers = {
  open_item: ({ of, number, version, minor }) => ({
    ...openItem(of, number),
    version,
    residualMinor: minor,
  }),
  payment: ({ of, number, other, version, state, bad, minor }) => ({
    ...payment(of, number),
    version,
    state: pick(paymentStates, state, 'draft'),
    settledMinor: minor,
    ...(bad ? { reference: asPaymentReference(makeReference('Q', BigInt(other) * 8n)) } : {}),
  }),
  payment_item: ({ of, number, other, version, live, minor }) => ({
    ...paymentItem(of, number, other),
    version,
    live,
    discountMinor: minor,
  }),
  approval: ({ of, number, version, state, bad }) => ({
    ...approval(of, number),
    version,
    state: pick(['requested', 'partially_approved', 'approved', 'consumed'], state, 'requested'),
    contentHash: bad ? hash(number) : contentHash(number),
  }),
  attempt: ({ of, number, version, state, minor }) => ({
    ...attempt(of, number),
    version,
    state: pick(attemptStates, state, 'prepared'),
    fencingToken: minor,
  }),
  attempt_item: ({ of, number, other, version, live }) => ({
    ...attemptItem(of, number, other),
    version,
    live,
  }),
  exception_case: ({ of, number, other, version, state }) => ({
    ...exceptionCase(of, number, `cause ${other}`),
    version,
    state: pick(caseStates, state, 'open'),
  }),
  link: ({ of, number, other, live }) => ({
    id: id(100, of * 100 + number),
    entityId: live ? entity(of) : null,
    scheme: 'UETR',
    externalId: `external ${other}`,
    objectKind: 'payment',
    objectId: id(21, other),
  }),
  audit_leaf: ({ of, number, live }) => ({
    ...leaf(live ? of : null, of * 100 + number),
  }),
};

const ingredients: fc.Arbitrary<Ingredients> = fc.record({
  of: fc.constantFrom(1, 1, 1, 2),
  number: fc.integer({ min: 1, max: 3 }),
  other: fc.integer({ min: 1, max: 3 }),
  version: fc.constantFrom(1, 1, 2, 2, 3),
  // Mostly states in which rows begin and their next ones, so that commands get somewhere.
  state: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 3) }, fc.nat({ max: 22 })),
  live: fc.boolean(),
  bad: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
  minor: fc.constantFrom(0n, 5n, 999_999_999_999_999_999n, 0n, 5n, -1n),
});

/** One call of a transaction, as data. */
export interface Command {
  readonly kind: 'insert' | 'insertNew' | 'update' | 'find' | 'lock' | 'throw';
  readonly table: WrittenTable;
  readonly rows: readonly Ingredients[];
}

/** One transaction: whose entities it sees, and what it does. */
export interface Script {
  readonly entities: readonly number[];
  readonly commands: readonly Command[];
}

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom('insert', 'insertNew', 'insertNew', 'update', 'update', 'find', 'lock'),
  table: fc.constantFrom(...writtenTables),
  rows: fc.uniqueArray(ingredients, {
    minLength: 1,
    maxLength: 3,
    selector: ({ of, number }) => of * 100 + number,
  }),
});

/** Rows of both entities as they begin, so that updates of their next versions find them. */
const ground: Script = {
  entities: [1, 2],
  commands: (['open_item', 'payment', 'approval', 'attempt'] as const).map((table) => ({
    kind: 'insert',
    table,
    rows: [1, 2].flatMap((of) =>
      [1, 2].map((number) => ({
        of,
        number,
        other: number,
        version: 1,
        // The second state of a payment is draft; the first one of the others is where they begin.
        state: table === 'payment' ? 1 : 0,
        live: true,
        bad: false,
        minor: 0n,
      })),
    ),
  })),
};

/** Sequences of transactions, preceded by one that lays the ground on which the others collide. */
export const scripts: fc.Arbitrary<readonly Script[]> = fc
  .array(
    fc.record({
      entities: fc.constantFrom([1], [1, 2], [1, 2], [2], []),
      commands: fc.array(
        fc.oneof(
          { weight: 12, arbitrary: command },
          {
            weight: 1,
            arbitrary: fc.constant<Command>({ kind: 'throw', table: 'payment', rows: [] }),
          },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
    { minLength: 4, maxLength: 14 },
  )
  .map((rest) => [ground, ...rest]);

const isVersioned = (table: WrittenTable): table is WrittenTable & VersionedTable =>
  table !== 'link' && table !== 'audit_leaf';

/** Runs a command, and tells what it answered. */
export async function runCommand(
  transaction: StoreTransaction,
  { kind, table, rows }: Command,
): Promise<unknown> {
  if (kind === 'throw') throw new Error('the work gave up');
  // Guarantee: the makers are total over the tables, each for the records of its own.
  const make = makers[table] as (from: Ingredients) => RecordByTable[typeof table];
  const records = rows.map((row) => make(row));
  switch (kind) {
    case 'insert':
      return transaction.insert(table, records);
    case 'insertNew':
      return transaction.insertNew(table, records);
    case 'update':
      // Guarantee: isVersioned has looked at the table that the records belong to.
      return isVersioned(table)
        ? transaction.update(table, records as readonly RecordByTable[typeof table][])
        : null;
    case 'find':
      return transaction.find(table, {}, { limit: 2, afterId: records[0]?.id ?? '' });
    case 'lock':
      return isVersioned(table) ? transaction.lock(table, {}) : null;
  }
}
