import { asPlainDate, type MasterData, type OpenItemRecord } from '@quittance/domain';

/** Companies, users, suppliers and journals of the accounts, as its connector would tell them. */
export const companyExternalIds = { de: '1', uk: '2' } as const;

const user = (externalId: string, name: string, email: string | null) => ({
  externalId,
  login: name,
  name,
  email,
  active: true,
});

const party = (externalId: string, name: string, more: object = {}) => ({
  externalId,
  name,
  country: 'DE',
  street: 'Hafenstrasse 1',
  city: 'Hamburg',
  postalCode: '20457',
  email: `books@${externalId}.example`,
  taxNumber: null,
  active: true,
  ...more,
});

const bank = (partyExternalId: string, accountNumber: string, more: object = {}) => ({
  externalId: `bank-${partyExternalId}`,
  partyExternalId,
  accountNumber,
  bic: null,
  clearingNumber: null,
  currency: null,
  trusted: true,
  lastEditedByExternalId: 'user-banker',
  active: true,
  ...more,
});

const journal = (externalId: string, companyExternalId: string, accountNumber: string) => ({
  externalId,
  companyExternalId,
  code: externalId,
  accountNumber,
  bic: null,
  currency: 'EUR' as const,
});

export const accountNumbers = {
  euro: 'DE02120300000000202051',
  batch: 'GB33BUKB20201555555555',
  dollar: 'DE75512108001245126199',
  quick: 'DE89370400440532013000',
  pound: 'GB94BARC10201530093459',
} as const;

export const supplierNumbers = {
  acme: 'FR1420041010050500013M02606',
  bolt: 'NL91ABNA0417164300',
  cord: 'AT611904300234573201',
  dyer: 'GB29NWBK60161331926819',
} as const;

/** Everything that changes rarely. `acme`, `bolt`, `cord` are paid in euro, `york` in dollars. */
export const masterData: MasterData = {
  companies: [
    {
      externalId: companyExternalIds.de,
      name: 'Quittance Beispiel GmbH',
      country: 'DE',
      currency: 'EUR',
      lockedUntil: null,
    },
    {
      externalId: companyExternalIds.uk,
      name: 'Quittance Sample Ltd',
      country: 'GB',
      currency: 'GBP',
      lockedUntil: null,
    },
  ],
  users: [
    user('user-clerk', 'Clara Clerk', 'clerk@house.example'),
    user('user-banker', 'Boris Banker', 'banker@house.example'),
    user('user-hub', 'Hub', 'robot@house.example'),
    user('user-stranger', 'Somebody Else', null),
  ],
  parties: [
    party('acme', 'Acme SARL', { country: 'FR', city: 'Paris', postalCode: '75001' }),
    party('bolt', 'Bolt BV', { country: 'NL', city: 'Delft', postalCode: '2611' }),
    party('cord', 'Cord GmbH', { email: null }),
    party('dyer', 'Dyer Ltd', { country: 'GB', city: 'Leeds', postalCode: 'LS1' }),
    party('york', 'York Inc', { country: 'US', city: 'New York', postalCode: '10001' }),
    party('bare', 'Bare Hands KG'),
  ],
  partyBanks: [
    bank('acme', supplierNumbers.acme),
    bank('bolt', supplierNumbers.bolt),
    bank('cord', supplierNumbers.cord),
    bank('dyer', supplierNumbers.dyer),
    bank('york', '123456789', { clearingNumber: '021000021', bic: 'CHASUS33XXX' }),
  ],
  bankJournals: [
    journal('j-euro', companyExternalIds.de, accountNumbers.euro),
    journal('j-batch', companyExternalIds.de, accountNumbers.batch),
    journal('j-dollar', companyExternalIds.de, accountNumbers.dollar),
    journal('j-quick', companyExternalIds.de, accountNumbers.quick),
    journal('j-pound', companyExternalIds.uk, accountNumbers.pound),
  ],
};

/** A bill of the supplier over 100.00 euro, due on the test's day; `more` changes any field. */
export function bill(
  externalId: string,
  partyExternalId: string,
  more: Partial<OpenItemRecord> = {},
): OpenItemRecord {
  const totalMinor = more.totalMinor ?? 10_000n;
  return {
    externalId,
    companyExternalId: companyExternalIds.de,
    kind: 'bill',
    partyExternalId,
    number: `BILL/${externalId}`,
    supplierReference: `INV-${externalId}`,
    invoiceDate: asPlainDate('2026-10-24'),
    dueDate: asPlainDate('2026-11-23'),
    discountDate: null,
    discountMinor: null,
    currency: 'EUR',
    totalMinor,
    residualMinor: totalMinor,
    state: 'open',
    blocked: false,
    createdByExternalId: 'user-clerk',
    lastEditedByExternalId: 'user-clerk',
    ...more,
  };
}

export const creditNote = (
  externalId: string,
  partyExternalId: string,
  more: Partial<OpenItemRecord> = {},
): OpenItemRecord =>
  bill(externalId, partyExternalId, {
    kind: 'credit_note',
    number: `RBILL/${externalId}`,
    ...more,
  });

/** Three suppliers, four bills: what a usual run pays. */
export const usualBills: readonly OpenItemRecord[] = [
  bill('a17', 'acme', { totalMinor: 10_000n }),
  bill('a23', 'acme', { totalMinor: 25_050n }),
  bill('b51', 'bolt', { totalMinor: 7_777n }),
  bill('c88', 'cord', { totalMinor: 123_456n }),
];
