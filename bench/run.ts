/**
 * How fast durable work is, beside single-row commits of the same machine in the same run:
 * `npm run bench -- transitions`, `-- pipeline` or `-- webhooks`, with `--json` for programs and
 * `--smoke` for a second of each. Ends with 1 when a figure is below 0.8 of its goal.
 */
import { parseArgs } from 'node:util';
import { type Line, lineOf, type Measured, textOf } from './durable/line.ts';
import { measurePipeline } from './durable/pipeline.ts';
import { measureTransitions } from './durable/transitions.ts';
import { measureWebhooks, webhookText } from './durable/webhooks.ts';
import { openBenchWorld } from './durable/world.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, smoke: { type: 'boolean' } },
});
const { json = false, smoke = false } = values;
const [what] = positionals;
if (what !== 'transitions' && what !== 'pipeline' && what !== 'webhooks') {
  process.stderr.write('npm run bench -- transitions|pipeline|webhooks [--json] [--smoke]\n');
  process.exit(2);
}

const seconds = smoke ? 1 : 5;
const events = smoke ? 1_000 : 20_000;

const text = (line: Line): string => (json ? JSON.stringify(line) : textOf(line));

/** Prints the lines of durable work; whether all were held. */
async function measureDurable(kind: 'transitions' | 'pipeline'): Promise<boolean> {
  const world = await openBenchWorld();
  try {
    const before = await world.raw.perSecond(seconds);
    const measured: readonly Measured[] =
      kind === 'transitions'
        ? await measureTransitions(world, seconds)
        : [await measurePipeline(world, events)];
    const after = await world.raw.perSecond(seconds);
    const raw = { perSecond: (before + after) / 2, baseline: world.raw.baseline };
    const lines = measured.map((one) => lineOf(one, raw));
    for (const line of lines) process.stdout.write(`${text(line)}\n`);
    return lines.every((line) => line.held);
  } finally {
    await world.close();
  }
}

async function measurePushed(): Promise<boolean> {
  const line = await measureWebhooks({ events: smoke ? 1_000 : 50_000, rawSeconds: seconds });
  process.stdout.write(`${json ? JSON.stringify(line) : webhookText(line)}\n`);
  return line.held;
}

const held = what === 'webhooks' ? await measurePushed() : await measureDurable(what);
// A smoke shows that everything runs; a second says nothing about speed.
if (!smoke && !held) process.exitCode = 1;
