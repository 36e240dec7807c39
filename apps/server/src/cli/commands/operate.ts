import { postAgain, replayDelivery, resolveCase } from '@quittance/services';
import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { openDatabase } from '../../hub/database.ts';
import { must } from '../../hub/open-hub.ts';
import { verifyHub } from '../../hub/verify.ts';
import { idOf } from '../arguments.ts';
import { createOutput, exitCodes } from '../output.ts';
import { type CommonOptions, personContext, withSession } from '../session.ts';

/** `cases`, `verify`. */
export function addOperateCommands(program: Command): void {
  addCases(program);
  program
    .command('verify')
    .description('hold database and evidence against the checkpoints anchored outside of it')
    .action(async (_options: object, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const output = createOutput(common.json ?? false);
      const { config } = must(loadConfig(common.config));
      const database = await openDatabase({ config, log: output.tell, as: 'guest' });
      try {
        const onProgress = (progress: { readonly table: string; readonly rows: number }): void =>
          output.tell(`  ${progress.table}: ${progress.rows.toString()}`);
        const report = await verifyHub({ config, database, onProgress });
        output.result(report, () => [
          report.ok ? 'nothing was tampered with' : `${report.findingCount.toString()} findings`,
          `${report.leavesChecked.toString()} leaves, ${report.rowsChecked.toString()} rows and ` +
            `${report.evidenceChecked.toString()} evidence files checked`,
          ...report.findings.map((finding) => `  ${finding.sentence}`),
        ]);
        if (!report.ok) process.exitCode = exitCodes.tampering;
      } finally {
        await database.stop();
      }
    });
}

function addCases(program: Command): void {
  const cases = program
    .command('cases')
    .description('exceptions: who owns them, what is at risk, what to do next')
    .option('--all', 'resolved ones too')
    .action(async (options: { all?: boolean }, command: Command) => {
      await withSession(command, async ({ queries, scope, output }) => {
        const page = await queries.listCases({ scope, limit: 500, openOnly: options.all !== true });
        output.result(page, () =>
          page.rows.length === 0
            ? ['no open cases: nothing needs a person']
            : page.rows.flatMap((row) => [
                `${row.id}  ${row.kind}  severity ${row.severity.toString()}  ${row.state}  ` +
                  `owner ${row.ownerRole}  due ${row.dueAt}`,
                `  ${row.detail}`,
                `  next: ${row.nextAction}`,
                `  runbook: docs/runbooks/${row.kind.replaceAll('_', '-')}.md`,
              ]),
        );
      });
    });
  cases
    .command('resolve <case>')
    .description('resolve a case')
    .requiredOption('--resolution <text>', 'what was done')
    .action(async (id: string, options: { resolution: string }, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const input = { caseId: idOf<'case'>(id, 'cases'), resolution: options.resolution };
        const resolved = must(await resolveCase({ ctx, input }));
        session.output.result(resolved, () => [`case ${resolved.caseId} is resolved`]);
      });
    });
  cases
    .command('post-again <case>')
    .description('ask the accounts again for what they refused, once its cause is gone')
    .action(async (id: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const asked = must(await postAgain({ ctx, input: { caseId: idOf<'case'>(id, 'cases') } }));
        session.output.result(asked, () => [`asked again: ${asked.tasks.join(', ')}`]);
      });
    });
  cases
    .command('read-again <case>')
    .description('read a parked or quarantined delivery again, once its cause is mended')
    .action(async (id: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const input = { caseId: idOf<'case'>(id, 'cases') };
        const done = must(await replayDelivery({ ctx, input }));
        session.output.result(done, () => [`delivery ${done.inboxId} is read again`]);
      });
    });
}
