import { resolve } from 'node:path';
import { problem, ProblemError } from '@quittance/domain';
import { odooVersions, type OdooVersion } from '@quittance/connectors';
import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { demo } from '../../demo/demo-command.ts';
import { start } from '../../hub/start.ts';
import { type BankDoors, doorKinds } from '../../sandbox/bank-doors.ts';
import { must } from '../../hub/open-hub.ts';
import { createOutput, exitCodes } from '../output.ts';
import type { CommonOptions } from '../session.ts';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) {
    throw new ProblemError(problem('BAD_INPUT', `${text} is not a whole number`));
  }
  // Not money: a seed or a scale.
  return Number.parseInt(text, 10);
};

interface DemoOptions {
  readonly seed: number;
  readonly scale: number;
  readonly odoo: OdooVersion;
  readonly data: string;
  readonly banks: BankDoors;
  /** True: the option without days. */
  readonly faults?: number | true;
}

const odooRelease = (text: string): OdooVersion => {
  const found = odooVersions.find((version) => version === text);
  if (found !== undefined) return found;
  const known = odooVersions.join(', ');
  throw new ProblemError(problem('BAD_INPUT', `${text} is no release of Odoo we know: ${known}`));
};

/** `order-bank,file`: the door of the first bank, then that of the second. */
function doorsOf(text: string): BankDoors {
  const [nordhafen, kingsway, ...more] = text.split(',').map((word) => {
    const kind = doorKinds.find((one) => one === word.trim());
    if (kind !== undefined) return kind;
    throw new ProblemError(problem('BAD_INPUT', `${word} is none of: ${doorKinds.join(', ')}`));
  });
  if (more.length > 0) throw new ProblemError(problem('BAD_INPUT', 'the sandbox has two banks'));
  return {
    ...(nordhafen === undefined ? {} : { nordhafen }),
    ...(kingsway === undefined ? {} : { kingsway }),
  };
}

type Result = Awaited<ReturnType<typeof demo>>;

const isSpotless = (result: Result): boolean =>
  result.duplicates === 0 &&
  result.lost === 0 &&
  result.unexplained === '0' &&
  (result.causesWrong ?? 0) === 0;

const linesOf = (of: Readonly<Record<string, unknown>>, indent = ''): readonly string[] =>
  Object.entries(of).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? [`${indent}${name}`, ...linesOf({ ...value }, `${indent}  `)]
      : [`${indent}${name.padEnd(14)} ${String(value)}`],
  );

const roleDescriptions = {
  worker: 'run a worker beside a database: everything but handing messages to banks',
  sender: 'run a sender: the one role that hands messages to banks',
  api: 'serve the HTTP API beside a database; it handles no task',
} as const;

/** `start`, `demo`, `worker`, `sender`, `api`: the commands that run the hub. */
export function addRunCommands(program: Command): void {
  program
    .command('start')
    .description(
      'run database, workers, sender, sealer and schedules; with --sandbox also banks and an Odoo',
    )
    .option('--sandbox', 'bring up simulated counterparties and show a payment run')
    .option('--seed <number>', 'seed of the sample company', wholeNumber, 1)
    .option('--data <folder>', 'data folder of the sandbox', '.quittance')
    .action(
      async (options: { sandbox?: boolean; seed: number; data: string }, command: Command) => {
        const common = command.optsWithGlobals<CommonOptions>();
        const output = createOutput(common.json ?? false);
        const { seed } = options;
        if (options.sandbox === true) {
          await start({ kind: 'sandbox', seed, dataDirectory: resolve(options.data), output });
          return;
        }
        const { config } = must(loadConfig(common.config));
        await start({ kind: 'configured', config, tasks: 'all', output });
      },
    );
  for (const role of ['worker', 'sender', 'api'] as const) {
    program
      .command(role)
      .description(roleDescriptions[role])
      .action(async (_options: object, command: Command) => {
        const common = command.optsWithGlobals<CommonOptions>();
        const { config } = must(loadConfig(common.config));
        await start({ kind: 'configured', config, tasks: role, output: createOutput(false) });
      });
  }
  program
    .command('demo')
    .description('run the main job to its end on a database of its own, without a person')
    .option('--seed <number>', 'seed of the sample company', wholeNumber, 1)
    .option('--scale <number>', 'multiplies the bills of the sample company', wholeNumber, 1)
    .option('--odoo <release>', 'release of the simulated Odoo: 17, 18 or 19', odooRelease, '18')
    .option('--data <folder>', 'data folder', '.quittance')
    .option(
      '--banks <doors>',
      `how Nordhafen and Kingsway are reached, in this order: ${doorKinds.join(', ')}`,
      doorsOf,
      {},
    )
    .option(
      '--faults [days]',
      'every counterparty misbehaves by a script of the seed, for one to three days',
      wholeNumber,
    )
    .action(async (options: DemoOptions, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const output = createOutput(common.json ?? false);
      const { seed, scale, odoo, banks: doors, faults = 0 } = options;
      const faultDays = faults === true ? 3 : faults;
      const dataDirectory = resolve(options.data);
      const { tell } = output;
      const result = await demo({ seed, scale, odoo, doors, faultDays, dataDirectory, tell });
      output.result(result, () => linesOf({ ...result }));
      if (!isSpotless(result)) process.exitCode = exitCodes.refused;
      if (!result.auditVerified) process.exitCode = exitCodes.tampering;
    });
}
