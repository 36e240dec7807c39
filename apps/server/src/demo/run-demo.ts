import {
  addDays,
  asCurrency,
  finalStates,
  formatDecimal,
  instantOfLocalTime,
  money,
  type LegalEntity,
  type Payment,
  type Person,
  type PlainDate,
  present,
} from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import {
  decide,
  type Proposal,
  proposeRun,
  requestApproval,
  requestRelease,
  sweepDeadlines,
  validateBatch,
} from '@quittance/services';
import type { TableName, RecordByTable, Criteria } from '@quittance/store';
import { systemScheduler } from '../adapters/scheduler.ts';
import { leadsToBank } from '../config/schema.ts';
import { setUpOdoo } from '../hub/odoo-setup.ts';
import { type Hub, must } from '../hub/open-hub.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';

/** Business days that the demo lets pass at most: returns come within a week. */
const daysMax = 8;

/** How far ahead of today bills are proposed. */
const dueDaysAhead = 5;

export interface DemoRun {
  readonly hub: Hub;
  readonly sandbox: Sandbox;
  /** Says what is happening, one line at a time. */
  readonly tell: (line: string) => void;
}

/** Runs the main job to its end: people of the sample company act, banks and Odoo answer. */
export async function runDemo(run: DemoRun): Promise<void> {
  const { hub, sandbox, tell } = run;
  await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 2 } });
  await prepareAccounts(run);
  await payDueBills(run);
  let day = sandbox.today;
  for (let passed = 0; passed < daysMax; passed += 1) {
    await endBankDay(run, day);
    const open = await stillUnderWay(hub);
    tell(`${day}: the banks closed their day; ${open.toString()} payments are still under way`);
    if (passed >= 5 && open === 0) break;
    day = sandbox.nextBusinessDay(day);
    await moveTo(run, day);
  }
  await sweepEveryDeadline(hub);
}

/** Gives whatever stays too long its owner, as the schedule does. */
export async function sweepEveryDeadline(hub: Hub): Promise<void> {
  for (const entityId of hub.entityIds) {
    must(await sweepDeadlines({ ctx: hub.serviceContext('demo'), input: { entityId } }));
  }
}

/** Installs the hub's columns and outbox in Odoo, and reads companies, people, payees and bills. */
export async function prepareAccounts(run: DemoRun): Promise<void> {
  const { hub, sandbox, tell } = run;
  const installed = await setUpOdoo({ config: hub.config, connectionName: 'odoo', act: 'apply' });
  tell(`Odoo at ${sandbox.odooUrl}: set up (${installed.length.toString()} steps)`);
  await ask(hub, { name: 'accounts.sync', connectionName: 'odoo' });
  await whenSettled(hub);
  const bills = await rows(hub, 'open_item', { state: 'open' });
  tell(`Odoo: ${bills.length.toString()} open bills and credit notes taken over`);
}

/** One payment run: every company pays what is due, approved by two, released by a third. */
export async function payDueBills(run: DemoRun): Promise<readonly Proposal[]> {
  const proposals = await releaseDueBills(run, addDays(run.sandbox.today, dueDaysAhead));
  await whenSettled(run.hub);
  return proposals;
}

/** What people do in a payment run; the hub's own work follows their release. */
export async function releaseDueBills(
  run: DemoRun,
  dueUntil: PlainDate,
): Promise<readonly Proposal[]> {
  const { hub, tell } = run;
  const people = await demoPeople(hub);
  const proposals: Proposal[] = [];
  for (const entity of await rows(hub, 'legal_entity', {})) {
    for (const proposal of await propose(run, { entity, people, dueUntil })) {
      proposals.push(proposal);
      await approveAndRelease(run, { proposal, people });
      const { reference, accountName, paymentCount, currency, totalMinor } = proposal;
      tell(
        `${accountName}: batch ${reference} with ${paymentCount.toString()} payments, ` +
          `${formatDecimal(money(asCurrency(currency), totalMinor))} ${currency}, ` +
          'approved by two, released',
      );
    }
  }
  return proposals;
}

interface DemoPeople {
  readonly preparer: Person;
  readonly approvers: readonly Person[];
  readonly releaser: Person;
}

async function demoPeople(hub: Hub): Promise<DemoPeople> {
  const persons = await rows(hub, 'person', {});
  const grants = await rows(hub, 'grant', {});
  const holders = (role: string): readonly Person[] => {
    const ids = new Set(grants.filter((grant) => grant.role === role).map((one) => one.personId));
    return persons.filter((person) => ids.has(person.id) && !person.machine);
  };
  return {
    preparer: present(holders('preparer')[0], 'a preparer'),
    approvers: holders('approver'),
    releaser: present(holders('releaser')[0], 'a releaser'),
  };
}

