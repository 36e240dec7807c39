import { type OpenConnection, type ConnectorPorts, guardHttp } from '@quittance/connector-kit';
import { fileBankConnector, odooConnector, type OdooTransportName } from '@quittance/connectors';
import { asId, type EntityId, present } from '@quittance/domain';
import { type MemoryTaskState, openMemoryTaskQueue, type TaskQueue } from '@quittance/engine';
import { createCallGuard, type FlowConnection, type FlowPorts } from '@quittance/flows';
import {
  type IdSource,
  type ServiceContext,
  type ServicePorts,
  taskKinds,
} from '@quittance/services';
import type { MemoryStore, Scope, StoreTransaction } from '@quittance/store';
import type { BankSimulator, OdooSimulator, SampleCompany } from '@quittance/sandbox';
import type { Swarm } from '../faults/swarm.ts';
import type { DeedLog } from '../people/deeds.ts';
import { type EvidenceDisk, openEvidence } from '../virtual/evidence.ts';
import { type HandOver, openFolder } from '../virtual/folder.ts';
import { openHttp } from '../virtual/http.ts';
import type { VirtualProcess } from '../virtual/process.ts';
import type { Owner, VirtualScheduler } from '../virtual/scheduler.ts';
import { openStore } from '../virtual/store.ts';
import { entitiesServedBy, type Installation, odooConnectionName } from './installation.ts';

/** What outlives every process: database, queue, disk, and the counterparties. */
export interface World {
  readonly scheduler: VirtualScheduler;
  readonly swarm: Swarm;
  readonly memory: MemoryStore;
  readonly queueState: MemoryTaskState;
  readonly disk: EvidenceDisk;
  readonly ids: IdSource;
  readonly company: SampleCompany;
  readonly installation: Installation;
  readonly odoo: OdooSimulator;
  /** The protocol over which the hub speaks with Odoo. */
  readonly odooTransport: OdooTransportName;
  /** Record numbers of the companies in Odoo. */
  readonly odooCompanies: readonly string[];
  readonly banks: readonly BankSimulator[];
  /** What people did, for the oracle. */
  readonly deeds: DeedLog;
  /** What the wires carry out by themselves, long after its sender gave up. */
  readonly wire: Owner;
  readonly onHandOver: HandOver;
  /** Hears of what went wrong around tasks; a defect of the hub shows here first. */
  readonly onError: (error: unknown) => void;
}

/** One process of the hub: its verbs, its queue and its connections. */
export interface Hub {
  readonly process: VirtualProcess;
  readonly queue: TaskQueue;
  readonly ports: FlowPorts;
  serviceContext(name: string): ServiceContext;
  personContext(person: { readonly id: string; readonly name: string }): Promise<ServiceContext>;
}

/** Opens one process of the hub on what outlives it. */
export function openHub(world: World, process: VirtualProcess): Hub {
  const { scheduler, swarm, ids, installation } = world;
  const queue = openMemoryTaskQueue({
    now: () => scheduler.now(),
    scheduler: { sleep: (delayMs, signal) => process.sleep(delayMs, signal) },
    newId: () => ids.newId<'task'>(),
    onError: (error) => world.onError(error),
    state: world.queueState,
  });
  void queue.prepare(taskKinds);
  const services: ServicePorts = {
    store: openStore(world.memory, process, swarm),
    tasks: queue,
    evidence: openEvidence(world.disk, process),
    ids,
    settings: installation.settings,
  };
  const entityIds = [...installation.entityIds.values()];
  const ports: FlowPorts = {
    ...services,
    ...createLookups({ world, process, services, entityIds }),
    sendMail: () => process.park('mail'),
  };
  return { process, queue, ports, ...contextsOf(services, entityIds) };
}

function contextsOf(
  services: ServicePorts,
  entityIds: readonly EntityId[],
): Pick<Hub, 'serviceContext' | 'personContext'> {
  const scopeOf = (
    actor: Scope['actor'],
    seen: readonly EntityId[] = entityIds,
  ): ServiceContext => ({
    ...services,
    scope: { actor, entityIds: seen, correlationId: services.ids.newId<'correlation'>() },
  });
  return {
    serviceContext: (name) => scopeOf({ kind: 'service', id: name, name }),
    async personContext({ id, name }) {
      const { scope } = scopeOf({ kind: 'service', id: 'grants', name: 'grants' });
      const grants = await services.store.transaction(scope, (transaction) =>
        transaction.find('grant', { personId: asId<'person'>(id), active: true }),
      );
      const seen = [...new Set(grants.map((grant) => grant.entityId))];
      return scopeOf({ kind: 'person', id, name }, seen);
    },
  };
}

interface Composition {
  readonly world: World;
  readonly process: VirtualProcess;
  readonly services: ServicePorts;
  readonly entityIds: readonly EntityId[];
}

