import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asArray, asRecord, asText, readJson } from '../json.ts';
import { ROOT } from '../requirements/reports.ts';
import type { Reading } from './claims.ts';

/** Where the last whole run of each claim is kept, for the page and for programs. */
export const PROOF = 'docs/reference/proof.json';

/** What the last whole run of a claim said. */
export interface ProofRecord extends Reading {
  readonly name: string;
  readonly command: string;
  /** The day of the run. */
  readonly on: string;
}

/** The records of earlier runs; none before the first. */
export function readRecords(): readonly ProofRecord[] {
  const file = join(ROOT, PROOF);
  return existsSync(file) ? asArray(readJson(file)).map(recordOf) : [];
}

function recordOf(value: unknown): ProofRecord {
  const { name, command, on, held, figures } = asRecord(value);
  return {
    name: asText(name),
    command: asText(command),
    on: asText(on),
    held: held === true,
    figures: Object.fromEntries(
      Object.entries(asRecord(figures)).map(([figure, shown]) => [figure, asText(shown)]),
    ),
  };
}
