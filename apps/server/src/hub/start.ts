import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { problem, ProblemError } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import { taskKinds } from '@quittance/services';
import type { Logger } from 'pino';
import { openLogger } from '../adapters/logger.ts';
import type { Output } from '../cli/output.ts';
import type { Config } from '../config/schema.ts';
import { endBankDay, payDueBills, prepareAccounts } from '../demo/run-demo.ts';
import { openApi, type RunningApi } from '../api/open-api.ts';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { type HubDatabase, migrateDatabase, openDatabase } from './database.ts';
import { loggedFlows } from './logged-flows.ts';
import { configureHub, type Hub, must, openHub } from './open-hub.ts';
import { anchorFolderOf, openSealer, type RunningSealer } from './open-sealer.ts';
import { schedulesOf } from './schedules.ts';

export type StartInput = { readonly output: Output } & (
  | { readonly kind: 'sandbox'; readonly seed: number; readonly dataDirectory: string }
  | {
      readonly kind: 'configured';
      readonly config: Config;
      /** `all` owns the database server; the others run beside it, an API handles no task. */
      readonly tasks: RunningRole;
    }
);

/** What a process does of the hub's work. */
export type RunningRole = 'all' | 'worker' | 'sender' | 'api';

/** The tasks that only a sender handles: messages leave through one role alone. */
export const senderTasks: readonly string[] = ['attempt.submit', 'attempt.inquire'];

/** Runs the hub until somebody stops it. */
export async function start(input: StartInput): Promise<void> {
  const stopping = stopSignal();
  if (input.kind === 'sandbox') {
    await startWithSandbox(input, stopping);
    return;
  }
  const { config, tasks, output } = input;
  const as = tasks === 'all' ? 'owner' : 'guest';
  const database = await openDatabase({ config, log: output.tell, as });
  try {
    if (tasks === 'all') await migrateDatabase(database, config);
    const logger = openLogger(config.dataDirectory, `quittance ${tasks}`);
    await runHub({ config, database, tasks, output, stopping, logger });
  } finally {
    await database.stop();
  }
}

interface Running {
  readonly config: Config;
  readonly database: HubDatabase;
  readonly tasks: RunningRole;
  readonly output: Output;
  readonly stopping: Promise<unknown>;
  readonly logger: Logger;
}

async function runHub(running: Running): Promise<void> {
  const { config, output, tasks } = running;
  const hub = await openWorkingHub(running);
  const sealer = tasks === 'sender' || tasks === 'api' ? null : await openRunningSealer(running);
  let api: RunningApi | null = null;
  try {
    if (tasks === 'all') {
      const { added } = must(await configureHub(hub));
      if (added > 0) output.tell(`configuration: ${added.toString()} objects set up`);
      await scheduleTasks(hub);
    }
    if (tasks !== 'api') await work(hub, running);
    api = await openRunningApi(hub, running);
    output.tell(`quittance ${tasks} is running on ${config.database} (${config.kind})`);
    await running.stopping;
    output.tell('stopping: running tasks are finished first');
  } finally {
    await api?.close();
    await sealer?.close();
    await hub.close();
  }
}

const openWorkingHub = (running: Running, sandbox?: Sandbox): Promise<Hub> =>
  openHub({
    config: running.config,
    database: running.database,
    supervise: running.tasks !== 'api',
    role: running.tasks === 'sender' ? 'quittance_sender' : 'quittance_app',
    log: (line) => running.logger.debug({ ...line }, 'call'),
    onError: (error) => {
      const why = error instanceof Error ? error.message : String(error);
      running.logger.error({ why }, 'trouble');
      running.output.tell(`trouble: ${why}`);
    },
    ...(sandbox === undefined ? {} : { now: sandbox.clock.now }),
  });

/** Serves the API where the configuration says so. Errors: CONFIGURATION_INVALID without it. */
async function openRunningApi(hub: Hub, running: Running): Promise<RunningApi | null> {
  const { config, database, tasks, output, logger } = running;
  const { api } = config;
  if (api === undefined) {
    if (tasks !== 'api') return null;
    throw new ProblemError(problem('CONFIGURATION_INVALID', 'api: the section is missing'));
  }
  if (tasks === 'worker' || tasks === 'sender') return null;
  const opened = await openApi({
    hub,
    config: { ...config, api },
    database,
    log: (line) => logger.info({ ...line }, 'request'),
    onError: (error) => {
      logger.error({ why: error instanceof Error ? error.message : String(error) }, 'trouble');
    },
  });
  output.tell(`HTTP API: ${opened.url}/api/v1`);
  return opened;
}

async function openRunningSealer(running: Running): Promise<RunningSealer> {
  const { config, database, output } = running;
  const sealer = await openSealer({ config, database, onAlarm: output.tell });
  sealer.start();
  return sealer;
}

