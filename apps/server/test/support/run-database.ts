/** Databases for runs on real processes: one of the test run's own server, or a server apart. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  bootstrapCluster,
  ROLES,
  type RunningPostgres,
  startPostgres,
} from '../../src/adapters/postgres/index.ts';
import type { Config } from '../../src/config/schema.ts';
import { serverProcessesIn } from '../../src/adapters/postgres/proc.ts';
import { type HubDatabase, migrateDatabase } from '../../src/hub/database.ts';
import { createMigratedDatabase } from './database.ts';

export interface RunDatabase extends HubDatabase {
  /** What a process needs in its environment to find this database. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A database on the server that all tests share: clones fast, and nobody may stop the server. */
export async function sharedDatabase(): Promise<RunDatabase> {
  const { url, drop } = await createMigratedDatabase();
  return {
    embedded: false,
    url,
    drop,
    stop: drop,
    environment: environmentOf(url),
  };
}

/** How an operator names a server of their own: its address, and a password for each role. */
function environmentOf(url: HubDatabase['url']): RunDatabase['environment'] {
  const passwords = ROLES.map((role): [string, string] => [
    `QUITTANCE_PASSWORD_${role.slice('quittance_'.length).toUpperCase()}`,
    decodeURIComponent(new URL(url(role)).password),
  ]);
  return { DATABASE_URL: url('quittance_app'), ...Object.fromEntries(passwords) };
}

export interface StoppableDatabase extends RunDatabase {
  /** Kills the server as a power cut would, and returns when none of its processes is left. */
  crash(): Promise<void>;
  /** Starts the server again on the same port. */
  start(): Promise<void>;
}

/** A server apart, on disk with full durability: it may be killed. */
export async function stoppableDatabase(
  config: Config,
  folder: string = config.dataDirectory,
): Promise<StoppableDatabase> {
  const dataDirectory = join(folder, 'postgres');
  let server = await startPostgres({ dataDirectory });
  const port = server.port;
  await bootstrapCluster({
    superuserUrl: server.superuserUrl,
    database: config.database,
    rolePasswordsFile: server.rolePasswordsFile,
  });
  const url: HubDatabase['url'] = (role) => server.url(config.database, role);
  const database: StoppableDatabase = {
    embedded: false,
    url,
    environment: environmentOf(url),
    drop: () => Promise.resolve(),
    stop: () => server.stop(),
    crash: () => crash(dataDirectory, server),
    start: async () => {
      server = await startPostgres({ dataDirectory, port });
    },
  };
  await migrateDatabase(database, config);
  return database;
}

async function crash(dataDirectory: string, server: RunningPostgres): Promise<void> {
  await killServerIn(dataDirectory);
  // The launcher notices that its child has gone, and gives the folder up.
  await server.stop();
}

/** Every process of a server gets SIGKILL, one that is born meanwhile too, until none is left. */
export async function killServerIn(dataDirectory: string): Promise<void> {
  for (let looks = 0; looks < goneLooksMax; looks += 1) {
    const left = serverProcessesIn(dataDirectory);
    if (left.length === 0) return;
    for (const pid of left) killIfThere(pid);
    await wait(20);
  }
  throw new Error(`processes of PostgreSQL in ${dataDirectory} do not go away`);
}

const goneLooksMax = 500;

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself meanwhile.
  }
}
