import { type Money, refuse, type Result, succeed } from '@quittance/domain';
import { canonicalPaymentFile, canonicalTransaction, type PaymentProfile } from './canonical.ts';
import {
  type ReadBatch,
  type ReadPaymentFile,
  type TransactionTerms,
  watchPain001,
} from './read.ts';
import type {
  PaymentAccount,
  PaymentAddress,
  PaymentBatchInput,
  PaymentFileInput,
  PaymentTransaction,
} from './record.ts';
import { chargeBearerOf, serviceLevelOf } from './service-level.ts';
import { controlSum } from './write.ts';

/** The first place at which a file is not what was approved. Values are left out on purpose. */
export interface Pain001Difference {
  /** For example `PmtInf[1]/CdtTrfTxInf[7]/CdtrAcct`. */
  readonly path: string;
  readonly sentence: string;
}

export interface Pain001Proof {
  readonly transactionCount: number;
  /** Decimal, the sum over all currencies as `CtrlSum` has it. */
  readonly controlSum: string;
}

/**
 * Reads the bytes of a payment file back and compares every amount, account, name as the bank gets
 * it, reference, text, date, count and sum with what was approved (I2, I4). `expected` is the
 * approved content, before transliteration. Errors: the first difference.
 */
export function provePain001(input: {
  readonly bytes: Uint8Array;
  readonly expected: PaymentFileInput;
  readonly profile: PaymentProfile;
}): Result<Pain001Proof, Pain001Difference> {
  const { expected, profile } = input;
  let difference: Pain001Difference | null = null;
  // Payments are compared as they are read, so that neither side is in memory a second time.
  const read = watchPain001(input.bytes, (found, terms, at) => {
    difference ??= paymentDifference(input, { found, terms }, at);
  });
  const fatal = read.faults.find((fault) => fault.severity === 'fatal');
  if (fatal !== undefined) return refuse({ path: fatal.path, sentence: fatal.sentence });
  if (read.content === null) return refuse({ path: '', sentence: 'The file cannot be read back.' });
  const amounts = expected.batches.map((batch) => batch.transactions.map((item) => item.amount));
  const heads = { ...expected, batches: expected.batches.map(withoutTransactions) };
  const { content } = canonicalPaymentFile(heads, profile);
  difference =
    headerDifference(read, { content, amounts: amounts.flat(), profile }) ??
    firstOf(content.batches, (batch, index) =>
      batchDifference(
        `PmtInf[${index + 1}]`,
        { batch, amounts: amounts[index] ?? [] },
        read.content?.batches[index],
      ),
    ) ??
    difference;
  if (difference !== null) return refuse(difference);
  return succeed({
    transactionCount: amounts.flat().length,
    controlSum: controlSum(amounts.flat()),
  });
}

interface FoundPayment {
  readonly found: PaymentTransaction;
  readonly terms: TransactionTerms;
}

function paymentDifference(
  approved: { readonly expected: PaymentFileInput; readonly profile: PaymentProfile },
  read: FoundPayment,
  at: { readonly batch: number; readonly index: number },
): Pain001Difference | null {
  const path = `PmtInf[${at.batch + 1}]/CdtTrfTxInf[${at.index + 1}]`;
  const batch = approved.expected.batches[at.batch];
  const item = batch?.transactions[at.index];
  if (batch === undefined || item === undefined) {
    return { path, sentence: 'The file holds a payment that was not approved.' };
  }
  const written = canonicalTransaction(item, approved.profile);
  return transactionDifference(path, { batch, item: written }, read);
}

const withoutTransactions = (batch: PaymentBatchInput): PaymentBatchInput => ({
  ...batch,
  transactions: [],
});

function firstOf<Item>(
  items: readonly Item[],
  compare: (item: Item, index: number) => Pain001Difference | null,
): Pain001Difference | null {
  for (const [index, item] of items.entries()) {
    const difference = compare(item, index);
    if (difference !== null) return difference;
  }
  return null;
}

type Comparison = readonly [path: string, written: unknown, approved: unknown];

function differenceIn(path: string, pairs: readonly Comparison[]): Pain001Difference | null {
  for (const [field, written, approved] of pairs) {
    if (written === approved) continue;
    const place = path === '' ? field : `${path}/${field}`;
    return { path: place, sentence: `${field} in the file is not what was approved.` };
  }
  return null;
}

