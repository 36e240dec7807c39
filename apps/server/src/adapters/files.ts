import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { problem, ProblemError } from '@quittance/domain';

/** Reads a text file, or null when there is none. */
export const readTextIfThere = (path: string): string | null =>
  existsSync(path) ? readFileSync(path, 'utf8') : null;

/** Writes a file that nobody else may read. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
  // A file that was there already keeps its mode otherwise.
  chmodSync(path, 0o600);
}

/** Makes a folder of the hub that nobody else may read. Errors: CONFIGURATION_INVALID naming it. */
export function makeDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new ProblemError(
      problem('CONFIGURATION_INVALID', `the data folder ${path} cannot be used: ${code}`),
    );
  }
}
