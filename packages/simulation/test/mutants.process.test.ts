import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../../tools/mutants/run-mutant.ts', import.meta.url));

/** A planted defect of this short list must be found within so many seeds. */
const seedsMax = 50;

interface Fate {
  readonly seeds: number;
  readonly caughtBy: { readonly rule: string } | null;
}

/** Guarantee: the script prints one line of this form. */
const fateOf = async (mutant: string): Promise<Fate> => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [script, mutant, seedsMax.toString()]);
  return JSON.parse(stdout) as Fate;
};

/** Some of each group that are found soon; `npm run mutants` runs them all. */
test.each([
  ['no-durable-attempt', '[I1][I2][FT-13]', ['notWrittenDown', 'handedOverTwice', 'paidTwice']],
  ['resend-on-time-out', '[I1][I14][FT-05]', ['handedOverTwice', 'paidTwice']],
  ['resend-after-one-not-found', '[I1][I14]', ['handedOverTwice', 'notWrittenDown', 'paidTwice']],
  ['duplicate-entry', '[I6][I27][FT-01]', ['hubDisagrees', 'lineMissing', 'unexplained']],
  ['no-quorum', '[I18]', ['notApproved']],
  ['proposer-approves', '[I17]', ['notApproved']],
] as const)('the planted defect %s is found %s', async (mutant, _proves, rules) => {
  const fate = await fateOf(mutant);
  expect(fate.seeds).toBeLessThanOrEqual(seedsMax);
  expect(rules).toContain(fate.caughtBy?.rule);
});
