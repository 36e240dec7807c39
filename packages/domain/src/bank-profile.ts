import type { InquiryProfile } from './attempt/absence.ts';
import type { CalendarName } from './calendar.ts';
import type { SettlementFinality } from './payment/bank-state.ts';
import type { Currency } from './value/currency.ts';

/** How a payment travels between banks: SEPA credit transfer, urgent (same day), any other. */
export type Rail = 'sepa' | 'urgent' | 'standard';

/** A rail that a bank carries payments of one currency on, up to an amount, for a fee. */
export interface BankRail {
  readonly rail: Rail;
  readonly currency: Currency;
  /** Largest single payment in minor units, or null for no limit of the bank's. */
  readonly amountMaxMinor: bigint | null;
  /** What the bank charges for one payment, minor units of `currency`. */
  readonly feeMinor: bigint;
}

/**
 * How one bank behaves, as data (DESIGN.md, Connectors; lifecycles.md, section 15). A new bank is a
 * new profile, not new code.
 */
export interface BankProfile {
  readonly key: string;
  readonly v: number;
  readonly name: string;
  readonly payment: {
    readonly messageVersion: 'pain.001.001.03' | 'pain.001.001.09';
    /** How the whole message is booked: one entry a payment, or one debit for the file. */
    readonly booking: 'single' | 'batch';
    readonly transactionsMax: number;
    /** Longest `Ustrd` and name that the bank takes, in characters. */
    readonly remittanceLengthMax: number;
    readonly nameLengthMax: number;
    readonly characterSet: 'sepa_latin' | 'latin_extended';
    /** Whether postal addresses must be structured (town and country as own elements). */
    readonly structuredAddress: boolean;
    readonly fileNamePattern: string;
    readonly folder: string;
  };
  readonly answers: {
    readonly folder: string;
    readonly statusVersion: 'pain.002.001.03' | 'pain.002.001.10';
    /** Whether every payment gets a status of its own, or only the exceptions do. */
    readonly statusPerPayment: boolean;
    readonly finality: SettlementFinality;
    /**
     * What of the bank's proves that a rejected payment is not executed: `final`, its word alone,
     * where it vouches for that; `statement`, only the statement of the day of execution.
     */
    readonly rejection: 'final' | 'statement';
    /** Milliseconds after which silence becomes a case. */
    readonly silenceMsMax: number;
  };
  /** How it is asked for a message that it never answered, and when its "no" proves something. */
  readonly inquiry: InquiryProfile;
  /** How a message is confirmed by a person at the bank; absent: as `exemptCorporate`. */
  readonly sca?: {
    /** `exemptCorporate`: nobody has to (RTS on SCA, Article 17). */
    readonly kind: 'exemptCorporate' | 'redirect' | 'decoupled';
    /** Milliseconds for which a message waits to be confirmed. */
    readonly confirmMsMax: number;
    /**
     * What is known of a message that nobody confirmed in time: the bank says that it was not
     * executed, and is asked until it does; or it stays silent, and the outcome is unknown.
     */
    readonly expiry: 'notExecuted' | 'unknown';
  };
  readonly duplicates: {
    /** What the bank recognises a second sending by, within its window. */
    readonly key: 'message_id' | 'content' | 'none';
    readonly windowDays: number;
  };
  /** What the bank carries; accounts are chosen by it, and what it does not carry is refused. */
  readonly rails: readonly BankRail[];
  readonly cutOffs: readonly {
    readonly currency: Currency;
    readonly time: string;
    readonly timeZone: string;
    readonly calendar: CalendarName;
  }[];
}
