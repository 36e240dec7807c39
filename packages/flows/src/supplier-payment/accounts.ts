import type { PaymentRegistration } from '@quittance/connector-kit';
import { asId } from '@quittance/domain';
import {
  planPayments,
  type PaymentPosted,
  type PaymentPosting,
  type PlanPaymentsInput,
  recordPayments,
  type RecordPaymentsInput,
  withdrawnStates,
} from '@quittance/services';
import {
  capability,
  entityOf,
  type FlowConnection,
  type FlowHandler,
  type FlowRun,
  sortOutcomes,
  throwAgain,
  valueOf,
} from '../flow/flow.ts';

interface Plan {
  readonly accounts: FlowConnection;
  readonly postings: readonly PaymentPosting[];
}

async function plan(run: FlowRun, states?: PlanPaymentsInput['states']): Promise<Plan> {
  const entityId = entityOf(run.task);
  const accounts = await run.ports.accountsOf(entityId);
  const paymentIds = run.task.data.ids.map((id) => asId<'payment'>(id));
  const only = states === undefined ? {} : { states };
  const input = { paymentIds, connectionName: accounts.name, ...only };
  return { accounts, postings: valueOf(await planPayments({ ctx: run.ctx([entityId]), input })) };
}

/** What the accounts are told of a payment; the rest of a posting is the hub's own. */
const registrationOf = (posting: PaymentPosting): PaymentRegistration => {
  const { paymentId: _paymentId, accountsState: _accountsState, ...told } = posting;
  const { isUnderWay: _isUnderWay, isSettledWhole: _isSettledWhole, ...registration } = told;
  return registration;
};

interface Answer {
  readonly externalId: string;
  readonly postedDate?: PaymentPosted['postedDate'];
}

async function record(
  run: FlowRun,
  of: Plan & {
    readonly accountsState: RecordPaymentsInput['accountsState'];
    readonly outcomes: Parameters<typeof sortOutcomes<Answer>>[1];
  },
): Promise<void> {
  const entityId = entityOf(run.task);
  const idOf = new Map<string, PaymentPosting['paymentId']>(
    of.postings.map((posting) => [posting.reference, posting.paymentId]),
  );
  const { done, refused, again } = sortOutcomes([...idOf.keys()], of.outcomes);
  const ctx = again === null ? run.ctx([entityId], 'completes') : run.ctx([entityId]);
  const recorded = await recordPayments({
    ctx,
    input: {
      connectionName: of.accounts.name,
      accountsState: of.accountsState,
      done: done.flatMap(({ key, value }) => {
        const paymentId = idOf.get(key);
        const { externalId, postedDate = null } = value;
        return paymentId === undefined ? [] : [{ paymentId, externalId, postedDate }];
      }),
      refused: refused.flatMap(({ key, fault }) => {
        const paymentId = idOf.get(key);
        return paymentId === undefined ? [] : [{ paymentId, fault }];
      }),
    },
  });
  valueOf(recorded);
  throwAgain(again);
}

/**
 * Registers released payments as drafts: people see them in the accounts, no bill is closed. One
 * whose message was taken back meanwhile is not registered; its next release asks for it anew.
 */
export const registerHandler: FlowHandler = async (run) => {
  const { accounts, postings } = await plan(run);
  const wanted = postings.filter(
    (posting) => posting.accountsState === 'none' && posting.isUnderWay,
  );
  if (wanted.length === 0) return;
  const outcomes = await capability(
    accounts,
    'payments.register',
  )({ payments: wanted.map(registrationOf) });
  await record(run, { accounts, postings: wanted, accountsState: 'registered', outcomes });
};

/** Posts payments that the bank has booked in full and closes their bills with them. */
export const settleHandler: FlowHandler = async (run) => {
  const { accounts, postings } = await plan(run);
  const wanted = postings.filter(
    (posting) => posting.accountsState !== 'posted' && posting.isSettledWhole,
  );
  if (wanted.length === 0) return;
  const outcomes = await capability(
    accounts,
    'payments.settle',
  )({ payments: wanted.map(registrationOf) });
  await record(run, { accounts, postings: wanted, accountsState: 'posted', outcomes });
};

/**
 * Takes back the drafts of payments that the bank rejected, or that ended before they left. One
 * that it booked after all keeps its draft, to be posted: a cancelled payment can never be posted
 * in the accounts.
 */
export const withdrawHandler: FlowHandler = async (run) => {
  const { accounts, postings } = await plan(run, withdrawnStates);
  const [first] = postings;
  if (first === undefined) return;
  const answers = await capability(
    accounts,
    'payments.withdraw',
  )({
    companyExternalId: first.companyExternalId,
    references: postings.map((posting) => posting.reference),
  });
  const outcomes = answers.map(({ key, outcome }) => ({
    key,
    outcome: outcome.ok ? ({ ok: true, value: { externalId: '' } } as const) : outcome,
  }));
  await record(run, { accounts, postings, accountsState: 'withdrawn', outcomes });
};

/** Shows the hub's state beside the accounts' own; the newest state is written, whatever asked. */
export const showStateHandler: FlowHandler = async (run) => {
  const { accounts, postings } = await plan(run);
  if (postings.length === 0) return;
  const outcomes = await capability(
    accounts,
    'payments.showState',
  )({
    updates: postings.map((posting) => ({
      reference: posting.reference,
      companyExternalId: posting.companyExternalId,
      itemExternalIds: posting.items.map((item) => item.externalId),
      hubState: posting.hubState,
      hubStateAt: posting.hubStateAt,
    })),
  });
  const references = postings.map((posting) => posting.reference);
  throwAgain(sortOutcomes(references, outcomes).again);
};
