import { writeFileSync } from 'node:fs';
import {
  approvalSheetHtml,
  approvalSheetText,
  readApprovalSheet,
  readRunReport,
  runReportHtml,
  runReportText,
} from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { dayOf } from '../arguments.ts';
import { batchOf, personContext, withSession } from '../session.ts';

/** `sheet BATCH`, `report`: what people print, as text or as a page of its own. */
export function addDocumentCommands(program: Command): void {
  program
    .command('sheet <batch>')
    .description('the approval sheet of a batch: payments, hash, who must approve and who did')
    .option('--html <file>', 'write it as a printable page')
    .action(async (name: string, options: { html?: string }, command: Command) => {
      await withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const sheet = must(await readApprovalSheet({ ctx, input: { batchId } }));
        if (options.html !== undefined) writeFileSync(options.html, approvalSheetHtml(sheet));
        session.output.result(sheet, () => [approvalSheetText(sheet)]);
      });
    });
  program
    .command('report')
    .description('the end-of-run report: payments executed on one or more days')
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day; the first one when absent')
    .option('--html <file>', 'write it as a printable page')
    .action(async (options: { from: string; to?: string; html?: string }, command: Command) => {
      const from = dayOf(options.from);
      const to = dayOf(options.to ?? options.from);
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const { entityIds } = ctx.scope;
        const report = must(await readRunReport({ ctx, input: { entityIds, from, to } }));
        if (options.html !== undefined) writeFileSync(options.html, runReportHtml(report));
        session.output.result(report, () => [runReportText(report)]);
      });
    });
}
