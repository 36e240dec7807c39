import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OdooRelease } from '@quittance/sandbox';
import { monotonicMs } from '../adapters/clock.ts';
import { makeDataFolder } from '../adapters/files.ts';
import { sweepAbandonedServers } from '../adapters/postgres/index.ts';
import type { Config } from '../config/schema.ts';
import { type HubDatabase, migrateDatabase, openDatabase } from '../hub/database.ts';
import { configureHub, must, openHub } from '../hub/open-hub.ts';
import { openSealer } from '../hub/open-sealer.ts';
import { verifyHub } from '../hub/verify.ts';
import type { BankDoors } from '../sandbox/bank-doors.ts';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { demoResult, type DemoResult, faultResult, type FaultResult } from './result.ts';
import { runDemo } from './run-demo.ts';
import { runFaults } from './run-faults.ts';

export interface DemoInput {
  readonly seed: number;
  readonly scale?: number;
  /** Release of the simulated Odoo; 18 unless said otherwise. */
  readonly odoo?: OdooRelease;
  /** Through which door each bank is reached. */
  readonly doors?: BankDoors;
  /** Days on which every counterparty misbehaves by the script of the seed; 0 or absent: none. */
  readonly faultDays?: number;
  readonly dataDirectory: string;
  readonly tell: (line: string) => void;
}

const folderPrefix = 'demo-';

/** Calls that are never answered are many under faults; nobody waits two minutes for each. */
const faultPatienceMs = 4_000;

/**
 * Runs the main job from nothing to its end, without a person. Everything it has (configuration,
 * keys, evidence, database server) lies in a folder of its own and goes with it, so that demos at
 * the same time, and a hub in the same data folder, are none of each other's business.
 */
export async function demo(input: DemoInput): Promise<DemoResult & Partial<FaultResult>> {
  const { dataDirectory: parent } = input;
  makeDataFolder(parent);
  await sweepAbandonedServers({ parent, prefix: folderPrefix, data: 'postgres' });
  const dataDirectory = mkdtempSync(join(parent, folderPrefix));
  try {
    return await demoIn({ ...input, dataDirectory });
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

async function demoIn(input: DemoInput): Promise<DemoResult & Partial<FaultResult>> {
  const { tell, faultDays = 0 } = input;
  const startedMs = monotonicMs();
  const patience = faultDays > 0 ? { patienceMs: faultPatienceMs } : {};
  const sandbox = await startSandbox({ ...input, ...patience, database: 'quittance_demo' });
  try {
    return await demoOn(sandbox, { startedMs, tell, faultDays });
  } finally {
    await sandbox.close();
  }
}

async function demoOn(
  sandbox: Sandbox,
  of: Required<Pick<DemoInput, 'tell' | 'faultDays'>> & { readonly startedMs: number },
): Promise<DemoResult & Partial<FaultResult>> {
  const { startedMs, tell, faultDays } = of;
  const database = await openDatabase({ config: sandbox.config, log: tell, as: 'owner' });
  try {
    await migrateDatabase(database, sandbox.config);
    const hub = await openHub({
      config: sandbox.config,
      database,
      supervise: true,
      now: sandbox.clock.now,
      log: () => undefined,
      onError: (error) =>
        tell(`trouble: ${error instanceof Error ? error.message : String(error)}`),
    });
    try {
      await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
      must(await configureHub(hub));
      const run = { hub, sandbox, tell };
      await (faultDays > 0 ? runFaults(run, faultDays) : runDemo(run));
      const auditVerified = await sealAndVerify({ config: sandbox.config, database, tell });
      const seconds = Math.round((monotonicMs() - startedMs) / 100) / 10;
      const result = await demoResult(hub, sandbox, { seconds, auditVerified });
      return faultDays > 0 ? { ...result, ...(await faultResult(hub, sandbox, tell)) } : result;
    } finally {
      await hub.close();
    }
  } finally {
    await database.drop();
    await database.stop();
  }
}

/** Seals and anchors the log, then verifies it as an outsider would. */
async function sealAndVerify(of: {
  readonly config: Config;
  readonly database: HubDatabase;
  readonly tell: (line: string) => void;
}): Promise<boolean> {
  const { config, database, tell } = of;
  const sealer = await openSealer({ config, database, onAlarm: tell });
  try {
    const sealed = await sealer.sealNow();
    tell(`audit log: ${sealed.leavesAnchored.toString()} leaves sealed and anchored`);
  } finally {
    await sealer.close();
  }
  const report = await verifyHub({ config, database });
  for (const finding of report.findings.slice(0, 10)) tell(`audit: ${finding.sentence}`);
  return report.ok;
}
