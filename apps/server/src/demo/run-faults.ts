import { addDays, type PlainDate } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import type { Hub } from '../hub/open-hub.ts';
import {
  ask,
  type DemoRun,
  moveTo,
  prepareAccounts,
  releaseDueBills,
  stillUnderWay,
  sweepEveryDeadline,
  whenSettled,
} from './run-demo.ts';

/** How much later than today bills of each day of the run are due; the last day pays the rest. */
const dueDays = [-12, -4, 6] as const;

/** Returns of the script come within so many business days. */
const returnDaysMax = 17;

/** Files that a bank puts right or holds back need another look; more would be a defect. */
const looksMax = 12;

/** Runs the main job while every counterparty misbehaves by the script for so many days. */
export async function runFaults(run: DemoRun, badDays: number): Promise<void> {
  const { hub, sandbox, tell } = run;
  const { script } = sandbox;
  await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 2 } });
  await prepareAccounts(run);
  let date = sandbox.today;
  for (let day = 0; day < Math.min(badDays, script.days); day += 1) {
    await badDay(run, { day, date });
    tell(`${date}: ${(await stillUnderWay(hub)).toString()} payments are still under way`);
    date = sandbox.nextBusinessDay(date);
    await moveTo(run, date);
  }
  script.calm();
  tell('from here on every counterparty behaves');
  await quietDay(run, date);
  for (let days = 0; days < returnDaysMax; days += 1) date = sandbox.nextBusinessDay(date);
  await moveTo(run, date);
  await quietDay(run, date);
  await sweepEveryDeadline(hub);
  for (const { name, cause } of await hub.queue.deadLetters())
    tell(`dead letter: ${name}, ${cause}`);
  tell(`${date}: ${(await stillUnderWay(hub)).toString()} payments are still under way`);
}

async function badDay(
  run: DemoRun,
  of: { readonly day: number; readonly date: PlainDate },
): Promise<void> {
  const { hub, sandbox } = run;
  const { day, date } = of;
  const { script } = sandbox;
  script.arm({ day, moment: 'reading' });
  await readAccounts(hub);
  script.arm({ day, moment: 'submitting' });
  await releaseDueBills(run, addDays(sandbox.today, dueDays[day] ?? 0));
  await whenSettled(hub);
  script.arm({ day, moment: 'answering' });
  for (const bank of sandbox.banks) bank.process();
  await fetchEveryFile(run);
  script.arm({ day, moment: 'booking' });
  await closeDay(run, date);
}

async function quietDay(run: DemoRun, date: PlainDate): Promise<void> {
  for (const bank of run.sandbox.banks) bank.process();
  await fetchEveryFile(run);
  await closeDay(run, date);
  await readAccounts(run.hub);
}

async function closeDay(run: DemoRun, date: PlainDate): Promise<void> {
  for (const bank of run.sandbox.banks) bank.advanceDay(date);
  await fetchEveryFile(run);
  for (const bank of run.sandbox.banks) bank.process();
  await fetchEveryFile(run);
  await readAccounts(run.hub);
}

async function readAccounts(hub: Hub): Promise<void> {
  await ask(hub, { name: 'accounts.sync', connectionName: 'odoo' });
  await whenSettled(hub);
}

/** Asks each bank for its files until it has none left, as the schedule would. */
async function fetchEveryFile(run: DemoRun): Promise<void> {
  const { hub, sandbox } = run;
  for (let looks = 0; looks < looksMax; looks += 1) {
    const waiting = sandbox.banks.filter((bank) => bank.files.list('/out').length > 0);
    for (const bank of waiting) await ask(hub, { name: 'bank.fetch', connectionName: bank.name });
    await whenSettled(hub);
    if (waiting.length === 0) return;
  }
}
