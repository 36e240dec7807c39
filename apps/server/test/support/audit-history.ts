/** A few days in the life of a hub, by its real verbs, so that every table of the log has rows. */
import {
  asPlainDate,
  type Attempt,
  type BatchId,
  type ConnectionId,
  type Id,
  present,
  type PersonId,
} from '@quittance/domain';
import { readStatementFile } from '@quittance/formats';
import {
  cancelPayment,
  configureInstallation,
  createProposal,
  decide,
  engageStop,
  importStatements,
  ingestMasterData,
  ingestOpenItems,
  markInbox,
  matchAccount,
  receiveDeliveries,
  recordHealth,
  recordOutcome,
  releaseBatch,
  requestApproval,
  requestRelease,
  resolveCase,
  resumeStop,
  saveCursor,
  startSending,
  validateBatch,
} from '@quittance/services';
import type { StoreTransaction } from '@quittance/store';
import { done, type TestInstallation } from './audit-installation.ts';
import { bills, entityIds, masterData, type Name, ownIban, setup } from './audit-sample.ts';
import { type BookedEntry, statementBytes } from './audit-statement.ts';

/** Lives the days; calls `seal` at the moments at which a sealer would have come by. */
export async function liveHistory(
  installation: TestInstallation,
  seal: () => Promise<unknown>,
): Promise<void> {
  const connections = await setUp(installation);
  await seal();
  const people = await readPeople(installation);
  const first = await propose(installation, people, ['party-0', 'party-1', 'party-4']);
  await seal();
  await approve(installation, { people, batchId: first, decision: 'approve' });
  const second = await propose(installation, people, ['party-2', 'party-3']);
  await approve(installation, { people, batchId: second, decision: 'reject' });
  await seal();
  const attempt = await send(installation, people, first);
  await hearFromBank(installation, connections.bank, attempt);
  await seal();
  await stopAndResume(installation, people);
  await tidyUp(installation, people);
  await seal();
}

async function setUp(
  installation: TestInstallation,
): Promise<{ readonly odoo: ConnectionId; readonly bank: ConnectionId }> {
  const ctx = installation.as('service');
  done(await configureInstallation({ ctx, input: { setup, entityIds } }));
  const [odoo, bank] = await read(installation, async (transaction) => {
    const rows = await transaction.find('connection', {});
    return ['odoo', 'bank'].map((name) => rows.find((row) => row.name === name)?.id);
  });
  const connections = { odoo: present(odoo, 'odoo'), bank: present(bank, 'bank') };
  done(await ingestMasterData({ ctx, input: { connectionName: 'odoo', masterData } }));
  const entityId = entityOf('NORD');
  const connectionId = connections.odoo;
  const page = { entityId, connectionId, connectionName: 'odoo', items: bills };
  done(await ingestOpenItems({ ctx, input: page }));
  for (const state of ['1', '2']) {
    done(await saveCursor({ ctx, input: { connectionId, stream: 'bills', state } }));
  }
  done(await recordHealth({ ctx, input: { connectionId, fault: null } }));
  return connections;
}

const entityOf = (code: string) => present(entityIds.get(code), `entity ${code}`);

type People = ReadonlyMap<string, PersonId>;

async function readPeople(installation: TestInstallation): Promise<People> {
  const rows = await read(installation, (transaction) => transaction.find('person', {}));
  return new Map(rows.map((person) => [person.name, person.id]));
}

const personOf = (people: People, name: Name): PersonId => present(people.get(name), name);

function read<Value>(
  installation: TestInstallation,
  work: (transaction: StoreTransaction) => Promise<Value>,
): Promise<Value> {
  return installation.store.transaction(installation.as('service').scope, work);
}

async function propose(
  installation: TestInstallation,
  people: People,
  parties: readonly string[],
): Promise<BatchId> {
  const ctx = installation.as(personOf(people, 'preparer'));
  const { accountId, partyIds } = await read(installation, async (transaction) => {
    const [account] = await transaction.find('own_account', {});
    const rows = await transaction.find('party', {});
    const wanted = parties.map((name) => name.replace('party-', 'Supplier '));
    const ids = rows.filter((row) => wanted.includes(row.name)).map((row) => row.id);
    return { accountId: present(account, 'own account').id, partyIds: ids };
  });
  const dueUntil = asPlainDate('2026-11-30');
  const input = { ownAccountId: accountId, dueUntil, partyIds };
  const { batchId } = done(await createProposal({ ctx, input }));
  done(await validateBatch({ ctx, input: { batchId } }));
  done(await requestApproval({ ctx, input: { batchId } }));
  return batchId;
}

async function approve(
  installation: TestInstallation,
  of: {
    readonly people: People;
    readonly batchId: BatchId;
    readonly decision: 'approve' | 'reject';
  },
): Promise<void> {
  const { people, batchId, decision } = of;
  const contentHash = await read(installation, async (transaction) => {
    const [approval] = await transaction.find('approval', { subjectId: batchId });
    return present(approval, 'approval').contentHash;
  });
  const reason = decision === 'reject' ? { reason: 'not now' } : {};
  const deciders: readonly Name[] = decision === 'reject' ? ['second'] : ['approver', 'second'];
  for (const name of deciders) {
    const ctx = installation.as(personOf(people, name));
    done(await decide({ ctx, input: { batchId, decision, contentHash, ...reason } }));
  }
}

