import type { EntityId, Id, Instant, PlainDate } from '@quittance/domain';
import type { RecordByTable, TableName } from '../port.ts';

/** How a value lies in the database; `hash` is text of 64 lower-case hexadecimal digits. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'hash'
  | 'bigint'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'text[]'
  | 'uuid[]';

type TypeOfText<Value extends string> = Value extends Instant
  ? 'instant'
  : Value extends PlainDate
    ? 'date'
    : Value extends Id<string>
      ? 'uuid'
      : 'text' | 'hash';

type TypeOf<Value> = Value extends bigint
  ? 'bigint'
  : Value extends boolean
    ? 'boolean'
    : Value extends number
      ? 'integer'
      : Value extends readonly Id<string>[]
        ? 'uuid[]'
        : Value extends readonly string[]
          ? 'text[]'
          : Value extends string
            ? TypeOfText<Value>
            : never;

/** The column types that fit a property of a record; a question mark says that it may be null. */
export type ColumnFor<Value> = null extends Value
  ? `${TypeOf<NonNullable<Value>>}?`
  : TypeOf<Value>;

/** A unique constraint, or a partial unique index where `where` limits it to some rows. */
export interface UniqueDescription<Property extends string = string> {
  readonly name: string;
  readonly columns: readonly Property[];
  readonly where?: {
    readonly column: Property;
    readonly in: readonly (string | boolean)[];
  };
  /** True: two nulls are the same value. Otherwise a null never collides. */
  readonly nullsEqual?: boolean;
}

/** A foreign key to the primary key of a table; to an entity table together with `entity_id`. */
export interface ReferenceDescription<Property extends string = string> {
  readonly name: string;
  readonly column: Property;
  readonly table: TableName;
}

/** What a lifecycle allows: moves by update, and the states in which a row may begin. */
export interface MoveDescription {
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** Null: a row may begin in any state. */
  readonly initial: readonly string[] | null;
}

/** Everything both stores know of a table, except the text of its SQL. */
export interface TableDescription<Table extends TableName = TableName> {
  /** `required`: an entity table. `optional`: rows of the group have a null entity. */
  readonly entity: 'required' | 'optional' | 'none';
  readonly columns: {
    readonly [Property in keyof RecordByTable[Table]]-?: ColumnFor<RecordByTable[Table][Property]>;
  };
  readonly unique?: readonly UniqueDescription<keyof RecordByTable[Table] & string>[];
  readonly references?: readonly ReferenceDescription<keyof RecordByTable[Table] & string>[];
  /** Amounts and counts that are never below zero. */
  readonly nonNegative?: readonly (keyof RecordByTable[Table] & string)[];
  readonly states?: readonly string[];
  readonly lifecycle?: MoveDescription;
  /** The states that the database keeps in an indexed column `final_state` as well. */
  readonly finalStates?: readonly string[];
  /** Columns that never get smaller. */
  readonly monotone?: readonly (keyof RecordByTable[Table] & string)[];
}

/** Rows as both stores handle them inside, where a table is known by name only. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** The id of a row. Guarantee: every table has a text column `id` (checked before any write). */
export const idOf = (row: AnyRow): string => String(row['id']);

/** The entity of a row, or null. Guarantee: `entityId` is a uuid wherever a table has it. */
export const entityOf = (row: AnyRow): EntityId | null =>
  (row['entityId'] ?? null) as EntityId | null;
