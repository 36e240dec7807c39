import {
  type MasterData,
  type PartyId,
  type PersonId,
  type Problem,
  type Result,
  succeed,
} from '@quittance/domain';
import { accountDigest } from '@quittance/governance';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { externalIdsOf, type LinkKind, linkScheme, objectIdsOf } from '../context/links.ts';
import { emptyTally, keepInStep, type MirrorPass, type MirrorTally } from '../context/mirror.ts';
import { findEvery, inChunks, inTransaction } from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';

export interface IngestMasterDataInput {
  readonly connectionName: string;
  readonly masterData: MasterData;
}

interface Ingest extends MirrorPass {
  readonly ctx: ServiceContext;
  readonly input: IngestMasterDataInput;
}

/** Parties or accounts of one transaction: each writes a row, a link and a leaf for either. */
const recordsMax = 1_000;

/**
 * Takes over companies, users, parties and their bank accounts as the accounts, which own them,
 * tell them, in transactions of a bounded size. Repeating it has no effect, so that a pass that
 * broke off is made whole by the next one. Runs as the hub.
 */
export async function ingestMasterData(
  call: VerbCall<IngestMasterDataInput>,
): Promise<Result<MirrorTally, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  const { parties, partyBanks } = input.masterData;
  const tally = emptyTally();
  const people = await pass(call, tally, async (ingest) => {
    await ingestCompanies(ingest);
    return ingestUsers(ingest);
  });
  if (!people.ok) return people;
  const partyIds = new Map<string, PartyId>();
  for (const some of chunked(parties, recordsMax)) {
    const ids = await pass(call, tally, (ingest) => ingestParties(ingest, some));
    if (!ids.ok) return ids;
    for (const [externalId, id] of ids.value) partyIds.set(externalId, id);
  }
  const known = { partyIds, people: people.value };
  const banks = new Set<string>();
  for (const some of chunked(partyBanks, recordsMax)) {
    const ids = await pass(call, tally, (ingest) => ingestBanks(ingest, some, known));
    if (!ids.ok) return ids;
    for (const id of ids.value) banks.add(id);
  }
  const ended = await pass(call, tally, async (ingest) => {
    await giveUpBanks(ingest, banks);
    await linkJournals(ingest);
  });
  return ended.ok ? succeed(tally) : ended;
}

/** One transaction of the whole; what it counted counts once it is committed. */
async function pass<Value>(
  { ctx, input }: VerbCall<IngestMasterDataInput>,
  total: MirrorTally,
  work: (ingest: Ingest) => Promise<Value>,
): Promise<Result<Value, Problem>> {
  const done = await inTransaction(ctx, async (unit) => {
    const tally = emptyTally();
    const value = await work({ ctx, input, unit, verb: 'masterData.ingest', tally });
    return succeed({ value, tally });
  });
  if (!done.ok) return done;
  total.added += done.value.tally.added;
  total.changed += done.value.tally.changed;
  total.unchanged += done.value.tally.unchanged;
  return succeed(done.value.value);
}

/** Companies are set up in the configuration, by name; the accounts tell their lock dates. */
async function ingestCompanies(ingest: Ingest): Promise<void> {
  const entities = await ingest.unit.transaction.find('legal_entity', {});
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const seen = ingest.input.masterData.companies.flatMap((company) => {
    const existing = byName.get(company.name);
    if (existing === undefined || existing.currency !== company.currency) return [];
    const fresh = { ...existing, version: 1, lockedUntil: company.lockedUntil };
    keepInStep(ingest, 'legal_entity', { existing, fresh });
    return [{ externalId: company.externalId, objectId: existing.id }];
  });
  await link(ingest, 'company', { objectKind: 'legal_entity', seen });
}

/** A user is the person with the same e-mail address, else a person of their own (I17). */
async function ingestUsers(ingest: Ingest): Promise<ReadonlyMap<string, PersonId>> {
  const { users } = ingest.input.masterData;
  const known = await knownIds<'person'>(ingest, 'user', users);
  const persons = await ingest.unit.transaction.find('person', {});
  const byEmail = new Map(persons.map((person) => [person.email?.toLowerCase(), person.id]));
  const ids = new Map<string, PersonId>();
  for (const user of users) {
    const email = user.email?.toLowerCase();
    const existing = known.get(user.externalId) ?? (email ? byEmail.get(email) : undefined);
    const id = existing ?? ingest.ctx.ids.newId<'person'>();
    ids.set(user.externalId, id);
    if (existing !== undefined) continue;
    const { name, active } = user;
    const fresh = { id, version: 1, name, email: user.email, active, machine: false };
    keepInStep(ingest, 'person', { existing: undefined, fresh });
  }
  await link(ingest, 'user', { objectKind: 'person', seen: pairs(ids) });
  return ids;
}

