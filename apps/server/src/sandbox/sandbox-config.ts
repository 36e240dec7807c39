import { join } from 'node:path';
import type { BankName, OdooRelease, SampleCompany, SftpListener } from '@quittance/sandbox';
import type { Config } from '../config/schema.ts';
import type { OpenDoor } from './bank-doors.ts';

const zones: Readonly<Record<string, string>> = {
  DE: 'Europe/Berlin',
  GB: 'Europe/London',
  US: 'America/New_York',
};

export interface SandboxAddresses {
  readonly odooUrl: string;
  readonly odooVersion: OdooRelease;
  readonly odooDatabase: string;
  readonly odooLogin: string;
  /** Record numbers of the companies in Odoo. */
  readonly odooCompanies: readonly string[];
  readonly sftp: SftpListener;
  /** Banks that are reached by API. */
  readonly doors: ReadonlyMap<string, OpenDoor>;
  readonly dataDirectory: string;
  readonly database: string;
  /** How long an answer is waited for; what a production installation would wait when absent. */
  readonly patienceMs?: number;
}

/** The configuration of the sample company: what a production installation writes by hand. */
export function sandboxConfig(company: SampleCompany, at: SandboxAddresses): Config {
  return {
    kind: 'sandbox',
    dataDirectory: at.dataDirectory,
    database: at.database,
    secretsFile: join(at.dataDirectory, 'sandbox-secrets.json'),
    connections: [
      odooConnection(at),
      ...at.sftp.users.map((user) => bankConnection(at, user.bank)),
    ],
    entities: company.entities.map(({ code, name, country, currency }) => ({
      code,
      name,
      country,
      currency,
      timeZone: zones[country] ?? 'UTC',
      accounts: 'odoo',
    })),
    accounts: company.bankAccounts.map((account) => ({
      entity: account.entityCode,
      name: `${account.entityCode} ${account.currency} at ${account.bank}`,
      accountNumber: account.accountNumber,
      bic: account.bic,
      currency: account.currency,
      bankProfile: at.doors.get(account.bank)?.profileKey ?? account.bank,
      bank: account.bank,
      routingRank: null,
    })),
    persons: personsOf(company),
    policies: company.entities.flatMap((entity) => policiesOf(entity.code, company)),
    mail: {
      kind: 'folder',
      path: join(at.dataDirectory, 'mail'),
      from: 'payments@halden.example',
    },
    // Any free port: several sandboxes may run side by side.
    api: {
      host: '127.0.0.1',
      port: 0,
      requestsPerMinute: 600,
      addressRequestsPerMinute: 6_000,
      streamsMax: 100,
      answerHours: 48,
    },
    approvalHours: 72,
    rereadSecondsMax: 60,
    schedules: {
      bankFetch: '* * * * *',
      accountsSync: '*/5 * * * *',
      deadlineSweep: '*/10 * * * *',
    },
  };
}

const odooConnection = (at: SandboxAddresses): Config['connections'][number] => ({
  name: 'odoo',
  connector: 'odoo',
  config: {
    url: at.odooUrl,
    version: at.odooVersion,
    database: at.odooDatabase,
    login: at.odooLogin,
    apiKeySecret: 'odoo-api-key',
    ...(at.patienceMs === undefined
      ? {}
      : { readTimeoutMs: at.patienceMs, writeTimeoutMs: at.patienceMs }),
    // The generic chart has no account for interest, so the sample names one.
    accounts: Object.fromEntries(at.odooCompanies.map((id) => [id, { interest: '443000' }])),
  },
});

function bankConnection(at: SandboxAddresses, bank: BankName): Config['connections'][number] {
  const door = at.doors.get(bank);
  if (door !== undefined) return { name: bank, connector: door.connector, config: door.config };
  const user = at.sftp.users.find((candidate) => candidate.bank === bank);
  return {
    name: bank,
    connector: 'file-bank',
    config: {
      location: {
        kind: 'sftp',
        host: at.sftp.host,
        port: at.sftp.port,
        username: user?.username ?? bank,
        passwordSecret: `${bank}-password`,
        hostKeyFingerprint: at.sftp.hostKeyFingerprint,
        path: '/',
        ...(at.patienceMs === undefined ? {} : { operationTimeoutMs: at.patienceMs }),
      },
      quietSeconds: 0,
      acknowledge: 'remove',
    },
  };
}

/** Treasurers prepare and release, approvers approve: no person of the sample does two of these. */
function personsOf(company: SampleCompany): Config['persons'] {
  const everywhere = company.entities.map((entity) => entity.code);
  const people = company.users.map((user) => {
    const roles = rolesOf(user.role);
    const grants =
      roles.length === 0
        ? []
        : everywhere.map((entity) => ({ entity, roles: [...roles], limit: null }));
    return { name: user.name, email: user.email, machine: user.role === 'service', grants };
  });
  return [
    ...people,
    demoPerson('Petra Paulsen', ['preparer'], everywhere),
    demoPerson('Carla Conti', ['controller', 'reconciler'], everywhere),
  ];
}

type PersonRole = Config['persons'][number]['grants'][number]['roles'][number];

const demoPerson = (
  name: string,
  roles: PersonRole[],
  entities: readonly string[],
): Config['persons'][number] => ({
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@halden.example`,
  machine: false,
  grants: entities.map((entity) => ({ entity, roles, limit: null })),
});

function rolesOf(role: SampleCompany['users'][number]['role']): readonly PersonRole[] {
  if (role === 'approver') return ['approver'];
  return role === 'treasurer' ? ['releaser'] : [];
}

/** Two persons from the first cent on; no payment above two million. */
function policiesOf(entity: string, company: SampleCompany): Config['policies'] {
  const currencies = new Set(
    company.bankAccounts
      .filter((account) => account.entityCode === entity)
      .map((account) => account.currency),
  );
  return [...currencies].map((currency) => ({
    entity,
    currency,
    from: '0',
    approversRequired: 2,
    paymentMax: '2000000.00',
  }));
}
