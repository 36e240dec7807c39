import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoreCard } from '@quittance/connector-kit';
import { readJson } from '../json.ts';
import { readReport } from '../requirements/map.ts';
import { isUpToDate, REPORTS, ROOT } from '../requirements/reports.ts';
import { cardsOf } from './cards.ts';

/** Where the cards are published for programs, and kept between runs. */
export const CARDS = 'docs/reference/conformance.json';

const report = join(ROOT, '.cache', 'conformance.json');

/**
 * The cards of the last run of the unit tests; runs the suites when the code has changed since.
 * None when the suites did not come to an end.
 */
export function collectCards(): readonly ScoreCard[] {
  if (isUpToDate(['unit'])) return cardsOf(readReport(readJson(join(REPORTS, 'unit.json')), ROOT));
  rmSync(report, { force: true });
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      '--project=unit',
      'apps/server/test/conformance-',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    // A suite whose card is published otherwise fails; its grades are in the report all the same.
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return existsSync(report) ? cardsOf(readReport(readJson(report), ROOT)) : [];
}
