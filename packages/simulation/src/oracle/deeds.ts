/**
 * What people did and the hub let them do, as they saw it on their screens: all that the oracle
 * knows of control. Instants are in the text form of the hub, persons are named by their names.
 */
export type Deed = { readonly at: Instants; readonly person: string } & (
  | {
      readonly what: 'proposed';
      readonly batch: string;
      readonly company: string;
      readonly references: readonly string[];
    }
  | {
      readonly what: 'approved';
      readonly batch: string;
      /** What was on the screen of the person, and what stood in the hub at that time. */
      readonly saw: Screen;
      readonly stood: Screen;
    }
  | { readonly what: 'rejected' | 'reopened' | 'released'; readonly batch: string }
  | { readonly what: 'cancelled'; readonly reference: string }
  | { readonly what: 'stopped'; readonly company: string; readonly stop: string }
  | {
      readonly what: 'resumed';
      readonly stop: string;
      /** Whether the hub said that releases run again. */
      readonly over: boolean;
    }
  /** In the accounts, behind the hub's back: nobody may pay the bill any more. */
  | { readonly what: 'billTaken'; readonly bill: string }
);

interface Instants {
  /** When the person asked, and when the hub had answered. */
  readonly asked: string;
  readonly answered: string;
  /** False: the answer was lost, so that nobody knows whether it came about. */
  readonly sure: boolean;
}

/** What a person is shown of a batch. */
export interface Screen {
  readonly company: string;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly payments: readonly ScreenPayment[];
}

export interface ScreenPayment {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly payeeAccount: string;
  readonly executionDate: string;
  /** The supplier's numbers of the bills that it pays. */
  readonly bills: readonly string[];
}

/** What the company decided about control, known to the oracle from its configuration alone. */
export interface ControlRules {
  readonly policies: readonly {
    readonly company: string;
    readonly currency: string;
    readonly fromMinor: bigint;
    readonly approversRequired: number;
  }[];
  readonly approvers: readonly {
    readonly person: string;
    readonly company: string;
    /** The largest payment in the currency of the company, or null: without a limit. */
    readonly limitMinor: bigint | null;
  }[];
  /** Currency of each company. */
  readonly currencies: ReadonlyMap<string, string>;
  /** Hours after which an approval counts no more. */
  readonly approvalHours: number;
  /** Who keyed a bill, by the supplier's number; only numbers that one bill carries. */
  readonly keyedBy: ReadonlyMap<string, string>;
  /** Bills that were blocked from the beginning, by the supplier's number. */
  readonly blocked: ReadonlySet<string>;
}
