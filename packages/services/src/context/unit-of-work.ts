import {
  addMilliseconds,
  type AuditLeaf,
  type EntityId,
  type Id,
  type Link,
  type OutboxEvent,
  type Problem,
  problem,
  ProblemError,
  type Result,
  succeed,
  refuse,
} from '@quittance/domain';
import type { NewTask } from '@quittance/engine';
import {
  auditMembers,
  type AuditMembers,
  canonicalJson,
  makeAuditLeaf,
  rowDigest,
} from '@quittance/governance';
import {
  type Criteria,
  type RecordByTable,
  rowsMax,
  StaleVersion,
  StoreConflict,
  type StoreTransaction,
  type TableName,
  type VersionedTable,
} from '@quittance/store';
import { chunked } from '../tasks.ts';
import type { ServiceContext, Settings } from './context.ts';
import { writeRank } from './write-rank.ts';

/** One row that a verb writes; `before` is null for a new one. */
export interface Change<Table extends VersionedTable = VersionedTable> {
  readonly table: Table;
  readonly before: RecordByTable[Table] | null;
  readonly after: RecordByTable[Table];
}

/** Tables whose rows are only ever added, under the leaf of the object they belong to. */
export type RecordTable = 'approval_decision' | 'bank_fact' | 'match_allocation';

/** Rows of one append-only table that belong to the mutated object. */
export interface Records<Table extends RecordTable = RecordTable> {
  readonly table: Table;
  readonly rows: readonly RecordByTable[Table][];
}

/** One verb on one aggregate: the aggregate's own change first, then the rows that belong to it. */
export interface Mutation {
  readonly verb: string;
  readonly change: Change;
  /** New members stand under this leaf by their common root; changed ones get a leaf each. */
  readonly members?: readonly Change[];
  readonly records?: readonly Records[];
  /** Hashes of the evidence that this mutation relies on. */
  readonly evidence?: readonly string[];
  /** Ids, states and amounts worth telling an auditor; never names or account numbers. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Canonical event for other systems, or none. */
  readonly event?: string | undefined;
}

/** Tables whose rows come to be under the leaf of another object; see `AuditMembers`. */
const memberTables: readonly VersionedTable[] = ['payment_item', 'attempt_item', 'statement_line'];

/**
 * Collects what a verb decides and writes it set by set: rows, audit leaves, events and tasks, all
 * in the caller's one transaction.
 */
export class UnitOfWork {
  readonly transaction: StoreTransaction;
  readonly settings: Settings;
  readonly #ctx: ServiceContext;
  readonly #mutations: Mutation[] = [];
  readonly #written: Mutation[] = [];
  readonly #links: Link[] = [];
  readonly #tasksTold: { verb: string; id: string; entityId: EntityId | null }[] = [];
  readonly #events = new Map<Mutation, OutboxEvent>();
  readonly #tasks: NewTask[] = [];

  constructor(ctx: ServiceContext, transaction: StoreTransaction) {
    this.#ctx = ctx;
    this.settings = ctx.settings;
    this.transaction = transaction;
  }

  /** Adds a mutation; nothing is written before {@link flush}. */
  mutate(mutation: Mutation): void {
    this.#mutations.push(mutation);
  }

