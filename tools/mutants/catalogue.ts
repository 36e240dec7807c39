/**
 * Planted defects: each is a patch to product code, made while the module is loaded, so that the
 * code itself holds no switch. The simulation must find every one of them.
 */
export interface Mutant {
  readonly name: string;
  /** The defect in words: what the patched code does. */
  readonly does: string;
  readonly edits: readonly Edit[];
}

/** A text that stands exactly once in a file, and what stands there instead. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const recordOutcome = 'packages/services/src/attempt/record-outcome.ts';
const recordInquiry = 'packages/services/src/attempt/record-inquiry.ts';
const releaseFlow = 'packages/flows/src/supplier-payment/release.ts';
const statementImport = 'packages/services/src/statement/import.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'no-durable-attempt',
    does: 'hands a message over before its sending is committed',
    edits: [
      {
        file: releaseFlow,
        find: '  const started = valueOf(await startSending(',
        replace:
          '  const early = handOver === null ? null : await handOver();\n' +
          '  const started = valueOf(await startSending(',
      },
      {
        file: releaseFlow,
        find: '      : await handOver();',
        replace: '      : (early ?? (await handOver()));',
      },
    ],
  },
  {
    name: 'resend-on-time-out',
    does: 'takes silence after a hand-over for a message that was not sent, and sends it anew',
    edits: [
      {
        file: recordOutcome,
        find: "(await isDoubted(unit, attempt, input.outcome)) ? 'unknown' : input.outcome",
        replace: "input.outcome === 'unknown' ? 'notSent' : input.outcome",
      },
    ],
  },
  {
    name: 'resend-after-one-not-found',
    does: 'takes one inquiry that found nothing for the proof that nothing is there',
    edits: [
      {
        file: recordInquiry,
        find: "import { requireService } from '../context/access.ts';",
        replace:
          "import { requireService } from '../context/access.ts';\n" +
          "import { takeBack } from './take-back.ts';",
      },
      {
        file: recordInquiry,
        find: ': notFound(unit, attempt);',
        replace: ": { ...notFound(unit, attempt), state: 'void' };",
      },
      {
        file: recordInquiry,
        find: 'await enqueueInquiry(ctx, unit, after);',
        replace: "await takeBack(unit, [attempt], 'reopenUnknown');",
      },
    ],
  },
  {
    name: 'duplicate-entry',
    does: 'books the entries of a statement again when its file comes a second time',
    edits: [
      {
        file: statementImport,
        find: 'if (known !== undefined) {',
        replace: 'if (known === null) {',
      },
      {
        file: statementImport,
        find: 'bankStatementId: statement.id,\n    sequenceNumber',
        replace: 'bankStatementId: `${statement.id} ${ctx.ids.newId()}`,\n    sequenceNumber',
      },
      {
        file: statementImport,
        find: '.filter((entry) => !taken.has(entry.entryKey))\n',
        replace: '',
      },
      {
        file: statementImport,
        find: 'lineOf(ctx, { entry, account, statement: row })',
        replace: `({
          ...lineOf(ctx, { entry, account, statement: row }),
          entryKey: entry.entryKey + ' ' + row.id,
        })`,
      },
    ],
  },
];
