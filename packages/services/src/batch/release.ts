import {
  type Attempt,
  type AttemptItem,
  type ApprovalCommand,
  approvalLifecycle,
  batchLifecycle,
  type BatchId,
  type Instant,
  makeReference,
  type OpenItemRecord,
  type Payment,
  paymentLifecycle,
  present,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { type ApprovalFacts, membersOf, readApprovalFacts } from '../approval/facts.ts';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme, objectIdsOf } from '../context/links.ts';
import {
  added,
  changed,
  findEvery,
  inTransaction,
  type Mutation,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';
import { type BatchContents, readBatchContents } from './contents.ts';
import { buildPaymentFile, type PaymentFile } from './payment-file.ts';
import { knownAtBank } from './known-at-bank.ts';
import { type HeldBack, heldBack, refusalOfRelease, type Reread } from './release-guards.ts';

export interface ReleaseBatchInput {
  readonly batchId: BatchId;
  readonly connectionName: string;
  /** Every bill of the batch, as the accounts told it at `rereadAt`. */
  readonly reread: readonly OpenItemRecord[];
  readonly rereadAt: Instant;
}

export interface ReleasedBatch {
  /** One for each message: a batch larger than the bank takes in one leaves in several. */
  readonly attemptIds: readonly Attempt['id'][];
  readonly released: number;
  readonly heldBack: readonly { readonly reference: string; readonly why: string }[];
}

/**
 * Releases an approved batch: every guard is asked again, what changed since approval is held back
 * with a case, and each attempt with the digest of its bytes is committed before any byte leaves.
 */
export async function releaseBatch(
  call: VerbCall<ReleaseBatchInput>,
): Promise<Result<ReleasedBatch, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    if (contents.batch.state !== 'approved') {
      return refuse(problem('ILLEGAL_TRANSITION', `the batch is ${contents.batch.state}`));
    }
    const facts = await readApprovalFacts(unit.transaction, contents);
    const reread = await mapReread(unit, contents, input);
    const guarded = await refusalOfRelease(ctx, unit, { contents, facts, reread });
    if (!guarded.ok) return guarded;
    const known = await knownAtBank(unit, contents);
    const held = heldBack({ contents, facts, reread, known });
    await holdBack(ctx, unit, held);
    const heldIds = new Set(held.map((one) => one.payment.id));
    const leaving = membersOf(contents).filter((payment) => !heldIds.has(payment.id));
    return finish(ctx, unit, { contents, facts, leaving, held });
  });
}

async function mapReread(
  unit: UnitOfWork,
  contents: BatchContents,
  input: ReleaseBatchInput,
): Promise<Reread> {
  const { transaction } = unit;
  const scheme = (kind: 'openItem' | 'party' | 'company') => linkScheme(input.connectionName, kind);
  const externalIds = input.reread.map((record) => record.externalId);
  const ids = await objectIdsOf<'open_item'>(transaction, scheme('openItem'), externalIds);
  const items = new Map<string, OpenItemRecord>();
  for (const record of input.reread) {
    const id = ids.get(record.externalId);
    if (id !== undefined) items.set(id, record);
  }
  const partyIds = contents.payments.map((payment) => payment.partyId);
  const parties = await externalIdsOf(transaction, scheme('party'), partyIds);
  const companies = await externalIdsOf(transaction, scheme('company'), [contents.entity.id]);
  return { at: input.rereadAt, items, externalIds: new Map([...parties, ...companies]) };
}

/** Approvals of a payment that is held back are void for it; the others keep theirs (ADR 0004). */
async function holdBack(
  ctx: ServiceContext,
  unit: UnitOfWork,
  held: readonly HeldBack[],
): Promise<void> {
  for (const { payment, why, kind } of held) {
    const moved = step(paymentLifecycle, payment.state, 'amend');
    if (!moved.ok) continue;
    const patch = { state: moved.value, stateSince: unit.transaction.now, reason: why };
    unit.mutate({
      verb: 'payment.holdBack',
      change: changed('payment', payment, nextVersion(payment, patch)),
      detail: { kind },
      event: 'payment.heldBack',
    });
  }
  await openCases(
    ctx,
    unit,
    held.map(({ payment, why, kind }) => ({
      entityId: payment.entityId,
      kind,
      objectKind: 'payment',
      objectId: payment.id,
      cause: kind,
      detail: `Payment ${payment.reference} was held back at release: ${why}.`,
      currency: payment.currency,
      atRiskMinor: payment.instructedMinor,
    })),
  );
}

interface Leaving {
  readonly contents: BatchContents;
  readonly facts: ApprovalFacts;
  readonly leaving: readonly Payment[];
  readonly held: readonly HeldBack[];
}

async function finish(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: Leaving,
): Promise<Result<ReleasedBatch, Problem>> {
  const heldBackOnes = of.held.map(({ payment, why }) => ({ reference: payment.reference, why }));
  const { batch } = of.contents;
  if (of.leaving.length === 0) {
    const moved = step(batchLifecycle, batch.state, 'cancel');
    if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `the batch is ${batch.state}`));
    const after = nextVersion(batch, { state: moved.value });
    unit.mutate({ verb: 'batch.cancel', change: changed('payment_batch', batch, after) });
    moveApproval(unit, of.facts, { command: 'void', verb: 'approval.void' });
    return succeed({ attemptIds: [], released: 0, heldBack: heldBackOnes });
  }
  const messages = await messagesOf(ctx, unit, of);
  if (!messages.ok) return messages;
  for (const message of messages.value) await write(ctx, unit, { ...of, ...message });
  releaseBatchRows(unit, of, messages.value);
  return succeed({
    attemptIds: messages.value.map(({ attempt }) => attempt.id),
    released: of.leaving.length,
    heldBack: heldBackOnes,
  });
}

