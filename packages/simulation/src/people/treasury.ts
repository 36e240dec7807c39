import {
  addDays,
  type EntityId,
  type OwnAccount,
  type Person,
  type PlainDate,
  present,
  type Problem,
  type Result,
  type Role,
} from '@quittance/domain';
import type { Random } from '@quittance/sandbox';
import {
  type Proposal,
  requestApproval,
  undoMatch,
  type ServiceContext,
  validateBatch,
} from '@quittance/services';
import type { Hub, World } from '../hub/open-hub.ts';
import { insiders } from '../hub/installation.ts';
import { type Acts, openActs } from './acts.ts';
import { type Insiders, openInsiders } from './insiders.ts';

/** The people of the company at their desks: they see the hub through its verbs alone. */
export interface Treasury {
  /** Proposes, checks, approves and releases what is due, from every account of the company. */
  payDueBills(day: PlainDate): Promise<void>;
  /** Stops the releases of one company; after a while two persons resume them. */
  stopAndResume(): Promise<void>;
  /** A reconciler takes one match back. */
  undoOneMatch(): Promise<void>;
}

/** How far ahead of a day bills are proposed. */
const dueDaysAhead = 5;

const hourMs = 3_600_000;

export function openTreasury(world: World, hub: Hub, random: Random): Treasury {
  const acts = openActs(world);
  const desk: Desk = {
    world,
    hub,
    random,
    acts,
    insiders: openInsiders({ world, hub, random, acts }),
  };
  return {
    payDueBills: (day) => payDueBills(desk, day),
    stopAndResume: () => stopAndResume(desk),
    undoOneMatch: () => undoOneMatch(desk),
  };
}

interface Desk {
  readonly world: World;
  readonly hub: Hub;
  readonly random: Random;
  readonly acts: Acts;
  /** What people try that they must not. */
  readonly insiders: Insiders;
}

/** One person of a role; the same one each time, so that no two roles meet in one person. */
async function personOf(desk: Desk, role: Role, index = 0): Promise<ServiceContext> {
  const { memory } = desk.world;
  const grants = await memory.dump('grant');
  const holders = new Set(grants.filter((one) => one.role === role).map((one) => one.personId));
  const persons = (await memory.dump('person'))
    .filter((one) => holders.has(one.id))
    .filter((one) => !misplaced[role]?.includes(one.name));
  const person: Person = present(persons[index], `a ${role}`);
  return desk.hub.personContext(person);
}

/** Persons who hold the role and leave its work to others. */
const misplaced: Partial<Readonly<Record<Role, readonly string[]>>> = {
  approver: [insiders.keysBills, insiders.machine],
  releaser: [insiders.approves],
};

async function payDueBills(desk: Desk, day: PlainDate): Promise<void> {
  const accounts = await desk.world.memory.dump('own_account');
  for (const account of desk.random.shuffle(accounts)) {
    const proposal = await propose(desk, account, day);
    if (proposal === null) continue;
    await decideOn(desk, proposal);
  }
}

/** Of two accounts of one company and currency, either may pay only some of the suppliers. */
async function propose(desk: Desk, account: OwnAccount, day: PlainDate): Promise<Proposal | null> {
  const { random, world } = desk;
  const twins = (await world.memory.dump('own_account')).filter(
    (other) => other.entityId === account.entityId && other.currency === account.currency,
  );
  const parties = (await world.memory.dump('party')).map((party) => party.id);
  const some = twins.length > 1 ? parties.filter(() => random.chance(500)) : [];
  const ctx = await personOf(desk, 'preparer');
  const dueUntil = addDays(day, dueDaysAhead);
  const input = { ownAccountId: account.id, dueUntil, partyIds: some };
  return valueOrNull(await desk.acts.createProposal({ ctx, input }));
}

/** What people do with a proposal. Whatever the hub refuses ends their work on it. */
async function decideOn(desk: Desk, proposal: Proposal): Promise<void> {
  const { batchId } = proposal;
  const { swarm, scheduler } = desk.world;
  await pause(desk, 1);
  if (!(await makeReady(desk, proposal))) return;
  await desk.insiders.beforeApproval(batchId);
  if (swarm.strikes('people.rejection')) {
    await reject(desk, batchId);
    return release(desk, batchId);
  }
  const reopens = swarm.strikes('people.reopening');
  // Taken back before anybody approved, after one did, or after all did.
  const approvals = reopens ? desk.random.integer(0, approversMax) : approversMax;
  if (!(await approve(desk, batchId, approvals))) return;
  if (reopens) {
    const keptOpen = await desk.insiders.keepOpen(batchId);
    const ctx = await personOf(desk, 'preparer');
    const reopened = await desk.acts.reopenBatch({ ctx, input: { batchId } });
    if (!reopened.ok || !(await makeReady(desk, proposal))) return;
    await desk.insiders.approveOldScreen(batchId, keptOpen);
    if (!(await approve(desk, batchId, approversMax))) return;
  }
  if (swarm.strikes('people.forgottenBatch')) return;
  await pause(desk, 2);
  await desk.insiders.beforeRelease(batchId);
  await release(desk, batchId);
  await desk.insiders.afterRelease(proposal, stopAndResume.bind(null, desk));
  if (!swarm.strikes('people.doubleRelease')) return;
  await scheduler.sleep(desk.hub.process, desk.random.integer(0, 5_000));
  await release(desk, batchId);
}

