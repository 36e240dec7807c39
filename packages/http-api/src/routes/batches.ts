import { approvalStates, asId, batchStates, succeed } from '@quittance/domain';
import {
  approvalSheetHtml,
  decide,
  readApprovalSheet,
  reopenBatch,
  requestApproval,
  requestRelease,
  validateBatch,
} from '@quittance/services';
import { z } from 'zod';
import { actRoute, bytesRoute, readRoute } from '../route/route.ts';
import { approval, approvalDecision, batch, openItem } from '../shapes/records.ts';
import { contentHash, day, id, named, words } from '../shapes/shape.ts';
import { listRoute, notFound, oneRoute } from './lists.ts';

const decision = named(
  'DecisionWish',
  z
    .strictObject({
      decision: z.enum(['approve', 'reject']),
      contentHash: contentHash.describe('The hash of what you looked at; another one is refused.'),
      reason: words.optional().describe('Required for a rejection.'),
    })
    .describe('One person’s word on a batch.'),
);

const batchParams = z.strictObject({ batchId: id });
const tag = 'batches';
const write = 'batches:write';

export const batchRoutes = [
  listRoute({
    id: 'listOpenItems',
    path: '/open-items',
    tag: 'open items',
    summary: 'Bills and credit notes as the accounts last told them, newest first.',
    permission: 'open-items:read',
    table: 'open_item',
    pageName: 'OpenItemPage',
    shape: openItem,
    filters: {
      state: z.enum(['open', 'paid', 'reset', 'cancelled']).optional(),
      partyId: id.optional(),
    },
  }),
  oneRoute({
    id: 'getOpenItem',
    path: '/open-items/{openItemId}',
    tag: 'open items',
    summary: 'One bill or credit note.',
    permission: 'open-items:read',
    table: 'open_item',
    shape: openItem,
    parameter: 'openItemId',
  }),
  listRoute({
    id: 'listBatches',
    path: '/batches',
    tag,
    summary: 'Batches, proposals among them, newest first.',
    permission: 'batches:read',
    table: 'payment_batch',
    pageName: 'BatchPage',
    shape: batch,
    filters: { state: z.enum(batchStates).optional(), ownAccountId: id.optional() },
  }),
  oneRoute({
    id: 'getBatch',
    path: '/batches/{batchId}',
    tag,
    summary: 'One batch.',
    permission: 'batches:read',
    table: 'payment_batch',
    shape: batch,
    parameter: 'batchId',
  }),
  bytesRoute({
    id: 'getApprovalSheet',
    path: '/batches/{batchId}/approval-sheet',
    tag,
    summary: 'The printable approval sheet: payments, hash, who must approve and who did.',
    permission: 'batches:read',
    params: batchParams,
    media: 'text/html',
    async read({ ports, scope, params }) {
      const ctx = { ...ports.services, scope };
      const batchId = asId<'batch'>(params.batchId);
      const sheet = await readApprovalSheet({ ctx, input: { batchId } });
      if (!sheet.ok) return sheet;
      const bytes = new TextEncoder().encode(approvalSheetHtml(sheet.value));
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      };
      return succeed({ bytes, headers });
    },
  }),
  actRoute({
    id: 'validateBatch',
    path: '/batches/{batchId}/validate',
    tag,
    summary: 'Checks every payment of an open batch. Role: preparer.',
    permission: write,
    params: batchParams,
    expects: 'payment_batch',
    answer: named(
      'ValidatedBatch',
      z.object({
        valid: z.number().int(),
        invalid: z.array(z.object({ reference: z.string(), reasons: z.array(z.string()) })),
      }),
    ),
    act: ({ ctx, params }) =>
      validateBatch({ ctx, input: { batchId: asId<'batch'>(params.batchId) } }),
  }),
  actRoute({
    id: 'submitBatch',
    path: '/batches/{batchId}/submit',
    tag,
    summary: 'Freezes a validated batch and asks for approval. Role: preparer.',
    permission: write,
    params: batchParams,
    expects: 'payment_batch',
    answer: named(
      'RequestedApproval',
      z.object({
        contentHash,
        approversRequired: z.number().int(),
        explanation: z.array(z.string()).describe('Why so many, by which policy.'),
      }),
    ),
    act: ({ ctx, params }) =>
      requestApproval({ ctx, input: { batchId: asId<'batch'>(params.batchId) } }),
  }),
  actRoute({
    id: 'decideBatch',
    path: '/batches/{batchId}/decisions',
    tag,
    summary: 'Approves or rejects a batch, bound to its content hash. Role: approver; no machine.',
    permission: 'approvals:decide',
    params: batchParams,
    expects: 'payment_batch',
    body: decision,
    answer: named(
      'Decided',
      z.object({
        state: z.enum(approvalStates),
        missing: z.number().int().describe('How many more persons must approve.'),
      }),
    ),
    act({ ctx, params, body }) {
      const { reason, ...rest } = body;
      const batchId = asId<'batch'>(params.batchId);
      const input = { batchId, ...rest, ...(reason === undefined ? {} : { reason }) };
      return decide({ ctx, input });
    },
  }),
  actRoute({
    id: 'reopenBatch',
    path: '/batches/{batchId}/reopen',
    tag,
    summary: 'Takes a batch that has not left back to a proposal. Role: preparer.',
    permission: write,
    params: batchParams,
    expects: 'payment_batch',
    answer: named('ReopenedBatch', z.object({ reference: z.string(), executionDate: day })),
    act: ({ ctx, params }) =>
      reopenBatch({ ctx, input: { batchId: asId<'batch'>(params.batchId) } }),
  }),
  actRoute({
    id: 'releaseBatch',
    path: '/batches/{batchId}/release',
    tag,
    summary: 'Asks for the release of an approved batch; a worker does it. Role: releaser.',
    permission: 'batches:release',
    params: batchParams,
    expects: 'payment_batch',
    status: 202,
    answer: named('RequestedRelease', z.object({ reference: z.string(), operationId: id })),
    act: ({ ctx, params }) =>
      requestRelease({ ctx, input: { batchId: asId<'batch'>(params.batchId) } }),
  }),
  listRoute({
    id: 'listApprovals',
    path: '/approvals',
    tag: 'approvals',
    summary: 'Requests for approval, newest first.',
    permission: 'approvals:read',
    table: 'approval',
    pageName: 'ApprovalPage',
    shape: approval,
    filters: { state: z.enum(approvalStates).optional(), subjectId: id.optional() },
  }),
  readRoute({
    id: 'getApproval',
    path: '/approvals/{approvalId}',
    tag: 'approvals',
    summary: 'One request for approval with what persons decided.',
    permission: 'approvals:read',
    params: z.strictObject({ approvalId: id }),
    answer: named(
      'DecidedApproval',
      z.object({ ...approval.shape, decisions: z.array(approvalDecision) }),
    ),
    versioned: true,
    async read({ ports, scope, params }) {
      const { approvalId } = params;
      const row = await ports.queries.read({ scope, table: 'approval', id: approvalId });
      if (row === null) return notFound('approval');
      const equal = { approvalId };
      const decisions = await ports.queries.list({
        scope,
        table: 'approval_decision',
        equal,
        limit: 100,
      });
      return succeed({ ...row, decisions: decisions.rows });
    },
  }),
];
