/** What differs between releases of Odoo, as data; nothing else may depend on the release. */
export interface VersionFacts {
  readonly transport: 'jsonrpc' | 'json2';
  readonly payment: {
    readonly memoField: string;
    readonly draftStates: readonly string[];
    readonly postedStates: readonly string[];
    readonly cancelledStates: readonly string[];
    /** True where payments share the reference column of their journal entry (`_inherits`). */
    readonly sharesMoveFields: boolean;
  };
  /** Every date of a company on or before which some entry is refused or moved. */
  readonly lockFields: readonly string[];
  readonly accountCompanyField: string;
  readonly userGroupsField: string;
  /** Where a domestic clearing number may stand on a bank account, in order of preference. */
  readonly clearingFields: readonly string[];
}

export type OdooVersion = '17' | '18' | '19';

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
  sharesMoveFields: false,
};

export const factsByVersion: Readonly<Record<OdooVersion, VersionFacts>> = {
  '17': {
    transport: 'jsonrpc',
    payment: {
      memoField: 'ref',
      draftStates: ['draft'],
      postedStates: ['posted'],
      cancelledStates: ['cancel'],
      sharesMoveFields: true,
    },
    lockFields: ['period_lock_date', 'fiscalyear_lock_date', 'tax_lock_date'],
    accountCompanyField: 'company_id',
    userGroupsField: 'groups_id',
    clearingFields: ['aba_routing'],
  },
  '18': {
    transport: 'jsonrpc',
    payment: payment18,
    lockFields: lockFields18,
    accountCompanyField: 'company_ids',
    userGroupsField: 'groups_id',
    clearingFields: ['clearing_number', 'aba_routing'],
  },
  '19': {
    transport: 'json2',
    payment: payment18,
    lockFields: lockFields18,
    accountCompanyField: 'company_ids',
    userGroupsField: 'group_ids',
    clearingFields: ['clearing_number'],
  },
};

export type PaymentStanding = 'draft' | 'posted' | 'cancelled';

/** What a payment's state means to us, or null for a state not learned. */
export function paymentStanding(facts: VersionFacts, state: string): PaymentStanding | null {
  if (facts.payment.draftStates.includes(state)) return 'draft';
  if (facts.payment.postedStates.includes(state)) return 'posted';
  return facts.payment.cancelledStates.includes(state) ? 'cancelled' : null;
}
