import type { Rejection } from './checks.ts';
import type { Instruction } from './ledger.ts';
import { writeStatusReport, type GroupStatus, type StatusReport } from './pain002.ts';
import { nextMessageId, nextNumber, type BankState, type ReceivedMessage } from './state.ts';

/** What the bank answers about payments, in the manner of its profile. */

const REASON_TEXTS: Readonly<Record<string, string>> = {
  AC01: 'account number is wrong',
  AC04: 'account is closed',
  AC06: 'account is blocked',
  AM04: 'not enough funds',
  MS03: 'reason not given',
  BE04: 'address of the creditor is missing',
};

function publishReport(
  state: BankState,
  message: ReceivedMessage,
  content: Pick<StatusReport, 'groupStatus' | 'reason' | 'groups'>,
): void {
  if (message.isSilent) return;
  const number = nextNumber(state, `report ${message.messageId}`);
  const bytes = writeStatusReport(
    {
      messageId: nextMessageId(state, 'PSR'),
      created: state.clock(),
      original: message,
      ...content,
    },
    state.facts,
  );
  const name = `pain002.${message.messageId.replaceAll(/[^A-Za-z0-9_-]/gu, '_')}.${number}`;
  state.outgoing.publish({ sort: 'status', name, bytes });
}

function groupsOf(
  instructions: readonly Instruction[],
  statusOf: (instruction: Instruction) => string,
): readonly GroupStatus[] {
  const ids = [...new Set(instructions.map((item) => item.paymentInformationId))];
  return ids.map((paymentInformationId) => ({
    paymentInformationId,
    status: null,
    transactions: instructions
      .filter((item) => item.paymentInformationId === paymentInformationId)
      .map((item) => {
        const status = statusOf(item);
        const code = status === 'RJCT' ? (item.reasonCode ?? 'MS03') : null;
        return {
          endToEndId: item.endToEndId,
          instructionId: item.instructionId,
          status,
          reason: code === null ? null : { code, text: REASON_TEXTS[code] ?? code },
          reference: item.bookingReference,
          amount: item.amount,
          currency: item.currency,
        };
      }),
  }));
}

function groupStatus(instructions: readonly Instruction[], accepted: string): string {
  const rejected = instructions.filter((item) => item.state === 'rejected').length;
  if (rejected === 0) return accepted;
  return rejected === instructions.length ? 'RJCT' : 'PART';
}

/** A file nobody can read: its message id is not known, its name stands in the reason. */
export function reportUnreadable(state: BankState, fileName: string, reason: Rejection): void {
  publishReport(
    state,
    {
      messageId: 'NOTPROVIDED',
      message: state.facts.paymentMessages[0] ?? '',
      transactionCount: '0',
      isSilent: state.faults.take('silent'),
    },
    {
      groupStatus: 'RJCT',
      reason: { code: reason.code, text: `${fileName}: ${reason.text}` },
      groups: [],
    },
  );
}

/** A file rejected as a whole. */
export function reportRejectedFile(
  state: BankState,
  message: ReceivedMessage,
  reason: Rejection,
): void {
  publishReport(state, message, { groupStatus: 'RJCT', reason, groups: [] });
}

/** The answers to a file that was taken in. */
export function reportReceived(
  state: BankState,
  message: ReceivedMessage,
  instructions: readonly Instruction[],
): void {
  if (!state.facts.acknowledgements.reportsAcceptedTransactions) {
    const rejected = instructions.filter((item) => item.state === 'rejected');
    publishReport(state, message, {
      groupStatus: groupStatus(instructions, 'ACCP'),
      reason: null,
      groups: groupsOf(rejected, () => 'RJCT'),
    });
  } else {
    publishReport(state, message, { groupStatus: 'ACTC', reason: null, groups: [] });
    publishReport(state, message, {
      groupStatus: groupStatus(instructions, 'ACSP'),
      reason: null,
      groups: groupsOf(instructions, (item) => (item.state === 'rejected' ? 'RJCT' : 'ACSP')),
    });
  }
  const accepted = instructions.filter((item) => item.state === 'accepted');
  for (const { kind, status } of STRANGE_STATUSES) {
    if (accepted.length === 0 || message.isSilent || !state.faults.take(kind)) continue;
    const struck = accepted.slice(0, 1);
    const named = kind === 'unknownReference' ? struck.map(neverOrdered) : struck;
    state.faults.mark(
      kind,
      named.map((item) => item.endToEndId),
    );
    const groups = groupsOf(named, () => status);
    publishReport(state, message, { groupStatus: 'PART', reason: null, groups });
  }
}

/** What a bank says of one payment beside what is true, by the fault that makes it say so. */
const STRANGE_STATUSES = [
  { kind: 'contradictoryStatus', status: 'RJCT' },
  { kind: 'unknownStatus', status: 'XQZT' },
  { kind: 'unknownReference', status: 'ACSP' },
] as const;

/** The same payment under an EndToEndId that nobody gave. */
const neverOrdered = (item: Instruction): Instruction => ({
  ...item,
  endToEndId: `${item.endToEndId.slice(0, -4)}0000`,
});

/** After a booking run: executed payments where the profile says so, and failed ones always. */
export function reportExecuted(state: BankState, touched: readonly Instruction[]): void {
  const wanted = state.facts.acknowledgements.reportsAcceptedTransactions
    ? touched
    : touched.filter((item) => item.state === 'rejected');
  for (const messageId of new Set(wanted.map((item) => item.messageId))) {
    const message = state.messages.get(messageId);
    if (message === undefined) continue;
    const ofMessage = wanted.filter((item) => item.messageId === messageId);
    const isWhole = String(ofMessage.length) === message.transactionCount;
    publishReport(state, message, {
      groupStatus: isWhole ? groupStatus(ofMessage, 'ACSC') : 'PART',
      reason: null,
      groups: groupsOf(ofMessage, (item) => (item.state === 'rejected' ? 'RJCT' : 'ACSC')),
    });
  }
}
