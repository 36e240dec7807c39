import { asId, asPlainDate, cashPosition, type OpenItemId, succeed } from '@quittance/domain';
import {
  createProposal,
  type ProposeRunInput,
  proposeRun,
  rerouteBatch,
  takeBackBatch,
} from '@quittance/services';
import { z } from 'zod';
import { actRoute, readRoute } from '../route/route.ts';
import { currency, day, existingDay, id, instant, minor, named } from '../shapes/shape.ts';

const positiveMinor = minor.refine((text) => BigInt(text) > 0n, 'more than nothing');

/** What is to be paid, whichever account pays. */
const whatToPay = {
  dueUntil: existingDay.describe('Bills due on or before this day.'),
  executionDate: existingDay
    .optional()
    .describe('Not before this day; the earliest possible one when absent.'),
  takeDiscounts: z.boolean().optional(),
  priority: z.enum(['normal', 'urgent']).optional(),
  partyIds: z.array(id).max(1_000).optional().describe('Only these suppliers.'),
  parts: z
    .array(z.strictObject({ openItemId: id, amountMinor: positiveMinor }))
    .max(1_000)
    .optional()
    .describe('Bills of which only a part is paid.'),
};

const leftOut = z.array(z.object({ number: z.string(), reason: z.string() }));

const proposal = named(
  'Proposal',
  z
    .object({
      batchId: id,
      reference: z.string(),
      ownAccountId: id,
      accountName: z.string(),
      currency,
      executionDate: day,
      paymentCount: z.number().int(),
      totalMinor: minor,
      payments: z.array(
        z.object({
          reference: z.string(),
          partyId: id,
          amountMinor: minor,
          bills: z.number().int(),
          route: z.array(z.string()).describe('Why it goes from this account.'),
        }),
      ),
      leftOut,
    })
    .describe('The batch that was made, and which open bills are not in it, and why.'),
);

const run = named(
  'ProposedRun',
  z
    .object({
      batches: z.array(proposal),
      unrouted: z.array(
        z.object({
          partyId: id,
          currency,
          amountMinor: minor,
          bills: z.array(z.string()),
          why: z.array(z.string()),
        }),
      ),
      leftOut,
    })
    .describe('One batch for each account that pays, and what no account can carry.'),
);

type WhatToPay = z.infer<z.ZodObject<typeof whatToPay>>;

function wishOf(body: WhatToPay): Omit<ProposeRunInput, 'entityId'> {
  const { dueUntil, executionDate, takeDiscounts, priority, partyIds, parts = [] } = body;
  const amounts = parts.map((part): readonly [OpenItemId, bigint] => [
    asId<'open_item'>(part.openItemId),
    BigInt(part.amountMinor),
  ]);
  return {
    dueUntil: asPlainDate(dueUntil),
    partialAmounts: new Map(amounts),
    ...(executionDate === undefined ? {} : { executionDate: asPlainDate(executionDate) }),
    ...(takeDiscounts === undefined ? {} : { takeDiscounts }),
    ...(priority === undefined ? {} : { priority }),
    ...(partyIds === undefined ? {} : { partyIds: partyIds.map((one) => asId<'party'>(one)) }),
  };
}

const balance = z.object({
  minor,
  day: day.describe('At its end.'),
  toldAt: instant.nullable(),
  statement: z.string().nullable(),
});

const cashTotal = z.object({
  of: z.string().describe('Code of the company, or key of the bank.'),
  currency,
  bookedMinor: minor.nullable(),
  freeMinor: minor.nullable(),
  underWayMinor: minor,
  waitingMinor: minor,
  asOf: day.nullable().describe('The oldest of the days of the balances in it.'),
  missing: z.array(z.string()),
  stale: z.array(z.string()),
});

