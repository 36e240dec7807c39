import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/**
 * The account PostgreSQL runs under, for it refuses to run as root.
 *
 * - `direct`    the hub's own account, when that is an ordinary one
 * - `namespace` root outside, user 1000 inside a user namespace; files stay root's
 * - `user`      another user id, when root may not make user namespaces
 */
export type Account =
  | { readonly kind: 'direct' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number };

/** The user every Linux has and nobody logs in as. */
const NOBODY = 65_534;

const NAMESPACE = ['--user', '--map-user=1000', '--map-group=1000'] as const;

/**
 * Chooses the account for a data folder. A folder that exists keeps the account that owns it,
 * since PostgreSQL refuses a folder of another owner; so a machine on which namespaces become
 * available later still opens its old folder.
 */
export function chooseAccount(dataDirectory: string): Account {
  if (process.getuid?.() !== 0) return { kind: 'direct' };
  if (existsSync(dataDirectory)) {
    const owner = statSync(dataDirectory);
    if (owner.uid !== 0) return { kind: 'user', uid: owner.uid, gid: owner.gid };
  }
  return namespacesWork() ? { kind: 'namespace' } : { kind: 'user', uid: NOBODY, gid: NOBODY };
}

function namespacesWork(): boolean {
  return spawnSync('unshare', [...NAMESPACE, 'true']).status === 0;
}

/** How a program is started under an account. */
export type Launch = {
  readonly account: Account;
  readonly program: string;
  readonly arguments: readonly string[];
};

/** What a short program answered. */
export type Finished = { readonly succeeded: boolean; readonly output: string };

/** Runs a short program under an account to its end and returns all it wrote. */
export function runToEnd(launch: Launch): Promise<Finished> {
  const { command, commandArguments, identity } = resolveLaunch(launch);
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      ...identity,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => resolve({ succeeded: false, output: error.message }));
    child.on('close', (code) => resolve({ succeeded: code === 0, output }));
  });
}

/**
 * Starts a server that outlives a signal to the hub's process group: a Ctrl-C reaches the hub,
 * which finishes its work and only then stops its database.
 */
export function startDetached(launch: Launch, logFile: number): ChildProcess {
  const { command, commandArguments, identity } = resolveLaunch(launch);
  const child = spawn(command, commandArguments, {
    ...identity,
    cwd: '/',
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', logFile, logFile],
  });
  child.unref();
  return child;
}

function resolveLaunch(launch: Launch): {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
} {
  const { account, program } = launch;
  if (account.kind === 'namespace') {
    const commandArguments = [...NAMESPACE, program, ...launch.arguments];
    return { command: 'unshare', commandArguments, identity: {} };
  }
  const identity = account.kind === 'user' ? { uid: account.uid, gid: account.gid } : {};
  return { command: program, commandArguments: launch.arguments, identity };
}

/** PG* variables of the person who starts the hub must not reach its database. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
