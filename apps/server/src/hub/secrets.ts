import { problem, ProblemError } from '@quittance/domain';
import { readTextIfThere } from '../adapters/files.ts';

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
