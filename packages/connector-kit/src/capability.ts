import type {
  MasterData,
  OpenItemRecord,
  Currency,
  Fault,
  Instant,
  PaymentReference,
  PlainDate,
  Result,
} from '@quittance/domain';
import type { BankContent } from '@quittance/formats';

export type { BankContent } from '@quittance/formats';
export type {
  CompanyRecord,
  UserRecord,
  PartyRecord,
  PartyBankRecord,
  BankJournalRecord,
  MasterData,
  OpenItemRecord,
} from '@quittance/domain';

/** A page of a cursor loop: opaque state in, new state and `hasMore` out; the hub owns the loop. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

export type Outcome<Value> = Result<Value, Fault>;

/** A payment as it is to stand in the accounts; `reference` is its idempotency key there. */
export interface PaymentRegistration {
  readonly reference: PaymentReference;
  readonly companyExternalId: string;
  readonly journalExternalId: string;
  readonly partyExternalId: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly date: PlainDate;
  readonly memo: string;
  /** The hub's state in its own words, shown beside the accounts' own (UX-02). */
  readonly hubState: string;
  readonly hubStateAt: Instant;
  readonly items: readonly {
    readonly externalId: string;
    /** Negative for a credit note. */
    readonly amountMinor: bigint;
    /** Discount for early payment: written off, so that amount plus discount closes the bill. */
    readonly discountMinor: bigint;
  }[];
}

/** The answer for one of several things asked; one bad item never hides the others. */
export interface ItemOutcome<Value> {
  readonly key: string;
  readonly outcome: Outcome<Value>;
}

export interface HubStateUpdate {
  readonly reference: PaymentReference;
  readonly companyExternalId: string;
  readonly itemExternalIds: readonly string[];
  readonly hubState: string;
  readonly hubStateAt: Instant;
}

/** A booked bank line as it is to stand in the accounts; `hubReference` is its idempotency key. */
export interface StatementLinePosting {
  readonly hubReference: string;
  readonly companyExternalId: string;
  readonly journalExternalId: string;
  readonly date: PlainDate;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** The same in the currency that was instructed, signed alike, where the bank converted. */
  readonly foreign?: { readonly currency: Currency; readonly amountMinor: bigint } | null;
  readonly label: string;
  readonly partyExternalId: string | null;
}

export interface PostedStatementLine {
  readonly externalId: string;
  /** The date under which it really stands: a locked period moves it silently. */
  readonly postedDate: PlainDate;
}

/**
 * One match as it is to stand in the accounts: the parts add up to the line, in the currency that
 * was instructed where the line has one beside its own.
 */
export interface ReconciliationPosting {
  /** Names the match; the same key twice is one reconciliation. */
  readonly key: string;
  readonly companyExternalId: string;
  readonly statementLineExternalId: string;
  readonly parts: readonly (
    | {
        readonly kind: 'payment';
        readonly reference: PaymentReference;
        readonly amountMinor: bigint;
      }
    | { readonly kind: 'open_item'; readonly externalId: string; readonly amountMinor: bigint }
    | {
        readonly kind: 'account';
        readonly role: 'bank_fee' | 'interest' | 'transfer';
        readonly amountMinor: bigint;
        readonly label: string;
      }
    /** A returned payment: its bills are opened again, the line closes the payment. */
    | {
        readonly kind: 'return';
        readonly reference: PaymentReference;
        readonly amountMinor: bigint;
      }
  )[];
}

export interface PostedReconciliation {
  /** Ids of the reconciliations made, as text, so that undo can prove itself. */
  readonly externalIds: readonly string[];
}

export interface PaymentMessage {
  readonly messageId: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** How a person confirms a message at the bank: by a page of its own, or in the bank's app. */
export interface ConfirmationAtBank {
  readonly kind: 'redirect' | 'decoupled';
  /** Address of the page, or the bank's words on where to confirm. */
  readonly where: string;
}

/** What a transport knows after handing a message over. `notSent` is provable, silence is not. */
export type SubmissionOutcome =
  | {
      readonly kind: 'acknowledged';
      readonly bankReference: string | null;
      /** Set when a person has to confirm the message at the bank before it is carried out. */
      readonly confirmation?: ConfirmationAtBank;
    }
  | { readonly kind: 'notSent'; readonly fault: Fault }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'unknown'; readonly fault: Fault };

/** A message that the bank has not said its last word on. */
export interface AwaitedMessage {
  readonly messageId: string;
  /** The bank's own id of it, where it gave one when it took the message. */
  readonly bankReference: string | null;
  readonly endToEndIds: readonly string[];
}

/** An own account and the days of which the hub has no statement yet, first and last included. */
export interface AwaitedAccount {
  readonly accountNumber: string;
  readonly currency: Currency;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** An event of the counterparty, proven to be its own; a hint to ask, never evidence of money. */
export interface ReceivedEvent {
  /** The counterparty's id of it: the same one has one effect, for ever (I26). */
  readonly eventId: string;
  /** What it speaks of, in plain words. */
  readonly about: string;
}

/** What an inquiry found; `absent` is one negative, never yet proof of absence. */
export type InquiryOutcome =
  | { readonly kind: 'found'; readonly where: string }
  | { readonly kind: 'absent'; readonly where: string };

/** A file that the counterparty left for us; removed or archived only after it is stored here. */
export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** For `filesAcknowledge`: opaque to everybody but the connector. */
  readonly handle: string;
}

