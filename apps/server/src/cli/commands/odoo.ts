import { problem, ProblemError } from '@quittance/domain';
import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { baselineOdoo } from '../../hub/odoo-baseline.ts';
import { setUpOdoo } from '../../hub/odoo-setup.ts';
import { must } from '../../hub/open-hub.ts';
import { dayOf } from '../arguments.ts';
import { createOutput } from '../output.ts';
import { type CommonOptions, withSession } from '../session.ts';

/** `odoo setup`, `odoo baseline`: what is done once in an Odoo database. */
export function addOdooCommands(program: Command): void {
  const odoo = program.command('odoo').description('what is done once in an Odoo database');
  odoo
    .command('setup')
    .description(
      'show what the hub needs in Odoo; install it with --apply, take it back with --undo',
    )
    .option('--connection <name>', 'connection of the configuration', 'odoo')
    .option('--admin <login>', 'login of an administrator of Odoo', 'admin')
    .option('--apply', 'install what is missing')
    .option('--undo', 'take back what was installed, with everything the hub wrote there')
    .action(
      async (
        options: { connection: string; admin: string; apply?: boolean; undo?: boolean },
        command: Command,
      ) => {
        const common = command.optsWithGlobals<CommonOptions>();
        if (options.apply === true && options.undo === true) {
          throw new ProblemError(problem('BAD_INPUT', 'choose --apply or --undo'));
        }
        const { config } = must(loadConfig(common.config));
        const act = options.apply === true ? 'apply' : options.undo === true ? 'undo' : 'plan';
        const { connection: connectionName, admin: adminLogin } = options;
        const steps = await setUpOdoo({ config, connectionName, act, adminLogin });
        const empty = act === 'plan' ? 'nothing is missing' : 'nothing was to be done';
        createOutput(common.json ?? false).result({ act, steps }, () =>
          steps.length === 0 ? [empty] : steps,
        );
      },
    );
  odoo
    .command('baseline')
    .description("mark what was open or already sent before go-live as not the hub's")
    .requiredOption('--date <day>', 'go-live, YYYY-MM-DD')
    .option('--connection <name>', 'connection of the configuration', 'odoo')
    .option('--apply', 'mark them; without it they are only shown')
    .action(
      async (options: { date: string; connection: string; apply?: boolean }, command: Command) => {
        await withSession(command, async (session) => {
          const told = await baselineOdoo(session.hub, {
            connectionName: options.connection,
            date: dayOf(options.date),
            apply: options.apply === true,
          });
          session.output.result(told, () => [
            `${told.bills.toString()} bills and ${told.payments.toString()} payments ` +
              `from before ${options.date}`,
            told.applied
              ? `${told.baselined.toString()} bills are marked as not the hub's`
              : 'nothing was changed; --apply marks them',
          ]);
        });
      },
    );
}
