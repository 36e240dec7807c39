/** `json2` stands for `/json/2/<model>/<method>`, which Odoo has from 19 on. */
export type TransportName = 'jsonrpc' | 'json2';

/** What differs between releases of Odoo, as data; nothing else may depend on the release. */
export interface VersionFacts {
  /** What the server may answer with; the first is spoken unless the connection says otherwise. */
  readonly transports: readonly [TransportName, ...TransportName[]];
  readonly payment: {
    readonly memoField: string;
    readonly draftStates: readonly string[];
    readonly postedStates: readonly string[];
    readonly cancelledStates: readonly string[];
    /**
     * Models that get columns of the hub's own. Where payments share those of their journal entry
     * (`_inherits`, up to 17), the entry's columns and its unique index serve both.
     */
    readonly hubModels: readonly HubModel[];
  };
  /** Every date of a company on or before which some entry is refused or moved. */
  readonly lockFields: readonly string[];
  readonly userGroupsField: string;
  /** Where a domestic clearing number may stand on a bank account, in order of preference. */
  readonly clearingFields: readonly string[];
}

export const odooVersions = ['17', '18', '19'] as const;
export type OdooVersion = (typeof odooVersions)[number];
export type HubModel = 'account.move' | 'account.payment';

const lockFields18 = [
  'fiscalyear_lock_date',
  'tax_lock_date',
  'sale_lock_date',
  'purchase_lock_date',
  'hard_lock_date',
  // Computed for the caller: these also know the locks of parent companies.
  'user_fiscalyear_lock_date',
  'user_tax_lock_date',
  'user_sale_lock_date',
  'user_purchase_lock_date',
  'user_hard_lock_date',
];

const payment18: VersionFacts['payment'] = {
  memoField: 'memo',
  draftStates: ['draft'],
  postedStates: ['in_process', 'paid'],
  cancelledStates: ['canceled', 'rejected'],
  hubModels: ['account.move', 'account.payment'],
};

export const factsByVersion: Readonly<Record<OdooVersion, VersionFacts>> = {
  '17': {
    transports: ['jsonrpc'],
    payment: {
      memoField: 'ref',
      draftStates: ['draft'],
      postedStates: ['posted'],
      cancelledStates: ['cancel'],
      hubModels: ['account.move'],
    },
    lockFields: ['period_lock_date', 'fiscalyear_lock_date', 'tax_lock_date'],
    userGroupsField: 'groups_id',
    clearingFields: ['aba_routing'],
  },
  '18': {
    transports: ['jsonrpc'],
    payment: payment18,
    lockFields: lockFields18,
    userGroupsField: 'groups_id',
    clearingFields: ['clearing_number', 'aba_routing'],
  },
  '19': {
    transports: ['json2', 'jsonrpc'],
    payment: payment18,
    lockFields: lockFields18,
    userGroupsField: 'group_ids',
    clearingFields: ['clearing_number'],
  },
};

/** Whether a server that calls itself `text` (`18.0-20250702`, `saas~18.2+e`) is of a release. */
export const isOfVersion = (text: string, version: OdooVersion): boolean =>
  /^(?:saas~)?(\d+)\./.exec(text)?.[1] === version;

export type PaymentStanding = 'draft' | 'posted' | 'cancelled';

/** What a payment's state means to us, or null for a state not learned. */
export function paymentStanding(facts: VersionFacts, state: string): PaymentStanding | null {
  if (facts.payment.draftStates.includes(state)) return 'draft';
  if (facts.payment.postedStates.includes(state)) return 'posted';
  return facts.payment.cancelledStates.includes(state) ? 'cancelled' : null;
}
