/**
 * Which test proves which requirement: `npm run requirements -- [--json] [--last-run]`.
 *
 * It reads the reports of the last run of the tests, and runs them when the code has changed since,
 * unless `--last-run` says that the last run is meant. Exit code 1 when a claimed requirement or
 * invariant has no test that ran and passed, or a test carries an invariant nobody claims.
 */
import { asArray, asRecord, asText, readJson } from './json.ts';
import { CLAIMED_REQUIREMENTS } from './requirements/claimed.ts';
import { type Coverage, mapCoverage } from './requirements/map.ts';
import { forgetLastRun, isUpToDate, lastRun } from './requirements/reports.ts';
import { PROJECTS, runProject } from './requirements/run-tests.ts';

if (!process.argv.includes('--last-run') && !isUpToDate(PROJECTS)) {
  console.error('The tests have not run since the code changed; running them now.');
  forgetLastRun();
  for (const project of PROJECTS) runProject(project, 'stderr');
}

const invariants = asRecord(readJson(new URL('invariants.json', import.meta.url)));
const map = mapCoverage({
  tests: lastRun(),
  requirements: CLAIMED_REQUIREMENTS,
  invariants: asArray(invariants['claimed']).map(asText),
});

function describeCoverage({ number, status, tests }: Coverage): string {
  return [`${number} ${status}`, ...tests.map(({ file, title }) => `  ${file}: ${title}`)].join(
    '\n',
  );
}

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(map, null, 2));
} else {
  for (const coverage of [...map.requirements, ...map.invariants]) {
    console.log(describeCoverage(coverage));
  }
}
const claims = map.requirements.length + map.invariants.length;
console.error(`requirements: ${claims - map.missing.length} of ${claims} proven`);
if (map.missing.length > 0) console.error(`not proven: ${map.missing.join(', ')}`);
if (map.unclaimed.length > 0) {
  console.error(`tested but not in tools/invariants.json: ${map.unclaimed.join(', ')}`);
}
process.exitCode = map.missing.length + map.unclaimed.length === 0 ? 0 : 1;
