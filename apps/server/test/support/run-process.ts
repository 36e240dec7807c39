import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/quittance.mjs', import.meta.url));

export type RunRole = 'worker' | 'sender' | 'api';

/** A process of the hub as an operator starts it. */
export interface RunProcess {
  readonly role: RunRole;
  readonly pid: number;
  /** Everything it said on standard error. */
  said(): string;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  isRunning(): boolean;
  /** kill -9, as a machine that goes away. */
  kill(): Promise<void>;
  /** Lets it stand still, as a machine that is short of memory, until it is resumed. */
  pause(): void;
  resume(): void;
  /** Asks it to end, as Ctrl-C does. */
  stop(): Promise<void>;
}

export interface RunProcessInput {
  readonly role: RunRole;
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
  /** One that is not at work when this says stop is killed, and the start fails. */
  readonly signal?: AbortSignal;
}

/** Starts a process and returns when it says that it is at work. */
export async function startRunProcess(input: RunProcessInput): Promise<RunProcess> {
  const { role, configFile, environment, signal } = input;
  signal?.throwIfAborted();
  const child = spawn(process.execPath, [BIN, role, '--config', configFile], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stderr.setEncoding('utf8');
  const giveUp = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', giveUp);
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(' is running on ')) resolve();
    });
    child.once('exit', () => reject(new Error(`the ${role} ended: ${text}`)));
    child.once('error', reject);
  }).finally(() => signal?.removeEventListener('abort', giveUp));
  return {
    role,
    pid: child.pid ?? 0,
    ended,
    said: () => text,
    isRunning: () => isRunning(child),
    kill: () => end(child, 'SIGKILL'),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => end(child, 'SIGTERM'),
  };
}

/** Runs one command to its end; its result on standard output is one JSON document. */
export async function runCommand(
  words: readonly string[],
  of: Pick<RunProcessInput, 'configFile' | 'environment'>,
): Promise<{ readonly exitCode: number | null; readonly result: unknown }> {
  const child = spawn(process.execPath, [BIN, ...words, '--json', '--config', of.configFile], {
    env: { ...process.env, ...of.environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(child, 'close');
  return { exitCode: child.exitCode, result: JSON.parse(text) };
}

const isRunning = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null;

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (!isRunning(child)) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
