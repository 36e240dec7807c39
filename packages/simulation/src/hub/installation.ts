import { bankProfiles } from '@quittance/connectors';
import { asCurrency, asId, type EntityId, present } from '@quittance/domain';
import type { BankName, SampleCompany } from '@quittance/sandbox';
import type { InstallationSetup, Settings } from '@quittance/services';
import { hashOf } from '../virtual/evidence.ts';

/** The installation of the simulated company: what a real one says in its configuration file. */
export interface Installation {
  readonly setup: InstallationSetup;
  readonly entityIds: ReadonlyMap<string, EntityId>;
  readonly settings: Settings;
  /** Which accounts are kept at which bank, by the name of its connection. */
  readonly banks: readonly BankName[];
}

export const odooConnectionName = 'odoo';

/** Persons of the company who also try what they must not. */
export const insiders = {
  keysBills: 'Jonas Weber',
  approves: 'Sabine Koch',
  prepares: 'Petra Paulsen',
  controls: 'Carla Conti',
  limited: 'Lars Lind',
  machine: 'Quittance service',
} as const;

/** From this total of a batch on, two persons approve where the policy wants two: 30,000. */
const twoFromMinor = 3_000_000n;

const zones: Readonly<Record<string, string>> = {
  DE: 'Europe/Berlin',
  GB: 'Europe/London',
  US: 'America/New_York',
};

/** No payment above two million. */
const paymentMaxMinor = 200_000_000n;

/** Sets the sample company up: one person prepares, one or two approve, another one releases. */
export function installationOf(company: SampleCompany, approversRequired: 1 | 2): Installation {
  const banks: readonly BankName[] = ['nordhafen', 'kingsway'];
  const codes = company.entities.map((entity) => entity.code);
  return {
    banks,
    entityIds: new Map(codes.map((code) => [code, entityIdOf(code)])),
    settings: {
      digestSalt: new TextEncoder().encode(hashOf(new TextEncoder().encode('salt')).slice(0, 32)),
      bankProfiles: new Map(Object.entries(bankProfiles)),
      approvalHours: 72,
      rereadMsMax: 60_000,
    },
    setup: {
      connections: [
        { name: odooConnectionName, connector: 'odoo' },
        ...banks.map((name) => ({ name, connector: 'file-bank' })),
      ],
      entities: company.entities.map(({ code, name, country, currency }) => ({
        code,
        name,
        country,
        currency: asCurrency(currency),
        timeZone: zones[country] ?? 'UTC',
      })),
      accounts: company.bankAccounts.map((account) => ({
        entityCode: account.entityCode,
        name: `${account.entityCode} ${account.currency} at ${account.bank}`,
        accountNumber: account.accountNumber,
        bic: account.bic,
        currency: asCurrency(account.currency),
        bankProfile: account.bank,
        connectionName: account.bank,
      })),
      persons: personsOf(company, codes),
      policies: policiesOf(company, approversRequired),
    },
  };
}

/** The entity ids of the simulated company; they follow from the code. */
function entityIdOf(code: string): EntityId {
  const hex = hashOf(new TextEncoder().encode(`entity ${code}`));
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return asId<'entity'>([...parts, hex.slice(20, 32)].join('-'));
}

type Person = InstallationSetup['persons'][number];
type Role = Person['grants'][number]['roles'][number];

const rolesBySample: Readonly<Record<string, readonly Role[]>> = {
  approver: ['approver'],
  treasurer: ['releaser'],
};

/** Persons with one role more than they should use; what they must not do with it is tried. */
const rolesTooMany: Readonly<Record<string, readonly Role[]>> = {
  [insiders.keysBills]: ['approver'],
  [insiders.approves]: ['releaser'],
  [insiders.machine]: ['approver'],
};

/** No payment above a hundred. */
const limitMinor = 10_000n;

function personsOf(company: SampleCompany, codes: readonly string[]): readonly Person[] {
  const grantsOf = (roles: readonly Role[]): Person['grants'] =>
    roles.length === 0 ? [] : codes.map((entityCode) => ({ entityCode, roles, limitMinor: null }));
  const own = (name: string, roles: readonly Role[]): Person => ({
    name,
    email: `${name.toLowerCase().replace(' ', '.')}@halden.example`,
    machine: false,
    grants: grantsOf(roles),
  });
  return [
    ...company.users.map((user) => ({
      name: user.name,
      email: user.email,
      machine: user.role === 'service',
      grants: grantsOf([
        ...(rolesBySample[user.role ?? ''] ?? []),
        ...(rolesTooMany[user.name] ?? []),
      ]),
    })),
    own(insiders.prepares, ['preparer', 'approver', 'releaser']),
    own(insiders.controls, ['controller', 'reconciler']),
    {
      ...own(insiders.limited, []),
      grants: codes.map((entityCode) => ({ entityCode, roles: ['approver'], limitMinor })),
    },
  ];
}

function policiesOf(
  company: SampleCompany,
  approversRequired: 1 | 2,
): InstallationSetup['policies'] {
  return company.entities.flatMap(({ code }) => {
    const own = company.bankAccounts.filter((account) => account.entityCode === code);
    const rows = [
      { fromMinor: 0n, approversRequired: 1 },
      ...(approversRequired === 1 ? [] : [{ fromMinor: twoFromMinor, approversRequired }]),
    ];
    return [...new Set(own.map((account) => account.currency))].flatMap((currency) =>
      rows.map((row) => ({
        entityCode: code,
        currency: asCurrency(currency),
        paymentMaxMinor,
        ...row,
      })),
    );
  });
}

/** The entities whose accounts a connection serves. */
export function entitiesServedBy(
  name: string,
  company: SampleCompany,
  installation: Installation,
): readonly EntityId[] {
  const codes =
    name === odooConnectionName
      ? company.entities.map((entity) => entity.code)
      : company.bankAccounts.filter((one) => one.bank === name).map((one) => one.entityCode);
  return [...new Set(codes)].map((code) =>
    present(installation.entityIds.get(code), `entity ${code}`),
  );
}
