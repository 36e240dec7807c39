/** How a simulated bank behaves: seeded shares, and misbehaviour that a test asks for. */
export interface BankBehaviour {
  /** Payments rejected at receipt, per thousand. */
  readonly rejectPerMille: number;
  /** Booked payments returned some days later, per thousand. */
  readonly returnPerMille: number;
  /** Fee of each executed payment information block, in minor units of the account. */
  readonly feePerBatch: bigint;
  /** Days with a customer receipt on an account, per thousand. */
  readonly receiptPerMille: number;
  /** Days with interest on an account, per thousand. */
  readonly interestPerMille: number;
  /** So many statements with entries appear a second time under another name. */
  readonly duplicateFiles: number;
  /** Business days that statements appear late. */
  readonly delayDays: number;
  /** Creditor accounts that the bank knows to be closed: rejected with AC04. */
  readonly closedAccounts: readonly string[];
  /** Creditor accounts whose bank returns every payment. */
  readonly returningAccounts: readonly string[];
}

/** The behaviour of the demo: about two per cent rejected, two returned, fees, a file twice. */
export const DEFAULT_BEHAVIOUR: BankBehaviour = {
  rejectPerMille: 20,
  returnPerMille: 20,
  feePerBatch: 250n,
  receiptPerMille: 300,
  interestPerMille: 40,
  duplicateFiles: 1,
  delayDays: 0,
  closedAccounts: [],
  returningAccounts: [],
};

/** A bank without rejections, returns, fees, receipts or repeated files. */
export const QUIET_BEHAVIOUR: BankBehaviour = {
  rejectPerMille: 0,
  returnPerMille: 0,
  feePerBatch: 0n,
  receiptPerMille: 0,
  interestPerMille: 0,
  duplicateFiles: 0,
  delayDays: 0,
  closedAccounts: [],
  returningAccounts: [],
};

/**
 * Misbehaviour on request:
 * - `down`: the file channel refuses every connection, until cleared
 * - `slow`: each answer of the file channel waits `delayMs`, until cleared
 * - `denied`: a request is refused for want of permission, as after an expired login
 * - `dropMidRead`: the connection is reset while a file is read
 * - `dropBeforeRename`, `dropAfterRename`: the connection is reset instead of an answer to a
 *   rename; the file keeps its old name or has its new one
 * - `failureAfterRename`: a rename is done and answered as a failure
 * - `muteAfterRename`: a rename is done and never answered; the connection stays
 * - `silent`: no pain.002 for a file
 * - `partialAcceptance`: every second payment of a file is rejected with AC06
 * - `contradictoryStatus`: a payment reported as accepted and executed is also reported RJCT
 * - `unknownStatus`: a payment gets one more status, of a code that no list has
 * - `unknownReference`: a status report on a payment that nobody ordered
 * - `lateReturn`: a booked payment comes back with AC04 fifteen business days later
 * - `truncatedFile`: an outgoing file ends in the middle; whole under another name at the next
 *   `process`
 * - `growingFile`: an outgoing file ends in the middle and grows whole at the next `process`
 * - `malformedFile`: an outgoing file is not well-formed; right under another name at the next
 *   `process`
 * - `driftedFile`: an outgoing file names what it must have in another way; right under another
 *   name at the next `process`
 * - `wrongBalance`: the closing balance of a statement is wrong; right under another name at the
 *   next `process`
 * - `noticePage`: a page in HTML lies beside an outgoing file
 * - `heldBackFile`: an outgoing file appears only at the next `process`, behind later ones
 * - `sameFileTwice`: an outgoing file appears under two names
 * - `lateStatement`: a statement appears only with the next day's
 */
export const BANK_FAULT_KINDS = [
  'down',
  'slow',
  'denied',
  'dropMidRead',
  'dropBeforeRename',
  'dropAfterRename',
  'failureAfterRename',
  'muteAfterRename',
  'silent',
  'partialAcceptance',
  'contradictoryStatus',
  'unknownStatus',
  'unknownReference',
  'lateReturn',
  'truncatedFile',
  'growingFile',
  'malformedFile',
  'driftedFile',
  'wrongBalance',
  'noticePage',
  'heldBackFile',
  'sameFileTwice',
  'lateStatement',
] as const;

export type BankFaultKind = (typeof BANK_FAULT_KINDS)[number];

export interface BankFaults {
  /** Asks for a fault `times` times: once when left out, `down` and `slow` until cleared. */
  readonly inject: (kind: BankFaultKind, options?: FaultOptions) => void;
  readonly clear: (kind: BankFaultKind) => void;
  /** True while asked for; does not use it up. */
  readonly isActive: (kind: BankFaultKind) => boolean;
  /** Uses the fault up once and counts the hit; false when it is not asked for. */
  readonly take: (kind: BankFaultKind, on?: OutgoingSort) => boolean;
  /** Milliseconds that each answer waits while `slow` is asked for, else 0. */
  readonly delayMs: () => number;
  /** How often each fault has happened. */
  readonly hits: () => Readonly<Record<BankFaultKind, number>>;
  /** Notes which payments, by EndToEndId, a fault has struck. */
  readonly mark: (kind: BankFaultKind, payments: readonly string[]) => void;
  readonly marked: (kind: BankFaultKind) => readonly string[];
}

export interface FaultOptions {
  readonly times?: number;
  /** Only outgoing files of this sort are hit; any when left out. */
  readonly on?: OutgoingSort;
  readonly delayMs?: number;
}

const UNTIL_CLEARED: readonly BankFaultKind[] = ['down', 'slow'];

/** What an outgoing file is: pain.002, camt.053 or camt.054. */
export type OutgoingSort = 'status' | 'statement' | 'notification';

/** An empty switchboard of faults. */
export function createFaults(): BankFaults {
  const asked = new Map<BankFaultKind, number>();
  const sorts = new Map<BankFaultKind, OutgoingSort>();
  const hits = new Map<BankFaultKind, number>();
  const marked = new Map<BankFaultKind, readonly string[]>();
  let delay = 0;
  function inject(kind: BankFaultKind, options: FaultOptions = {}): void {
    const times = options.times ?? (UNTIL_CLEARED.includes(kind) ? Number.MAX_SAFE_INTEGER : 1);
    asked.set(kind, times);
    sorts.delete(kind);
    if (options.on !== undefined) sorts.set(kind, options.on);
    if (kind === 'slow') delay = options.delayMs ?? 200;
  }
  function take(kind: BankFaultKind, on?: OutgoingSort): boolean {
    const left = asked.get(kind) ?? 0;
    if (left === 0 || (sorts.has(kind) && sorts.get(kind) !== on)) return false;
    asked.set(kind, left - 1);
    hits.set(kind, (hits.get(kind) ?? 0) + 1);
    return true;
  }
  return {
    inject,
    take,
    clear: (kind) => void asked.delete(kind),
    isActive: (kind) => (asked.get(kind) ?? 0) > 0,
    delayMs: () => (take('slow') ? delay : 0),
    hits: () => countsOf((kind) => hits.get(kind) ?? 0),
    mark: (kind, payments) => {
      marked.set(kind, [...(marked.get(kind) ?? []), ...payments]);
    },
    marked: (kind) => marked.get(kind) ?? [],
  };
}

/** A total record of counts; guaranteed, since it is made from the list of all kinds. */
const countsOf = (
  count: (kind: BankFaultKind) => number,
): Readonly<Record<BankFaultKind, number>> =>
  Object.fromEntries(BANK_FAULT_KINDS.map((kind) => [kind, count(kind)])) as Record<
    BankFaultKind,
    number
  >;
