/**
 * What the hub says of itself at the end, as plain values: the oracle knows no type and no code of
 * the hub, so that a mistake of the hub is not made again by its judge. Amounts are bigint minor
 * units of the currency named beside them.
 */
export interface HubClaims {
  readonly payments: readonly ClaimedPayment[];
  readonly lines: readonly ClaimedLine[];
  readonly messages: readonly ClaimedMessage[];
  /** Files that the hub put aside, by their ids. */
  readonly deliveriesAside: readonly string[];
  /** Ids of objects that an open case speaks of. */
  readonly objectsInOpenCases: ReadonlySet<string>;
  /** Ids of objects that any case ever spoke of. */
  readonly objectsInAnyCase: ReadonlySet<string>;
  /** Work that nobody did although its time had come, by what it is. */
  readonly workLeft: readonly string[];
  /** What is wrong with the audit log, in sentences. */
  readonly auditFindings: readonly string[];
}

export interface ClaimedPayment {
  readonly reference: string;
  readonly state: string;
  readonly currency: string;
  readonly instructed: bigint;
  readonly settled: bigint;
  readonly returned: bigint;
  /** Ids under which a case may speak of it: its own, its message's and its batch's. */
  readonly ids: readonly string[];
}

/** A message to a bank as the hub keeps it. */
export interface ClaimedMessage {
  readonly id: string;
  readonly fileName: string;
  readonly state: string;
}

/** A line of an account's statement as the hub keeps it. */
export interface ClaimedLine {
  readonly id: string;
  readonly accountNumber: string;
  readonly date: string;
  readonly amount: bigint;
  readonly state: string;
  /** The payment that the bank names in it, or null. */
  readonly reference: string | null;
  /** Ids under which a case may speak of it: its own, and those of what it is matched with. */
  readonly ids: readonly string[];
}

/** One file that went over the wire to a bank and was in its hands from then on. */
export interface HandedOver {
  readonly at: string;
  readonly path: string;
  readonly text: string;
  /** SHA-256 of its bytes, lower-case hexadecimal. */
  readonly hash: string;
  /** The message of that file as the hub had written it down by then, or null. */
  readonly writtenDown: { readonly state: string; readonly hash: string } | null;
  /** When its sending began, as the hub had written it down by then, or null. */
  readonly sentAt: string | null;
}

/** Something that must not be. */
export interface Violation {
  readonly rule: Rule;
  /** The payment reference, account, file or object that it is about. */
  readonly subject: string;
  readonly explanation: string;
}

/** What the oracle holds a world to; a seed that breaks one of these has found a defect. */
export const rules = {
  paidTwice: 'the bank executed a payment, or a bill, more than once',
  handedOverTwice: 'a payment went over the wire to a bank more than once',
  notWrittenDown: 'a file in the hands of a bank that the hub had not committed to sending',
  lost: 'a movement of money at the bank that the books of Odoo do not know',
  unexplained: 'a balance that bank and Odoo do not agree on',
  hubDisagrees: 'the hub says something else of a payment than the bank’s books',
  odooDisagrees: 'the hub says something else of a payment than Odoo’s books',
  lineMissing: 'a bank entry that is not exactly one line in the hub, or a line without an entry',
  notApproved: 'something that a person did or a bank got, and nobody had the say for',
  notOwned: 'a payment or line that neither came to its end nor is in a case',
  workLeft: 'a task that nobody does any more',
  audit: 'the audit log does not verify',
  brokenDown: 'the world ended by an error that nobody of it caught',
} as const;

export type Rule = keyof typeof rules;
