import type { TaskQueue } from '@quittance/engine';
import type {
  EvidenceStore,
  Scope,
  Store,
  StoreTransaction,
  VersionedTable,
} from '@quittance/store';
import type { BankProfile, Id, Instant } from '@quittance/domain';

/** Ids and reference bits come from here, so that a run can be repeated from a seed. */
export interface IdSource {
  newId<Kind extends string>(): Id<Kind>;
  /** 55 random bits for a reference. */
  referenceBits(): bigint;
}

/** What the installation is set to; governed settings live in the database instead. */
export interface Settings {
  /** Keys the digests of rows and account numbers; lies outside the database. 32 bytes. */
  readonly digestSalt: Uint8Array;
  readonly bankProfiles: ReadonlyMap<string, BankProfile>;
  /** Hours for which an approval counts before it expires. */
  readonly approvalHours: number;
  /** Bills are re-read at most this long before their release (lifecycles.md, section 2). */
  readonly rereadMsMax: number;
}

/** Everything a verb may use; it does no I/O but the store's transaction. */
export interface ServicePorts {
  readonly store: Store;
  readonly tasks: TaskQueue;
  readonly evidence: EvidenceStore;
  readonly ids: IdSource;
  /**
   * The clock that the queue waits by; the store's own unless given. A sandbox moves the store's
   * clock by days, and its timers must not wait for those.
   */
  readonly queueNow?: () => Instant;
  readonly settings: Settings;
}

/** The ports, and on whose behalf: every verb is `verb({ ctx, input })`. */
export interface ServiceContext extends ServicePorts {
  readonly scope: Scope;
  /**
   * Runs as the last thing of a verb's transaction, with the verb's value: a task completes itself
   * there, and the answer to a request is kept.
   */
  readonly atCommit?: (transaction: StoreTransaction, value: unknown) => Promise<void>;
  /** What the caller took for the newest version; another one is refused (If-Match). */
  readonly expects?: ExpectedVersion;
}

/** An object at the version that a caller decided on. */
export interface ExpectedVersion {
  readonly table: VersionedTable;
  readonly id: string;
  readonly version: number;
}

export interface VerbCall<Input> {
  readonly ctx: ServiceContext;
  readonly input: Input;
}
