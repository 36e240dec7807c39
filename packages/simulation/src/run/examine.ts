import { createPublicKey } from 'node:crypto';
import { verifiedTable, verifyAudit } from '@quittance/governance';
import { auditedOdoo } from '@quittance/sandbox';
import { versionedTables } from '@quittance/store';
import type { MemoryTaskState } from '@quittance/engine';
import type { World } from '../hub/open-hub.ts';
import type { HandedOver, HubClaims, Violation } from '../oracle/claims.ts';
import { judge } from '../oracle/judge.ts';
import { hashOf } from '../virtual/evidence.ts';
import { controlRulesOf } from './control-rules.ts';
import type { HandOver, SeedRun } from './run-seed.ts';

/** Lets the oracle judge what a seed left behind. */
export async function examine(run: SeedRun): Promise<readonly Violation[]> {
  const { world, handOvers } = run;
  return judge({
    bankBooks: world.banks.map((bank) => bank.books()),
    odooBooks: auditedOdoo({ books: world.odoo.books(), company: world.company }),
    handedOver: await Promise.all(handOvers.map(handedOver)),
    claims: await claimsOf(world),
    deeds: world.deeds.deeds,
    rules: controlRulesOf(world),
  });
}

async function handedOver({ at, path, bytes, attempts }: HandOver): Promise<HandedOver> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const attempt = (await attempts).find(({ fileName }) => fileName === name);
  return {
    at,
    path,
    text: new TextDecoder().decode(bytes),
    hash: hashOf(bytes),
    writtenDown: attempt === undefined ? null : { state: attempt.state, hash: attempt.payloadHash },
    sentAt: attempt?.sentAt ?? null,
  };
}

const overStates: readonly string[] = ['resolved', 'closed'];

/** What the hub's database says, put into the plain values that the oracle reads. */
async function claimsOf(world: World): Promise<HubClaims> {
  const { memory } = world;
  const cases = await memory.dump('exception_case');
  const accounts = new Map(
    (await memory.dump('own_account')).map((account) => [account.id, account.accountNumber]),
  );
  const open = cases.filter((one) => !overStates.includes(one.state));
  const partsOf = await matchedPayments(world);
  return {
    objectsInOpenCases: new Set(open.map((one) => one.objectId)),
    objectsInAnyCase: new Set(cases.map((one) => one.objectId)),
    payments: (await memory.dump('payment')).map((payment) => ({
      reference: payment.reference,
      state: payment.state,
      currency: payment.currency,
      instructed: payment.instructedMinor,
      settled: payment.settledMinor,
      returned: payment.returnedMinor,
      ids: [payment.id, payment.batchId, payment.liveAttemptId ?? ''],
    })),
    lines: (await memory.dump('statement_line')).map((line) => ({
      id: line.id,
      accountNumber: accounts.get(line.ownAccountId) ?? '',
      date: line.bookingDate,
      amount: line.amountMinor,
      state: line.state,
      reference: line.endToEndId,
      ids: [line.id, ...(partsOf.get(line.id) ?? [])],
    })),
    messages: await memory.dump('attempt'),
    deliveriesAside: (await memory.dump('inbox'))
      .filter(({ state }) => state === 'quarantined' || state === 'parked')
      .map(({ id }) => id),
    workLeft: await workLeft(world),
    auditFindings: await auditFindings(world),
  };
}

/** The payments that lines are matched with, by the line. */
async function matchedPayments({ memory }: World): Promise<ReadonlyMap<string, readonly string[]>> {
  const lineOf = new Map((await memory.dump('match')).map((row) => [row.id, row.statementLineId]));
  const parts = (await memory.dump('match_allocation')).flatMap(({ matchId, paymentId }) =>
    paymentId === null ? [] : [{ line: lineOf.get(matchId) ?? '', paymentId }],
  );
  return new Map(
    [...Map.groupBy(parts, ({ line }) => line)].map(([line, of]) => [
      line,
      of.map(({ paymentId }) => paymentId),
    ]),
  );
}

type MemoryTask = MemoryTaskState['tasks'] extends Map<string, infer Task> ? Task : never;

/** Tasks that come back by themselves on a schedule: the next one does what a dead one left. */
const recurring: readonly string[] = ['bank.fetch', 'accounts.sync', 'deadline.sweep'];

/** Tasks that were due and not done, and dead letters, which wait for a person. */
async function workLeft({ queueState, scheduler, memory }: World): Promise<readonly string[]> {
  const hourMs = 3_600_000;
  const batches = await memory.dump('payment_batch');
  const over = new Set(
    batches.filter(({ state }) => batchEnds.includes(state)).map(({ id }) => id as string),
  );
  const isMoot = (task: MemoryTask): boolean =>
    recurring.includes(task.name) ||
    (task.name === 'batch.release' && over.has(task.data.ids[0] ?? ''));
  return [...queueState.tasks.values()]
    .filter((task) =>
      task.state === 'dead' ? !isMoot(task) : task.startAfterMs + hourMs < scheduler.nowMs(),
    )
    .map(
      ({ name, state, cause }) => `${name} ${state} ${cause?.code ?? ''} ${cause?.message ?? ''}`,
    );
}

/** A release that was held back until its batch had come to an end has nothing left to release. */
const batchEnds: readonly string[] = ['cancelled', 'closed', 'released'];

/** Tables whose rows never change and whose digests the leaves hold all the same. */
const recordTables = [
  'approval_decision',
  'bank_fact',
  'link',
  'match_allocation',
  'outbox_event',
] as const;

/** Ed25519 signs the checkpoints of a real installation; without any, the key is never asked. */
const unusedKey = createPublicKey({
  key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
  format: 'jwk',
});

async function auditFindings(world: World): Promise<readonly string[]> {
  const { memory, disk, installation } = world;
  const tables = [];
  for (const table of [...versionedTables, ...recordTables]) {
    tables.push(verifiedTable(table, await memory.dump(table)));
  }
  const report = await verifyAudit({
    leaves: await memory.dump('audit_leaf'),
    seals: [],
    checkpoints: [],
    checkpointKey: { name: 'simulation', publicKey: unusedKey },
    digestSalt: installation.settings.digestSalt,
    tables,
    evidence: {
      hashes: (await memory.dump('evidence')).map((row) => row.hash),
      check: (hash) => {
        const bytes = disk.get(hash);
        if (bytes === undefined) return Promise.resolve('missing');
        return Promise.resolve(hashOf(bytes) === hash ? 'present' : 'corrupt');
      },
    },
  });
  return report.findings.map((finding) => finding.sentence);
}
