import { type BatchId, type EntityId, present } from '@quittance/domain';
import type { Random } from '@quittance/sandbox';
import type { Proposal, ServiceContext } from '@quittance/services';
import { askFor, type Hub, type World } from '../hub/open-hub.ts';
import { insiders, odooConnectionName } from '../hub/installation.ts';
import type { Acts } from './acts.ts';
import { noteBillTaken, screenOf } from './deeds.ts';

/** What people of the company try that they must not, at the points at which it would pay. */
export interface Insiders {
  beforeApproval(batchId: BatchId): Promise<void>;
  /** Who has just approved approves again; true: the hub says that nobody is missing any more. */
  approveAgain(batchId: BatchId, ctx: ServiceContext): Promise<boolean>;
  /** Leaves a screen open; returns the digest that stands on it, or null. */
  keepOpen(batchId: BatchId): Promise<string | null>;
  /** Approves on the screen that was left open, whatever the batch is by now. */
  approveOldScreen(batchId: BatchId, contentHash: string | null): Promise<void>;
  beforeRelease(batchId: BatchId): Promise<void>;
  /** Right after the release was asked for, while it is on its way. */
  afterRelease(proposal: Proposal, stop: (company: EntityId) => Promise<void>): Promise<void>;
}

interface Desk {
  readonly world: World;
  readonly hub: Hub;
  readonly random: Random;
  readonly acts: Acts;
}

export function openInsiders(desk: Desk): Insiders {
  const { swarm } = desk.world;
  return {
    async beforeApproval(batchId) {
      const contentHash = await contentHashOf(desk, batchId);
      const tried = [
        ...(swarm.strikes('people.selfApproval') ? [insiders.prepares] : []),
        ...(swarm.strikes('people.makerApproval') ? [insiders.keysBills] : []),
        ...(swarm.strikes('people.limitExceeded') ? [insiders.limited] : []),
        ...(swarm.strikes('people.strangerApproval') ? [insiders.machine, insiders.controls] : []),
      ];
      for (const name of tried) await approve(desk, { batchId, name, contentHash });
    },
    async approveAgain(batchId, ctx) {
      if (!swarm.strikes('people.secondApproval')) return false;
      const contentHash = await contentHashOf(desk, batchId);
      const input = { batchId, decision: 'approve', contentHash } as const;
      const decided = await desk.acts.decide({ ctx, input });
      return decided.ok && decided.value.missing === 0;
    },
    async keepOpen(batchId) {
      if (!swarm.strikes('people.staleApproval')) return null;
      const contentHash = await contentHashOf(desk, batchId);
      desk.world.deeds.screens.set(contentHash, await screenOf(desk.world.memory, batchId));
      return contentHash;
    },
    async approveOldScreen(batchId, contentHash) {
      if (contentHash === null || contentHash === (await contentHashOf(desk, batchId))) return;
      await approve(desk, { batchId, name: insiders.approves, contentHash });
    },
    async beforeRelease(batchId) {
      if (swarm.strikes('people.approverReleases')) {
        for (const name of [insiders.approves, insiders.prepares]) {
          const ctx = await personNamed(desk, name);
          await desk.acts.requestRelease({ ctx, input: { batchId } });
          await desk.world.scheduler.sleep(desk.hub.process, longEnoughMs);
        }
      }
      if (swarm.strikes('people.billTaken')) await takeBill(desk, batchId);
      if (swarm.strikes('people.accountSwapped')) await swapAccount(desk, batchId);
    },
    async afterRelease({ ownAccountId }, stop) {
      if (!swarm.strikes('people.stopAtRelease')) return;
      const accounts = await desk.world.memory.dump('own_account');
      const account = present(
        accounts.find(({ id }) => id === ownAccountId),
        'account of a proposal',
      );
      await desk.world.scheduler.sleep(desk.hub.process, desk.random.integer(0, soonMsMax));
      await stop(account.entityId);
    },
  };
}

/** A release takes about as long as this from being asked for to its first byte. */
const soonMsMax = 400;

async function personNamed(desk: Desk, name: string): Promise<ServiceContext> {
  const persons = await desk.world.memory.dump('person');
  return desk.hub.personContext(
    present(
      persons.find((one) => one.name === name),
      name,
    ),
  );
}

async function approve(
  desk: Desk,
  of: { readonly batchId: BatchId; readonly name: string; readonly contentHash: string },
): Promise<void> {
  const { batchId, name, contentHash } = of;
  const ctx = await personNamed(desk, name);
  await desk.acts.decide({ ctx, input: { batchId, decision: 'approve', contentHash } });
}

async function contentHashOf(desk: Desk, batchId: BatchId): Promise<string> {
  const batches = await desk.world.memory.dump('payment_batch');
  return batches.find((batch) => batch.id === batchId)?.contentHash ?? '';
}

/** Record number in Odoo of something that the hub knows under an id. */
async function recordOf(desk: Desk, kind: string, objectId: string): Promise<number | null> {
  const scheme = `${odooConnectionName}:${kind}`;
  const links = await desk.world.memory.dump('link');
  const link = links.find((one) => one.scheme === scheme && one.objectId === objectId);
  return link === undefined ? null : Number(link.externalId);
}

const login = 'jonas.weber';

async function takeBill(desk: Desk, batchId: BatchId): Promise<void> {
  const { memory, odoo } = desk.world;
  const payments = (await memory.dump('payment')).filter((one) => one.batchId === batchId);
  const ids = new Set(payments.filter(({ state }) => state === 'approved').map(({ id }) => id));
  const items = (await memory.dump('payment_item')).filter((one) => ids.has(one.paymentId));
  if (items.length === 0) return;
  const moveId = await recordOf(desk, 'openItem', desk.random.pick(items).openItemId);
  const bill = odoo.books().moves.find((move) => move.id === moveId);
  const isOpen = bill?.moveType === 'in_invoice' && bill.paymentState === 'not_paid';
  if (bill === undefined || !isOpen) return;
  if (desk.random.chance(500)) odoo.control.blockPayment({ moveId: bill.id, login });
  else odoo.control.payBillByHand({ moveId: bill.id, login });
  noteBillTaken(desk.world, bill.ref ?? '');
  await desk.world.scheduler.sleep(desk.hub.process, longEnoughMs);
}

/** Longer than a release takes, and than anything that the hub read before may be old. */
const longEnoughMs = 120_000;

/** An account that no supplier of the sample has. */
const otherAccount = 'DE02120300000000202051';

/** The oldest fraud there is: the account is changed when everybody has approved. */
async function swapAccount(desk: Desk, batchId: BatchId): Promise<void> {
  const { memory, odoo, scheduler } = desk.world;
  const payments = (await memory.dump('payment')).filter(
    (one) => one.batchId === batchId && one.state === 'approved',
  );
  const detailIds = payments.flatMap(({ bankDetailsId }) => bankDetailsId ?? []);
  if (detailIds.length === 0) return;
  const id = desk.random.pick(detailIds);
  const partnerBankId = await recordOf(desk, 'partyBank', id);
  const details = (await memory.dump('party_bank_details')).find((row) => row.id === id);
  if (partnerBankId === null || details?.clearingNumber !== null) return;
  odoo.control.editBankAccount({ partnerBankId, accountNumber: otherAccount, login });
  await askFor(desk.hub, { task: 'accounts.sync', connectionName: odooConnectionName });
  await scheduler.sleep(desk.hub.process, syncMs);
}

/** So long the hub takes at most to hear of what was changed in the accounts: a quarter hour. */
const syncMs = 900_000;
