import {
  type Actor,
  asId,
  asPlainDate,
  type ConnectionId,
  type EntityId,
  type OpenItemRecord,
  type OwnAccountId,
  type PersonId,
  present,
  type PlainDate,
  type Problem,
  type Result,
  type Role,
} from '@quittance/domain';
import { canonicalJson } from '@quittance/governance';
import {
  configureInstallation,
  ingestMasterData,
  ingestOpenItems,
  type InstallationSetup,
  type ServiceContext,
  type ServicePorts,
} from '@quittance/services';
import {
  type MemoryStore,
  openMemoryStore,
  type RecordByTable,
  type Scope,
  type Store,
  type TableName,
  tableNames,
  type VersionedTable,
} from '@quittance/store';
import {
  fixedClock,
  memoryEvidence,
  type RecordingQueue,
  recordingQueue,
  seededIds,
  type TestClock,
} from './ports.ts';
import { testProfiles } from './profiles.ts';
import { accountNumbers, type companyExternalIds, masterData, usualBills } from './records.ts';

export const today: PlainDate = asPlainDate('2026-11-23');
export const connectionName = 'odoo';

/** Who works in the house. Grants hold in the German company unless the name says otherwise. */
const staff = {
  paula: ['preparer'],
  anna: ['approver'],
  otto: ['approver'],
  emil: ['approver'],
  rita: ['releaser'],
  connie: ['controller'],
  /** Controls both companies. */
  cora: ['controller'],
  ralf: ['reconciler'],
  ada: ['auditor'],
  /** Keyed the bills. */
  clerk: ['approver', 'releaser'],
  /** Edited the bank accounts of the suppliers. */
  banker: ['approver', 'releaser'],
  /** A service account that holds every role by mistake. */
  robot: ['preparer', 'approver', 'releaser', 'controller', 'reconciler'],
  /** Left the company and still holds every role. */
  gone: ['preparer', 'approver', 'releaser', 'controller', 'reconciler'],
  /** Holds every role, in the British company. */
  foreign: ['preparer', 'approver', 'releaser', 'controller', 'reconciler'],
} as const satisfies Record<string, readonly Role[]>;

export type Name = keyof typeof staff;
type AccountName = keyof typeof accountNumbers;

const isKey = <Key extends string>(object: Record<Key, unknown>, text: string): text is Key =>
  Object.hasOwn(object, text);

const currencyByAccount = {
  euro: 'EUR',
  batch: 'EUR',
  quick: 'EUR',
  dollar: 'USD',
  pound: 'GBP',
} as const;

const account = (entityCode: string, name: AccountName, bankProfile: string) => ({
  entityCode,
  name,
  accountNumber: accountNumbers[name],
  bic: null,
  currency: currencyByAccount[name],
  bankProfile,
  connectionName: 'bank',
});

const policy = (entityCode: string, currency: 'EUR' | 'USD' | 'GBP', fromMinor: bigint) => ({
  entityCode,
  currency,
  fromMinor,
  approversRequired: fromMinor === 0n ? 2 : 3,
  paymentMaxMinor: 5_000_000n,
});

function companiesOf(name: string): readonly string[] {
  if (name === 'cora') return ['de', 'uk'];
  return name === 'foreign' ? ['uk'] : ['de'];
}

const setup: InstallationSetup = {
  connections: [
    { name: connectionName, connector: 'odoo' },
    { name: 'bank', connector: 'file-bank' },
  ],
  entities: [
    {
      code: 'de',
      name: 'Quittance Beispiel GmbH',
      country: 'DE',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
    },
    {
      code: 'uk',
      name: 'Quittance Sample Ltd',
      country: 'GB',
      currency: 'GBP',
      timeZone: 'Europe/London',
    },
  ],
  accounts: [
    account('de', 'euro', 'nordhafen'),
    account('de', 'batch', 'kingsway'),
    account('de', 'dollar', 'nordhafen'),
    account('de', 'quick', 'quickbank'),
    account('uk', 'pound', 'kingsway'),
  ],
  persons: Object.entries(staff).map(([name, roles]) => ({
    name,
    email: `${name}@house.example`,
    machine: name === 'robot',
    grants: companiesOf(name).map((entityCode) => ({ entityCode, roles, limitMinor: null })),
  })),
  policies: [
    policy('de', 'EUR', 0n),
    policy('de', 'EUR', 1_000_000n),
    policy('de', 'USD', 0n),
    policy('uk', 'GBP', 0n),
  ],
};

/** A whole group of companies on the stores that it is given, ready for the first verb. */
export interface House<AnyStore extends Store = MemoryStore> {
  readonly store: AnyStore;
  readonly ports: ServicePorts;
  readonly clock: TestClock;
  readonly tasks: RecordingQueue;
  readonly evidence: ReturnType<typeof memoryEvidence>;
  readonly entities: { readonly de: EntityId; readonly uk: EntityId };
  readonly accounts: Readonly<Record<AccountName, OwnAccountId>>;
  readonly people: Readonly<Record<Name, PersonId>>;
  readonly connections: { readonly odoo: ConnectionId; readonly bank: ConnectionId };
  /** The context of a person; sees both companies unless told otherwise. */
  as(name: Name, entityIds?: readonly EntityId[]): ServiceContext;
  /** The context of the hub itself. */
  hub(entityIds?: readonly EntityId[]): ServiceContext;
  /** Every row of a table that both companies may see. */
  rows<Table extends TableName>(table: Table): Promise<readonly RecordByTable[Table][]>;
  /** Changes a row behind the hub's back, as another verb or release would. */
  edit<Table extends VersionedTable>(
    table: Table,
    row: RecordByTable[Table],
    patch: Partial<RecordByTable[Table]>,
  ): Promise<RecordByTable[Table]>;
  /** Takes bills over as the accounts tell them now. */
  ingest(
    items: readonly OpenItemRecord[],
    company?: keyof typeof companyExternalIds,
  ): Promise<void>;
}

