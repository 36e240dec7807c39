/**
 * `npm run proof [-- --only NAME ...] [--short]` runs the command of every claim, or of those
 * named, and writes what it said to docs/reference/proof.json and the page made from it. `--short`
 * runs the forms that every change must pass, and writes nothing. Exits with 1 when a claim does
 * not hold.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { generatedPages } from '../docs/pages.ts';
import { ROOT } from '../requirements/reports.ts';
import { type Claim, claims, commandText, type Reading } from './claims.ts';
import { PROOF, type ProofRecord, readRecords } from './record.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    short: { type: 'boolean', default: false },
  },
});

/** A command that says more than this has lost its way. */
const answerBytesMax = 16 * 1024 * 1024;

interface Said {
  readonly exitCode: number;
  readonly answers: readonly unknown[];
}

/** Runs a script of package.json; its progress goes to this terminal. */
async function ask([script = '', ...args]: readonly string[]): Promise<Said> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args, '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (text.length > answerBytesMax) child.kill();
  });
  const ended = Promise.withResolvers<number>();
  child.on('error', ended.reject);
  child.on('close', (code) => {
    ended.resolve(code ?? 1);
  });
  const exitCode = await ended.promise;
  return { exitCode, answers: answersOf(text) };
}

/** One document, or one a line. */
function answersOf(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  return lines.length > 0 ? lines.map((line): unknown => JSON.parse(line)) : [JSON.parse(text)];
}

async function judge(claim: Claim, command: readonly string[]): Promise<Reading> {
  const { exitCode, answers } = await ask(command);
  const { held, figures } = claim.read(answers);
  return { held: held && exitCode === 0, figures };
}

const wanted = claims.filter(({ name }) => values.only?.includes(name) ?? true);
if (wanted.length === 0) {
  const names = claims.map(({ name }) => name).join(', ');
  throw new RangeError(`no claim has this name; there are: ${names}`);
}
const records = new Map(readRecords().map((record) => [record.name, record]));
for (const claim of wanted) {
  const command = values.short ? claim.short : claim.command;
  if (command === null) continue;
  console.error(`${claim.name}: ${commandText(command)}`);
  const reading = await judge(claim, command);
  const figures = Object.entries(reading.figures).map(([name, shown]) => `  ${name}: ${shown}`);
  console.log(
    [`${claim.name}: ${reading.held ? 'holds' : 'DOES NOT HOLD'}`, ...figures].join('\n'),
  );
  if (!reading.held) process.exitCode = 1;
  if (values.short) continue;
  const on = new Date().toISOString().slice(0, 10);
  records.set(claim.name, { name: claim.name, command: commandText(command), on, ...reading });
  await write(claims.flatMap(({ name }) => records.get(name) ?? []));
}

/** Written after each claim, since a whole run takes hours and may be cut off. */
async function write(kept: readonly ProofRecord[]): Promise<void> {
  const text = await format(JSON.stringify(kept), { parser: 'json', printWidth: 100 });
  writeFileSync(join(ROOT, PROOF), text);
  const page = (await generatedPages()).get('docs/reference/proof.md');
  if (page !== undefined) writeFileSync(join(ROOT, 'docs/reference/proof.md'), page);
}
