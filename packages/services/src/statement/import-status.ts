import {
  type AttemptItem,
  type EntityId,
  isDuplicateReason,
  isPaymentReference,
  isReference,
  type Problem,
  type Result,
  succeed,
} from '@quittance/domain';
import { type StatusReport, statusMeaning } from '@quittance/formats';
import { applyFacts, type NewFact } from '../bank-fact/apply.ts';
import { type NewCase, openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { findEvery, inChunks, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';

export interface ImportStatusInput {
  readonly report: StatusReport;
  readonly evidenceHash: string;
}

export interface ImportedStatus {
  readonly entityId: EntityId | null;
  readonly facts: number;
  readonly moved: number;
  readonly unknownReferences: readonly string[];
}

/**
 * Takes over a bank's status report on one of our messages. A status of the whole message or block
 * speaks of every payment in it that has none of its own; a payment the report names and we do not
 * know opens a case (EXC-08).
 */
export async function importStatus(
  call: VerbCall<ImportStatusInput>,
): Promise<Result<ImportedStatus, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction<ImportedStatus>(ctx, async (unit) => {
    const items = await itemsOf(unit, input.report);
    const statuses = statusesOf(input.report, items);
    const [first] = items;
    const unknownReferences = [...statuses.keys()].filter(
      (reference) => !items.some((item) => item.endToEndId === reference),
    );
    if (first === undefined) {
      return succeed({ entityId: null, facts: 0, moved: 0, unknownReferences });
    }
    const ambiguous = await refusedAsTwins(unit, items, statuses);
    const facts = items.flatMap((item): readonly NewFact[] => {
      const status = statuses.get(item.endToEndId);
      const isTold = status !== undefined && !ambiguous.includes(item);
      return isTold ? factOf(item, status, input) : [];
    });
    const applied = await applyFacts(ctx, unit, facts);
    await openCases(ctx, unit, ambiguous.map(twinCase));
    await openCases(ctx, unit, strangeStatuses(items, statuses));
    await openCases(
      ctx,
      unit,
      unknownReferences.map((reference) => ({
        entityId: first.entityId,
        kind: 'orphaned_payment',
        objectKind: 'attempt',
        objectId: first.attemptId,
        cause: reference,
        detail: `The bank reports on ${reference}, which is not a payment of that message.`,
        currency: null,
        atRiskMinor: 0n,
      })),
    );
    const { entityId } = first;
    for (const [account, [item = first]] of Map.groupBy(items, (one) => one.ownAccountId)) {
      const { entityId: of } = item;
      unit.enqueue({ name: 'lines.match', entityId: of, ids: [account], singletonKey: account });
    }
    return succeed({ entityId, facts: applied.recorded, moved: applied.moved, unknownReferences });
  });
}

/** The payments that a report may speak of: those of its message, or those that it names. */
async function itemsOf(unit: UnitOfWork, report: StatusReport): Promise<readonly AttemptItem[]> {
  const { originalMessageId: messageId } = report;
  if (messageId === null) return itemsNamedIn(unit, report);
  if (!isReference(messageId)) return [];
  const [link] = await unit.transaction.find('link', { scheme: 'MsgId', externalId: messageId });
  if (link?.entityId === undefined || link.entityId === null) return [];
  const { entityId } = link;
  const [attempt] = await unit.transaction.find('attempt', { entityId, id: brand(link.objectId) });
  if (attempt === undefined) return [];
  return findEvery(unit.transaction, 'attempt_item', { entityId, attemptId: attempt.id });
}

/**
 * Banks by API name a payment and not the message that it came in. It is spoken of in its live
 * attempt, or, when it has none, in its newest.
 */
async function itemsNamedIn(
  unit: UnitOfWork,
  report: StatusReport,
): Promise<readonly AttemptItem[]> {
  const named = report.payments
    .flatMap((block) => block.transactions)
    .flatMap(({ endToEndId }) => (endToEndId === null ? [] : [endToEndId]));
  const ours = [...new Set(named.filter(isPaymentReference))];
  const items = await inChunks(ours, (chunk) =>
    findEvery(unit.transaction, 'attempt_item', { endToEndId: { in: chunk } }),
  );
  const byPayment = Map.groupBy(items, (item) => item.paymentId);
  return [...byPayment.values()].flatMap((all) => {
    const newest = all.toSorted((left, right) => (left.id < right.id ? -1 : 1)).at(-1);
    const item = all.find((one) => one.live) ?? newest;
    return item === undefined ? [] : [item];
  });
}

/** The one cast here: links of the scheme `MsgId` name attempts. */
const brand = (text: string): AttemptItem['attemptId'] => text as AttemptItem['attemptId'];

/**
 * Payments that the bank refuses because it has them, although their earlier message was called not
 * sent: that message arrived after all, and the refusal says nothing of what becomes of it (I1).
 */
async function refusedAsTwins(
  unit: UnitOfWork,
  items: readonly AttemptItem[],
  statuses: ReadonlyMap<string, Status>,
): Promise<readonly AttemptItem[]> {
  const refused = items.filter(({ endToEndId }) => {
    const status = statuses.get(endToEndId);
    return status?.code === 'RJCT' && isDuplicateReason(status.reason);
  });
  const places = await inChunks(
    refused.map((item) => item.paymentId),
    (chunk) => findEvery(unit.transaction, 'attempt_item', { paymentId: { in: chunk } }),
  );
  return refused.filter((item) =>
    places.some(
      (place) => place.paymentId === item.paymentId && place.attemptId !== item.attemptId,
    ),
  );
}

const twinCase = (item: AttemptItem): NewCase => ({
  entityId: item.entityId,
  kind: 'evidence_conflict',
  objectKind: 'payment',
  objectId: item.paymentId,
  cause: 'REFUSED_AS_DUPLICATE',
  detail:
    `Payment ${item.endToEndId} was refused because the bank has it already: its earlier message ` +
    'arrived after all. Ask the bank what became of the first one before it is paid again.',
  currency: null,
  atRiskMinor: item.amountMinor,
});

/** A status that moves nothing and yet wants a person: accepted with a change, or not known. */
function strangeStatuses(
  items: readonly AttemptItem[],
  statuses: ReadonlyMap<string, Status>,
): readonly NewCase[] {
  return items.flatMap((item): readonly NewCase[] => {
    const status = statuses.get(item.endToEndId);
    const meaning = status === undefined ? null : statusMeaning(status.code);
    if (status === undefined || meaning?.opensCase !== true || meaning.fact === 'held') return [];
    return [
      {
        entityId: item.entityId,
        kind: 'drift',
        objectKind: 'payment',
        objectId: item.paymentId,
        cause: `status ${status.code.slice(0, 35)}`,
        detail: `Payment ${item.endToEndId}: ${meaning.words} (${status.code.slice(0, 35)})`,
        currency: null,
        atRiskMinor: item.amountMinor,
      },
    ];
  });
}

interface Status {
  readonly code: string;
  readonly reason: string | null;
  readonly at: string;
}

/** The most precise status that the report gives for each reference. */
function statusesOf(
  report: StatusReport,
  items: readonly AttemptItem[],
): ReadonlyMap<string, Status> {
  const statuses = new Map<string, Status>();
  const at = report.createdAt ?? '';
  const everyItem = (code: string | null, reason: string | null): void => {
    if (code === null || code === 'PART') return;
    for (const item of items) statuses.set(item.endToEndId, { code, reason, at });
  };
  const [groupReason] = report.groupReasons;
  // A bank that has the message refuses the second one: that says nothing of the first.
  if (!isDuplicateReason(groupReason?.code ?? null)) {
    everyItem(report.groupStatus, groupReason?.code ?? null);
  }
  for (const block of report.payments) {
    everyItem(block.status, block.reasons[0]?.code ?? null);
    for (const transaction of block.transactions) {
      const { endToEndId, status } = transaction;
      if (endToEndId === null || status === null) continue;
      const reason = transaction.reasons[0]?.code ?? null;
      statuses.set(endToEndId, { code: status, reason, at });
    }
  }
  return statuses;
}

function factOf(item: AttemptItem, status: Status, input: ImportStatusInput): readonly NewFact[] {
  const code = statusMeaning(status.code).fact;
  if (code === null) return [];
  return [
    {
      paymentId: item.paymentId,
      attemptId: item.attemptId,
      code,
      reason: status.reason ?? (code === 'rejected' || code === 'held' ? status.code : null),
      amountMinor: null,
      entryKey: null,
      bankTime: status.at,
      source: 'pain.002',
      evidenceHash: input.evidenceHash,
    },
  ];
}