  /** Writes the leaf of a new row that a set-based insert has written already. */
  leafOf<Table extends VersionedTable>(
    verb: string,
    written: { readonly table: Table; readonly row: RecordByTable[Table] },
  ): void {
    this.#written.push({
      verb,
      change: { table: written.table, before: null, after: written.row },
    });
  }

  /** Writes a leaf about a task, which is no row of a table: who had it done again. */
  tellTask(verb: string, task: { readonly id: string; readonly entityId: EntityId | null }): void {
    this.#tasksTold.push({ verb, ...task });
  }

  /** Adds the links that are not there yet; a link once made never changes. */
  async link(links: readonly Omit<Link, 'id'>[]): Promise<void> {
    const rows = links.map((link): Link => ({ id: this.#ctx.ids.newId<'link'>(), ...link }));
    const written = await inChunks(rows, (chunk) => this.transaction.insertNew('link', chunk));
    this.#links.push(...written);
  }

  /** Adds work that follows; it exists only if the transaction commits. */
  enqueue(
    task: Omit<NewTask, 'data' | 'startAfter'> & {
      readonly entityId: EntityId | null;
      readonly ids: readonly string[];
      /** Not before so many seconds from now; at once when absent. */
      readonly delaySeconds?: number;
    },
  ): void {
    const { entityId, ids, delaySeconds, ...rest } = task;
    const { correlationId } = this.#ctx.scope;
    const now = this.#ctx.queueNow?.() ?? this.transaction.now;
    const wait =
      delaySeconds === undefined ? {} : { startAfter: addMilliseconds(now, delaySeconds * 1_000) };
    this.#tasks.push({ ...rest, ...wait, data: { v: 1, entityId, correlationId, ids } });
  }

  /**
   * Writes everything; called once, by {@link inTransaction}. No write waits for the one ahead of
   * it: the store runs them in the order of their start, and the first error is the one told.
   */
  async flush(): Promise<void> {
    for (const item of this.#mutations) this.#noteEvent(item);
    const leaves = [
      ...[...this.#mutations, ...this.#written].flatMap((item) => this.#leavesOf(item)),
      ...this.#links.map((link) => this.#linkLeaf(link)),
      ...this.#tasksTold.map((told) => this.#taskLeaf(told)),
    ];
    await Promise.all([
      ...this.#writeRows(),
      ...this.#insert('audit_leaf', leaves),
      ...this.#insert('outbox_event', [...this.#events.values()]),
      ...(this.#tasks.length > 0 ? [this.#ctx.tasks.enqueue(this.transaction, this.#tasks)] : []),
    ]);
  }

  #writeRows(): readonly Promise<void>[] {
    const changes = this.#mutations.flatMap((item) => [item.change, ...(item.members ?? [])]);
    const records = this.#mutations.flatMap((item) => item.records ?? []);
    return [
      ...[...Map.groupBy(changes, ({ table }) => table)]
        .toSorted(([left], [right]) => writeRank[left] - writeRank[right])
        .flatMap(([table, ofTable]) => this.#writeTable(table, ofTable)),
      ...[...Map.groupBy(records, ({ table }) => table)].flatMap(([table, ofTable]) =>
        this.#insert(
          table,
          ofTable.flatMap((one) => one.rows),
        ),
      ),
    ];
  }

  /** A statement of a large account has more lines than one call of the store takes. */
  #insert<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): readonly Promise<void>[] {
    return chunked(rows, rowsMax).map((slice) => this.transaction.insert(table, slice));
  }

  /** Updates go first: a claim that is given up makes room for the one that takes it. */
  #writeTable(table: VersionedTable, changes: readonly Change[]): readonly Promise<void>[] {
    const updates = changes
      .filter((change) => change.before !== null)
      .map((change) => change.after);
    const inserts = changes
      .filter((change) => change.before === null)
      .map((change) => change.after);
    return [
      ...chunked(updates, rowsMax).map((slice) => this.transaction.update(table, slice)),
      ...this.#insert(table, inserts),
    ];
  }

  #leavesOf(mutation: Mutation): readonly AuditLeaf[] {
    const members = mutation.members ?? [];
    const changedMembers = members.filter((member) => member.before !== null);
    return [
      this.#leaf(mutation.verb, mutation.change, {
        members: this.#roots(mutation),
        ...(mutation.evidence === undefined ? {} : { evidenceHashes: mutation.evidence }),
        ...(mutation.detail === undefined ? {} : { detail: mutation.detail }),
      }),
      ...changedMembers.map((member) => this.#leaf(mutation.verb, member, { members: [] })),
    ];
  }

  #roots(mutation: Mutation): readonly AuditMembers[] {
    const salt = this.#ctx.settings.digestSalt;
    const added = (mutation.members ?? []).filter((member) => member.before === null);
    const roots: AuditMembers[] = [];
    for (const [table, ofTable] of Map.groupBy(added, (member) => member.table)) {
      roots.push(auditMembers({ table, rows: ofTable.map((member) => member.after), salt }));
    }
    for (const { table, rows } of mutation.records ?? []) {
      if (rows.length > 0) roots.push(auditMembers({ table, rows, salt }));
    }
    const event = this.#events.get(mutation);
    if (event !== undefined) {
      roots.push(auditMembers({ table: 'outbox_event', rows: [event], salt }));
    }
    return roots;
  }

  /** What is known outside as what: a link that was bent would send evidence to another object. */
  #linkLeaf(link: Link): AuditLeaf {
    const { objectKind, objectId } = link;
    return makeAuditLeaf({
      id: this.#ctx.ids.newId<'leaf'>(),
      entityId: link.entityId,
      at: this.transaction.now,
      actor: this.#ctx.scope.actor,
      correlationId: this.#ctx.scope.correlationId,
      verb: 'link.add',
      objectKind: 'link',
      objectId: link.id,
      objectVersion: 1,
      rowDigest: rowDigest({ table: 'link', row: link, salt: this.#ctx.settings.digestSalt }),
      changes: { scheme: link.scheme, objectKind, objectId },
    });
  }

  #taskLeaf(told: {
    readonly verb: string;
    readonly id: string;
    readonly entityId: EntityId | null;
  }): AuditLeaf {
    const { verb, id, entityId } = told;
    return makeAuditLeaf({
      id: this.#ctx.ids.newId<'leaf'>(),
      entityId,
      at: this.transaction.now,
      actor: this.#ctx.scope.actor,
      correlationId: this.#ctx.scope.correlationId,
      verb,
      objectKind: 'task',
      objectId: id,
      objectVersion: 1,
      rowDigest: rowDigest({ table: 'task', row: { id }, salt: this.#ctx.settings.digestSalt }),
      changes: {},
    });
  }

  #leaf(
    verb: string,
    change: Change,
    more: {
      readonly members: readonly AuditMembers[];
      readonly evidenceHashes?: readonly string[];
      readonly detail?: Readonly<Record<string, unknown>>;
    },
  ): AuditLeaf {
    const { table, before, after } = change;
    const salt = this.#ctx.settings.digestSalt;
    const cameUnderRoot = before?.version === 1 && memberTables.includes(table);
    const moved = {
      ...(stateOf(before) === null ? {} : { from: stateOf(before) }),
      ...(stateOf(after) === null ? {} : { to: stateOf(after) }),
    };
    return makeAuditLeaf({
      id: this.#ctx.ids.newId<'leaf'>(),
      entityId: entityOf(after),
      at: this.transaction.now,
      actor: this.#ctx.scope.actor,
      correlationId: this.#ctx.scope.correlationId,
      verb,
      objectKind: table,
      objectId: after.id,
      objectVersion: after.version,
      rowDigest: rowDigest({ table, row: after, salt }),
      ...(cameUnderRoot ? { previousRowDigest: rowDigest({ table, row: before, salt }) } : {}),
      ...(more.members.length === 0 ? {} : { members: more.members }),
      ...(more.evidenceHashes === undefined ? {} : { evidenceHashes: more.evidenceHashes }),
      changes: { ...moved, ...more.detail },
    });
  }

  #noteEvent(mutation: Mutation): void {
    const { table, after } = mutation.change;
    const entityId = entityOf(after);
    if (mutation.event === undefined || entityId === null) return;
    const { id, version } = after;
    this.#events.set(mutation, {
      id: this.#ctx.ids.newId<'event'>(),
      entityId,
      type: mutation.event,
      v: 1,
      objectKind: table,
      objectId: id,
      occurredAt: this.transaction.now,
      correlationId: this.#ctx.scope.correlationId,
      payload: canonicalJson({ v: 1, id, version, state: stateOf(after) }),
    });
  }
}