async function work(hub: Hub, running: Running): Promise<void> {
  const { tasks, logger } = running;
  const names = taskKinds.map((kind) => kind.name as string);
  const mine =
    tasks === 'all'
      ? names
      : names.filter((name) => senderTasks.includes(name) === (tasks === 'sender'));
  await workFlows(hub.queue, hub.ports, {
    flows: loggedFlows(flows, logger),
    options: { concurrency: 2, tasks: mine },
  });
}

/** The schedules of the flows; one of each in the whole installation. */
async function scheduleTasks(hub: Hub): Promise<void> {
  const { config, queue, entityIds } = hub;
  const { scope } = hub.serviceContext('schedule');
  const connections = await hub.store.transaction(scope, (transaction) =>
    transaction.find('connection', {}),
  );
  const { correlationId } = scope;
  for (const { task, cron } of schedulesOf({ config, connections, entityIds, correlationId })) {
    await queue.schedule(task, cron, 'UTC');
  }
}

async function startWithSandbox(
  input: Extract<StartInput, { kind: 'sandbox' }>,
  stopping: Promise<unknown>,
): Promise<void> {
  const { output, seed, dataDirectory } = input;
  const place = { kind: 'sandbox', dataDirectory, database: 'quittance_sandbox' } as const;
  // The folder is ours from here on; until then, nothing in it is touched.
  const database = await openDatabase({ config: place, log: output.tell, as: 'owner', anew: true });
  try {
    // Its log begins anew, and the anchors of the last one would say that it was set back.
    rmSync(anchorFolderOf(place), { recursive: true, force: true });
    await migrateDatabase(database, place);
    const sandbox = await startSandbox({ seed, ...place });
    try {
      await runSandbox(input, { sandbox, database, stopping });
    } finally {
      await sandbox.close();
    }
  } finally {
    await database.stop();
  }
}

async function runSandbox(
  input: Extract<StartInput, { kind: 'sandbox' }>,
  of: {
    readonly sandbox: Sandbox;
    readonly database: HubDatabase;
    readonly stopping: Promise<unknown>;
  },
): Promise<void> {
  const { output } = input;
  const { sandbox, database, stopping } = of;
  const { config } = sandbox;
  const logger = openLogger(config.dataDirectory, 'quittance sandbox');
  const running: Running = { config, database, tasks: 'all', output, stopping, logger };
  const hub = await openWorkingHub(running, sandbox);
  const sealer = await openRunningSealer(running);
  let api: RunningApi | null = null;
  try {
    await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
    must(await configureHub(hub));
    await work(hub, running);
    api = await openRunningApi(hub, running);
    const shown = showPaymentRun(hub, sandbox, output);
    if ((await Promise.race([shown, stopping])) === 'shown') {
      await scheduleTasks(hub);
      for (const line of whereToLook(sandbox, api)) output.tell(line);
      await stopping;
    }
    // Stopped in the middle, the run fails on a closed hub: nobody waits for it any more.
    shown.catch(() => undefined);
    output.tell('stopping: running tasks are finished first');
  } finally {
    await api?.close();
    await sealer.close();
    await hub.close();
  }
}

/** One payment run of the sample company, as far as today goes: booked, matched, reconciled. */
async function showPaymentRun(hub: Hub, sandbox: Sandbox, output: Output): Promise<'shown'> {
  const run = { hub, sandbox, tell: output.tell };
  await prepareAccounts(run);
  await payDueBills(run);
  output.tell('the banks book and answer; the hub reads, matches and posts to Odoo …');
  await endBankDay(run, sandbox.today);
  output.tell(`${sandbox.today}: the banks booked, the statements are matched and stand in Odoo`);
  return 'shown';
}

const whereToLook = (sandbox: Sandbox, api: RunningApi | null): readonly string[] => [
  '',
  'The hub is running. In another terminal:',
  '  npx quittance payments list               every payment and its state',
  '  npx quittance payments trace REFERENCE    where one payment is, with all its evidence',
  '  npx quittance cases                       what needs a person',
  '  npx quittance verify                      hold the audit log against its anchors',
  ...(api === null
    ? []
    : [`HTTP API: ${api.url}/api/v1, with a token of: npx quittance token create`]),
  `Odoo (simulated): ${sandbox.odooUrl}`,
  `Banks (simulated, SFTP): port ${sandbox.sftp.port.toString()}`,
  `Configuration: ${join(sandbox.config.dataDirectory, 'sandbox.json')}`,
  `Mails to suppliers: ${join(sandbox.config.dataDirectory, 'mail')}`,
  'The sandbox begins anew at each start: its counterparties live in memory. Ctrl-C stops it.',
];

/** Resolves when the process is asked to stop. */
async function stopSignal(): Promise<unknown> {
  return Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
