/** A hub of five processes, its database on a small disk, and a proxy before every counterparty. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { present } from '@quittance/domain';
import { type Random, randomOf } from '@quittance/sandbox';
import { freePort } from '../../src/adapters/postgres/connection.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Hub } from '../../src/hub/open-hub.ts';
import type { BankDoors } from '../../src/sandbox/bank-doors.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import {
  killServerIn,
  type StoppableDatabase,
  stoppableDatabase,
} from '../support/run-database.ts';
import { openOnlooker } from '../support/run-world.ts';
import { within } from '../support/within.ts';
import { type Crew, createCrew, type Member } from './crew.ts';
import { mountSmallDisk, type SmallDisk } from './disk.ts';
import { openTally, type Tally } from './tally.ts';
import { type FaultProxy, openFaultProxy } from './proxy.ts';
import { toxicsOf } from './toxics.ts';

export interface ChaosWorld {
  readonly seed: number;
  readonly sandbox: Sandbox;
  readonly database: StoppableDatabase;
  /** The director's end: it asks for work and looks on, and handles no task itself. */
  readonly hub: Hub;
  readonly crew: Crew;
  readonly members: readonly Member[];
  readonly proxies: ReadonlyMap<string, FaultProxy>;
  /** Where the clients of the HTTP API find it, behind its proxy. */
  readonly apiUrl: string;
  readonly disk: SmallDisk | { readonly why: string };
  readonly tally: Tally;
  readonly postgresFolder: string;
  /** Where PostgreSQL writes what befell it. */
  readonly postgresLog: string;
  /** From now on the proxies let everything pass. */
  calm(): void;
}

export interface ChaosInput {
  readonly seed: number;
  readonly scale: number;
  readonly tell: (line: string) => void;
}

/** Undoes what was made, in the other order, whatever fails on the way. */
export interface CleanUp {
  readonly add: (undo: () => void | Promise<void>) => void;
  readonly run: () => Promise<void>;
}

/** Nobody waits longer for a counterparty; in production it would be two minutes. */
const patienceMs = 4_000;

/** Exchanges in a thousand that go wrong: one of SFTP is a packet, one of HTTP a whole call. */
const spoiltPerMille: Readonly<Record<string, number>> = { odoo: 12, file: 6, api: 40 };

/** One machine's clock runs behind the others'. */
const skewMs = -95_000;
const skewedClock = new URL('skewed-clock.mjs', import.meta.url).href;

const members: readonly Member[] = [
  { name: 'worker-1', role: 'worker', environment: {} },
  {
    name: 'worker-2',
    role: 'worker',
    environment: {
      NODE_OPTIONS: `--import=${skewedClock}`,
      CHAOS_SKEW_MS: skewMs.toString(),
    },
  },
  { name: 'sender-1', role: 'sender', environment: {} },
  { name: 'sender-2', role: 'sender', environment: {} },
  { name: 'api', role: 'api', environment: {} },
];

/** One bank by file over SFTP, the other by an API, one sort or the other by the seed. */
const doorsOf = (seed: number): BankDoors => ({
  nordhafen: 'file',
  kingsway: seed % 2 === 0 ? 'order-bank' : 'berlin-group',
});

export async function openChaosWorld(input: ChaosInput, cleanUp: CleanUp): Promise<ChaosWorld> {
  const { seed, scale } = input;
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-chaos-'));
  cleanUp.add(() => rmSync(folder, { recursive: true, force: true }));
  const place = { dataDirectory: folder, database: 'chaos' };
  const sandbox = await startSandbox({ seed, scale, ...place, patienceMs, doors: doorsOf(seed) });
  cleanUp.add(() => sandbox.close());
  const disk = mountSmallDisk(folder);
  if ('unmount' in disk) cleanUp.add(() => disk.unmount());
  const dataFolder = 'folder' in disk ? disk.folder : folder;
  cleanUp.add(() => killServerIn(join(dataFolder, 'postgres')));
  const database = await stoppableDatabase(sandbox.config, dataFolder);
  const tally = openTally();
  const odds = { perMille: 1_000 };
  const net = await openProxies({ seed, sandbox, tally, odds, cleanUp });
  let told = 0;
  const hub = await openOnlooker(sandbox, database, (error) => {
    told += 1;
    if (told <= 3) input.tell(`the director meets trouble: ${String(error)}`);
  });
  cleanUp.add(() => hub.close());
  const configFile = join(folder, 'chaos.json');
  writeFileSync(configFile, JSON.stringify(net.config), { mode: 0o600 });
  const environment = { ...database.environment, ...(await warmStart(folder)) };
  const crew = createCrew({ members, configFile, environment, tell: input.tell });
  cleanUp.add(() => crew.end());
  return {
    seed,
    sandbox,
    database,
    hub,
    crew,
    members,
    proxies: net.proxies,
    apiUrl: net.apiUrl,
    disk,
    tally,
    postgresFolder: join(dataFolder, 'postgres'),
    postgresLog: join(dataFolder, 'postgres.log'),
    calm: () => {
      odds.perMille = 0;
    },
  };
}

