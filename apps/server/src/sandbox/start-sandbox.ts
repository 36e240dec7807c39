import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  addBusinessDays,
  asPlainDate,
  businessDayFrom,
  type CalendarName,
  instantOfLocalTime,
  type PlainDate,
} from '@quittance/domain';
import type {
  AuditResult,
  BankSimulator,
  OdooRelease,
  CauseVerdict,
  OdooSimulator,
  SampleCompany,
  ScriptMoment,
  SftpListener,
  Unreconciled,
} from '@quittance/sandbox';
import type * as sandboxRoom from '@quittance/sandbox';
import { systemNow } from '../adapters/clock.ts';
import { writePrivate } from '../adapters/files.ts';
import { systemScheduler } from '../adapters/scheduler.ts';
import type { Config } from '../config/schema.ts';
import { createSandboxClock, type SandboxClock } from './sandbox-clock.ts';
import { type BankDoors, openDoors, type OpenDoor } from './bank-doors.ts';
import { sandboxConfig } from './sandbox-config.ts';

/** A running sandbox: an Odoo and two banks on sockets of this machine, and the company in them. */
export interface Sandbox {
  readonly company: SampleCompany;
  readonly config: Config;
  readonly clock: SandboxClock;
  readonly odoo: OdooSimulator;
  readonly odooUrl: string;
  readonly sftp: SftpListener;
  readonly banks: readonly BankSimulator[];
  /** The doors of banks that are reached by API, by the name of the bank. */
  readonly doors: ReadonlyMap<string, OpenDoor>;
  readonly today: PlainDate;
  /** The next day on which every bank of the sandbox is open. */
  nextBusinessDay(after: PlainDate): PlainDate;
  /** What an independent judge finds in the books of the banks and of Odoo alone. */
  audit(): AuditResult;
  readonly script: SandboxScript;
  close(): Promise<void>;
}

/** The counterparties' side of a run in which they misbehave by a seeded script. */
export interface SandboxScript {
  /** Days of the run on which something goes wrong. */
  readonly days: number;
  /** Asks for the faults of one moment of one day. */
  arm(at: { readonly day: number; readonly moment: ScriptMoment }): void;
  /** Ends all misbehaviour: what waits is answered, what never struck never will. */
  calm(): void;
  /** How often each fault has happened. */
  counts(): Readonly<Record<string, number>>;
  /** Compares the hub's cases with the causes that are true of each payment. */
  judge(unreconciled: readonly Unreconciled[]): CauseVerdict;
}

export interface SandboxInput {
  readonly seed: number;
  readonly dataDirectory: string;
  readonly database: string;
  /** 1: some 400 open bills. */
  readonly scale?: number;
  /** Release of the simulated Odoo; 18 unless said otherwise. */
  readonly odoo?: OdooRelease;
  /** Through which door each bank is reached; by file where it is not named. */
  readonly doors?: BankDoors;
  /** How long the hub waits for an answer; as long as in production when absent. */
  readonly patienceMs?: number;
}

const calendars: readonly CalendarName[] = ['target', 'uk', 'us'];

/** The first day from a day on that is a business day everywhere. */
function openDayFrom(day: PlainDate): PlainDate {
  let candidate = day;
  for (;;) {
    const next = calendars.reduce((at, calendar) => businessDayFrom(calendar, at), candidate);
    if (next === candidate) return candidate;
    candidate = next;
  }
}

/**
 * Starts the counterparties of the sandbox. Their books live in memory, so they begin anew. The
 * data folder must be the caller's own by now: the configuration of an earlier one is replaced.
 */
