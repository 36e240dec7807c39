import type { OwnAccount, Statement, StatementLine } from '@quittance/domain';
import { type ParsedEntry, statementLineKindOf } from '@quittance/formats';
import { accountDigest } from '@quittance/governance';
import type { ServiceContext } from '../context/context.ts';

/** The longest remittance text that a line keeps; the evidence keeps all of it. */
const remittanceLengthMax = 1_000;

/** A booked entry as a line: what the matcher and the accounts need, account numbers as digests. */
export function lineOf(
  ctx: ServiceContext,
  of: {
    readonly entry: ParsedEntry;
    readonly account: OwnAccount;
    readonly statement: Statement;
  },
): StatementLine {
  const { entry, account, statement } = of;
  const [first] = entry.transactions;
  const only = entry.transactions.length === 1 ? first : undefined;
  const [batch] = entry.batches;
  const partyAccount = only?.party.accountNumber ?? null;
  const bookingDate = entry.bookingDate ?? entry.valueDate ?? statement.toDate;
  const salt = ctx.settings.digestSalt;
  return {
    id: ctx.ids.newId<'statement_line'>(),
    version: 1,
    entityId: account.entityId,
    ownAccountId: account.id,
    statementId: statement.id,
    entryKey: entry.entryKey,
    bookingDate,
    valueDate: entry.valueDate ?? bookingDate,
    currency: account.currency,
    amountMinor: entry.amountMinor,
    kind: statementLineKindOf(entry),
    bankReference: entry.accountServicerReference,
    endToEndId: only?.returnInfo?.originalEndToEndId ?? only?.endToEndId ?? null,
    messageId: batch?.messageId ?? only?.messageId ?? first?.messageId ?? null,
    transactionCount: batch?.transactionCount ?? (entry.transactions.length || null),
    partyName: only?.party.name ?? null,
    partyAccountDigest:
      partyAccount === null ? null : accountDigest({ accountNumber: partyAccount, salt }),
    remittance: remittanceOf(entry),
    returnReason: only?.returnInfo?.reasonCode ?? null,
    ...conversionOf(only, account),
    state: 'new',
    posted: false,
  };
}

type Conversion = Pick<
  StatementLine,
  | 'instructedMinor'
  | 'instructedCurrency'
  | 'exchangeRate'
  | 'exchangeUnitCurrency'
  | 'exchangeSource'
>;

/** What was instructed in another currency than the account's, and the rate that the bank tells. */
function conversionOf(
  only: ParsedEntry['transactions'][number] | undefined,
  account: OwnAccount,
): Conversion {
  const currency = only?.instructedCurrency ?? null;
  const isForeign = currency !== null && currency !== account.currency;
  const exchange = only?.exchange ?? null;
  return {
    instructedMinor: isForeign ? (only?.instructedMinor ?? null) : null,
    instructedCurrency: isForeign ? currency : null,
    exchangeRate: exchange?.rate ?? null,
    exchangeUnitCurrency: exchange?.unitCurrency ?? null,
    exchangeSource: exchange?.source ?? null,
  };
}

function remittanceOf(entry: ParsedEntry): string {
  const words = entry.transactions.flatMap((transaction) => [
    ...transaction.structured,
    ...transaction.documentNumbers,
    ...transaction.unstructured,
  ]);
  const text = words.length > 0 ? words.join(' ') : (entry.additional ?? '');
  return text.slice(0, remittanceLengthMax);
}
