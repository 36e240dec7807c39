import { undoMatch } from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { idOf } from '../arguments.ts';
import { personContext, withSession } from '../session.ts';

/** `matches undo`: what the hub matched by itself, a person takes back. */
export function addMatchCommands(program: Command): void {
  program
    .command('matches')
    .description('bank lines and what they were matched with')
    .command('undo <match>')
    .description('take a match back, in the accounts too; a worker does it')
    .requiredOption('--reason <text>', 'why; kept for ever')
    .action(async (id: string, options: { reason: string }, command: Command) => {
      const matchId = idOf<'match'>(id, 'payments trace');
      await withSession(command, async (session) => {
        const ctx = await personContext(session);
        const input = { matchId, reason: options.reason };
        const asked = must(await undoMatch({ ctx, input }));
        session.output.result(asked, () => [`match ${asked.matchId} is being taken back`]);
      });
    });
}
