import {
  migrate,
  openPostgresStore,
  openQueries,
  type PostgresStore,
  type Queries,
} from '@quittance/store';
import { Client } from 'pg';
import { furnish, type House } from './house.ts';
import { fixedClock } from './ports.ts';

export interface PostgresHouse {
  readonly house: House<PostgresStore>;
  /** The same database as a sender sees it. */
  readonly openSender: () => Promise<PostgresStore>;
  /** Lists and totals of the same database. */
  readonly openQueries: () => Promise<Queries>;
  /** Closes the store and drops its database. */
  readonly close: () => Promise<void>;
}

function urlOf(server: string, database: string, role?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (role !== undefined) url.username = role;
  return url.href;
}

async function runOnce(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The house on a database of its own, as the role of the hub, row security and all. */
export async function openPostgresHouse(): Promise<PostgresHouse> {
  const server = process.env['QUITTANCE_TEST_POSTGRES'];
  if (server === undefined) throw new Error('QUITTANCE_TEST_POSTGRES is not set');
  const name = `services_${process.pid.toString()}`;
  await runOnce(server, [
    `create database ${name} owner quittance_owner`,
    `grant connect on database ${name} to quittance_app, quittance_sender, quittance_sealer,
       quittance_backup`,
  ]);
  await migrate({ databaseUrl: urlOf(server, name, 'quittance_owner'), kind: 'sandbox' });
  const openAs = (role: 'quittance_app' | 'quittance_sender'): Promise<PostgresStore> =>
    openPostgresStore({
      connectionString: urlOf(server, name, role),
      kind: 'sandbox',
      applicationName: 'test',
      role,
      poolSizeMax: 6,
    });
  const store = await openAs('quittance_app');
  return {
    openSender: () => openAs('quittance_sender'),
    openQueries: () =>
      openQueries({
        connectionString: urlOf(server, name, 'quittance_app'),
        kind: 'sandbox',
        applicationName: 'test',
        poolSizeMax: 1,
      }),
    house: await furnish(store, { clock: fixedClock(), bills: [] }),
    close: async () => {
      await store.close();
      await runOnce(server, [`drop database if exists ${name} with (force)`]);
    },
  };
}