const entityOf = (row: object): EntityId | null => {
  const entityId: unknown = 'entityId' in row ? row.entityId : null;
  return typeof entityId === 'string' ? brandEntity(entityId) : null;
};

/** The one cast here: a record's `entityId` is an entity id by its type in the domain. */
const brandEntity = (text: string): EntityId => text as Id<'entity'>;

const stateOf = (row: object | null): string | null => {
  const state: unknown = row !== null && 'state' in row ? row.state : null;
  return typeof state === 'string' ? state : null;
};

/**
 * Runs a verb's work in one transaction and writes what it decided. A refusal rolls back and comes
 * back as a value; a lost race comes back as CONFLICTING_CHANGE, a broken unique rule as DUPLICATE.
 */
export async function inTransaction<Value>(
  ctx: ServiceContext,
  work: (unit: UnitOfWork) => Promise<Result<Value, Problem>>,
): Promise<Result<Value, Problem>> {
  try {
    const value = await ctx.store.transaction(ctx.scope, async (transaction) => {
      const unit = new UnitOfWork(ctx, transaction);
      await holdExpected(ctx, transaction);
      const result = await work(unit);
      if (!result.ok) throw new ProblemError(result.error);
      await unit.flush();
      await ctx.atCommit?.(transaction, result.value);
      return result.value;
    });
    return succeed(value);
  } catch (error) {
    if (error instanceof ProblemError) return refuse(error.problem);
    if (error instanceof StaleVersion) return refuse(problem('CONFLICTING_CHANGE', error.message));
    if (error instanceof StoreConflict) return refuse(problem('DUPLICATE', error.constraint));
    throw error;
  }
}