/**
 * Processes that are killed never write down what they compiled, so one that ends in peace does it
 * for all; a start costs a third less then, and there are many.
 */
async function warmStart(folder: string): Promise<Readonly<Record<string, string>>> {
  const environment = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const bin = fileURLToPath(new URL('../../bin/quittance.mjs', import.meta.url));
  const child = spawn(process.execPath, [bin, '--help'], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  await within({ what: 'a first look at the help', limitMs: helpMsMax }, once(child, 'exit'));
  return environment;
}

const helpMsMax = 120_000;

interface NetInput {
  readonly seed: number;
  readonly sandbox: Sandbox;
  readonly tally: Tally;
  /** The whole of all odds; 0 lets everything pass. */
  readonly odds: { perMille: number };
  readonly cleanUp: CleanUp;
}

async function openProxies(of: NetInput): Promise<{
  readonly config: Config;
  readonly proxies: ReadonlyMap<string, FaultProxy>;
  readonly apiUrl: string;
}> {
  const { sandbox } = of;
  const proxies = new Map<string, FaultProxy>();
  const open = async (name: string, targetPort: number, perMille: number): Promise<FaultProxy> => {
    const random = randomOf(of.seed, 'proxy', name);
    const proxy = await openFaultProxy({
      targetPort,
      draw: toxicsOf(random, () => (of.odds.perMille * perMille) / 1_000),
      jitter: jitterOf(random),
      onStrike: () => of.tally.strike('proxy'),
    });
    of.cleanUp.add(() => proxy.close());
    proxies.set(name, proxy);
    return proxy;
  };
  const connections: Config['connections'] = [];
  for (const connection of sandbox.config.connections) {
    const kind = connection.connector === 'odoo' ? 'odoo' : kindOf(connection);
    const proxy = await open(connection.name, portIn(connection), spoiltPerMille[kind] ?? 0);
    connections.push(through(connection, proxy.port));
  }
  const api = present(sandbox.config.api, 'api of a sandbox');
  const port = await freePort();
  const clients = await open('clients', port, spoiltPerMille['api'] ?? 0);
  const limits = { requestsPerMinute: 100_000, addressRequestsPerMinute: 1_000_000 };
  return {
    config: { ...sandbox.config, connections, api: { ...api, port, ...limits } },
    proxies,
    apiUrl: `http://127.0.0.1:${clients.port}`,
  };
}

type Connection = Config['connections'][number];

const kindOf = ({ config }: Connection): string =>
  config['location'] === undefined ? 'api' : 'file';

const jitterOf = (random: Random) => (): number => random.integer(0, 1_000) / 1_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function portIn({ name, config }: Connection): number {
  const { url, location } = config;
  if (typeof url === 'string') return Number.parseInt(new URL(url).port, 10);
  if (isRecord(location) && typeof location['port'] === 'number') return location['port'];
  throw new Error(`${name} has no port`);
}

/** The same connection, by way of a port of this machine. */
function through(connection: Connection, port: number): Connection {
  const { config } = connection;
  const { url, location } = config;
  if (typeof url === 'string') {
    const address = new URL(url);
    address.port = port.toString();
    return { ...connection, config: { ...config, url: address.href.replace(/\/$/, '') } };
  }
  const moved = isRecord(location) ? { ...location, port } : location;
  return { ...connection, config: { ...config, location: moved } };
}
