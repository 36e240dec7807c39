import {
  applyOdooSetup,
  odooFactsByVersion,
  odooVersions,
  type OdooClient,
  openOdooClient,
} from '@quittance/connectors';
import { type PlainDate, present } from '@quittance/domain';
import { createMemoryTaskState } from '@quittance/engine';
import {
  type BankSimulator,
  createBank,
  createOdoo,
  ledgerAccountsOf,
  randomOf,
  type SampleCompany,
} from '@quittance/sandbox';
import { configureInstallation } from '@quittance/services';
import { openMemoryStore } from '@quittance/store';
import { noFaults, type Swarm } from '../faults/swarm.ts';
import { type Hub, openHub, type World } from '../hub/open-hub.ts';
import { installationOf } from '../hub/installation.ts';
import { openDeedLog } from '../people/deeds.ts';
import { openHttp } from '../virtual/http.ts';
import { createIds } from '../virtual/ids.ts';
import { startProcess, type VirtualProcess } from '../virtual/process.ts';
import { createScheduler, type Owner, type VirtualScheduler } from '../virtual/scheduler.ts';
import { companyOf } from './company.ts';
import { timeOf } from './days.ts';

export interface WorldInput {
  readonly seed: number;
  readonly day: PlainDate;
  readonly swarm: Swarm;
  readonly onHandOver: World['onHandOver'];
  readonly onError: World['onError'];
}

/** The hour of the first day at which everything is set up. */
const setUpHour = 4;

/** Makes the world of a seed: an installed Odoo, two banks, and a hub that is set up for them. */
export async function buildWorld(input: WorldInput): Promise<World> {
  const { seed, day, swarm } = input;
  const scheduler = createScheduler(timeOf(day, setUpHour), randomOf(seed, 'scheduler'));
  const clock = (): string => scheduler.now();
  const company = companyOf(seed, day);
  const random = randomOf(seed, 'odoo');
  const release = random.pick(odooVersions);
  const odoo = createOdoo({ seed, clock, database: 'halden', company, release });
  const wire: Owner = { name: 'wire', alive: true, frozenUntilMs: 0 };
  const installation = installationOf(company, randomOf(seed, 'policy').chance(300) ? 1 : 2);
  const world: World = {
    scheduler,
    swarm,
    memory: openMemoryStore({ clock: () => scheduler.now(), onError: input.onError }),
    queueState: createMemoryTaskState(),
    disk: new Map(),
    ids: createIds(() => scheduler.nowMs(), randomOf(seed, 'ids')),
    company,
    installation,
    odoo,
    odooTransport: random.pick(odooFactsByVersion[release].transports),
    odooCompanies: odoo.books().companies.map((one) => one.id.toString()),
    banks: banksOf(input, { company, scheduler }),
    deeds: openDeedLog(),
    wire,
    onHandOver: input.onHandOver,
    onError: input.onError,
  };
  await scheduler.runThrough(setUp(world));
  return world;
}

function banksOf(
  input: WorldInput,
  of: { readonly company: SampleCompany; readonly scheduler: VirtualScheduler },
): readonly BankSimulator[] {
  const random = randomOf(input.seed, 'banks');
  return (['nordhafen', 'kingsway'] as const).map((profile) =>
    createBank({
      profile,
      seed: input.seed,
      clock: () => of.scheduler.now(),
      accounts: ledgerAccountsOf(of.company, profile),
      behaviour: {
        rejectPerMille: random.pick([0, 20, 80]),
        returnPerMille: random.pick([0, 20, 80]),
        receiptPerMille: random.pick([0, 100]),
        duplicateFiles: random.pick([0, 1, 3]),
      },
    }),
  );
}

/** Installs the hub's columns in Odoo and its configuration in its database, undisturbed. */
async function setUp(world: World): Promise<void> {
  const process = startProcess({ name: 'set-up', scheduler: world.scheduler });
  const quiet: World = { ...world, swarm: noFaults() };
  const admin = openAdmin(world, process);
  const done = await applyOdooSetup({
    admin,
    facts: odooFactsByVersion[world.odoo.release],
    serviceLogin: 'svc',
  });
  if (!done.ok) throw new Error(`Odoo cannot be set up: ${done.error.message}`);
  await configure(openHub(quiet, process), world);
  process.kill();
}

/** An administrator of Odoo on a wire without faults. */
export function openAdmin(world: World, process: VirtualProcess): OdooClient {
  const { odoo, scheduler, wire } = world;
  const swarm = noFaults();
  return openOdooClient(
    {
      url: 'http://odoo.simulated',
      database: odoo.database,
      login: 'admin',
      apiKeySecret: 'admin-key',
      transport: world.odooTransport,
      readTimeoutMs: 30_000,
      writeTimeoutMs: 120_000,
      answerSizeBytesMax: 64 * 1024 * 1024,
    },
    {
      http: openHttp({ odoo, process, swarm, scheduler, wire }),
      secret: () => present(odoo.logins.get('admin'), 'login of the administrator').key,
      log: () => undefined,
    },
  );
}

async function configure(hub: Hub, world: World): Promise<void> {
  const { setup, entityIds } = world.installation;
  const configured = await configureInstallation({
    ctx: hub.serviceContext('configure'),
    input: { setup, entityIds },
  });
  if (!configured.ok) throw new Error(`not configured: ${configured.error.detail}`);
}