async function ingestParties(
  ingest: Ingest,
  parties: MasterData['parties'],
): Promise<ReadonlyMap<string, PartyId>> {
  const known = await knownIds<'party'>(ingest, 'party', parties);
  const rows = await inChunks([...known.values()], (chunk) =>
    ingest.unit.transaction.find('party', { id: { in: chunk } }),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ids = new Map<string, PartyId>();
  for (const { externalId, active: _active, ...fields } of parties) {
    const id = known.get(externalId) ?? ingest.ctx.ids.newId<'party'>();
    ids.set(externalId, id);
    const fresh = { id, version: 1, role: 'supplier' as const, ...fields };
    keepInStep(ingest, 'party', { existing: byId.get(id), fresh });
  }
  await link(ingest, 'party', { objectKind: 'party', seen: pairs(ids) });
  return ids;
}

interface KnownOwners {
  readonly partyIds: ReadonlyMap<string, PartyId>;
  readonly people: ReadonlyMap<string, PersonId>;
}

/** Returns the ids of the accounts that belong to a party. */
async function ingestBanks(
  ingest: Ingest,
  partyBanks: MasterData['partyBanks'],
  { partyIds, people }: KnownOwners,
): Promise<readonly string[]> {
  const known = await knownIds<'bank_details'>(ingest, 'partyBank', partyBanks);
  const rows = await inChunks([...known.values()], (chunk) =>
    ingest.unit.transaction.find('party_bank_details', { id: { in: chunk } }),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const seen: { externalId: string; objectId: string }[] = [];
  for (const record of partyBanks) {
    const partyId = partyIds.get(record.partyExternalId);
    if (partyId === undefined) continue;
    const id = known.get(record.externalId) ?? ingest.ctx.ids.newId<'bank_details'>();
    seen.push({ externalId: record.externalId, objectId: id });
    const { accountNumber, bic, clearingNumber, currency, trusted, active } = record;
    const editor = record.lastEditedByExternalId;
    const lastEditedBy = editor === null ? null : (people.get(editor) ?? null);
    const digest = accountDigest({ accountNumber, salt: ingest.ctx.settings.digestSalt });
    const details = { accountNumber, bic, clearingNumber, currency, trusted, active };
    const fresh = { id, version: 1, partyId, accountDigest: digest, lastEditedBy, ...details };
    keepInStep(ingest, 'party_bank_details', { existing: byId.get(id), fresh });
  }
  await link(ingest, 'partyBank', { objectKind: 'party_bank_details', seen });
  return seen.map((pair) => pair.objectId);
}

/**
 * An account that the accounts know no more was deleted there: nothing is paid to it any more. The
 * answer is whole, archived ones included, so that what is not in it is not there.
 */
async function giveUpBanks(ingest: Ingest, seen: ReadonlySet<string>): Promise<void> {
  const { transaction } = ingest.unit;
  const active = await findEvery(transaction, 'party_bank_details', { active: true });
  const missing = active.filter((row) => !seen.has(row.id));
  const scheme = linkScheme(ingest.input.connectionName, 'partyBank');
  const ours = await externalIdsOf(
    transaction,
    scheme,
    missing.map((row) => row.id),
  );
  for (const existing of missing) {
    if (!ours.has(existing.id)) continue;
    keepInStep(ingest, 'party_bank_details', { existing, fresh: { ...existing, active: false } });
  }
}

/** A bank journal of the accounts is the own account with the same number. */
async function linkJournals(ingest: Ingest): Promise<void> {
  const { ctx, unit, input } = ingest;
  const salt = ctx.settings.digestSalt;
  const accounts = await unit.transaction.find('own_account', {});
  const byDigest = new Map(accounts.map((account) => [account.accountDigest, account]));
  const scheme = linkScheme(input.connectionName, 'journal');
  const links = input.masterData.bankJournals.flatMap(({ accountNumber, externalId }) => {
    if (accountNumber === null || accountNumber === '') return [];
    const account = byDigest.get(accountDigest({ accountNumber, salt }));
    if (account === undefined) return [];
    const { entityId, id: objectId } = account;
    return [{ entityId, scheme, externalId, objectKind: 'own_account', objectId }];
  });
  await unit.link(links);
}

const pairs = (ids: ReadonlyMap<string, string>) =>
  [...ids].map(([externalId, objectId]) => ({ externalId, objectId }));

function knownIds<Kind extends string>(
  ingest: Ingest,
  kind: LinkKind,
  records: readonly { readonly externalId: string }[],
) {
  const scheme = linkScheme(ingest.input.connectionName, kind);
  const externalIds = records.map((record) => record.externalId);
  return objectIdsOf<Kind>(ingest.unit.transaction, scheme, externalIds);
}

async function link(
  ingest: Ingest,
  kind: LinkKind,
  of: {
    readonly objectKind: string;
    readonly seen: readonly { readonly externalId: string; readonly objectId: string }[];
  },
): Promise<void> {
  const scheme = linkScheme(ingest.input.connectionName, kind);
  const links = of.seen.map((pair) => ({
    entityId: null,
    scheme,
    objectKind: of.objectKind,
    ...pair,
  }));
  await ingest.unit.link(links);
}
