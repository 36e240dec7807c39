/** The companies, people, suppliers and bills of the history that the audit log is tested on. */
import {
  asPlainDate,
  type EntityId,
  asId,
  type MasterData,
  type OpenItemRecord,
} from '@quittance/domain';
import type { InstallationSetup } from '@quittance/services';

export const entityIds: ReadonlyMap<string, EntityId> = new Map([
  ['NORD', asId<'entity'>('00000000-0000-7000-8000-000000000001')],
  ['SUED', asId<'entity'>('00000000-0000-7000-8000-000000000002')],
]);

export const ownIban = 'DE89370400440532013000';
const payeeIbans = [
  'DE02120300000000202051',
  'DE02500105170137075030',
  'DE02100500000054540402',
  'DE02300209000106531065',
  // One digit wrong: its payment is invalid, and opens a case.
  'DE02200505501015871394',
] as const;
const billsPerParty = 4;

const allRoles = ['preparer', 'approver', 'releaser', 'controller', 'reconciler'] as const;
const names = ['preparer', 'approver', 'second', 'releaser', 'controller'] as const;
export type Name = (typeof names)[number];

const rolesOf: Record<Name, (typeof allRoles)[number]> = {
  preparer: 'preparer',
  approver: 'approver',
  second: 'approver',
  releaser: 'releaser',
  controller: 'controller',
};

export const setup: InstallationSetup = {
  connections: [
    { name: 'odoo', connector: 'odoo' },
    { name: 'bank', connector: 'file-bank' },
  ],
  entities: [...entityIds.keys()].map((code) => ({
    code,
    name: `Company ${code}`,
    country: 'DE',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  })),
  accounts: [
    {
      entityCode: 'NORD',
      name: 'Main',
      accountNumber: ownIban,
      bic: 'COBADEFFXXX',
      currency: 'EUR',
      bankProfile: 'nordhafen',
      connectionName: 'bank',
    },
  ],
  persons: names.map((name) => ({
    name,
    email: `${name}@example.com`,
    machine: false,
    grants: ['NORD', 'SUED'].map((entityCode) => ({
      entityCode,
      roles: [rolesOf[name]],
      limitMinor: null,
    })),
  })),
  policies: [
    {
      entityCode: 'NORD',
      currency: 'EUR',
      fromMinor: 0n,
      approversRequired: 2,
      paymentMaxMinor: 100_000_000n,
    },
  ],
};

export const masterData: MasterData = {
  companies: [...entityIds.keys()].map((code) => ({
    externalId: `company-${code}`,
    name: `Company ${code}`,
    country: 'DE',
    currency: 'EUR',
    lockedUntil: null,
  })),
  users: [
    {
      externalId: 'clerk',
      login: 'clerk',
      name: 'Clerk',
      email: 'clerk@example.com',
      active: true,
    },
  ],
  parties: payeeIbans.map((_iban, index) => ({
    externalId: `party-${index}`,
    name: `Supplier ${index}`,
    country: 'DE',
    street: `Street ${index}`,
    city: 'Hamburg',
    postalCode: '20095',
    email: null,
    taxNumber: null,
    active: true,
  })),
  partyBanks: payeeIbans.map((accountNumber, index) => ({
    externalId: `bank-${index}`,
    partyExternalId: `party-${index}`,
    accountNumber,
    bic: null,
    clearingNumber: null,
    currency: null,
    trusted: true,
    lastEditedByExternalId: 'clerk',
    active: true,
  })),
  bankJournals: [],
};

export const bills: readonly OpenItemRecord[] = payeeIbans.flatMap((_iban, party) =>
  Array.from({ length: billsPerParty }, (_unused, bill): OpenItemRecord => {
    const amountMinor = BigInt(10_000 + party * 1_000 + bill * 37);
    return {
      externalId: `bill-${party}-${bill}`,
      companyExternalId: 'company-NORD',
      kind: 'bill',
      partyExternalId: `party-${party}`,
      number: `BILL/2026/${party}${bill}`,
      supplierReference: `R-${party}-${bill}`,
      invoiceDate: asPlainDate('2026-10-20'),
      dueDate: asPlainDate('2026-11-20'),
      discountDate: null,
      discountMinor: null,
      currency: 'EUR',
      totalMinor: amountMinor,
      residualMinor: amountMinor,
      state: 'open',
      blocked: false,
      createdByExternalId: 'clerk',
      lastEditedByExternalId: 'clerk',
    };
  }),
);
