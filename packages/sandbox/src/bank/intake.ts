import { createHash } from 'node:crypto';
import { addBusinessDays, addDays, businessDayFrom, localDateTime } from '../calendar.ts';
import { randomOf } from '../random.ts';
import { checkPaymentFile, type CheckedGroup, type Rejection } from './checks.ts';
import { nameOf } from './file-area.ts';
import type { Instruction } from './ledger.ts';
import { isUnreadable, readPaymentFile, type PaymentFile } from './pain001.ts';
import { reportReceived, reportRejectedFile, reportUnreadable } from './reports.ts';
import { nextNumber, type BankState, type ReceivedMessage } from './state.ts';

/** Takes in what the customer has put into the `in` directory. */

const REJECT_REASONS = ['AC04', 'AC01', 'AC06', 'BE04', 'MS03'] as const;

/**
 * Reason of a rejection that the seed decides: it hangs on the payee and the amount only, so that
 * the order of arrival and repeated files change nothing.
 */
function seededRejection(state: BankState, creditorAccount: string, amount: bigint): string | null {
  const random = randomOf(state.seed, 'reject', creditorAccount, amount.toString());
  return random.chance(state.behaviour.rejectPerMille) ? random.pick(REJECT_REASONS) : null;
}

/** The day of execution: not before today or the cut-off, a business day, and not a closed day. */
function executionDateOf(state: BankState, requested: string): string {
  const { zone, time } = state.facts.cutOff;
  const now = localDateTime(state.clock(), zone);
  const today = now.time >= time ? addDays(now.date, 1) : now.date;
  const open = state.lastClosed >= today ? addDays(state.lastClosed, 1) : today;
  return businessDayFrom(requested > open ? requested : open, state.holidays);
}

interface FromGroup {
  readonly file: PaymentFile;
  readonly fileName: string;
  readonly checked: CheckedGroup;
  readonly isPartial: boolean;
}

function instructionsOf(state: BankState, input: FromGroup): readonly Instruction[] {
  const { group, transactions } = input.checked;
  const executionDate = executionDateOf(state, group.executionDate);
  return transactions.map(({ transaction, amount, rejection }, index) => {
    const half = input.isPartial && index % 2 === 1 ? 'AC06' : null;
    const reasonCode =
      rejection?.code ?? half ?? seededRejection(state, transaction.creditorAccount, amount);
    return {
      endToEndId: transaction.endToEndId,
      instructionId: transaction.instructionId,
      messageId: input.file.messageId,
      paymentInformationId: group.paymentInformationId,
      fileName: input.fileName,
      debtorAccount: group.debtorAccount,
      creditorName: transaction.creditorName,
      creditorAccount: transaction.creditorAccount,
      creditorAccountIsIban: transaction.creditorAccountIsIban,
      amount,
      currency: transaction.currency,
      remittance: transaction.remittance,
      executionDate,
      state: reasonCode === null ? 'accepted' : 'rejected',
      reasonCode,
      timesExecuted: 0,
      bookedOn: null,
      returnedOn: null,
      bookingReference: null,
    };
  });
}

/** Local date on which the same file was first received inside the window, or null. */
function earlierReceipt(state: BankState, file: PaymentFile, bytes: Uint8Array): string | null {
  const { key, windowDays } = state.facts.duplicateCheck;
  const today = localDateTime(state.clock(), state.facts.cutOff.zone).date;
  const value =
    key === 'messageId' ? file.messageId : createHash('sha256').update(bytes).digest('hex');
  const earlier = state.seenFiles.get(value);
  if (earlier !== undefined && addDays(earlier, windowDays) >= today) return earlier;
  state.seenFiles.set(value, today);
  return null;
}

