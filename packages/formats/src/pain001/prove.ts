import { refuse, type Result, succeed } from '@quittance/domain';
import { canonicalPaymentFile, type PaymentProfile } from './canonical.ts';
import { readPain001, type ReadBatch, type ReadPaymentFile } from './read.ts';
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
  const read = readPain001(input.bytes);
  const fatal = read.faults.find((fault) => fault.severity === 'fatal');
  if (fatal !== undefined) return refuse({ path: fatal.path, sentence: fatal.sentence });
  if (read.content === null) return refuse({ path: '', sentence: 'The file cannot be read back.' });
  const { content: expected } = canonicalPaymentFile(input.expected, input.profile);
  const difference =
    headerDifference(read, expected, input.profile) ??
    firstOf(expected.batches, (batch, index) =>
      batchDifference(`PmtInf[${index + 1}]`, batch, read.content?.batches[index]),
    );
  if (difference !== null) return refuse(difference);
  const amounts = expected.batches.flatMap((batch) =>
    batch.transactions.map((item) => item.amount),
  );
  return succeed({ transactionCount: amounts.length, controlSum: controlSum(amounts) });
}

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
  expected: PaymentFileInput,
  profile: PaymentProfile,
): Pain001Difference | null {
  const amounts = expected.batches.flatMap((batch) =>
    batch.transactions.map((item) => item.amount),
  );
  return differenceIn('', [
    ['Document', read.version, profile.payment.messageVersion],
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
  expected: PaymentBatchInput,
  read: ReadBatch | undefined,
): Pain001Difference | null {
  if (read === undefined) return { path, sentence: 'A batch is missing from the file.' };
  const sum = controlSum(expected.transactions.map((item) => item.amount));
  const difference = differenceIn(path, [
    ['PmtInfId', read.id, expected.id],
    ['BtchBookg', read.batchBooking, expected.batchBooking],
    ['NbOfTxs', read.count, String(expected.transactions.length)],
    ['CtrlSum', read.controlSum, sum],
    ['ReqdExctnDt', read.executionDate, expected.executionDate],
    ['Dbtr/Nm', read.debtorName, expected.debtorName],
    ['DbtrAcct', accountText(read.debtorAccount), accountText(expected.debtorAccount)],
    ['DbtrAcct/Ccy', read.debtorAccountCurrency, expected.debtorAccountCurrency],
    ['DbtrAgt', read.debtorAgentBic, expected.debtorAgentBic],
    ['DbtrAgt', memberText(read.debtorAgentClearing), memberText(expected.debtorAgentClearing)],
    ['CdtTrfTxInf', read.transactions.length, expected.transactions.length],
  ]);
  return (
    difference ??
    firstOf(expected.transactions, (item, index) =>
      transactionDifference(
        `${path}/CdtTrfTxInf[${index + 1}]`,
        { batch: expected, item },
        {
          batch: read,
          index,
        },
      ),
    )
  );
}

function transactionDifference(
  path: string,
  expected: { readonly batch: PaymentBatchInput; readonly item: PaymentTransaction },
  read: { readonly batch: ReadBatch; readonly index: number },
): Pain001Difference | null {
  const found = read.batch.transactions[read.index];
  if (found === undefined) return { path, sentence: 'A payment is missing from the file.' };
  const terms = read.batch.terms[read.index];
  const { item, batch } = expected;
  const level = serviceLevelOf(batch, item);
  return differenceIn(path, [
    ['PmtId/EndToEndId', found.endToEndId, item.endToEndId],
    ['Amt/InstdAmt', found.amount.minor, item.amount.minor],
    ['Amt/InstdAmt@Ccy', found.amount.currency, item.amount.currency],
    ['PmtTpInf/SvcLvl', terms?.serviceLevel, level],
    ['ChrgBr', terms?.chargeBearer, chargeBearerOf(level, batch)],
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