function headerDifference(
  read: ReadPaymentFile,
  approved: {
    readonly content: PaymentFileInput;
    readonly amounts: readonly Money[];
    readonly profile: PaymentProfile;
  },
): Pain001Difference | null {
  const { content: expected, amounts, profile } = approved;
  return differenceIn('', [
    ['Document', read.version, profile.payment.messageVersion],
    ['Document', read.unreadElements, 0],
    ['GrpHdr/MsgId', read.content?.messageId, expected.messageId],
    ['GrpHdr/CreDtTm', read.content?.createdAt.slice(0, 19), expected.createdAt.slice(0, 19)],
    ['GrpHdr/NbOfTxs', read.count, String(amounts.length)],
    ['GrpHdr/CtrlSum', read.controlSum, controlSum(amounts)],
    ['GrpHdr/InitgPty/Nm', read.content?.initiatingParty.name, expected.initiatingParty.name],
    ['GrpHdr/InitgPty/Id', read.content?.initiatingParty.id, expected.initiatingParty.id],
    ['PmtInf', read.content?.batches.length, expected.batches.length],
  ]);
}

function batchDifference(
  path: string,
  approved: { readonly batch: PaymentBatchInput; readonly amounts: readonly Money[] },
  read: ReadBatch | undefined,
): Pain001Difference | null {
  if (read === undefined) return { path, sentence: 'A batch is missing from the file.' };
  const { batch: expected, amounts } = approved;
  const hasAgent = expected.debtorAgentBic !== null || expected.debtorAgentClearing !== null;
  return differenceIn(path, [
    ['PmtInfId', read.id, expected.id],
    ['PmtMtd', read.method, 'TRF'],
    ['BtchBookg', read.batchBooking, expected.batchBooking],
    ['NbOfTxs', read.count, String(amounts.length)],
    ['CtrlSum', read.controlSum, controlSum(amounts)],
    ['ReqdExctnDt', read.executionDate, expected.executionDate],
    ['Dbtr/Nm', read.debtorName, expected.debtorName],
    ['DbtrAcct', accountText(read.debtorAccount), accountText(expected.debtorAccount)],
    ['DbtrAcct/Ccy', read.debtorAccountCurrency, expected.debtorAccountCurrency],
    ['DbtrAgt', read.debtorAgentBic, expected.debtorAgentBic],
    ['DbtrAgt', memberText(read.debtorAgentClearing), memberText(expected.debtorAgentClearing)],
    ['DbtrAgt', read.debtorAgentOther, hasAgent ? null : 'NOTPROVIDED'],
    ['CdtTrfTxInf', read.transactionCount, amounts.length],
  ]);
}

function transactionDifference(
  path: string,
  expected: { readonly batch: PaymentBatchInput; readonly item: PaymentTransaction },
  read: FoundPayment,
): Pain001Difference | null {
  const { found, terms } = read;
  const { item, batch } = expected;
  const level = serviceLevelOf(batch, item);
  return differenceIn(path, [
    ['PmtId/EndToEndId', found.endToEndId, item.endToEndId],
    ['Amt/InstdAmt', found.amount.minor, item.amount.minor],
    ['Amt/InstdAmt@Ccy', found.amount.currency, item.amount.currency],
    ['PmtTpInf/SvcLvl', terms.serviceLevel, level],
    ['ChrgBr', terms.chargeBearer, chargeBearerOf(level, batch)],
    ['CdtrAgt', found.creditorAgentBic, item.creditorAgentBic],
    ['CdtrAgt', memberText(found.creditorAgentClearing), memberText(item.creditorAgentClearing)],
    ['Cdtr/Nm', found.creditorName, item.creditorName],
    ['Cdtr/PstlAdr', addressText(found.creditorAddress), addressText(item.creditorAddress)],
    ['CdtrAcct', accountText(found.creditorAccount), accountText(item.creditorAccount)],
    ['RmtInf/Ustrd', found.remittance, item.remittance],
  ]);
}

const accountText = (account: PaymentAccount): string => `${account.kind}:${account.number}`;

const memberText = (member: PaymentTransaction['creditorAgentClearing']): string =>
  member === null ? '' : `${member.system}:${member.memberId}`;

function addressText(address: PaymentAddress | null): string {
  if (address === null) return '';
  const { country, street, buildingNumber, postalCode, town, lines } = address;
  return JSON.stringify([country, street, buildingNumber, postalCode, town, ...lines]);
}
