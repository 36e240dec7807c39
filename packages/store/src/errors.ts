/** A row that is not a record of its table: a defect of the caller, never bad luck. */
export class InvalidRow extends Error {
  override readonly name = 'InvalidRow';
}

/** A row of an entity that the scope does not hold; nothing was written (I22). */
export class OutOfScope extends Error {
  override readonly name = 'OutOfScope';
  readonly table: string;
  constructor(table: string) {
    super(`a row of ${table} belongs to an entity outside the scope`);
    this.table = table;
  }
}

/** The transaction could not be finished for now, and nothing was written; try again later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * The connection broke while the commit was on its way: it may or may not have happened. Read again
 * before doing anything else.
 */
export class CommitOutcomeUnknown extends Error {
  override readonly name = 'CommitOutcomeUnknown';
}

/** The database is not what the caller took it for: another kind, another role, no migrations. */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase';
}

/** The cursor was made in another cluster (a restore): its reader takes a new baseline. */
export class ForeignCursor extends Error {
  override readonly name = 'ForeignCursor';
}