/** Holds the row that the caller decided on, and refuses when it is another one by now. */
async function holdExpected(ctx: ServiceContext, transaction: StoreTransaction): Promise<void> {
  if (ctx.expects === undefined) return;
  const { table, id, version } = ctx.expects;
  const rows: readonly { readonly id: string; readonly version: number }[] = await transaction.lock<
    typeof table
  >(table, byId(id));
  const newest = rows[0]?.version;
  if (newest === undefined) throw new ProblemError(problem('NOT_FOUND', 'the object'));
  if (newest === version) return;
  const detail = `you decided on version ${version}; the newest is ${newest}`;
  throw new ProblemError(problem('VERSION_CHANGED', detail));
}

/** Guarantee: every table has an id; which kind of object it names is the caller's to know. */
const byId = (id: string): Criteria<RecordByTable[VersionedTable]> =>
  ({ id }) as Criteria<RecordByTable[VersionedTable]>;

/** A row as its next version. */
export const nextVersion = <Row extends { readonly version: number }>(
  row: Row,
  patch: Partial<Omit<Row, 'id' | 'version'>>,
): Row => ({ ...row, ...patch, version: row.version + 1 });

/** A change of an existing row. */
export function changed<Table extends VersionedTable>(
  table: Table,
  before: RecordByTable[Table],
  after: RecordByTable[Table],
): Change<Table> {
  return { table, before, after };
}

/** A new row. */
export function added<Table extends VersionedTable>(
  table: Table,
  after: RecordByTable[Table],
): Change<Table> {
  return { table, before: null, after };
}

/** Reads by many keys in pieces of what one statement takes. */
export async function inChunks<Key, Row>(
  keys: readonly Key[],
  read: (chunk: readonly Key[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < keys.length; from += 1_000) {
    rows.push(...(await read(keys.slice(from, from + 1_000))));
  }
  return rows;
}

/** Reads every row that fits, page by page; for selections too large for one statement. */
export async function findEvery<Table extends TableName>(
  transaction: StoreTransaction,
  table: Table,
  criteria: Criteria<RecordByTable[Table]>,
): Promise<readonly RecordByTable[Table][]> {
  const rows: RecordByTable[Table][] = [];
  for (;;) {
    const last = rows.at(-1);
    const options = last === undefined ? { limit: rowsMax } : { limit: rowsMax, afterId: last.id };
    const page = await transaction.find(table, criteria, options);
    rows.push(...page);
    if (page.length < rowsMax) return rows;
  }
}
