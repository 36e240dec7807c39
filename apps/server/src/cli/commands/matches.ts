import { asId, isId, problem, ProblemError } from '@quittance/domain';
import { undoMatch } from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { createOutput } from '../output.ts';
import { type CommonOptions, personContext, withSession } from '../session.ts';

/** `matches undo`: what the hub matched by itself, a person takes back. */
export function addMatchCommands(program: Command): void {
  program
    .command('matches')
    .description('bank lines and what they were matched with')
    .command('undo <match>')
    .description('take a match back, in the accounts too; a worker does it')
    .requiredOption('--reason <text>', 'why; kept for ever')
    .action(async (id: string, options: { reason: string }, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const output = createOutput(common.json ?? false);
      if (!isId(id)) {
        const detail = `${id} is no id of a match; payments trace tells it`;
        throw new ProblemError(problem('BAD_INPUT', detail));
      }
      await withSession(common, output, async (session) => {
        const ctx = await personContext(session, common);
        const input = { matchId: asId<'match'>(id), reason: options.reason };
        const asked = must(await undoMatch({ ctx, input }));
        output.result(asked, () => [`match ${asked.matchId} is being taken back`]);
      });
    });
}