type Lookups = Pick<FlowPorts, 'connection' | 'accountsOf' | 'bankOf' | 'entitiesOf'>;

/** Finds connections by what a flow knows, as the server's composition does. */
function createLookups(of: Composition): Lookups {
  const { world, services, entityIds } = of;
  const opened = new Map<string, Promise<OpenConnection>>();
  const open = (name: string): Promise<OpenConnection> => {
    const known = opened.get(name) ?? openConnection(of, name);
    opened.set(name, known);
    return known;
  };
  const scope: Scope = {
    actor: { kind: 'service', id: 'lookup', name: 'lookup' },
    entityIds,
    correlationId: services.ids.newId<'correlation'>(),
  };
  const find = <Value>(work: (transaction: StoreTransaction) => Promise<Value>): Promise<Value> =>
    services.store.transaction(scope, work);
  const seen = async (
    row: { readonly id: FlowConnection['id']; readonly name: string } | undefined,
  ): Promise<FlowConnection> => {
    const { id, name } = present(row, 'connection of the installation');
    const connection = await open(name);
    const { capabilities } = connection;
    return { id, name, capabilities, check: () => connection.check() };
  };
  const connection = async (id: FlowConnection['id']): Promise<FlowConnection> => {
    const [row] = await find((transaction) => transaction.find('connection', { id }));
    return seen(row);
  };
  return {
    connection,
    accountsOf: async () => {
      const name = odooConnectionName;
      const [row] = await find((transaction) => transaction.find('connection', { name }));
      return seen(row);
    },
    bankOf: async (ownAccountId) => {
      const id = asId<'own_account'>(ownAccountId);
      const [row] = await find((transaction) => transaction.find('own_account', { id }));
      return connection(present(row, 'own account of the task').bankConnectionId);
    },
    entitiesOf: async (id) => {
      const { name } = await connection(id);
      return entitiesServedBy(name, world.company, world.installation);
    },
  };
}

const nowhere = 'http://odoo.simulated';

function openConnection(of: Composition, name: string): Promise<OpenConnection> {
  const { world, process } = of;
  const { scheduler, swarm, wire, odoo, onHandOver } = world;
  const nowMs = (): number => scheduler.nowMs();
  const http = openHttp({ odoo, process, swarm, scheduler, wire });
  const bank = world.banks.find((one) => one.name === name);
  const ports: ConnectorPorts = {
    http: guardHttp(http, createCallGuard(nowMs), { nowMs }),
    openFolder: () =>
      Promise.resolve(
        openFolder({
          bank: present(bank, `bank ${name}`),
          process,
          swarm,
          scheduler,
          wire,
          onHandOver,
        }),
      ),
    now: () => scheduler.now(),
    secret: () => present(odoo.logins.get('svc'), 'login of the hub').key,
    log: () => undefined,
  };
  if (name === odooConnectionName) {
    return odooConnector.open(odooConnector.configSchema.parse(odooSettings(world)), ports);
  }
  return fileBankConnector.open(
    fileBankConnector.configSchema.parse({
      location: { kind: 'folder', path: name },
      acknowledge: 'remove',
    }),
    ports,
  );
}

function odooSettings({ odoo, odooTransport, odooCompanies }: World): object {
  return {
    version: odoo.release,
    transport: odooTransport,
    url: nowhere,
    database: odoo.database,
    login: 'svc',
    apiKeySecret: 'odoo-api-key',
    // The generic chart has no account for interest, so the sample names one.
    accounts: Object.fromEntries(odooCompanies.map((id) => [id, { interest: '443000' }])),
  };
}

/** Adds one task for a connection, as the schedules do. */
export async function askFor(
  hub: Hub,
  of: { readonly task: string; readonly connectionName: string },
): Promise<void> {
  const { scope, store } = hub.serviceContext('schedule');
  await store.transaction(scope, async (transaction) => {
    const [row] = await transaction.find('connection', { name: of.connectionName });
    const { id } = present(row, `connection ${of.connectionName}`);
    const data = { v: 1, entityId: null, correlationId: scope.correlationId, ids: [id] };
    await hub.queue.enqueue(transaction, [{ name: of.task, data, singletonKey: id }]);
  });
}

/** Adds the task that looks over each company for what stays too long. */
export async function askForSweeps(hub: Hub, entityIds: readonly EntityId[]): Promise<void> {
  const { scope, store } = hub.serviceContext('schedule');
  const { correlationId } = scope;
  await store.transaction(scope, (transaction) =>
    hub.queue.enqueue(
      transaction,
      entityIds.map((id) => ({
        name: 'deadline.sweep',
        data: { v: 1, entityId: id, correlationId, ids: [id] },
        singletonKey: id,
      })),
    ),
  );
}
