import { ibanIsValid, routingNumberIsValid } from '../company/identifiers.ts';
import { minorUnits } from '../money.ts';
import type { BankFacts } from './facts.ts';
import type { PaymentFile, PaymentGroup, PaymentTransaction } from './pain001.ts';

/**
 * The rules a bank applies to a payment file it can read. Reason codes are those of ISO 20022
 * ExternalStatusReason1Code.
 */
export interface Rejection {
  readonly code: string;
  readonly text: string;
}

export interface AccountOfCustomer {
  readonly accountNumber: string;
  readonly currency: string;
}

export interface CheckInput {
  readonly file: PaymentFile;
  readonly facts: BankFacts;
  readonly accounts: readonly AccountOfCustomer[];
  /** The bank's local date. */
  readonly today: string;
  /** Account numbers the bank knows to be closed. */
  readonly closedAccounts: ReadonlySet<string>;
}

export interface CheckedTransaction {
  readonly transaction: PaymentTransaction;
  /** Minor units; 0 when the amount is not readable (then it is rejected). */
  readonly amount: bigint;
  readonly rejection: Rejection | null;
}

export interface CheckedGroup {
  readonly group: PaymentGroup;
  readonly rejection: Rejection | null;
  readonly transactions: readonly CheckedTransaction[];
}

export interface CheckedFile {
  readonly rejection: Rejection | null;
  readonly groups: readonly CheckedGroup[];
}

/** Sums are compared at 18 decimals, since control sums add amounts of any currency. */
function scaled(text: string): bigint | null {
  const match = /^(\d{1,18})(?:\.(\d{1,17}))?$/u.exec(text);
  if (match === null) return null;
  return BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(18, '0'));
}

function totalsRejection(
  count: string | null,
  sum: string | null,
  transactions: readonly PaymentTransaction[],
): Rejection | null {
  if (count !== null && count !== String(transactions.length)) {
    return { code: 'AM18', text: `NbOfTxs ${count}, counted ${transactions.length}` };
  }
  if (sum === null) return null;
  const total = transactions.reduce((all, item) => all + (scaled(item.amount) ?? 0n), 0n);
  return scaled(sum) === total ? null : { code: 'AM10', text: `CtrlSum ${sum} is not the sum` };
}

const permittedTexts = new Map<string, RegExp>();

/** The pattern of a permitted text; made once, since a file has it tested 100,000 times. */
function permittedText(facts: BankFacts): RegExp {
  const { character } = facts.characterSet;
  const known = permittedTexts.get(character) ?? new RegExp(`^(?:${character})*$`, 'u');
  permittedTexts.set(character, known);
  return known;
}

function textRejection(facts: BankFacts, texts: readonly string[]): Rejection | null {
  const permitted = permittedText(facts);
  const wrong = texts.find((text) => !permitted.test(text));
  return wrong === undefined ? null : { code: 'RR10', text: 'character outside the set' };
}

/** Identifiers keep to the basic set, without a slash at an end or two in a row (EPC132-08). */
function idRejection(ids: readonly string[]): Rejection | null {
  const wrong = ids.find(
    (id) => !/^[a-zA-Z0-9/\-?:().,'+ ]+$/u.test(id) || /^\/|\/$|\/\//u.test(id),
  );
  return wrong === undefined ? null : { code: 'RR10', text: 'character in an identifier' };
}

function accountRejection(
  transaction: PaymentTransaction,
  closed: ReadonlySet<string>,
): Rejection | null {
  const { creditorAccount, creditorAccountIsIban, creditorAgent } = transaction;
  if (creditorAccountIsIban && !ibanIsValid(creditorAccount)) {
    return { code: 'AC01', text: 'check digits of the IBAN are wrong' };
  }
  if (!creditorAccountIsIban && !routingNumberIsValid(creditorAgent ?? '')) {
    return { code: 'RC01', text: 'routing number is missing or wrong' };
  }
  if (closed.has(creditorAccount)) return { code: 'AC04', text: 'account is closed' };
  return null;
}

function amountRejection(
  transaction: PaymentTransaction,
  account: AccountOfCustomer,
): Rejection | null {
  if (transaction.currency !== account.currency) {
    return { code: 'AM03', text: `the account is kept in ${account.currency}` };
  }
  const amount = minorUnits(transaction.amount, transaction.currency);
  if (amount === null) return { code: 'AM12', text: 'the amount is not one of this currency' };
  return amount > 0n ? null : { code: 'AM01', text: 'the amount is zero' };
}

function groupRejection(group: PaymentGroup, input: CheckInput): Rejection | null {
  if (group.method !== 'TRF') return { code: 'FF05', text: `PmtMtd ${group.method}` };
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(group.executionDate) || group.executionDate < input.today) {
    return { code: 'DT01', text: `execution date ${group.executionDate} is in the past` };
  }
  return (
    totalsRejection(group.transactionCount, group.controlSum, group.transactions) ??
    idRejection([group.paymentInformationId]) ??
    textRejection(input.facts, [group.debtorName])
  );
}

function checkGroup(group: PaymentGroup, input: CheckInput, seen: Set<string>): CheckedGroup {
  const account = input.accounts.find((item) => item.accountNumber === group.debtorAccount);
  const rejection =
    account === undefined
      ? { code: 'AC02', text: 'debtor account is not known' }
      : groupRejection(group, input);
  const transactions = group.transactions.map((transaction): CheckedTransaction => {
    const repeated = seen.has(transaction.endToEndId);
    seen.add(transaction.endToEndId);
    const amount = minorUnits(transaction.amount, transaction.currency) ?? 0n;
    if (rejection !== null || account === undefined) return { transaction, amount, rejection };
    return {
      transaction,
      amount,
      rejection: repeated
        ? { code: 'DU04', text: 'EndToEndId twice in one file' }
        : (amountRejection(transaction, account) ??
          accountRejection(transaction, input.closedAccounts) ??
          idRejection([transaction.endToEndId]) ??
          textRejection(input.facts, [transaction.creditorName, ...transaction.remittance])),
    };
  });
  return { group, rejection, transactions };
}

/** Applies the bank's rules; a rejected file or group rejects every payment in it. */
export function checkPaymentFile(input: CheckInput): CheckedFile {
  const { file } = input;
  const all = file.groups.flatMap((group) => group.transactions);
  const ids = new Set(file.groups.map((group) => group.paymentInformationId));
  const rejection =
    totalsRejection(file.transactionCount, file.controlSum, all) ??
    idRejection([file.messageId]) ??
    (ids.size < file.groups.length ? { code: 'DU02', text: 'PmtInfId twice in one file' } : null) ??
    (all.length > input.facts.transactionsPerFileMax
      ? { code: 'AM18', text: `more than ${input.facts.transactionsPerFileMax} payments` }
      : null);
  const seen = new Set<string>();
  const groups = file.groups.map((group) => checkGroup(group, input, seen));
  if (rejection === null) return { rejection, groups };
  return {
    rejection,
    groups: groups.map((group) => ({
      ...group,
      rejection,
      transactions: group.transactions.map((item) => ({ ...item, rejection })),
    })),
  };
}
