import { resolve } from 'node:path';
import {
  asCurrency,
  type Currency,
  type EntityId,
  parseDecimal,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import type { InstallationSetup } from '@quittance/services';
import { readTextIfThere } from '../adapters/files.ts';
import { uuidOf } from '../hub/uuid.ts';
import { type Config, configSchema, leadsToBank } from './schema.ts';

/** Where the configuration is looked for when nobody names it, in this order. */
const places = ['quittance.config.json', '.quittance/sandbox.json'];

export interface LoadedConfig {
  readonly config: Config;
  readonly path: string;
}

/**
 * Reads and checks the configuration. Refuses with CONFIGURATION_INVALID, naming each key that is
 * wrong and why.
 */
export function loadConfig(given: string | undefined): Result<LoadedConfig, Problem> {
  const candidates = given === undefined ? places : [given];
  for (const path of candidates) {
    const text = readTextIfThere(resolve(path));
    if (text === null) continue;
    const checked = checkConfig(text, path);
    return checked.ok ? succeed({ config: checked.value, path }) : checked;
  }
  return refuse(problem('CONFIGURATION_INVALID', `no configuration at ${candidates.join(' or ')}`));
}

/** Checks the text of a configuration file: its form first, then that its names agree. */
export function checkConfig(text: string, path: string): Result<Config, Problem> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? withoutQuote(error.message) : 'not JSON';
    return refuse(problem('CONFIGURATION_INVALID', `${path}: ${why}`));
  }
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) {
    const told = parsed.error.issues
      .slice(0, 10)
      .map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    return refuse(problem('CONFIGURATION_INVALID', `${path}: ${told.join('; ')}`));
  }
  const faults = crossFaults(parsed.data);
  if (faults.length > 0) {
    return refuse(problem('CONFIGURATION_INVALID', `${path}: ${faults.join('; ')}`));
  }
  return succeed(parsed.data);
}

/** The parser quotes the file, which may hold account numbers; the place is all that is needed. */
const withoutQuote = (message: string): string => message.replaceAll(/,? ?(?:\.{3})?".*"/gs, '');

/** Names that nothing stands behind. */
function crossFaults(config: Config): readonly string[] {
  const entities = new Set(config.entities.map((entity) => entity.code));
  const connections = new Map(config.connections.map((one) => [one.name, one.connector]));
  const faults: string[] = [];
  const known = (place: string, code: string): void => {
    if (!entities.has(code)) faults.push(`${place}: there is no entity ${code}`);
  };
  config.entities.forEach((entity, index) => {
    if (connections.get(entity.accounts) !== 'odoo') {
      faults.push(
        `entities.${index.toString()}.accounts: no connection ${entity.accounts} to Odoo`,
      );
    }
  });
  config.accounts.forEach((account, index) => {
    known(`accounts.${index.toString()}.entity`, account.entity);
    if (!leadsToBank(connections.get(account.bank))) {
      faults.push(`accounts.${index.toString()}.bank: no connection ${account.bank} to a bank`);
    }
  });
  config.persons.forEach((person, index) => {
    for (const grant of person.grants) known(`persons.${index.toString()}.grants`, grant.entity);
  });
  config.policies.forEach((policy, index) => {
    known(`policies.${index.toString()}.entity`, policy.entity);
  });
  return faults;
}

/** The id of an entity follows from its code, so that row security can let its set-up in. */
export const entityIdOf = (code: string): EntityId => uuidOf<'entity'>(`entity ${code}`);

/** The entities of the configuration by code. */
export const entityIdsOf = (config: Config): ReadonlyMap<string, EntityId> =>
  new Map(config.entities.map((entity) => [entity.code, entityIdOf(entity.code)]));

const minorOf = (currency: Currency, text: string): bigint => parseDecimal(currency, text).minor;

/** The configuration as the verb that sets an installation up takes it. */
export function setupOf(config: Config): InstallationSetup {
  const currencyOf = new Map(config.entities.map((one) => [one.code, asCurrency(one.currency)]));
  const limitOf = (entity: string, limit: string | null): bigint | null =>
    limit === null ? null : minorOf(currencyOf.get(entity) ?? 'EUR', limit);
  return {
    connections: config.connections.map(({ name, connector }) => ({ name, connector })),
    entities: config.entities.map(({ accounts: _accounts, currency, ...entity }) => ({
      ...entity,
      currency: asCurrency(currency),
    })),
    accounts: config.accounts.map(({ entity, bank, currency, ...account }) => ({
      ...account,
      entityCode: entity,
      connectionName: bank,
      currency: asCurrency(currency),
    })),
    persons: config.persons.map((person) => ({
      ...person,
      grants: person.grants.map(({ entity, roles, limit }) => ({
        entityCode: entity,
        roles,
        limitMinor: limitOf(entity, limit),
      })),
    })),
    policies: config.policies.map((policy) => {
      const currency = asCurrency(policy.currency);
      return {
        entityCode: policy.entity,
        currency,
        fromMinor: minorOf(currency, policy.from),
        approversRequired: policy.approversRequired,
        paymentMaxMinor: minorOf(currency, policy.paymentMax),
      };
    }),
  };
}