/** Asks for the release of a batch, also of one that was rejected. */
async function release(desk: Desk, batchId: Proposal['batchId']): Promise<void> {
  const ctx = await personOf(desk, 'releaser');
  await desk.acts.requestRelease({ ctx, input: { batchId } });
}

async function makeReady(desk: Desk, { batchId }: Proposal): Promise<boolean> {
  const ctx = await personOf(desk, 'preparer');
  await cancelSome(desk, batchId, ctx);
  if (!(await validateBatch({ ctx, input: { batchId } })).ok) return false;
  await cancelSome(desk, batchId, ctx);
  return (await requestApproval({ ctx, input: { batchId } })).ok;
}

/** Some payments are taken out again, drafts, checked ones and those that the checks refused. */
async function cancelSome(
  desk: Desk,
  batchId: Proposal['batchId'],
  ctx: ServiceContext,
): Promise<void> {
  if (desk.world.swarm.strikes('people.cancellation')) {
    const payments = await desk.world.memory.dump('payment');
    const own = payments.filter((payment) => payment.batchId === batchId);
    for (const one of desk.random.shuffle(own).slice(0, 3)) {
      await desk.acts.cancelPayment({
        ctx,
        input: { paymentId: one.id, reason: 'not to be paid now' },
      });
    }
  }
}

/** So many persons approve at most; where policy asks for one, the second is not asked. */
const approversMax = 2;

async function approve(
  desk: Desk,
  batchId: Proposal['batchId'],
  approvals: number,
): Promise<boolean> {
  for (let index = 0; index < approvals; index += 1) {
    await pause(desk, 1);
    const ctx = await personOf(desk, 'approver', index);
    const contentHash = await contentHashOf(desk, batchId);
    const input = { batchId, decision: 'approve', contentHash } as const;
    const decided = await desk.acts.decide({ ctx, input });
    if (!decided.ok) return false;
    const isEnough = await desk.insiders.approveAgain(batchId, ctx);
    if (isEnough || decided.value.missing === 0) return true;
  }
  return true;
}

async function reject(desk: Desk, batchId: Proposal['batchId']): Promise<void> {
  // Either at once, or when a first person has approved already.
  if (desk.random.chance(500)) {
    const ctx = await personOf(desk, 'approver', 0);
    const contentHash = await contentHashOf(desk, batchId);
    await desk.acts.decide({ ctx, input: { batchId, decision: 'approve', contentHash } });
  }
  const ctx = await personOf(desk, 'approver', 1);
  const contentHash = await contentHashOf(desk, batchId);
  const input = { batchId, decision: 'reject', contentHash, reason: 'not now' } as const;
  await desk.acts.decide({ ctx, input });
}

async function contentHashOf(desk: Desk, batchId: Proposal['batchId']): Promise<string> {
  const batches = await desk.world.memory.dump('payment_batch');
  return batches.find((batch) => batch.id === batchId)?.contentHash ?? '';
}

async function stopAndResume(desk: Desk, company?: EntityId): Promise<void> {
  const [any] = desk.random.shuffle([...desk.world.installation.entityIds.values()]);
  const entityId = company ?? any;
  const controller = await personOf(desk, 'controller');
  const input = {
    entityId: present(entityId, 'a company'),
    ownAccountId: null,
    reason: 'something looks wrong',
  };
  const stopped = valueOrNull(await desk.acts.engageStop({ ctx: controller, input }));
  if (stopped === null) return;
  await pause(desk, 6);
  // The same person says so twice, which is not enough; then another one does.
  for (const role of ['controller', 'controller', 'releaser'] as const) {
    const ctx = await personOf(desk, role);
    if (role === 'releaser') await pause(desk, 2);
    await desk.acts.resumeStop({ ctx, input: { stopId: stopped.stopId } });
  }
}

async function undoOneMatch(desk: Desk): Promise<void> {
  const matches = await desk.world.memory.dump('match');
  const posted = matches.filter((match) => match.state === 'posted');
  if (posted.length === 0 || !desk.world.swarm.strikes('people.undoneMatch')) return;
  const ctx = await personOf(desk, 'reconciler');
  const { id: matchId } = desk.random.pick(posted);
  await undoMatch({ ctx, input: { matchId, reason: 'it belongs to something else' } });
}

/** People take their time: up to so many hours. */
const pause = (desk: Desk, hoursMax: number): Promise<void> =>
  desk.world.scheduler.sleep(desk.hub.process, desk.random.integer(1_000, hoursMax * hourMs));

/** What a person is refused, they leave. */
const valueOrNull = <Value>(result: Result<Value, Problem>): Value | null =>
  result.ok ? result.value : null;
