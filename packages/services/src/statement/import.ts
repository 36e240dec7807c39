import {
  asPlainDate,
  type Currency,
  type ExceptionCase,
  type OwnAccount,
  type PlainDate,
  type Problem,
  type Result,
  type Statement,
  type StatementLine,
  succeed,
} from '@quittance/domain';
import type { ParsedStatement, StatementFile } from '@quittance/formats';
import { accountDigest } from '@quittance/governance';
import { applyFacts } from '../bank-fact/apply.ts';
import { type NewCase, openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  added,
  changed,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';
import { checkContinuity } from './continuity.ts';
import { factsOfEntries } from './entry-facts.ts';
import { lineOf } from './line.ts';

export interface ImportStatementsInput {
  readonly file: StatementFile;
  readonly evidenceHash: string;
}

export interface ImportedStatement {
  readonly account: string;
  readonly bankStatementId: string;
  readonly lines: number;
  readonly duplicates: number;
  readonly outcome: 'loaded' | 'notified' | 'duplicate' | 'imbalance' | 'unknown_account';
}

/**
 * Takes over what a bank's file says: notifications and intraday reports as facts, end-of-day
 * statements as facts and lines. A statement whose balances do not prove it, or that has none, is
 * not booked (I5), an entry that stands here already is not booked twice (I27), a gap opens a case.
 */
export async function importStatements(
  call: VerbCall<ImportStatementsInput>,
): Promise<Result<readonly ImportedStatement[], Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  const imported: ImportedStatement[] = [];
  for (const statement of input.file.statements) {
    const done = await inTransaction(ctx, (unit) => importOne(ctx, unit, { statement, ...input }));
    if (!done.ok) return done;
    imported.push(done.value);
  }
  return succeed(imported);
}

interface One {
  readonly statement: ParsedStatement;
  readonly evidenceHash: string;
}

async function importOne(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: One,
): Promise<Result<ImportedStatement, Problem>> {
  const { statement } = of;
  const found = await accountOf(ctx, unit, statement);
  if (found !== null) await unit.transaction.lockKey(`statements ${found.id}`);
  // Read again under the lock: another statement of the account may just have set its balance.
  const account = found === null ? null : await accountOf(ctx, unit, statement);
  const told = { account: account?.name ?? 'unknown', bankStatementId: statement.id };
  if (account === null) {
    return succeed({ ...told, lines: 0, duplicates: 0, outcome: 'unknown_account' });
  }
  if (statement.message !== 'camt.053') {
    await takeOver(ctx, unit, { account, ...of });
    const { entityId, id } = account;
    unit.enqueue({ name: 'lines.match', entityId, ids: [id], singletonKey: id });
    return succeed({ ...told, lines: 0, duplicates: 0, outcome: 'notified' });
  }
  const { entityId, id: ownAccountId } = account;
  const [known] = await unit.transaction.find('statement', {
    entityId,
    ownAccountId,
    bankStatementId: statement.id,
  });
  if (known !== undefined) {
    const other = await otherEntries(unit, account, statement);
    await openCases(ctx, unit, reissued(account, { known, statement, other }));
    return succeed({ ...told, lines: 0, duplicates: 0, outcome: 'duplicate' });
  }
  if (statement.proof.kind !== 'proven') {
    await openCases(ctx, unit, [unproven(account, statement, statement.proof)]);
    return succeed({ ...told, lines: 0, duplicates: 0, outcome: 'imbalance' });
  }
  return succeed({ ...told, ...(await load(ctx, unit, { ...of, account })), outcome: 'loaded' });
}

/** What the entries say of our payments, and what a person must ask the bank about them. */
async function takeOver(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: One & { readonly account: OwnAccount },
): Promise<void> {
  const { facts, cases } = await factsOfEntries(unit, of);
  await applyFacts(ctx, unit, facts);
  await openCases(ctx, unit, cases);
}

async function accountOf(
  ctx: ServiceContext,
  unit: UnitOfWork,
  statement: ParsedStatement,
): Promise<OwnAccount | null> {
  const { accountNumber } = statement;
  if (accountNumber === null) return null;
  const digest = accountDigest({ accountNumber, salt: ctx.settings.digestSalt });
  const accounts = await unit.transaction.find('own_account', { accountDigest: digest });
  const { currency } = statement;
  return accounts.find((account) => currency === null || account.currency === currency) ?? null;
}

