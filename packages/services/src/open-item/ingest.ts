import {
  type ConnectionId,
  type EntityId,
  type OpenItem,
  type OpenItemRecord,
  type PartyId,
  type PersonId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme, objectIdsOf } from '../context/links.ts';
import { emptyTally, keepInStep, type MirrorTally } from '../context/mirror.ts';
import { inChunks, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';

export interface IngestOpenItemsInput {
  readonly entityId: EntityId;
  readonly connectionId: ConnectionId;
  readonly connectionName: string;
  /** At most one page of the accounts. */
  readonly items: readonly OpenItemRecord[];
}

/**
 * Takes over bills and credit notes as the accounts tell them now. They own these objects; the hub
 * keeps a mirror. A party that the hub does not know yet refuses the page: master data comes first.
 */
export async function ingestOpenItems(
  call: VerbCall<IngestOpenItemsInput>,
): Promise<Result<MirrorTally, Problem>> {
  const allowed = requireService(call.ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(call.ctx, (unit) => ingestInto(unit, call));
}

async function ingestInto(
  unit: UnitOfWork,
  call: VerbCall<IngestOpenItemsInput>,
): Promise<Result<MirrorTally, Problem>> {
  const { ctx, input } = call;
  const foreign = await foreignItem(unit, input);
  if (foreign !== null) return refuse(problem('NOT_THE_OWNER', foreign));
  const known = await readKnown(unit, input);
  const pass = {
    unit,
    verb: 'openItem.ingest',
    tally: emptyTally(),
    event: { added: 'openItem.posted', changed: 'openItem.changed' },
  };
  const links = [];
  for (const record of input.items) {
    const partyId = known.parties.get(record.partyExternalId);
    if (partyId === undefined) {
      return refuse(problem('NOT_FOUND', `party ${record.partyExternalId} of ${record.number}`));
    }
    const existing = known.items.get(record.externalId);
    const id = existing?.id ?? ctx.ids.newId<'open_item'>();
    const fresh = {
      ...fieldsOf(record, known, existing),
      id,
      version: 1,
      partyId,
      entityId: input.entityId,
      connectionId: input.connectionId,
      baselined: existing?.baselined ?? false,
    };
    keepInStep(pass, 'open_item', { existing, fresh });
    links.push(linkOf(input, record.externalId, id));
  }
  await unit.link(links);
  return succeed(pass.tally);
}

/** A bill may only come from the company whose mirror this is, over the connection it came by. */
async function foreignItem(unit: UnitOfWork, input: IngestOpenItemsInput): Promise<string | null> {
  const { entityId, connectionId, connectionName } = input;
  const [connection] = await unit.transaction.find('connection', { id: connectionId });
  if (connection?.name !== connectionName) return `${connectionName} is another connection`;
  const scheme = linkScheme(connectionName, 'company');
  const company = (await externalIdsOf(unit.transaction, scheme, [entityId])).get(entityId);
  const foreign = input.items.find((item) => item.companyExternalId !== company);
  return foreign === undefined ? null : `${foreign.number} belongs to another company`;
}

interface Known {
  readonly parties: ReadonlyMap<string, PartyId>;
  readonly people: ReadonlyMap<string, PersonId>;
  readonly items: ReadonlyMap<string, OpenItem>;
  readonly machines: ReadonlySet<PersonId>;
}

async function readKnown(unit: UnitOfWork, input: IngestOpenItemsInput): Promise<Known> {
  const { transaction } = unit;
  const scheme = (kind: 'party' | 'user' | 'openItem') => linkScheme(input.connectionName, kind);
  const makers = input.items.flatMap((item) =>
    [item.createdByExternalId, item.lastEditedByExternalId].filter((id) => id !== null),
  );
  const externalIds = input.items.map((item) => item.externalId);
  const parties = await objectIdsOf<'party'>(
    transaction,
    scheme('party'),
    input.items.map((item) => item.partyExternalId),
  );
  const people = await objectIdsOf<'person'>(transaction, scheme('user'), makers);
  const ids = await objectIdsOf<'open_item'>(transaction, scheme('openItem'), externalIds);
  const rows = await inChunks([...ids.values()], (chunk) =>
    transaction.find('open_item', { entityId: input.entityId, id: { in: chunk } }),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = new Map<string, OpenItem>();
  for (const [externalId, id] of ids) {
    const row = byId.get(id);
    if (row !== undefined) items.set(externalId, row);
  }
  const machines = await transaction.find('person', { machine: true });
  return { parties, people, items, machines: new Set(machines.map((row) => row.id)) };
}

/**
 * The hub's own writes make its service user the last editor there; the last human editor is the
 * maker that segregation of duties asks for, so a machine never replaces one.
 */
function fieldsOf(record: OpenItemRecord, known: Known, existing: OpenItem | undefined) {
  const person = (externalId: string | null): PersonId | null =>
    externalId === null ? null : (known.people.get(externalId) ?? null);
  const {
    externalId: _externalId,
    companyExternalId: _company,
    partyExternalId: _party,
    createdByExternalId,
    lastEditedByExternalId,
    ...fields
  } = record;
  const createdBy = person(createdByExternalId);
  const editor = person(lastEditedByExternalId);
  const byMachine = editor !== null && known.machines.has(editor);
  const lastEditedBy = byMachine ? (existing?.lastEditedBy ?? createdBy) : editor;
  return { ...fields, createdBy, lastEditedBy };
}

const linkOf = (input: IngestOpenItemsInput, externalId: string, objectId: string) => ({
  entityId: input.entityId,
  scheme: linkScheme(input.connectionName, 'openItem'),
  externalId,
  objectKind: 'open_item',
  objectId,
});

export interface BaselineInput {
  readonly entityId: EntityId;
  readonly connectionName: string;
  /** External ids of what was open or already sent before go-live. */
  readonly externalIds: readonly string[];
}

/** Marks bills as not the hub's: they are never proposed for payment. Runs once, at go-live. */
export async function baselineOpenItems(
  call: VerbCall<BaselineInput>,
): Promise<Result<{ readonly baselined: number }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const scheme = linkScheme(input.connectionName, 'openItem');
    const ids = await objectIdsOf<'open_item'>(unit.transaction, scheme, input.externalIds);
    const rows = await inChunks([...ids.values()], (chunk) =>
      unit.transaction.lock('open_item', { entityId: input.entityId, id: { in: chunk } }),
    );
    const pass = { unit, verb: 'openItem.baseline', tally: emptyTally() };
    for (const existing of rows) {
      keepInStep(pass, 'open_item', { existing, fresh: { ...existing, baselined: true } });
    }
    return succeed({ baselined: pass.tally.changed });
  });
}
