import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { administratorSql } from '../../adapters/postgres/index.ts';
import { checkConnections } from '../../hub/connections.ts';
import { migrateDatabase, openDatabase } from '../../hub/database.ts';
import { examine } from '../../hub/doctor.ts';
import { must } from '../../hub/open-hub.ts';
import { createOutput, exitCodes, table } from '../output.ts';
import type { CommonOptions } from '../session.ts';
import { problem, ProblemError } from '@quittance/domain';

/** `config check|print`, `migrate`, `doctor`. */
export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('the configuration file');
  config
    .command('check')
    .description('check the configuration; an error names the key')
    .action((_options: object, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const loaded = must(loadConfig(common.config));
      const faults = checkConnections(loaded.config);
      if (faults.length > 0) {
        throw new ProblemError(problem('CONFIGURATION_INVALID', faults.join('; ')));
      }
      const told = { ok: true, path: loaded.path, kind: loaded.config.kind };
      createOutput(common.json ?? false).result(told, () => [`${loaded.path} is valid`]);
    });
  config
    .command('print')
    .description('print the configuration with every default; secrets are named in it, not written')
    .action((_options: object, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const loaded = must(loadConfig(common.config));
      const output = createOutput(common.json ?? false);
      output.result(loaded.config, () => [JSON.stringify(loaded.config, null, 2)]);
    });
  program
    .command('migrate')
    .description('bring the database up to this release; harmless to repeat')
    .option('--print-sql', 'print what an administrator runs once on a server of your own')
    .action(async (options: { printSql?: boolean }, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const output = createOutput(common.json ?? false);
      const loaded = must(loadConfig(common.config));
      if (options.printSql === true) {
        const sql = administratorSql(loaded.config.database);
        output.result({ sql }, () => [sql]);
        return;
      }
      const opened = { config: loaded.config, log: output.tell, as: 'guest' } as const;
      const database = await openDatabase(opened);
      try {
        const report = await migrateDatabase(database, loaded.config);
        output.result(report, () => [
          `${report.applied.length.toString()} applied, ` +
            `${report.alreadyApplied.toString()} were there`,
        ]);
      } finally {
        await database.stop();
      }
    });
  program
    .command('doctor')
    .description('look at configuration, database and every counterparty, and say what is wrong')
    .action(async (_options: object, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const output = createOutput(common.json ?? false);
      const loaded = must(loadConfig(common.config));
      const findings = await examine(loaded.config, output.tell);
      const ok = findings.every((finding) => finding.ok);
      output.result({ ok, findings }, () =>
        table(
          ['', 'what', 'finding'],
          findings.map(({ ok: good, what, detail }) => [good ? 'ok' : 'FAIL', what, detail]),
        ),
      );
      if (!ok) process.exitCode = exitCodes.counterparty;
    });
}