const cash = named(
  'CashPosition',
  z
    .object({
      at: instant,
      accounts: z.array(
        z.object({
          entityId: id,
          entityCode: z.string(),
          ownAccountId: id,
          accountName: z.string(),
          currency,
          bank: z.string(),
          booked: balance.nullable().describe('Null before the first statement: not known.'),
          underWayMinor: minor,
          waitingMinor: minor,
          freeMinor: minor.nullable(),
          expectedDay: day,
          stale: z.boolean().describe('True: the balance is older than it should be.'),
        }),
      ),
      byEntity: z.array(cashTotal),
      byBank: z.array(cashTotal),
    })
    .describe('The money of the accounts, each with the day that it is of.'),
);

const batchParams = z.strictObject({ batchId: id });
const tag = 'batches';
const write = 'batches:write';

/** From due bills to batches, and back while nothing has left. */
export const runRoutes = [
  actRoute({
    id: 'createProposal',
    path: '/batches',
    tag,
    summary: 'Proposes the payment of due bills from one own account. Role: preparer.',
    permission: write,
    body: named('ProposalWish', z.strictObject({ ownAccountId: id, ...whatToPay })),
    answer: proposal,
    status: 201,
    location: (made) => `/batches/${made.batchId}`,
    act({ ctx, body }) {
      const ownAccountId = asId<'own_account'>(body.ownAccountId);
      return createProposal({ ctx, input: { ownAccountId, ...wishOf(body) } });
    },
  }),
  actRoute({
    id: 'proposeRun',
    path: '/payment-runs',
    tag,
    summary:
      'Proposes the payment of everything due of a company, each payment from the account that ' +
      'fits best, with the reasons. Role: preparer.',
    permission: write,
    body: named('RunWish', z.strictObject({ entityId: id, ...whatToPay })),
    answer: run,
    status: 201,
    location: () => '/batches',
    act({ ctx, body }) {
      const entityId = asId<'entity'>(body.entityId);
      return proposeRun({ ctx, input: { entityId, ...wishOf(body) } });
    },
  }),
  actRoute({
    id: 'rerouteBatch',
    path: '/batches/{batchId}/reroute',
    tag,
    summary:
      'Pays the bills of a batch that has not left from other accounts, approved anew. Role: ' +
      'preparer.',
    permission: write,
    params: batchParams,
    expects: 'payment_batch',
    body: named(
      'RerouteWish',
      z.strictObject({
        ownAccountId: id.optional().describe('The best of the others when absent.'),
      }),
    ),
    answer: run,
    act({ ctx, params, body }) {
      const { ownAccountId } = body;
      const target =
        ownAccountId === undefined ? {} : { ownAccountId: asId<'own_account'>(ownAccountId) };
      return rerouteBatch({ ctx, input: { batchId: asId<'batch'>(params.batchId), ...target } });
    },
  }),
  actRoute({
    id: 'takeBackBatch',
    path: '/batches/{batchId}/take-back',
    tag,
    summary:
      'Takes a released batch back while all its messages still wait for their bank. Role: ' +
      'preparer or releaser.',
    permission: write,
    params: batchParams,
    expects: 'payment_batch',
    answer: named(
      'TakenBackBatch',
      z.object({
        reference: z.string(),
        messages: z.array(z.string()).describe('Messages that will not leave.'),
      }),
    ),
    act: ({ ctx, params }) =>
      takeBackBatch({ ctx, input: { batchId: asId<'batch'>(params.batchId) } }),
  }),
  readRoute({
    id: 'getCashPosition',
    path: '/cash-position',
    tag: 'own accounts',
    summary:
      'The money of every own account: booked, under way, waiting and free; what is not known ' +
      'or stale is said.',
    permission: 'accounts:read',
    answer: cash,
    async read({ ports, scope }) {
      const accounts = await ports.queries.accountCash({ scope });
      const at = await ports.services.store.transaction(scope, (transaction) =>
        Promise.resolve(transaction.now),
      );
      const profiles = ports.services.settings.bankProfiles;
      return succeed(cashPosition(accounts, { at, profiles }));
    },
  }),
];
