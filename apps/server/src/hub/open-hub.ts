import { join } from 'node:path';
import type { ConnectorLogLine } from '@quittance/connector-kit';
import {
  asId,
  type ConnectionId,
  type EntityId,
  type Instant,
  present,
  type Problem,
  ProblemError,
  type Result,
} from '@quittance/domain';
import { openPostgresTaskQueue, type TaskQueue } from '@quittance/engine';
import { type FlowConnection, type FlowPorts, guardEndpoints } from '@quittance/flows';
import { configureInstallation, type ServiceContext, taskKinds } from '@quittance/services';
import {
  type EvidenceStore,
  openEvidenceFolder,
  openPostgresStore,
  type PostgresStore,
  type Scope,
  type StoreTransaction,
} from '@quittance/store';
import { systemNow, systemNowMs } from '../adapters/clock.ts';
import { systemIds } from '../adapters/ids.ts';
import { systemRandomBytes } from '../adapters/random.ts';
import { openMail } from '../adapters/mail.ts';
import { createFolderOpener, createHttpClient } from '../adapters/net/index.ts';
import { systemScheduler } from '../adapters/scheduler.ts';
import { openAuditKeys } from '../audit/index.ts';
import { openWebhookSigner } from '../adapters/webhook-signer.ts';
import { entityIdsOf, setupOf } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { bankProfiles, createConnectionPool, flowConnection } from './connections.ts';
import type { HubDatabase } from './database.ts';
import { openConnectorSecrets, openKeptSecrets } from './secrets.ts';

/** A running hub: verbs can be called, tasks can be worked on. */
export interface Hub {
  readonly config: Config;
  readonly store: PostgresStore;
  readonly queue: TaskQueue;
  readonly evidence: EvidenceStore;
  readonly ports: FlowPorts;
  readonly entityIds: readonly EntityId[];
  /** A context for a verb of the hub itself. */
  serviceContext(name: string): ServiceContext;
  /** A context for a verb of a person, who sees the entities of their grants and no others. */
  personContext(person: { readonly id: string; readonly name: string }): Promise<ServiceContext>;
  close(): Promise<void>;
}

export interface OpenHubInput {
  readonly config: Config;
  readonly database: HubDatabase;
  /** Whether this process takes care of leases and schedules. */
  readonly supervise: boolean;
  readonly log: (line: ConnectorLogLine) => void;
  readonly onError: (error: unknown) => void;
  readonly role?: 'quittance_app' | 'quittance_sender';
  /** The clock of counterparties in a sandbox; the system's when absent. */
  readonly now?: () => Instant;
}

/** Opens store, queue, evidence and connections of an installation that is migrated. */
export async function openHub(input: OpenHubInput): Promise<Hub> {
  const { config, database } = input;
  let closing = false;
  const onError = (error: unknown): void => {
    // A server that goes away while we leave is no news.
    if (!closing) input.onError(error);
  };
  const role = input.role ?? 'quittance_app';
  const connectionString = database.url(role);
  const store = await openPostgresStore({
    connectionString,
    kind: config.kind,
    applicationName: 'quittance',
    poolSizeMax: 8,
    onError,
  });
  const queue = await openQueue({ connectionString, supervise: input.supervise, onError });
  const kept = openKeptSecrets(join(config.dataDirectory, 'kept-secrets.json'));
  const secrets = openConnectorSecrets(config.secretsFile, kept);
  const { secret } = secrets;
  const http = createHttpClient({ log: input.log });
  const openFolder = createFolderOpener(secret);
  const pool = createConnectionPool(
    config,
    { http, openFolder, now: input.now ?? systemNow, ...secrets, log: input.log },
    { nowMs: systemNowMs, sleep: (durationMs) => systemScheduler.sleep(durationMs) },
  );
  const services = await openServices({ config, store, queue });
  const entityIds = [...entityIdsOf(config).values()];
  const lookups = createLookups({ config, store, entityIds, pool });
  const ports: FlowPorts = {
    ...services,
    ...lookups,
    sendMail: openMail(config.mail, secret),
    http: guardEndpoints(http, () => Date.parse(systemNow())),
    webhookSigner: openWebhookSigner(secret),
    events: { entityIds, readBehindHorizon: (request) => store.readBehindHorizon(request) },
  };
  return {
    config,
    store,
    queue,
    evidence: services.evidence,
    ports,
    entityIds,
    ...contextsOf(services, entityIds),
    async close() {
      closing = true;
      await queue.stop();
      await pool.close();
      http.close();
      await store.close();
    },
  };
}