interface Message {
  readonly attempt: Attempt;
  readonly file: PaymentFile;
  readonly leaving: readonly Payment[];
}

/** As many messages as the bank's limit asks for; a bank of single orders gets one a payment. */
async function messagesOf(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: Leaving,
): Promise<Result<readonly Message[], Problem>> {
  const { batch, account } = of.contents;
  const { entityId, id: batchId } = batch;
  const profile = ctx.settings.bankProfiles.get(account.bankProfile);
  if (profile === undefined) return refuse(problem('NOT_FOUND', `profile ${account.bankProfile}`));
  const earlier = await findEvery(unit.transaction, 'attempt', { entityId, batchId });
  const written: Omit<Message, 'attempt'>[] = [];
  for (const leaving of chunked(of.leaving, profile.payment.transactionsMax)) {
    const messageId = makeReference('B', ctx.ids.referenceBits());
    const file = await buildPaymentFile(ctx, unit, { contents: of.contents, leaving, messageId });
    if (!file.ok) return file;
    written.push({ file: file.value, leaving });
  }
  const hashes = await Promise.all(written.map(({ file }) => ctx.evidence.put(file.bytes)));
  return succeed(
    written.map(({ file, leaving }, index): Message => ({
      file,
      leaving,
      attempt: {
        id: ctx.ids.newId<'attempt'>(),
        version: 1,
        entityId,
        batchId,
        ownAccountId: batch.ownAccountId,
        messageId: file.messageId,
        number: earlier.length + 1 + index,
        fileName: file.fileName,
        payloadHash: present(hashes[index], 'digest of a message'),
        paymentCount: leaving.length,
        totalMinor: leaving.reduce((total, payment) => total + payment.instructedMinor, 0n),
        state: 'prepared',
        fencingToken: 0n,
        inquiries: 0,
        preparedAt: unit.transaction.now,
        sentAt: null,
        unknownSince: null,
        firstAbsentAt: null,
        lastAbsentAt: null,
        reopenAskedBy: null,
        resolvedAt: null,
        resolution: null,
      },
    })),
  );
}

async function write(
  ctx: ServiceContext,
  unit: UnitOfWork,
  { attempt, file, leaving }: Message,
): Promise<void> {
  await unit.transaction.insertNew('evidence', [
    {
      id: ctx.ids.newId<'evidence'>(),
      hash: attempt.payloadHash,
      mediaType: 'application/xml',
      sizeBytes: file.bytes.length,
      kind: 'pain.001',
      receivedAt: unit.transaction.now,
    },
  ]);
  unit.mutate({
    verb: 'attempt.prepare',
    change: added('attempt', attempt),
    members: leaving.map((payment) => added('attempt_item', itemOf(ctx, attempt, payment))),
    evidence: [attempt.payloadHash],
    detail: {
      payloadHash: attempt.payloadHash,
      count: attempt.paymentCount,
      totalMinor: attempt.totalMinor,
    },
  });
  const stateSince = unit.transaction.now;
  for (const payment of leaving) {
    const moved = step(paymentLifecycle, payment.state, 'release');
    if (!moved.ok) continue;
    const patch = { state: moved.value, stateSince, liveAttemptId: attempt.id };
    unit.mutate({
      verb: 'payment.release',
      change: changed('payment', payment, nextVersion(payment, patch)),
      detail: { attempt: attempt.id, contentHash: payment.contentHash },
      event: 'payment.released',
    });
  }
  const { entityId } = attempt;
  const named = { entityId, objectKind: 'attempt', objectId: attempt.id };
  await unit.link([
    { ...named, scheme: 'MsgId', externalId: attempt.messageId },
    { ...named, scheme: 'file', externalId: attempt.fileName },
  ]);
  unit.enqueue({ name: 'attempt.submit', entityId, ids: [attempt.id] });
}

const itemOf = (ctx: ServiceContext, attempt: Attempt, payment: Payment): AttemptItem => ({
  id: ctx.ids.newId<'attempt_item'>(),
  version: 1,
  entityId: attempt.entityId,
  attemptId: attempt.id,
  paymentId: payment.id,
  ownAccountId: attempt.ownAccountId,
  endToEndId: payment.reference,
  amountMinor: payment.instructedMinor,
  live: true,
});

/** Batch and approval go with their first message; both name every message. */
function releaseBatchRows(unit: UnitOfWork, of: Leaving, messages: readonly Message[]): void {
  const { batch } = of.contents;
  const attempts = messages.map(({ attempt }) => attempt.id).join(' ');
  const moved = step(batchLifecycle, batch.state, 'release');
  if (moved.ok) {
    unit.mutate({
      verb: 'batch.release',
      change: changed('payment_batch', batch, nextVersion(batch, { state: moved.value })),
      detail: { attempts, contentHash: batch.contentHash },
      event: 'batch.released',
    });
  }
  moveApproval(unit, of.facts, {
    command: 'consume',
    verb: 'approval.consume',
    detail: { attempts },
  });
  for (const ids of chunked(of.leaving.map((payment) => payment.id))) {
    unit.enqueue({ name: 'payment.register', entityId: batch.entityId, ids });
  }
}

function moveApproval(
  unit: UnitOfWork,
  { approval }: ApprovalFacts,
  of: Pick<Mutation, 'verb' | 'detail'> & { readonly command: ApprovalCommand },
): void {
  if (approval === null) return;
  const { command, ...rest } = of;
  const moved = step(approvalLifecycle, approval.state, command);
  if (!moved.ok) return;
  const after = nextVersion(approval, { state: moved.value });
  unit.mutate({ ...rest, change: changed('approval', approval, after) });
}
