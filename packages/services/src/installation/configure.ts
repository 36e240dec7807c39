import {
  type ApprovalPolicy,
  type Connection,
  type Currency,
  type EntityId,
  type Grant,
  type LegalEntity,
  type OwnAccount,
  type Person,
  type PersonId,
  present,
  type Problem,
  type Result,
  type Role,
  succeed,
} from '@quittance/domain';
import { accountDigest } from '@quittance/governance';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { added, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';

/** What the configuration file says of the group; onboarding an entity or bank needs no code. */
export interface InstallationSetup {
  readonly connections: readonly { readonly name: string; readonly connector: string }[];
  readonly entities: readonly {
    readonly code: string;
    readonly name: string;
    readonly country: string;
    readonly currency: Currency;
    readonly timeZone: string;
  }[];
  readonly accounts: readonly {
    readonly entityCode: string;
    readonly name: string;
    readonly accountNumber: string;
    readonly bic: string | null;
    readonly currency: Currency;
    readonly bankProfile: string;
    readonly connectionName: string;
    readonly routingRank?: number | null;
  }[];
  readonly persons: readonly {
    readonly name: string;
    readonly email: string;
    readonly machine: boolean;
    readonly grants: readonly {
      readonly entityCode: string;
      readonly roles: readonly Role[];
      readonly limitMinor: bigint | null;
    }[];
  }[];
  readonly policies: readonly {
    readonly entityCode: string;
    readonly currency: Currency;
    readonly fromMinor: bigint;
    readonly approversRequired: number;
    readonly paymentMaxMinor: bigint;
  }[];
}

export interface ConfiguredInstallation {
  readonly added: number;
}

/**
 * Sets up what the configuration names and the database does not have yet. What is there already is
 * not changed here: changes of governed settings are change requests. Runs as the hub, at start.
 * The scope must hold the ids that {@link planEntityIds} gave, so that row security lets them in.
 */
export async function configureInstallation(
  call: VerbCall<{
    readonly setup: InstallationSetup;
    readonly entityIds: ReadonlyMap<string, EntityId>;
  }>,
): Promise<Result<ConfiguredInstallation, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    await unit.transaction.lockKey('installation');
    const writer = {
      ctx,
      unit,
      setup: input.setup,
      entityIds: input.entityIds,
      added: { count: 0 },
    };
    await addEntities(writer);
    const connections = await addConnections(writer);
    await addAccounts(writer, connections);
    await addPersons(writer);
    await addPolicies(writer);
    return succeed({ added: writer.added.count });
  });
}

interface Writer {
  readonly ctx: ServiceContext;
  readonly unit: UnitOfWork;
  readonly setup: InstallationSetup;
  readonly entityIds: ReadonlyMap<string, EntityId>;
  readonly added: { count: number };
}

const verb = 'installation.configure';

const entityIdOf = (writer: Writer, code: string): EntityId =>
  present(writer.entityIds.get(code), `entity ${code} of the configuration`);

async function addEntities(writer: Writer): Promise<void> {
  const known = await writer.unit.transaction.find('legal_entity', {});
  const ids = new Set(known.map((entity) => entity.id));
  for (const wanted of writer.setup.entities) {
    const id = entityIdOf(writer, wanted.code);
    if (ids.has(id)) continue;
    const row: LegalEntity = { id, version: 1, ...wanted, lockedUntil: null };
    writer.added.count += 1;
    writer.unit.mutate({ verb, change: added('legal_entity', row) });
  }
}

async function addConnections(writer: Writer): Promise<ReadonlyMap<string, Connection['id']>> {
  const known = await writer.unit.transaction.find('connection', {});
  const ids = new Map(known.map((connection) => [connection.name, connection.id]));
  for (const { name, connector } of writer.setup.connections) {
    if (ids.has(name)) continue;
    const id = writer.ctx.ids.newId<'connection'>();
    ids.set(name, id);
    const health = { lastSuccessAt: null, lastFaultAt: null, lastFault: null };
    const row: Connection = { id, version: 1, name, connector, active: true, ...health };
    writer.added.count += 1;
    writer.unit.mutate({ verb, change: added('connection', row) });
  }
  return ids;
}

async function addAccounts(
  writer: Writer,
  connections: ReadonlyMap<string, Connection['id']>,
): Promise<void> {
  const known = await writer.unit.transaction.find('own_account', {});
  const digests = new Set(known.map((account) => account.accountDigest));
  const salt = writer.ctx.settings.digestSalt;
  for (const wanted of writer.setup.accounts) {
    const digest = accountDigest({ accountNumber: wanted.accountNumber, salt });
    if (digests.has(digest)) continue;
    const { entityCode, connectionName, routingRank = null, ...fields } = wanted;
    const bankConnectionId = present(
      connections.get(connectionName),
      `connection ${connectionName}`,
    );
    const row: OwnAccount = {
      id: writer.ctx.ids.newId<'own_account'>(),
      version: 1,
      entityId: entityIdOf(writer, entityCode),
      ...fields,
      accountDigest: digest,
      bankConnectionId,
      routingRank,
      bookedBalanceMinor: null,
      balanceDate: null,
    };
    writer.added.count += 1;
    writer.unit.mutate({ verb, change: added('own_account', row) });
  }
}

async function addPersons(writer: Writer): Promise<void> {
  const { transaction } = writer.unit;
  const known = await transaction.find('person', {});
  const byEmail = new Map(known.map((person) => [person.email?.toLowerCase(), person.id]));
  const grants = await transaction.find('grant', {});
  for (const { name, email, machine, grants: wanted } of writer.setup.persons) {
    let personId = byEmail.get(email.toLowerCase());
    if (personId === undefined) {
      personId = writer.ctx.ids.newId<'person'>();
      const row: Person = { id: personId, version: 1, name, email, active: true, machine };
      writer.added.count += 1;
      writer.unit.mutate({ verb, change: added('person', row) });
    }
    for (const grant of wanted) addGrants(writer, { personId, grants, wanted: grant });
  }
}

function addGrants(
  writer: Writer,
  of: {
    readonly personId: PersonId;
    readonly grants: readonly Grant[];
    readonly wanted: InstallationSetup['persons'][number]['grants'][number];
  },
): void {
  const { personId, grants, wanted } = of;
  const entityId = entityIdOf(writer, wanted.entityCode);
  for (const role of wanted.roles) {
    const has = grants.some(
      (grant) => grant.personId === personId && grant.entityId === entityId && grant.role === role,
    );
    if (has) continue;
    const id = writer.ctx.ids.newId<'grant'>();
    const { limitMinor } = wanted;
    const row: Grant = { id, version: 1, entityId, personId, role, limitMinor, active: true };
    writer.added.count += 1;
    writer.unit.mutate({ verb, change: added('grant', row) });
  }
}

async function addPolicies(writer: Writer): Promise<void> {
  const known = await writer.unit.transaction.find('approval_policy', {});
  for (const { entityCode, ...fields } of writer.setup.policies) {
    const entityId = entityIdOf(writer, entityCode);
    const has = known.some(
      (policy) =>
        policy.entityId === entityId &&
        policy.currency === fields.currency &&
        policy.fromMinor === fields.fromMinor,
    );
    if (has) continue;
    const id = writer.ctx.ids.newId<'policy'>();
    const row: ApprovalPolicy = { id, version: 1, entityId, ...fields };
    writer.added.count += 1;
    writer.unit.mutate({ verb, change: added('approval_policy', row) });
  }
}
