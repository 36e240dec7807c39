import { type AttemptId, problem, ProblemError } from '@quittance/domain';
import { readUnknownOutcomes, reopenUnknown, type UnknownOutcomes } from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { personContext, withSession } from '../session.ts';

/** `messages unknown`, `messages reopen`. */
export function addMessageCommands(program: Command): void {
  const messages = program.command('messages').description('messages to banks');
  messages
    .command('unknown')
    .description('messages that were never answered, and what proves that the bank lacks them')
    .action(async (_options: object, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const outcomes = must(await readUnknownOutcomes({ ctx, input: {} }));
        session.output.result(outcomes, () => linesOf(outcomes));
      });
    });
  messages
    .command('reopen <message>')
    .description('say that the bank does not have a message; two persons must, with the proof')
    .action(async (messageId: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const { open } = must(await readUnknownOutcomes({ ctx, input: {} }));
        const input = { attemptId: attemptOf(open, messageId) };
        const done = must(await reopenUnknown({ ctx, input }));
        session.output.result(done, () => [
          done.reopened
            ? `message ${done.messageId} is void; its payments are approved again`
            : `message ${done.messageId}: another person must say so too`,
        ]);
      });
    });
}

function attemptOf(open: UnknownOutcomes['open'], messageId: string): AttemptId {
  const found = open.find((one) => one.messageId === messageId);
  if (found !== undefined) return found.attemptId;
  throw new ProblemError(problem('NOT_FOUND', `no unanswered message ${messageId}`));
}

function linesOf({ open, resolved, medianMinutes, longestMinutes }: UnknownOutcomes) {
  const { inquiry, bank_word: word, absence } = resolved;
  const took =
    medianMinutes === null
      ? []
      : [
          `that took ${medianMinutes.toString()} minutes in the middle case, ` +
            `${(longestMinutes ?? 0).toString()} at most`,
        ];
  return [
    ...open.flatMap((one) => [
      `${one.messageId}  unknown since ${one.since}  ${one.payments.toString()} payments  ` +
        `${one.inquiries.toString()} inquiries found nothing`,
      one.missing.length === 0
        ? `  absence is proven: ${one.isAsked ? 'one more person' : 'two persons'} may reopen it`
        : `  to prove its absence: ${one.missing.join('; ')}`,
    ]),
    ...(open.length === 0 ? ['no message is unanswered'] : []),
    `known again: ${inquiry.toString()} by an inquiry, ${word.toString()} by the bank's files, ` +
      `${absence.toString()} by the proof of absence`,
    ...took,
  ];
}