export interface HouseOptions {
  readonly bills?: readonly OpenItemRecord[];
  readonly seed?: number;
  readonly clock?: TestClock;
}

/** The value of a result. Errors: throws the problem, so that a test names it. */
export function valueOf<Value>(result: Result<Value, Problem>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}

/** The code of a refusal, or `none`. */
export const codeOf = (result: Result<unknown, Problem>): string =>
  result.ok ? 'none' : result.error.code;

/** A house on a store in memory. */
export function openHouse(options: HouseOptions = {}): Promise<House> {
  const clock = options.clock ?? fixedClock();
  return furnish(openMemoryStore({ clock: clock.now }), { ...options, clock });
}

const correlationId = asId<'correlation'>('01930000-0000-7000-8000-00000000c0de');

/** Moves into any store: companies, accounts, people, policies, master data and bills. */
export async function furnish<AnyStore extends Store>(
  store: AnyStore,
  options: HouseOptions & { readonly clock: TestClock },
): Promise<House<AnyStore>> {
  const { clock, seed = 7 } = options;
  const ids = seededIds(seed);
  const entities = { de: ids.newId<'entity'>(), uk: ids.newId<'entity'>() };
  const both = [entities.de, entities.uk];
  const tasks = await recordingQueue(clock.now, ids);
  const evidence = memoryEvidence();
  const ports: ServicePorts = {
    store,
    tasks: tasks.queue,
    evidence,
    ids,
    settings: {
      digestSalt: new Uint8Array(32).fill(7),
      bankProfiles: testProfiles,
      approvalHours: 48,
      rereadMsMax: 60_000,
    },
  };
  const scopeOf = (actor: Actor, entityIds: readonly EntityId[]): Scope => ({
    actor,
    entityIds,
    correlationId,
  });
  const service: Actor = { kind: 'service', id: 'hub', name: 'hub' };
  const hub = (entityIds = both): ServiceContext => ({
    ...ports,
    scope: scopeOf(service, entityIds),
  });
  const entityIds = new Map(Object.entries(entities));
  valueOf(await configureInstallation({ ctx: hub(), input: { setup, entityIds } }));
  valueOf(await ingestMasterData({ ctx: hub(), input: { connectionName, masterData } }));
  const rows: House['rows'] = (table) =>
    store.transaction(hub().scope, (transaction) => transaction.find(table, {}));
  const named = await readNames(rows);
  const house: House<AnyStore> = {
    store,
    ports,
    clock,
    tasks,
    evidence,
    entities,
    ...named,
    hub,
    rows,
    as: (name, of = both) => ({
      ...ports,
      scope: scopeOf({ kind: 'person', id: named.people[name], name }, of),
    }),
    edit: (table, row, patch) => edit({ store, scope: hub().scope }, { table, row, patch }),
    ingest: async (items, company = 'de') => {
      const input = {
        entityId: entities[company],
        connectionId: named.connections.odoo,
        connectionName,
        items,
      };
      valueOf(await ingestOpenItems({ ctx: hub(), input }));
    },
  };
  await leave(house);
  await house.ingest(options.bills ?? usualBills);
  tasks.take();
  return house;
}

/** One of them left the company after it was set up. */
async function leave(house: House<Store>): Promise<void> {
  const persons = await house.rows('person');
  const gone = present(
    persons.find((row) => row.id === house.people.gone),
    'the one who left',
  );
  await house.edit('person', gone, { active: false });
}

async function edit<Table extends VersionedTable>(
  on: { readonly store: Store; readonly scope: Scope },
  of: {
    readonly table: Table;
    readonly row: RecordByTable[Table];
    readonly patch: Partial<RecordByTable[Table]>;
  },
): Promise<RecordByTable[Table]> {
  const after = { ...of.row, ...of.patch, version: of.row.version + 1 };
  await on.store.transaction(on.scope, (transaction) => transaction.update(of.table, [after]));
  return after;
}

async function readNames(rows: House['rows']) {
  const persons = await rows('person');
  const accounts = await rows('own_account');
  const connections = await rows('connection');
  const idOf = (name: string, all: readonly { readonly name: string; readonly id: string }[]) =>
    present(all.find((row) => row.name === name)?.id, name);
  return {
    people: byName(staff, (name) => asId<'person'>(idOf(name, persons))),
    accounts: byName(accountNumbers, (name) => asId<'own_account'>(idOf(name, accounts))),
    connections: {
      odoo: asId<'connection'>(idOf(connectionName, connections)),
      bank: asId<'connection'>(idOf('bank', connections)),
    },
  };
}

/** Guarantee of the cast: every key of `keys` is written. */
function byName<Key extends string, Value>(
  keys: Record<Key, unknown>,
  of: (key: Key) => Value,
): Readonly<Record<Key, Value>> {
  const entries = Object.keys(keys).flatMap((key) => (isKey(keys, key) ? [[key, of(key)]] : []));
  return Object.fromEntries(entries) as Readonly<Record<Key, Value>>;
}

/** Everything that the store holds, as one text: equal texts, nothing changed. */
export async function dumpOf(house: House): Promise<string> {
  const parts: string[] = [];
  for (const table of tableNames) {
    parts.push(canonicalJson({ table, rows: await house.store.dump(table) }));
  }
  return parts.join('\n');
}