/** All accounts of a company pay together, each payment from the one that fits best. */
async function propose(
  run: DemoRun,
  of: { readonly entity: LegalEntity; readonly people: DemoPeople; readonly dueUntil: PlainDate },
): Promise<readonly Proposal[]> {
  const { entity, people, dueUntil } = of;
  const ctx = await run.hub.personContext(people.preparer);
  const proposed = await proposeRun({ ctx, input: { entityId: entity.id, dueUntil } });
  if (!proposed.ok && proposed.error.code === 'NOTHING_TO_PAY') return [];
  return must(proposed).batches;
}

async function approveAndRelease(
  run: DemoRun,
  of: { readonly proposal: Proposal; readonly people: DemoPeople },
): Promise<void> {
  const { hub, tell } = run;
  const { proposal, people } = of;
  const { batchId } = proposal;
  const preparer = await hub.personContext(people.preparer);
  const checked = must(await validateBatch({ ctx: preparer, input: { batchId } }));
  for (const { reference, reasons } of checked.invalid) {
    tell(`  ${reference} is not paid: ${reasons.join('; ')}`);
  }
  const asked = must(await requestApproval({ ctx: preparer, input: { batchId } }));
  const { contentHash } = asked;
  for (const approver of people.approvers.slice(0, asked.approversRequired)) {
    const ctx = await hub.personContext(approver);
    must(await decide({ ctx, input: { batchId, decision: 'approve', contentHash } }));
  }
  must(await requestRelease({ ctx: await hub.personContext(people.releaser), input: { batchId } }));
}

/** The banks take in files and answer, close their day, and the hub takes everything over. */
export async function endBankDay(run: DemoRun, day: PlainDate): Promise<void> {
  const { hub, sandbox } = run;
  for (const bank of sandbox.banks) bank.process();
  await fetchFiles(hub);
  for (const bank of sandbox.banks) bank.advanceDay(day);
  await fetchFiles(hub);
  await ask(hub, { name: 'accounts.sync', connectionName: 'odoo' });
  await whenSettled(hub);
}

async function fetchFiles(hub: Hub): Promise<void> {
  for (const { name, connector } of hub.config.connections) {
    if (leadsToBank(connector)) await ask(hub, { name: 'bank.fetch', connectionName: name });
  }
  await whenSettled(hub);
}

export async function moveTo(run: DemoRun, day: PlainDate): Promise<void> {
  run.sandbox.clock.moveTo(instantOfLocalTime(day, '09:00', 'UTC'));
  await run.hub.store.moveSandboxClock(run.sandbox.clock.offsetSeconds());
}

/** Tasks that wait for hours by design: nobody waits for them here. */
const patientTasks = ['attempt.inquire'];

/** Waits until nothing is left to do, tries that wait for another go included. */
export async function whenSettled(hub: Hub): Promise<void> {
  for (let looks = 0; looks < 600; looks += 1) {
    await hub.queue.whenIdle();
    const depths = await hub.queue.depths();
    const left = depths
      .filter((depth) => !patientTasks.includes(depth.name))
      .reduce((sum, depth) => sum + depth.waiting + depth.active, 0);
    if (left === 0) return;
    await systemScheduler.sleep(200);
  }
}

/** Adds one task for a connection, as the schedules do. */
export async function ask(
  hub: Hub,
  of: { readonly name: string; readonly connectionName: string },
): Promise<void> {
  const { scope } = hub.serviceContext('schedule');
  await hub.store.transaction(scope, async (transaction) => {
    const [row] = await transaction.find('connection', { name: of.connectionName });
    const { id } = present(row, 'connection');
    const data = { v: 1, entityId: null, correlationId: scope.correlationId, ids: [id] };
    await hub.queue.enqueue(transaction, [{ name: of.name, data, singletonKey: id }]);
  });
}

const isUnderWay = (payment: Payment): boolean =>
  payment.liveAttemptId !== null && !finalStates.includes(payment.state);

export async function stillUnderWay(hub: Hub): Promise<number> {
  return (await rows(hub, 'payment', {})).filter(isUnderWay).length;
}

/** Every row of a table that the installation's entities may see; for demos and reports. */
export async function rows<Table extends TableName>(
  hub: Hub,
  table: Table,
  criteria: Criteria<RecordByTable[Table]>,
): Promise<readonly RecordByTable[Table][]> {
  const { scope } = hub.serviceContext('report');
  const all: RecordByTable[Table][] = [];
  for (;;) {
    const last = all.at(-1);
    const options = last === undefined ? { limit: 5_000 } : { limit: 5_000, afterId: last.id };
    const page = await hub.store.transaction(scope, (transaction) =>
      transaction.find(table, criteria, options),
    );
    all.push(...page);
    if (page.length < 5_000) return all;
  }
}