/** What a counterparty answered when it was asked, byte for byte. */
export interface FetchedAnswer {
  /** What was asked for; with the digest of the bytes it names the answer for ever. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** All that was answered; the first fault holds nothing of it back. */
export interface FetchedAnswers {
  readonly answers: readonly FetchedAnswer[];
  readonly fault: Fault | null;
}

/** Every capability that a connector may have, by its name in finance terms. */
export interface CapabilityByName {
  readonly 'masterData.read': (input: Record<string, never>) => Promise<Outcome<MasterData>>;
  /** Bills and credit notes that are open or changed since the cursor; null begins anew. */
  readonly 'openItems.read': (input: {
    readonly companyExternalId: string;
    readonly cursor: string | null;
  }) => Promise<Outcome<Page<OpenItemRecord>>>;
  /** The same, for given ids, at this very moment: the re-read before release. */
  readonly 'openItems.reread': (input: {
    readonly companyExternalId: string;
    readonly externalIds: readonly string[];
  }) => Promise<Outcome<readonly OpenItemRecord[]>>;
  /** Registers payments as drafts: they close no bill yet. Idempotent by reference. */
  readonly 'payments.register': (input: {
    readonly payments: readonly PaymentRegistration[];
  }) => Promise<readonly ItemOutcome<{ readonly externalId: string }>[]>;
  /** Shows the hub's state on payments and bills. */
  readonly 'payments.showState': (input: {
    readonly updates: readonly HubStateUpdate[];
  }) => Promise<readonly ItemOutcome<null>[]>;
  /** Posts settled payments and closes their bills with them. Idempotent by reference. */
  readonly 'payments.settle': (input: {
    readonly payments: readonly PaymentRegistration[];
  }) => Promise<
    readonly ItemOutcome<{ readonly externalId: string; readonly postedDate: PlainDate }>[]
  >;
  /** Takes back registrations of payments that failed or were cancelled. Idempotent. */
  readonly 'payments.withdraw': (input: {
    readonly companyExternalId: string;
    readonly references: readonly PaymentReference[];
  }) => Promise<readonly ItemOutcome<null>[]>;
  readonly 'statementLines.post': (input: {
    readonly lines: readonly StatementLinePosting[];
  }) => Promise<readonly ItemOutcome<PostedStatementLine>[]>;
  readonly 'reconciliations.post': (input: {
    readonly reconciliations: readonly ReconciliationPosting[];
  }) => Promise<readonly ItemOutcome<PostedReconciliation>[]>;
  readonly 'reconciliations.undo': (input: {
    readonly companyExternalId: string;
    readonly statementLineExternalIds: readonly string[];
  }) => Promise<readonly ItemOutcome<null>[]>;
  /** Attaches a document to a bill or payment; idempotent by name and digest. */
  readonly 'documents.push': (input: {
    readonly companyExternalId: string;
    readonly target:
      | { readonly kind: 'bill'; readonly externalId: string }
      | { readonly kind: 'payment'; readonly reference: PaymentReference };
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  }) => Promise<Outcome<{ readonly externalId: string }>>;
  /** Hands one message to the bank. Never repeats by itself. */
  readonly 'payments.submit': (input: PaymentMessage) => Promise<SubmissionOutcome>;
  /** Asks whether the bank has a message, without ever sending it. */
  readonly 'payments.inquire': (input: {
    readonly messageId: string;
    readonly fileName: string;
    readonly bankReference?: string | null;
    /** The payments of the message, for banks that know nothing of messages. */
    readonly endToEndIds?: readonly string[];
  }) => Promise<Outcome<InquiryOutcome>>;
  /** Files that wait for us, oldest first, complete ones only. */
  readonly 'files.fetch': (input: {
    readonly limit: number;
  }) => Promise<Outcome<readonly ReceivedFile[]>>;
  /** Marks fetched files as taken, after they are stored here. */
  readonly 'files.acknowledge': (input: {
    readonly handles: readonly string[];
  }) => Promise<Outcome<null>>;
  /** Asks for the status of messages; the answers come back as they came, to be kept and read. */
  readonly 'statuses.fetch': (input: {
    readonly messages: readonly AwaitedMessage[];
  }) => Promise<FetchedAnswers>;
  /** Asks for the movements of accounts, day by day; an open day is told as far as it goes. */
  readonly 'statements.fetch': (input: {
    readonly accounts: readonly AwaitedAccount[];
  }) => Promise<FetchedAnswers>;
  /** Says what a stored answer or file means; null when it is one of ISO 20022. Pure. */
  readonly 'deliveries.read': (bytes: Uint8Array) => BankContent | null;
  /** Proves that an event is the counterparty's own, over its raw bytes. Calls nobody. */
  readonly 'events.receive': (input: {
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly rawBody: Uint8Array;
    readonly now: Instant;
  }) => Promise<Outcome<ReceivedEvent>>;
}

export type CapabilityName = keyof CapabilityByName;

/** The capabilities of one open connection; an absent one is unsupported. */
export type Capabilities = Partial<CapabilityByName>;
