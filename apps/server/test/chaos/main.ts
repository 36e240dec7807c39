/**
 * `npm run chaos -- --minutes N [--seed S] [--smoke] [--json]`: real processes are killed, stopped
 * and cut off for so long, and then the books of the counterparties are judged. Ends with 1 when
 * anything is lost, doubled, unexplained or nobody's, or when too little had happened.
 */
import { parseArgs } from 'node:util';
import { planOf, shortcomings, smokePlan } from './plan.ts';
import { openCleanUp, runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    smoke: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new RangeError(`not a whole number: ${text}`);
  return Number.parseInt(text, 10);
}

const seed = wholeNumber(values.seed);
const plan = values.smoke ? smokePlan(seed) : planOf(seed, wholeNumber(values.minutes));
const cleanUp = openCleanUp(say);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say(`${signal}: everything is ended and cleared up`);
    void cleanUp.run().finally(() => process.exit(130));
  });
}

try {
  const result = await runChaos(plan, cleanUp, say);
  const short = shortcomings(result, plan);
  for (const line of short) say(line);
  const lines = Object.entries(result).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  process.stdout.write(`${values.json ? JSON.stringify(result) : lines.join('\n')}\n`);
  if (short.length > 0) process.exitCode = 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
} finally {
  await cleanUp.run();
  // What a failed run still waits for is nobody's concern any more.
  process.stdout.write('', () => process.exit());
}
