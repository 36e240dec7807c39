/** A whole hub at work in the test's own process, on a real database, beside a small sandbox. */
import {
  addDays,
  type ExceptionCase,
  type OpenItem,
  type Payment,
  type PaymentItem,
  present,
  type Role,
} from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import {
  createProposal,
  decide,
  type Proposal,
  requestApproval,
  requestRelease,
  type ServiceContext,
  validateBatch,
} from '@quittance/services';
import { endBankDay, prepareAccounts, rows, whenSettled } from '../../src/demo/run-demo.ts';
import { must } from '../../src/hub/open-hub.ts';
import type { BankDoors } from '../../src/sandbox/bank-doors.ts';
import { openRun, type RunWorld } from './run-world.ts';

/** A payment with its bills, and the ids that Odoo knows them by. */
export interface PaidBills {
  readonly payment: Payment;
  readonly items: readonly PaymentItem[];
  readonly moveIds: readonly number[];
}

export interface Journey extends RunWorld {
  /** A context of the person who holds a role everywhere, or of the one with this address. */
  person(who: Role | `${string}@${string}`): Promise<ServiceContext>;
  /** One payment run from an account, as far as asked; the name is that of the configuration. */
  propose(account: string): Promise<Proposal>;
  approve(batchId: Proposal['batchId']): Promise<void>;
  release(batchId: Proposal['batchId']): Promise<void>;
  paymentsOf(batchId: Proposal['batchId']): Promise<readonly PaidBills[]>;
  payment(id: string): Promise<Payment>;
  cases(objectId: string): Promise<readonly ExceptionCase[]>;
  /** Reads the accounts again. */
  sync(): Promise<void>;
  /** Waits until no work is left. */
  settled(): Promise<void>;
  /** The banks close this day, and everything is taken over. */
  bankDay(): Promise<void>;
  openItems(): Promise<readonly OpenItem[]>;
}

/** Starts everything, sets Odoo up and reads its books for the first time. */
export async function openJourney(
  of: { readonly seed?: number; readonly doors?: BankDoors } = {},
): Promise<Journey> {
  const world = await openRun({ ...of, seed: of.seed ?? 5, scale: 1 });
  const { hub, sandbox } = world;
  const run = { hub, sandbox, tell: () => undefined };
  await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 1 } });
  await prepareAccounts(run);
  const journey: Journey = {
    ...world,
    person: (who) => personOf(world, who),
    propose: async (account) => {
      const accounts = await rows(hub, 'own_account', {});
      const own = accounts.find((one) => one.name === account);
      const input = {
        ownAccountId: present(own, `account ${account}`).id,
        dueUntil: addDays(sandbox.today, 5),
      };
      return must(await createProposal({ ctx: await personOf(world, 'preparer'), input }));
    },
    approve: (batchId) => approve(world, batchId),
    release: async (batchId) => {
      const ctx = await personOf(world, 'releaser');
      must(await requestRelease({ ctx, input: { batchId } }));
      await whenSettled(hub);
    },
    paymentsOf: (batchId) => paymentsOf(world, batchId),
    payment: async (id) =>
      present(
        (await rows(hub, 'payment', {})).find((one) => one.id === id),
        'payment',
      ),
    cases: (objectId) => rows(hub, 'exception_case', { objectId }),
    sync: () => syncAccounts(world),
    settled: () => whenSettled(hub),
    bankDay: () => endBankDay(run, sandbox.today),
    openItems: () => rows(hub, 'open_item', {}),
  };
  return journey;
}

async function syncAccounts(world: RunWorld): Promise<void> {
  const { hub } = world;
  const [row] = await rows(hub, 'connection', { name: 'odoo' });
  const { scope } = hub.serviceContext('journey');
  const id = present(row, 'connection to Odoo').id;
  const data = { v: 1, entityId: null, correlationId: scope.correlationId, ids: [id] };
  await hub.store.transaction(scope, (transaction) =>
    hub.queue.enqueue(transaction, [{ name: 'accounts.sync', data }]),
  );
  await whenSettled(hub);
}

async function personOf(world: RunWorld, who: string): Promise<ServiceContext> {
  const { hub } = world;
  const persons = (await rows(hub, 'person', {})).filter((person) => !person.machine);
  const grants = await rows(hub, 'grant', {});
  const holds = (personId: string) =>
    grants.some((grant) => grant.personId === personId && grant.role === who);
  const person = persons.find((one) => one.email === who || holds(one.id));
  return hub.personContext(present(person, who));
}

async function approve(world: RunWorld, batchId: Proposal['batchId']): Promise<void> {
  const preparer = await personOf(world, 'preparer');
  must(await validateBatch({ ctx: preparer, input: { batchId } }));
  const { contentHash } = must(await requestApproval({ ctx: preparer, input: { batchId } }));
  for (const email of approvers) {
    const ctx = await personOf(world, email);
    must(await decide({ ctx, input: { batchId, decision: 'approve', contentHash } }));
  }
}

/** The two approvers of the sample company. */
export const approvers = ['sabine.koch@halden.example', 'james.okafor@halden.example'] as const;

async function paymentsOf(
  { hub }: RunWorld,
  batchId: Proposal['batchId'],
): Promise<readonly PaidBills[]> {
  const payments = await rows(hub, 'payment', { batchId });
  const items = await rows(hub, 'payment_item', {});
  const links = await rows(hub, 'link', { scheme: 'odoo:openItem' });
  const moveOf = new Map(links.map((link) => [link.objectId, link.externalId]));
  return payments.map((payment) => {
    const own = items.filter((item) => item.paymentId === payment.id);
    // Not money: record numbers.
    const moveIds = own.map((item) => Number.parseInt(moveOf.get(item.openItemId) ?? '', 10));
    return { payment, items: own, moveIds };
  });
}
