/** Runs the command line in the test's own process: the same program, without a spawn. */
import { CommanderError } from 'commander';
import { exitCodes, printFailure } from '../../src/cli/output.ts';
import { createProgram } from '../../src/cli/program.ts';

export interface Told {
  readonly exitCode: number;
  /** Everything on standard output. */
  readonly out: string;
  /** Everything on standard error. */
  readonly err: string;
  /** The one JSON document on standard output. Errors: SyntaxError. */
  json(): unknown;
}

export interface CliWorld {
  /** The configuration that commands are given; none when absent. */
  readonly configFile?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs one command to its end. Commands run one after the other, never at the same time. */
export async function quittance(world: CliWorld, ...words: readonly string[]): Promise<Told> {
  const before = { ...process.env };
  Object.assign(process.env, world.environment);
  const caught = catchOutput();
  const config = world.configFile === undefined ? [] : ['--config', world.configFile];
  const argv = ['node', 'quittance', ...config, ...words];
  process.exitCode = undefined;
  try {
    await run(argv);
    return {
      exitCode: exitCodeNow(),
      ...caught.said(),
      json: () => JSON.parse(caught.said().out) as unknown,
    };
  } finally {
    caught.release();
    process.exitCode = undefined;
    for (const name of Object.keys(process.env)) {
      if (!(name in before)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
  }
}

const exitCodeNow = (): number => Number(process.exitCode ?? exitCodes.ok);

/** What `cli/main.ts` does with an error. */
async function run(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    const isHelp = error instanceof CommanderError;
    if (isHelp) process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    else process.exitCode = printFailure(error, argv.includes('--json'));
  }
}

function catchOutput() {
  const { stdout, stderr } = process;
  const [out, err]: [string[], string[]] = [[], []];
  const [writeOut, writeErr] = [stdout.write.bind(stdout), stderr.write.bind(stderr)];
  const into =
    (lines: string[]): typeof stdout.write =>
    (chunk: Uint8Array | string): boolean => {
      lines.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      return true;
    };
  stdout.write = into(out);
  stderr.write = into(err);
  return {
    said: () => ({ out: out.join(''), err: err.join('') }),
    release: (): void => {
      stdout.write = writeOut;
      stderr.write = writeErr;
    },
  };
}