async function load(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: One & { readonly account: OwnAccount },
): Promise<{ readonly lines: number; readonly duplicates: number }> {
  const { statement, account, evidenceHash } = of;
  const { entityId } = account;
  const row = statementRow(ctx, unit, of);
  const booked = statement.entries.filter((entry) => entry.status === 'BOOK');
  const keys = booked.map((entry) => entry.entryKey);
  const standing = await inChunks(keys, (chunk) =>
    unit.transaction.find('statement_line', {
      entityId,
      ownAccountId: account.id,
      entryKey: { in: chunk },
    }),
  );
  const taken = new Set(standing.map((line) => line.entryKey));
  const lines = booked
    .filter((entry) => !taken.has(entry.entryKey))
    .map((entry): StatementLine => lineOf(ctx, { entry, account, statement: row }));
  await checkContinuity(ctx, unit, { account, row });
  unit.mutate({
    verb: 'statement.import',
    change: added('statement', row),
    members: lines.map((line) => added('statement_line', line)),
    evidence: [evidenceHash],
    detail: {
      openingMinor: row.openingMinor,
      closingMinor: row.closingMinor,
      lines: lines.length,
    },
    event: 'statement.loaded',
  });
  updateBalance(unit, account, row);
  await takeOver(ctx, unit, of);
  for (const ids of chunked(lines.map((line) => line.id))) {
    unit.enqueue({ name: 'line.post', entityId, ids });
  }
  unit.enqueue({ name: 'lines.match', entityId, ids: [account.id], singletonKey: account.id });
  return { lines: lines.length, duplicates: booked.length - lines.length };
}

function statementRow(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: One & { readonly account: OwnAccount },
): Statement {
  const { statement, account, evidenceHash } = of;
  const days = statement.entries.flatMap((entry) =>
    entry.bookingDate === null ? [] : [entry.bookingDate],
  );
  const closing = statement.closingBalance;
  const opening = statement.openingBalance;
  const toDate = statement.toDate ?? closing?.date ?? days.toSorted().at(-1) ?? today(unit);
  return {
    id: ctx.ids.newId<'statement'>(),
    version: 1,
    entityId: account.entityId,
    ownAccountId: account.id,
    evidenceHash,
    bankStatementId: statement.id,
    sequenceNumber: statement.electronicSequenceNumber ?? statement.legalSequenceNumber,
    currency: account.currency,
    fromDate: statement.fromDate ?? opening?.date ?? toDate,
    toDate,
    openingMinor: opening?.amountMinor ?? 0n,
    closingMinor: closing?.amountMinor ?? 0n,
    lineCount: statement.bookedCount,
    state: 'loaded',
    importedAt: unit.transaction.now,
  };
}

const today = (unit: UnitOfWork): PlainDate => asPlainDate(unit.transaction.now.slice(0, 10));

/** The newest statement's balance is the account's; a statement that comes late changes nothing. */
function updateBalance(unit: UnitOfWork, account: OwnAccount, row: Statement): void {
  if (account.balanceDate !== null && account.balanceDate > row.toDate) return;
  const patch = { bookedBalanceMinor: row.closingMinor, balanceDate: row.toDate };
  unit.mutate({
    verb: 'account.setBalance',
    change: changed('own_account', account, nextVersion(account, patch)),
    detail: { closingMinor: row.closingMinor, day: row.toDate },
  });
}

/** Whether the bank tells a booked entry that does not stand here. */
async function otherEntries(
  unit: UnitOfWork,
  account: OwnAccount,
  statement: ParsedStatement,
): Promise<boolean> {
  const { entityId, id: ownAccountId } = account;
  const booked = statement.entries.filter((entry) => entry.status === 'BOOK');
  const keys = [...new Set(booked.map((entry) => entry.entryKey))];
  const standing = await inChunks(keys, (chunk) =>
    unit.transaction.find('statement_line', { entityId, ownAccountId, entryKey: { in: chunk } }),
  );
  return standing.length < keys.length;
}

function reissued(
  account: OwnAccount,
  of: {
    readonly known: Statement;
    readonly statement: ParsedStatement;
    readonly other: boolean;
  },
): readonly NewCase[] {
  const { known, statement, other } = of;
  const sameBalance = known.closingMinor === (statement.closingBalance?.amountMinor ?? 0n);
  const sameCount = known.lineCount === statement.bookedCount;
  if (sameBalance && sameCount && !other) return [];
  const number = sameCount ? 'other entries' : 'another number of entries';
  const what = sameBalance ? number : 'another closing balance';
  const detail = `The bank sent statement ${statement.id} of ${account.name} again with ${what}.`;
  return [about(account, { kind: 'statement_gap', objectId: known.id, cause: 'reissued', detail })];
}

function unproven(
  account: OwnAccount,
  statement: ParsedStatement,
  proof: Exclude<ParsedStatement['proof'], { readonly kind: 'proven' }>,
): NewCase {
  const difference = proof.kind === 'broken' ? proof.differenceMinor : 0n;
  const why =
    proof.kind === 'broken'
      ? `does not add up: it differs by ${difference.toString()} minor units`
      : `cannot be checked: ${proof.reason}`;
  const detail = `Statement ${statement.id} of ${account.name} ${why}. Nothing of it was booked.`;
  return {
    ...about(account, {
      kind: 'statement_imbalance',
      objectId: account.id,
      cause: statement.id,
      detail,
    }),
    atRiskMinor: difference < 0n ? -difference : difference,
  };
}

const about = (
  account: OwnAccount,
  of: Pick<ExceptionCase, 'kind' | 'objectId' | 'cause' | 'detail'>,
): NewCase => ({
  ...of,
  entityId: account.entityId,
  objectKind: of.objectId === account.id ? 'own_account' : 'statement',
  currency: account.currency satisfies Currency,
  atRiskMinor: 0n,
});