async function openQueue(
  input: Pick<OpenHubInput, 'supervise' | 'onError'> & { readonly connectionString: string },
): Promise<TaskQueue> {
  const queue = await openPostgresTaskQueue({
    ...input,
    applicationName: 'quittance-tasks',
    scheduler: systemScheduler,
    newId: () => systemIds.newId(),
  });
  await queue.prepare(taskKinds);
  return queue;
}

type Services = Omit<ServiceContext, 'scope'>;

/** What every verb is given besides its scope; the keys of the audit log are made when missing. */
async function openServices(of: {
  readonly config: Config;
  readonly store: PostgresStore;
  readonly queue: TaskQueue;
}): Promise<Services & { readonly evidence: EvidenceStore }> {
  const { config, store, queue } = of;
  const keys = await openAuditKeys({
    folder: join(config.dataDirectory, 'keys'),
    name: 'quittance',
    createMissing: true,
    randomBytes: systemRandomBytes,
  });
  return {
    store,
    tasks: queue,
    evidence: openEvidenceFolder(join(config.dataDirectory, 'evidence')),
    ids: systemIds,
    queueNow: systemNow,
    settings: {
      digestSalt: keys.digestSalt,
      bankProfiles: new Map(Object.entries(bankProfiles)),
      approvalHours: config.approvalHours,
      rereadMsMax: config.rereadSecondsMax * 1_000,
    },
  };
}

function contextsOf(
  services: Services,
  entityIds: readonly EntityId[],
): Pick<Hub, 'serviceContext' | 'personContext'> {
  const scopeOf = (
    actor: Scope['actor'],
    seen: readonly EntityId[] = entityIds,
  ): ServiceContext => ({
    ...services,
    scope: { actor, entityIds: seen, correlationId: systemIds.newId<'correlation'>() },
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

/** Sets up what the configuration names and the database does not have yet. */
export async function configureHub(hub: Hub): Promise<Result<{ readonly added: number }, Problem>> {
  return configureInstallation({
    ctx: hub.serviceContext('configure'),
    input: { setup: setupOf(hub.config), entityIds: entityIdsOf(hub.config) },
  });
}

type Lookups = Pick<FlowPorts, 'connection' | 'accountsOf' | 'bankOf' | 'entitiesOf'>;

/** Finds connections by what a flow knows; rows of connections never change their name. */
function createLookups(of: {
  readonly config: Config;
  readonly store: PostgresStore;
  readonly entityIds: readonly EntityId[];
  readonly pool: ReturnType<typeof createConnectionPool>;
}): Lookups {
  const { config, store, entityIds, pool } = of;
  const scope: Scope = {
    actor: { kind: 'service', id: 'lookup', name: 'lookup' },
    entityIds,
    correlationId: systemIds.newId<'correlation'>(),
  };
  const find = <Value>(work: (transaction: StoreTransaction) => Promise<Value>): Promise<Value> =>
    store.transaction(scope, work);
  const byName = async (name: string): Promise<FlowConnection> => {
    const [row] = await find((transaction) => transaction.find('connection', { name }));
    const { id } = present(row, `connection ${name} of the installation`);
    return flowConnection({ id, name }, await pool.open(name));
  };
  const connection = async (id: ConnectionId): Promise<FlowConnection> => {
    const [row] = await find((transaction) => transaction.find('connection', { id }));
    const { name } = present(row, 'connection of the task');
    return flowConnection({ id, name }, await pool.open(name));
  };
  const idsByCode = entityIdsOf(config);
  return {
    connection,
    accountsOf: (entityId) => {
      const entity = config.entities.find((one) => idsByCode.get(one.code) === entityId);
      return byName(present(entity, 'entity of the task').accounts);
    },
    bankOf: async (ownAccountId) => {
      const id = asId<'own_account'>(ownAccountId);
      const [row] = await find((transaction) => transaction.find('own_account', { id }));
      return connection(present(row, 'own account of the task').bankConnectionId);
    },
    entitiesOf: async (id) => {
      const { name } = await connection(id);
      const accounts = config.accounts.filter((account) => account.bank === name);
      const codes = new Set(accounts.map((account) => account.entity));
      for (const entity of config.entities) if (entity.accounts === name) codes.add(entity.code);
      return [...codes].flatMap((code) => idsByCode.get(code) ?? []);
    },
  };
}

/** The value of a verb that must not be refused here. Errors: `ProblemError`. */
export function must<Value>(result: Result<Value, Problem>): Value {
  if (result.ok) return result.value;
  throw new ProblemError(result.error);
}
