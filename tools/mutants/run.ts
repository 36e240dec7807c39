import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { mutants } from './catalogue.ts';
import { type Fate, type Fates, sumUp } from './fate.ts';
import type { Mutant } from './mutant.ts';

/**
 * `npm run mutants -- [--seeds N] [--group G] [--only NAME] [--workers N] [--json]` runs every
 * planted defect against the simulation, each in a process of its own, until it is found or N seeds
 * have passed. Exits with 1 when one survives, and with 2 when one could not be run.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    workers: { type: 'string', default: '2' },
    group: { type: 'string' },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});

const script = fileURLToPath(new URL('run-mutant.ts', import.meta.url));
const run = promisify(execFile);

/** What one process has read of the product's text, the next one does not read again. */
const cache = fileURLToPath(new URL('../../.cache/mutants', import.meta.url));

/** A seed that takes longer than this never ends. */
const seedMsMax = 20_000;
const answerBytesMax = 16 * 1024 * 1024;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Guarantee: the script prints one line of this form, or fails. */
async function fateOf({ name }: Mutant, seeds: number): Promise<Fate> {
  const timeout = 60_000 + seeds * seedMsMax;
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  const options = { timeout, maxBuffer: answerBytesMax, env };
  const { stdout } = await run(process.execPath, [script, name, seeds.toString()], options);
  return JSON.parse(stdout) as Fate;
}

const inWords = ({ seeds, caughtBy }: Fate): string =>
  caughtBy === null
    ? `SURVIVES ${seeds} seeds`
    : `found in seed ${seeds}: ${caughtBy.rule} ${caughtBy.explanation}`.slice(0, 160);

async function runAll(wanted: readonly Mutant[], seeds: number): Promise<readonly Fate[]> {
  const waiting = [...wanted];
  const fates = new Map<string, Fate>();
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      try {
        const fate = await fateOf(mutant, seeds);
        fates.set(mutant.name, fate);
        say(`${fates.size}/${wanted.length} ${mutant.group} ${mutant.name}: ${inWords(fate)}`);
      } catch (error) {
        say(`${mutant.group} ${mutant.name}: could not be run: ${reasonOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: wholeNumber(values.workers) }, work));
  return wanted.flatMap(({ name }) => fates.get(name) ?? []);
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 2_000);

function summarise({ mutants: count, survived, medianSeeds }: Fates): void {
  const words = survived.length === 0 ? 'none survives' : `these survive: ${survived.join(', ')}`;
  process.stdout.write(`${count} planted defects, median ${medianSeeds} seeds; ${words}\n`);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new RangeError(`not a number above nought: ${text}`);
  return Number(text);
}

const chosen = mutants.filter(
  ({ name, group }) =>
    (values.only === undefined || values.only.includes(name)) &&
    (values.group === undefined || values.group === group),
);
if (chosen.length === 0) throw new RangeError('no planted defect has this name or group');
const fates = await runAll(chosen, wholeNumber(values.seeds));
const result = sumUp(fates);
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else summarise(result);
if (result.survived.length > 0) process.exitCode = 1;
if (fates.length < chosen.length) process.exitCode = 2;
