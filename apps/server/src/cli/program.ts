import { Command } from 'commander';
import { addCashCommand } from './commands/cash.ts';
import { addConfigCommands } from './commands/config.ts';
import { addDeadLetterCommands } from './commands/dead-letters.ts';
import { addDocumentCommands } from './commands/documents.ts';
import { addMatchCommands } from './commands/matches.ts';
import { addMessageCommands } from './commands/messages.ts';
import { addOdooCommands } from './commands/odoo.ts';
import { addOperateCommands } from './commands/operate.ts';
import { addPaymentCommands } from './commands/payments.ts';
import { addProposalCommands } from './commands/proposals.ts';
import { addReadCommands } from './commands/read.ts';
import { addRunCommands } from './commands/run.ts';
import { addTokenCommands } from './commands/tokens.ts';
import { addWebhookCommands } from './commands/webhooks.ts';

/** The whole command line. Standard output is the result, all else goes to standard error. */
export function createProgram(): Command {
  const program = new Command('quittance')
    .description('Governed payments and reconciliation for companies that run Odoo')
    .version('0.1.0')
    .option('--config <file>', 'configuration (quittance.config.json, .quittance/sandbox.json)')
    .option('--json', 'print one JSON document on standard output')
    .option('--as <email>', 'the person who acts')
    .showHelpAfterError()
    .exitOverride();
  addRunCommands(program);
  addConfigCommands(program);
  addOdooCommands(program);
  addProposalCommands(program);
  addPaymentCommands(program);
  addMessageCommands(program);
  addMatchCommands(program);
  addReadCommands(program);
  addCashCommand(program);
  addDocumentCommands(program);
  addOperateCommands(program);
  addDeadLetterCommands(program);
  addWebhookCommands(program);
  addTokenCommands(program);
  for (const command of everyCommand(program)) command.exitOverride();
  return program;
}

function everyCommand(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...everyCommand(child)]);
}
