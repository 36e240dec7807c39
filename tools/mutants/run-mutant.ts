import { mutants } from './catalogue.ts';
import { plant } from './patch.ts';

/** `node tools/mutants/run-mutant.ts NAME SEEDS`: prints how many seeds a mutant survives. */
const [name = '', seedsMax = '50'] = process.argv.slice(2);
const mutant = mutants.find((one) => one.name === name);
if (mutant === undefined) throw new Error(`no mutant ${name}`);
plant(mutant);

// Loaded only now, so that it loads the product through the patch.
const { simulate } = await import('@quittance/simulation');
const { seeds, violations } = await simulate({
  firstSeed: 1,
  seeds: Number(seedsMax),
  stopAtViolation: true,
});
const [first] = violations;
process.stdout.write(
  `${JSON.stringify({ mutant: name, seeds, caught: first !== undefined, by: first ?? null })}\n`,
);
