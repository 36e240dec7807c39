import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Account, chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { freePort, isPortFree, postgresUrl, SUPERUSER, superuserUrl } from './connection.ts';
import { checkVersion, createCluster, isCluster } from './data-folder.ts';
import { PostgresError } from './errors.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import {
  launchStatePath,
  type LaunchState,
  randomPassword,
  readLaunchState,
  readRolePasswords,
  rolePasswordsPath,
  writeLaunchState,
} from './secret-files.ts';
import { type Durability, findRunning, type Server, startServer } from './server.ts';

/** Where the launcher says what it is doing; pino's logger fits. */
export type PostgresLogger = { readonly info: (message: string) => void };

export type PostgresOptions = {
  /** The cluster's own folder; its secrets, lock and log stand beside it, with its name before. */
  readonly dataDirectory: string;
  /** A fixed port; without it a free one is chosen once and remembered. */
  readonly port?: number;
  readonly logger?: PostgresLogger;
  /** `full` unless said otherwise; `test` gives up durability for speed. */
  readonly durability?: Durability;
  /**
   * `true` (the default) for the hub: it starts the server or adopts the one a killed hub left,
   * and no other living hub can have the folder. `false` for commands beside a running hub: they
   * attach to its server and never start or stop one.
   */
  readonly exclusive?: boolean;
  /** The account to run under; without it the one that works here is found. */
  readonly account?: Account;
};

export type RunningPostgres = {
  /** A connection string; without a role it is the superuser's. */
  readonly url: (database: string, role?: string) => string;
  readonly superuserUrl: string;
  readonly port: number;
  /** Whether the server was already running. */
  readonly adopted: boolean;
  readonly logFile: string;
  /** The file (mode 0600) that `bootstrapCluster` keeps the roles' passwords in. */
  readonly rolePasswordsFile: string;
  /** Stops the server and gives the folder up; a command that only attached just lets go. */
  readonly stop: () => Promise<void>;
};

/** Starts the embedded PostgreSQL on a data folder, or takes over the one running there. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDirectory = canonicalFolder(options.dataDirectory);
  if (options.exclusive === false) return attach(dataDirectory);
  const lock = lockFolder(dataDirectory);
  try {
    return await open(dataDirectory, options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function attach(dataDirectory: string): Promise<RunningPostgres> {
  const state = readLaunchState(dataDirectory);
  const server = state === undefined ? undefined : await findRunning(state, dataDirectory);
  if (state === undefined || server === undefined) {
    throw new PostgresError(
      'not-running',
      `No database is running in ${dataDirectory}. Start the hub with: quittance start`,
    );
  }
  return describe(dataDirectory, state, { adopted: true, stop: () => Promise.resolve() });
}

async function open(
  dataDirectory: string,
  options: PostgresOptions,
  lock: FolderLock,
): Promise<RunningPostgres> {
  const known = readLaunchState(dataDirectory);
  const running = known === undefined ? undefined : await findRunning(known, dataDirectory);
  if (known !== undefined && running !== undefined) {
    options.logger?.info(`PostgreSQL is already running on port ${known.port}; taken over`);
    return describe(dataDirectory, known, { adopted: true, stop: stopAndRelease(running, lock) });
  }
  const state = await settleState(dataDirectory, known, options.port);
  const server = await launch(dataDirectory, state, options);
  options.logger?.info(`PostgreSQL is running on port ${state.port}, data in ${dataDirectory}`);
  return describe(dataDirectory, state, { adopted: false, stop: stopAndRelease(server, lock) });
}

/** Decides port and password and has them on disk before the first process depends on them. */
async function settleState(
  dataDirectory: string,
  known: LaunchState | undefined,
  portWanted: number | undefined,
): Promise<LaunchState> {
  if (known === undefined && isCluster(dataDirectory)) {
    throw new PostgresError(
      'secret-lost',
      `${dataDirectory} holds a database, but ${launchStatePath(dataDirectory)} with its ` +
        'password is missing. Put that file back from your backup.',
    );
  }
  if (portWanted !== undefined && !(await isPortFree(portWanted))) {
    throw new PostgresError(
      'port-taken',
      `Port ${portWanted} is in use by another program. Choose another for PostgreSQL.`,
    );
  }
  const remembered = known !== undefined && (await isPortFree(known.port)) ? known.port : undefined;
  const state: LaunchState = {
    v: 1,
    port: portWanted ?? remembered ?? (await freePort()),
    superuserPassword: known?.superuserPassword ?? randomPassword(),
  };
  if (state.port !== known?.port) writeLaunchState(dataDirectory, state);
  return state;
}

async function launch(
  dataDirectory: string,
  state: LaunchState,
  options: PostgresOptions,
): Promise<Server> {
  const account = options.account ?? chooseAccount(dataDirectory);
  const durability = options.durability ?? 'full';
  // Another user must be able to pass through to its data folder; it can list nothing.
  if (account.kind === 'user') chmodSync(dirname(dataDirectory), 0o711);
  const binaries = await findBinaries({ dataDirectory, account });
  if (isCluster(dataDirectory)) {
    checkVersion(dataDirectory, binaries);
  } else {
    options.logger?.info(`Making a new PostgreSQL data folder in ${dataDirectory}`);
    const { superuserPassword } = state;
    const isDurable = durability === 'full';
    await createCluster({ dataDirectory, account, binaries, superuserPassword, isDurable });
  }
  const logFile = logFilePath(dataDirectory);
  return startServer({ dataDirectory, logFile, account, binaries, state, durability });
}

function stopAndRelease(server: Server, lock: FolderLock): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= server.stop().finally(lock.release);
    return stopped;
  };
}

function describe(
  dataDirectory: string,
  state: LaunchState,
  part: Pick<RunningPostgres, 'adopted' | 'stop'>,
): RunningPostgres {
  const rolePasswordsFile = rolePasswordsPath(dataDirectory);
  const url = (database: string, role: string = SUPERUSER): string => {
    if (role === SUPERUSER) return superuserUrl(state, database);
    const password = readRolePasswords(rolePasswordsFile)[role];
    if (password === undefined) {
      throw new PostgresError('secret-lost', `${rolePasswordsFile} has no password for ${role}.`);
    }
    return postgresUrl(state.port, database, { role, password });
  };
  return {
    ...part,
    url,
    superuserUrl: superuserUrl(state),
    port: state.port,
    logFile: logFilePath(dataDirectory),
    rolePasswordsFile,
  };
}

function logFilePath(dataDirectory: string): string {
  return `${dataDirectory}.log`;
}

/** The folder's one real path: the server reports its own that way, and the lock must be one. */
function canonicalFolder(dataDirectory: string): string {
  const absolute = resolve(dataDirectory);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  if (!existsSync(parent)) mkdirSync(parent, { recursive: true, mode: 0o700 });
  return join(realpathSync(parent), basename(absolute));
}