async function send(
  installation: TestInstallation,
  people: People,
  batchId: BatchId,
): Promise<Attempt> {
  const releaser = installation.as(personOf(people, 'releaser'));
  done(await requestRelease({ ctx: releaser, input: { batchId } }));
  const ctx = installation.as('service');
  const rereadAt = await read(installation, ({ now }) => Promise.resolve(now));
  const input = { batchId, connectionName: 'odoo', reread: bills, rereadAt };
  const released = done(await releaseBatch({ ctx, input }));
  const attemptId = present(released.attemptIds[0], `attempt of ${JSON.stringify(released)}`);
  const { attempt } = done(await startSending({ ctx, input: { attemptId } }));
  const { fencingToken } = attempt;
  const outcome = { attemptId, fencingToken, outcome: 'acknowledged', detail: 'taken' } as const;
  done(await recordOutcome({ ctx, input: outcome }));
  return attempt;
}

/** Fees enough that the lines of the statement are told by their range and not one by one. */
const feeCount = 60;

async function hearFromBank(
  installation: TestInstallation,
  connectionId: ConnectionId,
  attempt: Attempt,
): Promise<void> {
  const payments = await read(installation, (transaction) =>
    transaction.find('payment', { liveAttemptId: attempt.id }),
  );
  const booked = payments.map((payment, index): BookedEntry => ({
    amount: decimal(payment.instructedMinor),
    direction: 'DBIT',
    reference: `P${index}`,
    endToEndId: payment.reference,
  }));
  const fees = Array.from({ length: feeCount }, (_unused, index): BookedEntry => ({
    amount: '0.10',
    direction: 'DBIT',
    reference: `F${index}`,
  }));
  const spent =
    payments.reduce((total, { instructedMinor }) => total + instructedMinor, 0n) +
    BigInt(feeCount) * 10n;
  const bytes = statementBytes({
    id: 'S-1',
    iban: ownIban,
    day: '2026-11-24',
    opening: '1000000.00',
    closing: decimal(100_000_000n - spent),
    entries: [...booked, ...fees],
  });
  await takeOver(installation, { connectionId, bytes, name: 's1.xml' });
}

const decimal = (minor: bigint): string => {
  const digits = minor.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

async function takeOver(
  installation: TestInstallation,
  of: { readonly connectionId: ConnectionId; readonly bytes: Uint8Array; readonly name: string },
): Promise<void> {
  const ctx = installation.as('service');
  const { connectionId, bytes, name } = of;
  const evidenceHash = await ctx.evidence.put(bytes);
  const delivery = { externalId: name, evidenceHash, sizeBytes: bytes.length };
  const deliveries = [{ ...delivery, mediaType: 'application/xml', kind: 'camt.053' }];
  done(await receiveDeliveries({ ctx, input: { connectionId, deliveries } }));
  const file = readStatementFile(bytes);
  done(await importStatements({ ctx, input: { file, evidenceHash } }));
  const { inboxId, accountId } = await read(installation, async (transaction) => {
    const [item] = await transaction.find('inbox', { externalId: name });
    const [account] = await transaction.find('own_account', {});
    return {
      inboxId: present(item, 'delivery').id,
      accountId: present(account, 'own account').id,
    };
  });
  const entities = { entityIds: [entityOf('NORD')] };
  const mark = { inboxId, state: 'applied', note: null, kind: 'camt.053', ...entities } as const;
  done(await markInbox({ ctx, input: mark }));
  done(await matchAccount({ ctx, input: { ownAccountId: accountId } }));
}

async function stopAndResume(installation: TestInstallation, people: People): Promise<void> {
  const input = { entityId: entityOf('SUED'), ownAccountId: null, reason: 'drill' };
  const ctx = installation.as(personOf(people, 'preparer'));
  const { stopId } = done(await engageStop({ ctx, input }));
  for (const name of ['approver', 'second'] as const) {
    const resumer = installation.as(personOf(people, name));
    done(await resumeStop({ ctx: resumer, input: { stopId } }));
  }
}

/** People close what went wrong: the payment to an account that does not exist, and its case. */
async function tidyUp(installation: TestInstallation, people: People): Promise<void> {
  const [invalid, openCase] = await read(installation, async (transaction) => {
    const [payment] = await transaction.find('payment', { state: 'invalid' });
    const [row] = await transaction.find('exception_case', { kind: 'unmatched_line' });
    return [present(payment, 'invalid payment').id, row?.id] as const;
  });
  const ctx = installation.as(personOf(people, 'preparer'));
  done(await cancelPayment({ ctx, input: { paymentId: invalid, reason: 'wrong account' } }));
  if (openCase === undefined) return;
  const controller = installation.as(personOf(people, 'controller'));
  const caseId: Id<'case'> = openCase;
  done(await resolveCase({ ctx: controller, input: { caseId, resolution: 'bank fee' } }));
}
