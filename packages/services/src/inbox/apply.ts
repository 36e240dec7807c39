import {
  type EntityId,
  type InboxItem,
  type Problem,
  type Result,
  succeed,
} from '@quittance/domain';
import {
  type BankContent,
  type FormatFault,
  hasFatal,
  readBankContent,
  type StatementFile,
  type StatusReport,
} from '@quittance/formats';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { importStatus } from '../statement/import-status.ts';
import { importStatements } from '../statement/import.ts';
import { markInbox, type MarkInboxInput } from './inbox.ts';

export interface ApplyDeliveryInput {
  readonly item: InboxItem;
  readonly bytes: Uint8Array;
  /** What the bytes say in a form of the bank's own; null or absent for a file of ISO 20022. */
  readonly content?: BankContent | null;
  /** The entities whose payments and accounts the delivery may speak of. */
  readonly entityIds: readonly EntityId[];
}

export interface AppliedDelivery {
  readonly state: MarkInboxInput['state'];
  readonly note: string;
}

/**
 * Reads a delivery by what stands in it and applies it: a status report, a notification, a
 * statement. What cannot be read is quarantined with line and rule, and nothing of it is booked;
 * applying the same delivery again has no effect (I12, I27).
 */
export async function applyDelivery(
  call: VerbCall<ApplyDeliveryInput>,
): Promise<Result<AppliedDelivery, Problem>> {
  const { ctx, input } = call;
  const { state, note } = input.item;
  if (state === 'applied' || state === 'no_effect') return succeed({ state, note: note ?? '' });
  const content = input.content ?? readBankContent(input.bytes);
  const told = await applyContent(ctx, input, content);
  if (!told.ok) return told;
  const applied = told.value;
  const marked = await markInbox({
    ctx,
    input: {
      inboxId: input.item.id,
      kind: content.format,
      entityIds: input.entityIds,
      ...applied,
    },
  });
  return marked.ok ? succeed(applied) : marked;
}

async function applyContent(
  ctx: ServiceContext,
  input: ApplyDeliveryInput,
  content: BankContent,
): Promise<Result<AppliedDelivery, Problem>> {
  switch (content.kind) {
    case 'status':
      return applyStatus(ctx, input, content.report);
    case 'statements':
      return applyStatements(ctx, input, content.file);
    case 'hint':
      return succeed({ state: 'no_effect', note: content.note });
    case 'unreadable':
      return succeed(quarantined([content.fault]));
  }
}

async function applyStatus(
  ctx: ServiceContext,
  input: ApplyDeliveryInput,
  report: StatusReport,
): Promise<Result<AppliedDelivery, Problem>> {
  if (hasFatal(report.faults)) return succeed(quarantined(report.faults));
  const { evidenceHash } = input.item;
  const imported = await importStatus({ ctx, input: { report, evidenceHash } });
  if (!imported.ok) return imported;
  const { entityId, facts, moved } = imported.value;
  if (entityId === null) {
    const message = report.originalMessageId ?? 'no message';
    return succeed({ state: 'parked', note: `a status report on ${message}, which is not ours` });
  }
  const note = `${facts.toString()} facts, ${moved.toString()} payments moved`;
  return succeed({ state: facts === 0 ? 'no_effect' : 'applied', note });
}

async function applyStatements(
  ctx: ServiceContext,
  input: ApplyDeliveryInput,
  file: StatementFile,
): Promise<Result<AppliedDelivery, Problem>> {
  if (hasFatal(file.faults)) return succeed(quarantined(file.faults));
  const { evidenceHash } = input.item;
  const imported = await importStatements({ ctx, input: { file, evidenceHash } });
  if (!imported.ok) return imported;
  const outcomes = imported.value.map(
    (one) => `${one.account} ${one.bankStatementId}: ${one.outcome}`,
  );
  const unknown = imported.value.some((one) => one.outcome === 'unknown_account');
  const unproven = imported.value.some((one) => one.outcome === 'imbalance');
  const repeated = imported.value.every((one) => one.outcome === 'duplicate');
  const state = unproven ? 'quarantined' : unknown ? 'parked' : repeated ? 'no_effect' : 'applied';
  return succeed({ state, note: outcomes.join('; ').slice(0, 500) });
}

/** The first fatal fault in words: where, which rule, and what it means. */
function quarantined(faults: readonly FormatFault[]): AppliedDelivery {
  const [first] = faults.filter((fault) => fault.severity === 'fatal');
  const where = first === undefined ? '' : `line ${first.line.toString()}, ${first.path}: `;
  const rule = first === undefined ? '' : ` (rule ${first.rule})`;
  const sentence = first?.sentence ?? 'The file cannot be read.';
  return { state: 'quarantined', note: `${where}${sentence}${rule}` };
}
