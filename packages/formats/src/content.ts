import type { StatementFile } from './camt/record.ts';
import { readStatementFile } from './camt/read.ts';
import { detectFormat } from './detect.ts';
import { type FormatFault, formatFault } from './fault.ts';
import { readStatusReport } from './pain002/read.ts';
import type { StatusReport } from './pain002/record.ts';

/**
 * What something that a bank sent says, whatever form it came in: a status, statements, or nothing
 * of either, with the reason. `format` names the form in words that a person may read.
 */
export type BankContent =
  | { readonly kind: 'status'; readonly format: string; readonly report: StatusReport }
  | { readonly kind: 'statements'; readonly format: string; readonly file: StatementFile }
  /** A hint that is no evidence, such as an event: what it speaks of is to be asked for. */
  | { readonly kind: 'hint'; readonly format: string; readonly note: string }
  | { readonly kind: 'unreadable'; readonly format: string; readonly fault: FormatFault };

/** Reads a file of ISO 20022 by what stands in it. Never throws for bad input. */
export function readBankContent(bytes: Uint8Array): BankContent {
  const { format, why } = detectFormat(bytes);
  if (format === 'pain.002') return { kind: 'status', format, report: readStatusReport(bytes) };
  if (format.startsWith('camt.05')) {
    return { kind: 'statements', format, file: readStatementFile(bytes) };
  }
  return unreadableContent(format, { rule: 'file.unknown', path: '', sentence: why });
}

/** Content that goes to quarantine: which rule it breaks, where, and what that means. */
export const unreadableContent = (
  format: string,
  of: { readonly rule: string; readonly path: string; readonly sentence: string },
): BankContent => ({
  kind: 'unreadable',
  format,
  fault: formatFault('fatal', of.rule, { line: 0, path: of.path, sentence: of.sentence }),
});