export async function startSandbox(input: SandboxInput): Promise<Sandbox> {
  const sandbox = await import('@quittance/sandbox');
  const today = openDayFrom(asPlainDate(systemNow().slice(0, 10)));
  const clock = createSandboxClock(instantOfLocalTime(today, '09:00', 'UTC'));
  const scale = input.scale === undefined ? {} : { scale: input.scale };
  const company = sandbox.sampleCompany({ seed: input.seed, today, ...scale });
  const now = (): string => clock.now();
  const wait = (durationMs: number): Promise<void> => systemScheduler.sleep(durationMs);
  const database = 'halden';
  const release = input.odoo ?? '18';
  const odoo = sandbox.createOdoo({
    seed: input.seed,
    clock: now,
    database,
    company,
    sleep: wait,
    release,
  });
  const server = await sandbox.listenOdoo(odoo, { port: 0 });
  const banks = (['nordhafen', 'kingsway'] as const).map((profile) =>
    sandbox.createBank({
      profile,
      seed: input.seed,
      clock: now,
      accounts: sandbox.ledgerAccountsOf(company, profile),
    }),
  );
  const sftp = await sandbox.listenSftp({ banks, port: 0, wait });
  const doors = await openDoors({ banks, seed: input.seed, doors: input.doors ?? {} });
  const config = sandboxConfig(company, {
    odooUrl: server.url,
    odooVersion: release,
    odooDatabase: database,
    odooLogin: 'svc',
    odooCompanies: odoo.books().companies.map((one) => one.id.toString()),
    sftp,
    doors,
    dataDirectory: input.dataDirectory,
    database: input.database,
    ...(input.patienceMs === undefined ? {} : { patienceMs: input.patienceMs }),
  });
  writeFiles(input.dataDirectory, { config, odoo, sftp, doors });
  return {
    company,
    config,
    clock,
    odoo,
    odooUrl: server.url,
    sftp,
    banks,
    doors,
    today,
    nextBusinessDay: (after) => openDayFrom(addBusinessDays('weekdays', after, 1)),
    audit: () =>
      sandbox.auditBooks({
        bankBooks: banks.map((bank) => bank.books()),
        odooBooks: sandbox.auditedOdoo({ books: odoo.books(), company }),
      }),
    script: scriptOf(sandbox, { seed: input.seed, company, odoo, banks }),
    async close() {
      for (const door of doors.values()) await door.close();
      await sftp.close();
      await server.close();
    },
  };
}

type SandboxRoom = Pick<
  typeof sandboxRoom,
  'faultScript' | 'SCRIPT_DAYS' | 'armFaults' | 'calmFaults' | 'countFaults' | 'judgeCauses'
>;

function scriptOf(
  sandbox: SandboxRoom,
  of: Pick<Sandbox, 'company' | 'odoo' | 'banks'> & { readonly seed: number },
): SandboxScript {
  const script = sandbox.faultScript(of.seed);
  return {
    days: sandbox.SCRIPT_DAYS,
    arm: (at) => sandbox.armFaults(script, at, of),
    calm: () => sandbox.calmFaults(of),
    counts: () => sandbox.countFaults(of),
    judge: (unreconciled) => sandbox.judgeCauses({ ...of, unreconciled }),
  };
}

/** The configuration and secrets of the sandbox, for the commands that run beside it. */
function writeFiles(
  dataDirectory: string,
  of: {
    readonly config: Config;
    readonly odoo: OdooSimulator;
    readonly sftp: SftpListener;
    readonly doors: ReadonlyMap<string, OpenDoor>;
  },
): void {
  const secrets: Record<string, string> = {
    'odoo-api-key': of.odoo.logins.get('svc')?.key ?? '',
    'odoo-admin-key': of.odoo.logins.get('admin')?.key ?? '',
  };
  for (const door of of.doors.values()) Object.assign(secrets, door.secrets);
  for (const user of of.sftp.users) secrets[`${user.bank}-password`] = user.password;
  writePrivate(join(dataDirectory, 'sandbox-secrets.json'), `${JSON.stringify(secrets)}\n`);
  writePrivate(join(dataDirectory, 'sandbox.json'), `${JSON.stringify(of.config, null, 2)}\n`);
  rmSync(join(dataDirectory, 'mail'), { recursive: true, force: true });
}
