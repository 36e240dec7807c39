import { createHash } from 'node:crypto';
import type { ConnectorPorts } from '@quittance/connector-kit';
import { problem, ProblemError } from '@quittance/domain';
import { readTextIfThere, writePrivate } from '../adapters/files.ts';

/**
 * Finds secrets by name: the environment first (`QUITTANCE_SECRET_` and the name in capitals), then
 * the secrets file. Errors: CONFIGURATION_INVALID naming the secret, never its value.
 */
export function openSecrets(secretsFile: string | undefined): (name: string) => string {
  const text = secretsFile === undefined ? null : readTextIfThere(secretsFile);
  const stored = new Map<string, string>(text === null ? [] : entriesOf(parsed(text, secretsFile)));
  return (name) => {
    const variable = `QUITTANCE_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    const value = process.env[variable] ?? stored.get(name);
    if (value !== undefined && value !== '') return value;
    throw new ProblemError(
      problem('CONFIGURATION_INVALID', `secret ${name} is missing: set ${variable}`),
    );
  };
}

/** Successors of secrets that their counterparty replaced, such as refresh tokens. */
export interface KeptSecrets {
  /** The successor of this very value; a secret that was set anew has none. */
  read(name: string, given: string): string | undefined;
  write(name: string, successor: string, given: string): void;
}

/**
 * Keeps them in a file that only the hub's user reads, and reads it anew each time: the sender and
 * a worker of one machine share it.
 */
export function openKeptSecrets(path: string): KeptSecrets {
  const all = (): Map<string, string> => {
    const text = readTextIfThere(path);
    return new Map(text === null ? [] : entriesOf(parsed(text, path)));
  };
  const keyOf = (name: string, given: string): string =>
    `${name} ${createHash('sha256').update(given).digest('hex')}`;
  return {
    read: (name, given) => all().get(keyOf(name, given)),
    write: (name, successor, given) => {
      const others = [...all()].filter(([key]) => !key.startsWith(`${name} `));
      const kept = Object.fromEntries([...others, [keyOf(name, given), successor] as const]);
      writePrivate(path, `${JSON.stringify(kept)}\n`);
    },
  };
}

/** What connectors may know of secrets: their values, and where a successor is kept. */
export function openConnectorSecrets(
  secretsFile: string | undefined,
  kept: KeptSecrets,
): Required<Pick<ConnectorPorts, 'secret' | 'keepSecret'>> {
  const given = openSecrets(secretsFile);
  return {
    secret: (name) => {
      const value = given(name);
      return kept.read(name, value) ?? value;
    },
    keepSecret: (name, successor) => kept.write(name, successor, given(name)),
  };
}

/** What a parser says of a file quotes it, and this one holds secrets. */
function parsed(text: string, path: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(problem('CONFIGURATION_INVALID', `secretsFile: ${path} is no JSON`));
  }
}

const entriesOf = (parsed: unknown): readonly (readonly [string, string])[] =>
  typeof parsed === 'object' && parsed !== null
    ? Object.entries(parsed).map(([key, value]) => [key, String(value)] as const)
    : [];
