/**
 * How fast durable work is, as ratios to single-row commits of the same machine in the same run:
 * `npm run bench -- transitions` or `-- pipeline`, with `--json` for programs and `--smoke` for a
 * second of each. Ends with 1 when a ratio is below 0.8 of its goal.
 */
import { parseArgs } from 'node:util';
import { lineOf, type Measured, textOf } from './durable/line.ts';
import { measurePipeline } from './durable/pipeline.ts';
import { measureTransitions } from './durable/transitions.ts';
import { openBenchWorld } from './durable/world.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, smoke: { type: 'boolean' } },
});
const { json = false, smoke = false } = values;
const [what] = positionals;
if (what !== 'transitions' && what !== 'pipeline') {
  process.stderr.write('npm run bench -- transitions|pipeline [--json] [--smoke]\n');
  process.exit(2);
}

const seconds = smoke ? 1 : 5;
const events = smoke ? 1_000 : 20_000;

const world = await openBenchWorld();
try {
  const before = await world.raw.perSecond(seconds);
  const measured: readonly Measured[] =
    what === 'transitions'
      ? await measureTransitions(world, seconds)
      : [await measurePipeline(world, events)];
  const after = await world.raw.perSecond(seconds);
  const raw = { perSecond: (before + after) / 2, baseline: world.raw.baseline };
  const lines = measured.map((one) => lineOf(one, raw));
  for (const line of lines) {
    process.stdout.write(`${json ? JSON.stringify(line) : textOf(line)}\n`);
  }
  // A smoke shows that everything runs; a second says nothing about speed.
  if (!smoke && lines.some((line) => !line.held)) process.exitCode = 1;
} finally {
  await world.close();
}
