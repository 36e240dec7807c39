import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type FileSummary,
  readAnyFile,
  readPain001,
  readStatementFile,
  readStatusReport,
} from '@quittance/formats';
import { sharedFolder } from './support/shared.ts';

/**
 * Real files of public repositories. What may be quarantined is written down here with its reason,
 * each looked at by a person, so that a reader that gets stricter or laxer shows.
 */
const quarantinedRules: Readonly<Record<string, string>> = {
  'file.unknown': 'the file holds no message: an empty Document, or a test of another program',
  'camt.empty': 'a statement message without any statement',
  'camt.amount.form': 'an amount such as 12..34, made to be refused',
  'camt.balance.sign':
    'balances without sign of an account on which nothing moved: both signs hold',
  'pain002.status.missing': 'a report that gives no status',
  'pain002.original.missing': 'a report that does not say what it answers',
  'pain001.read': 'no amount or account that can be read, or a currency that is not paid in',
};

const formats = ['camt.052', 'camt.053', 'camt.054', 'pain.001', 'pain.002', 'pacs.002'] as const;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

describe.each(formats)('real files of %s', (format) => {
  const folder = join(sharedFolder, 'corpus', format);
  const present = existsSync(folder);
  if (!present) process.stdout.write(`skipped: there are no real files at ${folder}\n`);

  test.skipIf(!present)('are read, or quarantined for a reason that is written down', () => {
    const reasons = new Map<string, number>();
    let read = 0;
    for (const path of filesIn(folder)) {
      const bytes = new Uint8Array(readFileSync(path));
      const summary: FileSummary = readAnyFile(bytes);
      readStatementFile(bytes);
      readStatusReport(bytes);
      readPain001(bytes);
      if (!summary.quarantined) {
        read += 1;
        expect(summary.format).toBe(format);
        continue;
      }
      for (const fault of summary.faults.filter((found) => found.severity === 'fatal')) {
        expect(Object.keys(quarantinedRules)).toContain(fault.rule);
      }
      const rule = summary.faults.find((fault) => fault.severity === 'fatal')?.rule ?? '';
      reasons.set(rule, (reasons.get(rule) ?? 0) + 1);
    }
    process.stdout.write(
      `${format}: ${read} read; quarantined: ${JSON.stringify(Object.fromEntries(reasons))}\n`,
    );
    expect(read).toBeGreaterThan(0);
  });
});
