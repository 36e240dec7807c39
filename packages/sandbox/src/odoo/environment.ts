import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import type { ModelSpec } from './schema.ts';
import type { Context, Row, Value, Values, Wire, WireObject } from './values.ts';

/** Arguments of a call after the receiver's ids have been taken off. */
export interface Call {
  readonly args: readonly Wire[];
  readonly kwargs: WireObject;
}

/** `undefined` is Python's None: the reply then has no `result` member. */
export type Method = (env: Env, ids: readonly number[], call: Call) => Wire | undefined;

/** What a model does beyond plain columns. */
export interface Behaviour {
  readonly create?: (env: Env, values: WireObject) => Row;
  readonly write?: (env: Env, rows: readonly Row[], values: WireObject) => void;
  readonly unlink?: (env: Env, rows: readonly Row[]) => void;
  /** Keys `create` takes that are no columns. */
  readonly createKeys?: readonly string[];
  /** Refusals of `write` that come before the access check. */
  readonly guardWrite?: (env: Env, rows: readonly Row[], values: WireObject) => void;
  /** Columns calculated when read. */
  readonly compute?: Readonly<Record<string, (env: Env, row: Row) => Value>>;
  readonly displayName?: (env: Env, row: Row) => string | null;
  /** Methods called on records. */
  readonly methods?: Readonly<Record<string, Method>>;
  /** Methods called on the model: the first argument is not a list of ids. */
  readonly modelMethods?: Readonly<Record<string, Method>>;
}

export interface World {
  readonly db: Database;
  readonly dialect: Dialect;
  readonly behaviours: Map<string, Behaviour>;
  /** UTC instant, ISO 8601. */
  readonly clock: () => string;
  /** External ids left behind in the look-up cache by a rolled-back load, by `module.name`. */
  readonly staleExternalIds: Map<string, string>;
  /** External id → number of the commit that created it, to tell concurrent loads. */
  readonly externalIdCommits: Map<string, number>;
  /** Brings totals and states of moves, and of what hangs on them, in line with their lines. */
  readonly refresh: (env: Env, moveIds: ReadonlySet<number>) => void;
  /** Minor units of a currency as a number of a JSON value. */
  readonly amount: (env: Env, minor: bigint, currencyId: number) => Wire;
  /** Counts transactions, to give each instant its own microseconds. */
  transactions: number;
}

export interface EnvInput {
  readonly world: World;
  readonly uid: number;
  readonly superuser?: boolean;
  readonly context?: Context;
  readonly companyIds: readonly number[];
  readonly companyId: number;
  /** Start of the transaction, `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
  readonly instant: string;
  /** Number of commits this call could see when it arrived. */
  readonly snapshot: number;
}

/** Who acts, when, for which companies, on which data. One per call. */
export class Env {
  readonly world: World;
  readonly uid: number;
  readonly superuser: boolean;
  readonly context: Context;
  readonly companyIds: readonly number[];
  readonly companyId: number;
  readonly instant: string;
  readonly snapshot: number;

  constructor(input: EnvInput) {
    this.world = input.world;
    this.uid = input.uid;
    this.superuser = input.superuser ?? false;
    this.context = input.context ?? {};
    this.companyIds = input.companyIds;
    this.companyId = input.companyId;
    this.instant = input.instant;
    this.snapshot = input.snapshot;
  }

  get db(): Database {
    return this.world.db;
  }

  get dialect(): Dialect {
    return this.world.dialect;
  }

  get today(): string {
    return this.instant.slice(0, 10);
  }

  /** The same call without access checks, as Odoo's `sudo()`. */
  sudo(): Env {
    return this.superuser ? this : new Env({ ...this.#input(), superuser: true });
  }

  withCompany(companyId: number): Env {
    if (companyId === this.companyId) return this;
    return new Env({ ...this.#input(), companyId });
  }

  /** The same call as part of a transaction that started at another instant. */
  at(instant: string): Env {
    return new Env({ ...this.#input(), instant });
  }

  withContext(context: Context): Env {
    return new Env({ ...this.#input(), context: { ...this.context, ...context } });
  }

  spec(model: string): ModelSpec {
    return this.db.table(model).spec;
  }

  behaviour(model: string): Behaviour {
    return this.world.behaviours.get(model) ?? {};
  }

  get(model: string, id: number): Row {
    return this.db.get(model, id);
  }

  insert(model: string, values: Values): Row {
    return this.db.insert(model, {
      ...values,
      create_uid: this.uid,
      write_uid: this.uid,
      create_date: this.instant,
      write_date: this.instant,
    });
  }

  /** Changes columns; a real change also moves write_date to the start of the transaction. */
  set(model: string, row: Row, values: Values): boolean {
    const changed = this.db.update(model, row, values);
    if (changed.length === 0) return false;
    this.db.update(model, row, { write_uid: this.uid, write_date: this.instant });
    return true;
  }

  #input(): EnvInput {
    return {
      world: this.world,
      uid: this.uid,
      superuser: this.superuser,
      context: this.context,
      companyIds: this.companyIds,
      companyId: this.companyId,
      instant: this.instant,
      snapshot: this.snapshot,
    };
  }
}

/** The instant of a new transaction: the clock's, with microseconds that are never zero. */
export const transactionInstant = (world: World): string => {
  world.transactions += 1;
  const clock = world.clock();
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,3}))?/.exec(clock);
  if (found === null) throw new Error(`the clock answered ${clock}, not a UTC instant`);
  const milliseconds = (found[3] ?? '').padEnd(3, '0');
  const microseconds = String((world.transactions % 999) + 1).padStart(3, '0');
  return `${found[1] ?? ''} ${found[2] ?? ''}.${milliseconds}${microseconds}`;
};