/** Applies the bank's rules to a message and enters what it orders; no answer is written. */
export function acceptMessage(
  state: BankState,
  from: { readonly file: PaymentFile; readonly fileName: string; readonly isSilent: boolean },
): { readonly rejection: Rejection | null; readonly instructions: readonly Instruction[] } {
  const { file, fileName, isSilent } = from;
  const { messageId, message, transactionCount } = file;
  state.messages.set(messageId, { messageId, message, transactionCount, isSilent });
  const checked = checkPaymentFile({
    file,
    facts: state.facts,
    accounts: state.ledger.accounts,
    today: localDateTime(state.clock(), state.facts.cutOff.zone).date,
    closedAccounts: new Set(state.behaviour.closedAccounts),
  });
  const isPartial = checked.rejection === null && state.faults.take('partialAcceptance');
  const instructions = checked.groups.flatMap((group) =>
    instructionsOf(state, { file, fileName, checked: group, isPartial }),
  );
  state.instructions.push(...instructions);
  const names = (struck: readonly Instruction[]): readonly string[] =>
    struck.map((item) => item.endToEndId);
  if (isSilent) state.faults.mark('silent', names(instructions));
  if (isPartial) {
    const rejected = instructions.filter((item) => item.state === 'rejected');
    state.faults.mark('partialAcceptance', names(rejected));
  }
  return { rejection: checked.rejection, instructions };
}

function takeInFile(state: BankState, file: PaymentFile, fileName: string): void {
  const isSilent = state.faults.take('silent');
  const { rejection, instructions } = acceptMessage(state, { file, fileName, isSilent });
  const message: ReceivedMessage = { ...file, isSilent };
  if (rejection !== null) reportRejectedFile(state, message, rejection);
  else reportReceived(state, message, instructions);
}

function reportDuplicate(state: BankState, file: PaymentFile, earlier: string): void {
  if (state.facts.duplicateCheck.answer === 'none') return;
  const message = { ...file, transactionCount: file.transactionCount, isSilent: false };
  const text = `MsgId already received on ${earlier}`;
  reportRejectedFile(state, message, { code: 'AM05', text });
}

function takeIn(state: BankState, path: string): void {
  const fileName = nameOf(path);
  const bytes = state.files.read(path);
  archive(state, path);
  if (!new RegExp(state.facts.fileNamePattern, 'u').test(fileName)) {
    reportUnreadable(state, fileName, { code: 'FF01', text: 'file name does not fit' });
    return;
  }
  let file: PaymentFile;
  try {
    file = readPaymentFile(bytes, state.facts.paymentMessages);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const reason: Rejection = { code: 'FF01', text: error.message };
    reportUnreadable(state, fileName, reason);
    return;
  }
  for (const { endToEndId } of file.groups.flatMap((group) => group.transactions)) {
    state.timesReceived.set(endToEndId, (state.timesReceived.get(endToEndId) ?? 0) + 1);
  }
  const earlier = earlierReceipt(state, file, bytes);
  if (earlier === null) takeInFile(state, file, fileName);
  else reportDuplicate(state, file, earlier);
}

function archive(state: BankState, path: string): void {
  const target = `${state.facts.directories.archive}/${nameOf(path)}`;
  const taken = state.files.stat(target) !== null;
  const free = taken ? `${target}.${nextNumber(state, `archive ${target}`)}` : target;
  state.files.rename(path, free);
}

/** Takes in every finished file, oldest first; answers how many. */
export function takeInFiles(state: BankState): number {
  const { directories, unfinishedSuffix } = state.facts;
  const waiting = state.files
    .list(directories.in)
    .filter((entry) => !entry.isDirectory && !entry.name.endsWith(unfinishedSuffix))
    .toSorted((one, other) => one.modified.localeCompare(other.modified));
  for (const entry of waiting) takeIn(state, `${directories.in}/${entry.name}`);
  return waiting.length;
}

/** The date on which a payment booked on `date` comes back, or null when it stays. */
export function seededReturn(
  state: BankState,
  instruction: Instruction,
  date: string,
): { readonly date: string; readonly reasonCode: string } | null {
  const { creditorAccount, amount } = instruction;
  const random = randomOf(state.seed, 'return', creditorAccount, amount.toString());
  const reasonCode = random.pick(['AC04', 'MD07', 'AC01', 'AC06', 'MS03']);
  const days = random.integer(1, 3);
  const returns =
    random.chance(state.behaviour.returnPerMille) ||
    state.behaviour.returningAccounts.includes(creditorAccount);
  return returns ? { date: addBusinessDays(date, days, state.holidays), reasonCode } : null;
}
