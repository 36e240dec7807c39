import { CommanderError } from 'commander';
import { exitCodes, printFailure } from './output.ts';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode =
    error instanceof CommanderError
      ? error.exitCode === 0
        ? exitCodes.ok
        : exitCodes.usage
      : printFailure(error, process.argv.includes('--json'));
}
