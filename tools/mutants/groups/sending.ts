import { type Defect, edit } from '../mutant.ts';

const client = 'packages/connectors/src/file-bank/client.ts';
const earlierPayments = 'packages/services/src/batch/earlier-payments.ts';
const recordInquiry = 'packages/services/src/attempt/record-inquiry.ts';
const recordOutcome = 'packages/services/src/attempt/record-outcome.ts';
const releaseFlow = 'packages/flows/src/supplier-payment/release.ts';
const revive = 'packages/services/src/bank-fact/revive.ts';
const startSending = 'packages/services/src/attempt/start-sending.ts';

/** What goes wrong between the hub and a bank: twice, never, something else, or unasked. */
export const sendingDefects: readonly Defect[] = [
  {
    name: 'no-durable-attempt',
    does: 'hands a message over before its sending is committed',
    edits: [
      edit(
        releaseFlow,
        '  const started = valueOf(await startSending(',
        '  const early = handOver === null ? null : await handOver();\n' +
          '  const started = valueOf(await startSending(',
      ),
      edit(releaseFlow, '      : await handOver();', '      : (early ?? (await handOver()));'),
    ],
  },
  {
    name: 'resend-on-time-out',
    does: 'takes silence after a hand-over for a message that was not sent, and sends it anew',
    edits: [
      edit(
        recordOutcome,
        "(await isDoubted(unit, attempt, input.outcome)) ? 'unknown' : input.outcome",
        "input.outcome === 'unknown' ? 'notSent' : input.outcome",
      ),
    ],
  },
  {
    name: 'resend-after-one-not-found',
    does: 'takes one inquiry that found nothing for the proof that nothing is there',
    edits: [
      edit(
        recordInquiry,
        "import { requireService } from '../context/access.ts';",
        "import { requireService } from '../context/access.ts';\n" +
          "import { takeBack } from './take-back.ts';",
      ),
      edit(
        recordInquiry,
        ': notFound(unit, attempt);',
        ": { ...notFound(unit, attempt), state: 'void' };",
      ),
      edit(
        recordInquiry,
        'await enqueueInquiry(ctx, unit, after);',
        "await takeBack(unit, [attempt], 'reopenUnknown');",
      ),
    ],
  },
  {
    name: 'resend-after-interruption',
    does: 'sends a message again whose sender died while it sent, without looking for it first',
    edits: [
      edit(
        client,
        "if ((await lookFor(folder, folders, fileName)).kind === 'found') return acknowledged;\n" +
          '    await folder.write',
        'await folder.write',
      ),
      edit(
        startSending,
        "return succeed({ kind: 'interrupted', attempt })",
        "return succeed({ kind: 'send', attempt })",
      ),
      edit(releaseFlow, "prepared.state === 'prepared' ?", "prepared.state !== 'void' ?"),
    ],
  },
  {
    name: 'silence-is-refusal',
    does: 'takes silence after a hand-over for the refusal of the bank',
    edits: [edit(recordOutcome, "unknown: 'no_answer',", "unknown: 'refused',")],
  },
  {
    name: 'silence-is-acknowledgement',
    does: 'takes silence after a hand-over for the acknowledgement of the bank',
    edits: [
      edit(
        recordOutcome,
        "(await isDoubted(unit, attempt, input.outcome)) ? 'unknown' : input.outcome",
        "input.outcome === 'unknown' ? 'acknowledged' : input.outcome",
      ),
    ],
  },
  {
    name: 'not-sent-is-acknowledgement',
    does: 'takes a message that was provably not sent for one that the bank has',
    edits: [
      edit(
        recordOutcome,
        "(await isDoubted(unit, attempt, input.outcome)) ? 'unknown' : input.outcome",
        "input.outcome === 'notSent' ? 'acknowledged' : input.outcome",
      ),
    ],
  },
  {
    name: 'finds-what-is-absent',
    does: 'answers every inquiry with found',
    edits: [
      edit(
        releaseFlow,
        "const found = answer.kind === 'found';",
        "const found = answer.where !== '';",
      ),
    ],
  },
  {
    name: 'other-bytes',
    does: 'hands over other bytes than those whose digest it wrote down',
    edits: [
      edit(
        releaseFlow,
        'const outcome = await submit({ messageId, fileName, bytes });',
        'const outcome = await submit({\n' +
          '      messageId,\n' +
          '      fileName,\n' +
          '      bytes: Uint8Array.of(...bytes, 10),\n' +
          '    });',
      ),
    ],
  },
  {
    name: 'hands-over-under-another-name',
    does: 'names the file by its batch, so that no message is known under the name',
    edits: [
      edit(
        releaseFlow,
        'const outcome = await submit({ messageId, fileName, bytes });',
        'const outcome = await submit({ messageId, fileName: `X${fileName}`, bytes });',
      ),
    ],
  },
  {
    name: 'failed-rename-is-not-sent',
    does: 'takes every rename that failed for one that did not happen',
    edits: [
      edit(
        client,
        'const answeredNo = error instanceof FolderError && !error.mayHaveActed;',
        'const answeredNo = error !== null;\n  isDraftGone = false;',
      ),
      edit(
        client,
        "    if ((await lookFor(folder, folders, fileName)).kind === 'found') ret" +
          'urn acknowledged;\n' +
          '    isDraftGone ||=',
        '    isDraftGone ||=',
      ),
      edit(recordOutcome, "(await isDoubted(unit, attempt, input.outcome)) ? 'unknown' : ", ''),
    ],
  },
  {
    name: 'unknown-frees-bills',
    does: 'gives the bills of an unanswered payment free, so that another payment pays them',
    edits: [
      edit(revive, "  'failed',\n  'returned',", "  'failed',\n  'unknown',\n  'returned',"),
      edit(
        earlierPayments,
        "if (payment.liveAttemptId === null || payment.accountsState === 'posted') return false;",
        "if (payment.state === 'unknown') return false;\n" +
          "  if (payment.liveAttemptId === null || payment.accountsState === 'pos" +
          "ted') return false;",
      ),
    ],
  },
  {
    name: 'several-messages-for-one-payment',
    does: 'puts the first payment of a batch into a second message as well',
    edits: [
      edit(
        'packages/services/src/batch/release.ts',
        'for (const leaving of chunked(of.leaving, profile.payment.transactionsMax)) {',
        'const twice = [...chunked(of.leaving, profile.payment.transactionsMax)];\n' +
          '  for (const leaving of [...twice, of.leaving.slice(0, 1)]) {',
      ),
    ],
  },
];
