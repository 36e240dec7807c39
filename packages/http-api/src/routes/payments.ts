import { asId, attemptStates, paymentStates, problem, refuse, succeed } from '@quittance/domain';
import { cancelPayment } from '@quittance/services';
import { z } from 'zod';
import { narrowed } from '../route/caller.ts';
import { actRoute, readRoute } from '../route/route.ts';
import { attempt, payment } from '../shapes/records.ts';
import { currency, id, minor, named, words } from '../shapes/shape.ts';
import { trace, traceTold } from '../shapes/trace.ts';
import { listRoute, oneRoute } from './lists.ts';

const tag = 'payments';

const total = z.object({
  entityId: id,
  currency,
  state: z.enum(paymentStates),
  count: z.string().regex(/^\d+$/),
  instructedMinor: minor,
  settledMinor: minor,
  returnedMinor: minor,
});

const paymentParams = z.strictObject({ paymentId: id });

export const paymentRoutes = [
  listRoute({
    id: 'listPayments',
    path: '/payments',
    tag,
    summary: 'Payments, newest first.',
    permission: 'payments:read',
    table: 'payment',
    pageName: 'PaymentPage',
    shape: payment,
    filters: {
      state: z.enum(paymentStates).optional(),
      batchId: id.optional(),
      partyId: id.optional(),
      reference: z.string().max(35).optional(),
    },
  }),
  oneRoute({
    id: 'getPayment',
    path: '/payments/{paymentId}',
    tag,
    summary: 'One payment.',
    permission: 'payments:read',
    table: 'payment',
    shape: payment,
    parameter: 'paymentId',
  }),
  readRoute({
    id: 'tracePayment',
    path: '/traces/{anyId}',
    tag,
    summary:
      'Where a payment is and why, found by any id that anybody knows it by: ours, the ' +
      'EndToEndId, a message id, a bank’s reference, the number of a bill (OBS-05).',
    permission: 'payments:read',
    params: z.strictObject({ anyId: z.string().min(1).max(140) }),
    answer: trace,
    async read({ ports, scope, params }) {
      const found = await ports.queries.tracePayment({ scope, anyId: params.anyId });
      if (found.found === 'one') return succeed(traceTold(found.trace));
      if (found.found === 'none') {
        return refuse(problem('NOT_FOUND', 'no payment is known by this id'));
      }
      const references = found.payments.slice(0, 10).map((one) => one.reference);
      const detail = `it names ${found.payments.length} payments: ${references.join(', ')}`;
      return refuse(problem('BAD_INPUT', detail));
    },
  }),
  readRoute({
    id: 'totalPayments',
    path: '/payment-totals',
    tag,
    summary: 'Payments by company, currency and state, counted and added up.',
    permission: 'payments:read',
    query: z.strictObject({ entityId: id.optional() }),
    answer: named('PaymentTotals', z.object({ items: z.array(total) })),
    async read({ ports, scope, query }) {
      const within = narrowed(scope, query.entityId);
      if (!within.ok) return within;
      return succeed({ items: await ports.queries.totalsByState({ scope: within.value }) });
    },
  }),
  actRoute({
    id: 'cancelPayment',
    path: '/payments/{paymentId}/cancel',
    tag,
    summary: 'Cancels a payment that stands in no frozen batch. Role: preparer or controller.',
    permission: 'payments:cancel',
    params: paymentParams,
    expects: 'payment',
    body: named('Reason', z.strictObject({ reason: words.describe('Kept for ever.') })),
    answer: named('CancelledPayment', z.object({ reference: z.string() })),
    act({ ctx, params, body }) {
      const paymentId = asId<'payment'>(params.paymentId);
      return cancelPayment({ ctx, input: { paymentId, reason: body.reason } });
    },
  }),
  listRoute({
    id: 'listAttempts',
    path: '/attempts',
    tag,
    summary: 'Messages to banks, newest first.',
    permission: 'payments:read',
    table: 'attempt',
    pageName: 'AttemptPage',
    shape: attempt,
    filters: { state: z.enum(attemptStates).optional(), batchId: id.optional() },
  }),
  oneRoute({
    id: 'getAttempt',
    path: '/attempts/{attemptId}',
    tag,
    summary: 'One message to a bank.',
    permission: 'payments:read',
    table: 'attempt',
    shape: attempt,
    parameter: 'attemptId',
  }),
];
