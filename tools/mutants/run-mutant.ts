import { mutants } from './catalogue.ts';
import type { Fate } from './fate.ts';
import { plant } from './patch.ts';

/**
 * `node tools/mutants/run-mutant.ts NAME SEEDS [FROM]`: prints within how many seeds, from the
 * first or from FROM on, it was found.
 */
const [name = '', seedsMax = '50', from = '1'] = process.argv.slice(2);
const mutant = mutants.find((one) => one.name === name);
if (mutant === undefined) throw new Error(`no mutant ${name}`);
plant(mutant);

// Loaded only now, so that it loads the product through the patch. What does not load is no catch.
const { simulateSeed } = await import('@quittance/simulation');

let judged = 0;

const told = (caughtBy: Fate['caughtBy'], seeds: number): void => {
  const fate: Fate = { name, group: mutant.group, seeds, caughtBy };
  process.stdout.write(`${JSON.stringify(fate)}\n`);
};

/** A name that is not defined is a mistake of the patch and not a defect that was found. */
const brokenPatch = /ReferenceError|is not defined/u;

/** An assertion of the product stopped the world: it found the defect itself. */
function toldByProduct(error: unknown): void {
  const explanation = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (brokenPatch.test(explanation)) throw error;
  told({ rule: 'crash', subject: 'product', explanation }, judged + 1);
}

process.on('unhandledRejection', (error) => {
  toldByProduct(error);
  process.exit(0);
});

/** Goes on from seed to seed until one finds the defect. Errors: the patch is broken. */
async function search(): Promise<void> {
  for (let seed = Number(from); judged < Number(seedsMax); seed += 1) {
    const { violations } = await simulateSeed(seed);
    judged += 1;
    process.stderr.write('.');
    const broken = violations.find(({ explanation }) => brokenPatch.test(explanation));
    if (broken !== undefined) throw new Error(`the patch is broken: ${broken.explanation}`);
    const [first] = violations;
    if (first !== undefined) return told(first, judged);
  }
  told(null, judged);
}

try {
  await search();
} catch (error) {
  toldByProduct(error);
}
