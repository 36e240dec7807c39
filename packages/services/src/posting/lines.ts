import {
  type Currency,
  type Fault,
  isPaymentReference,
  type PlainDate,
  present,
  type Problem,
  type Result,
  type StatementLine,
  type StatementLineId,
  succeed,
} from '@quittance/domain';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { externalIdsOf, linkScheme } from '../context/links.ts';
import {
  changed,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { chunked, matchChunkSizeMax } from '../tasks.ts';
import { closePostingCases } from './post-again.ts';

/** A statement line as it is to stand in the accounts. */
export interface LinePosting {
  readonly lineId: StatementLineId;
  readonly hubReference: string;
  readonly companyExternalId: string;
  readonly journalExternalId: string;
  readonly date: PlainDate;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  /** The same in the currency that was instructed, signed alike, where the bank converted. */
  readonly foreign: { readonly currency: Currency; readonly amountMinor: bigint } | null;
  readonly label: string;
  readonly partyExternalId: null;
}

export interface LinesInput {
  readonly lineIds: readonly StatementLineId[];
  readonly connectionName: string;
}

/** Reads what the accounts must be told of lines that do not stand there yet. */
export async function planLines(
  call: VerbCall<LinesInput>,
): Promise<Result<readonly LinePosting[], Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const rows = await inChunks(input.lineIds, (chunk) =>
      unit.transaction.find('statement_line', { id: { in: chunk } }),
    );
    const lines = rows.filter((line) => !line.posted);
    const scheme = (kind: 'company' | 'journal') => linkScheme(input.connectionName, kind);
    const entityIds = lines.map((line) => line.entityId);
    const accountIds = lines.map((line) => line.ownAccountId);
    const companies = await externalIdsOf(unit.transaction, scheme('company'), entityIds);
    const journals = await externalIdsOf(unit.transaction, scheme('journal'), accountIds);
    return succeed(
      lines.map((line) => ({
        lineId: line.id,
        hubReference: `L${line.id}`,
        companyExternalId: present(companies.get(line.entityId), 'company in the accounts'),
        journalExternalId: present(journals.get(line.ownAccountId), 'bank journal'),
        date: line.bookingDate,
        currency: line.currency,
        amountMinor: line.amountMinor,
        foreign: foreignOf(line),
        label: labelOf(line),
        partyExternalId: null,
      })),
    );
  });
}

/** Only of a debit that names a payment of ours: what else it is matched with is the line's own. */
function foreignOf(line: StatementLine): LinePosting['foreign'] {
  const { instructedMinor, instructedCurrency: currency, endToEndId, amountMinor } = line;
  if (instructedMinor === null || currency === null || amountMinor >= 0n) return null;
  const isOurs = endToEndId !== null && isPaymentReference(endToEndId);
  return isOurs ? { currency, amountMinor: -instructedMinor } : null;
}

/** What a person reads in the accounts: the bank's words, shortened. */
const labelOf = (line: StatementLine): string =>
  [line.partyName, line.remittance, line.endToEndId, line.bankReference, line.kind]
    .filter((word) => word !== null && word !== '')
    .join(' · ')
    .slice(0, 200);

export interface RecordLinesInput {
  readonly connectionName: string;
  readonly done: readonly {
    readonly lineId: StatementLineId;
    readonly externalId: string;
    readonly postedDate: PlainDate;
  }[];
  readonly refused: readonly { readonly lineId: StatementLineId; readonly fault: Fault }[];
}

/** Records which lines stand in the accounts; one that was moved to another day becomes a case. */
export async function recordLines(
  call: VerbCall<RecordLinesInput>,
): Promise<Result<{ readonly recorded: number }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const ids = [...input.done, ...input.refused].map((one) => one.lineId);
    const rows = await inChunks(ids, (chunk) =>
      unit.transaction.lock('statement_line', { id: { in: chunk } }),
    );
    const byId = new Map(rows.map((line) => [line.id, line]));
    const scheme = linkScheme(input.connectionName, 'statementLine');
    const posted: StatementLine[] = [];
    for (const done of input.done) {
      const line = byId.get(done.lineId);
      if (line === undefined || line.posted) continue;
      posted.push(line);
      unit.mutate({
        verb: 'line.post',
        change: changed('statement_line', line, nextVersion(line, { posted: true })),
        detail: { externalId: done.externalId, postedDate: done.postedDate },
      });
    }
    await unit.link(
      input.done.flatMap(({ lineId, externalId }) => {
        const entityId = byId.get(lineId)?.entityId ?? null;
        if (entityId === null) return [];
        return [{ entityId, scheme, externalId, objectKind: 'statement_line', objectId: lineId }];
      }),
    );
    const objectIds = posted.map((line) => line.id);
    await closePostingCases(unit, { objectIds, resolution: 'posted' });
    await openLineCases(call, unit, byId);
    await wakeMatches(unit, posted);
    return succeed({ recorded: posted.length });
  });
}

async function openLineCases(
  call: VerbCall<RecordLinesInput>,
  unit: UnitOfWork,
  byId: ReadonlyMap<StatementLineId, StatementLine>,
): Promise<void> {
  const told = [
    ...call.input.refused.map(({ lineId, fault }) => ({
      lineId,
      kind: fault.code.includes('closed_period')
        ? ('closed_period' as const)
        : ('rejected_posting' as const),
      cause: fault.code,
      why: `was refused by the accounts: ${fault.message}`,
    })),
    ...call.input.done
      .filter(({ lineId, postedDate }) => {
        const line = byId.get(lineId);
        return line?.posted === false && line.bookingDate !== postedDate;
      })
      .map(({ lineId, postedDate }) => ({
        lineId,
        kind: 'closed_period' as const,
        cause: 'date_moved',
        why: `stands on ${postedDate} in the accounts, since its own period is locked`,
      })),
  ];
  const cases = told.flatMap(({ lineId, kind, cause, why }) => {
    const line = byId.get(lineId);
    if (line === undefined) return [];
    const detail = `The bank line of ${line.bookingDate} (${line.entryKey}) ${why}.`;
    const { entityId, currency, amountMinor } = line;
    const atRiskMinor = amountMinor < 0n ? -amountMinor : amountMinor;
    return [
      {
        entityId,
        kind,
        objectKind: 'statement_line',
        objectId: lineId,
        cause,
        detail,
        currency,
        atRiskMinor,
      },
    ];
  });
  await openCases(call.ctx, unit, cases);
}

async function wakeMatches(unit: UnitOfWork, lines: readonly StatementLine[]): Promise<void> {
  const byEntity = Map.groupBy(lines, (line) => line.entityId);
  for (const [entityId, ofEntity] of byEntity) {
    const matches = await inChunks(
      ofEntity.map((line) => line.id),
      (chunk) =>
        unit.transaction.find('match', {
          entityId,
          statementLineId: { in: chunk },
          state: 'proposed',
        }),
    );
    const matchIds = matches.map((match) => match.id);
    for (const ids of chunked(matchIds, matchChunkSizeMax)) {
      unit.enqueue({ name: 'match.post', entityId, ids });
    }
  }
}
