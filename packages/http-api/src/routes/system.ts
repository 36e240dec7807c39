import { asId, type ConnectionId, type Problem, type Result, succeed } from '@quittance/domain';
import {
  replayDeadLetters,
  replayDeliveries,
  revokeToken,
  subscribeWebhook,
  unsubscribeWebhook,
} from '@quittance/services';
import { EvidenceMissing, type Queries, type Scope } from '@quittance/store';
import { z } from 'zod';
import { actRoute, bytesRoute, readRoute } from '../route/route.ts';
import { token } from '../shapes/records.ts';
import { hash, id, instant, named, pageOf } from '../shapes/shape.ts';
import { auditLeaf, evidenceShape } from '../shapes/trace.ts';
import { listRoute, notFound } from './lists.ts';

const auditors = ['auditor', 'controller'] as const;
const evidenceReaders = ['auditor', 'controller', 'reconciler'] as const;
const hashParams = z.strictObject({ hash });

/**
 * Evidence belongs to nobody by itself: it may be read by whoever may see the message, statement or
 * answer that it proves, or the account of the bank that it came from.
 */
async function mayRead(of: {
  readonly queries: Queries;
  readonly scope: Scope;
  readonly hash: string;
}): Promise<boolean> {
  const { queries, scope, hash: evidenceHash } = of;
  const one = { scope, limit: 1 } as const;
  const equal = { evidenceHash };
  const sent = { payloadHash: evidenceHash };
  if ((await queries.list({ ...one, table: 'attempt', equal: sent })).rows.length > 0) return true;
  if ((await queries.list({ ...one, table: 'statement', equal })).rows.length > 0) return true;
  if ((await queries.list({ ...one, table: 'bank_fact', equal })).rows.length > 0) return true;
  const received = await queries.list({ ...one, table: 'inbox', equal });
  const from: ConnectionId | undefined = received.rows[0]?.connectionId;
  if (from === undefined) return false;
  const account = { ...one, table: 'own_account', equal: { bankConnectionId: from } } as const;
  return (await queries.list(account)).rows.length > 0;
}

async function evidenceOf(of: {
  readonly queries: Queries;
  readonly scope: Scope;
  readonly hash: string;
}): Promise<Result<{ readonly hash: string; readonly mediaType: string }, Problem>> {
  const equal = { hash: of.hash };
  const list = { scope: of.scope, table: 'evidence', equal, limit: 1 } as const;
  const [row] = (await of.queries.list(list)).rows;
  return row !== undefined && (await mayRead(of)) ? succeed(row) : notFound('evidence');
}

const verification = named(
  'AuditVerification',
  z
    .object({
      ok: z.boolean(),
      findingCount: z.number().int(),
      leavesChecked: z.number().int(),
      rowsChecked: z.number().int(),
      evidenceChecked: z.number().int(),
      findings: z.array(z.object({ code: z.string(), sentence: z.string() })),
    })
    .describe('Database and evidence held against the checkpoints anchored outside of it.'),
);

const checkpoint = named(
  'AuditCheckpoint',
  z.object({
    number: z.string(),
    leafCount: z.string(),
    rootHash: hash,
    note: z.string().describe('The signed note as it is anchored outside the database.'),
    signedAt: instant,
  }),
);

const operation = named(
  'Operation',
  z
    .object({
      id,
      state: z
        .enum(['running', 'done', 'failed'])
        .describe('`failed`: work of it was given up and is a dead letter with a case.'),
      waiting: z.number().int(),
      later: z.number().int().describe('Set for a later time, such as the next inquiry.'),
      active: z.number().int(),
      deadLetters: z.number().int(),
      leaves: z.array(auditLeaf).describe('What was done, the newest 200.'),
    })
    .describe('Work that goes on after its answer: everything under one correlation id.'),
);

const deadLetter = named(
  'DeadLetter',
  z.object({
    id: z.string(),
    task: z.string(),
    entityId: id.nullable(),
    correlationId: z.string(),
    failedAt: instant,
    attempts: z.number().int(),
    cause: z.string(),
  }),
);

const subscription = named(
  'Subscription',
  z
    .object({
      id,
      version: z.number().int(),
      name: z.string(),
      url: z.string(),
      eventTypes: z.array(z.string()),
      secretName: z.string().describe('Name of the signing secret in the configuration.'),
      active: z.boolean(),
    })
    .describe('Another system that hears of events.'),
);

const delivery = named(
  'Delivery',
  z
    .object({
      id,
      version: z.number().int(),
      subscriptionId: id,
      eventId: id,
      entityId: id,
      state: z.enum(['pending', 'delivered', 'dead_letter']),
      attempts: z.number().int(),
      lastStatus: z.string().nullable(),
    })
    .describe('One event owed to one subscriber, and what became of it.'),
);

const audit = 'audit';
const tasks = 'tasks';
const webhooks = 'webhooks';
const subscriptionParams = z.strictObject({ subscriptionId: id });

/** Evidence, audit, tasks, outgoing webhooks and tokens. */
export const systemRoutes = [
  readRoute({
    id: 'getEvidence',
    path: '/evidence/{hash}',
    tag: 'evidence',
    summary: 'What a piece of evidence is. Role: auditor, controller or reconciler.',
    permission: 'evidence:read',
    readers: evidenceReaders,
    params: hashParams,
    answer: evidenceShape,
    read: ({ ports, scope, params }) =>
      evidenceOf({ queries: ports.queries, scope, hash: params.hash }),
  }),
  bytesRoute({
    id: 'downloadEvidence',
    path: '/evidence/{hash}/content',
    tag: 'evidence',
    summary: 'Its bytes, as they were received or sent. Role: auditor, controller, reconciler.',
    permission: 'evidence:read',
    readers: evidenceReaders,
    params: hashParams,
    media: 'application/octet-stream',
    async read({ ports, scope, params }) {
      const of = { queries: ports.queries, scope, hash: params.hash };
      const found = await evidenceOf(of);
      if (!found.ok) return found;
      try {
        const bytes = await ports.services.evidence.get(found.value.hash);
        // Never shown by a browser in our own name: what a counterparty sent may hold scripts.
        const headers = { 'content-disposition': `attachment; filename="${found.value.hash}"` };
        return succeed({ bytes, headers });
      } catch (error) {
        if (error instanceof EvidenceMissing) return notFound('file of this evidence');
        throw error;
      }
    },
  }),
  listRoute({
    id: 'listAuditLeaves',
    path: '/audit/leaves',
    tag: audit,
    summary: 'Lines of the audit log, newest first. Role: auditor or controller.',
    permission: 'audit:read',
    readers: auditors,
    table: 'audit_leaf',
    pageName: 'AuditLeafPage',
    shape: auditLeaf,
    filters: {
      objectId: id.optional(),
      correlationId: id.optional(),
      actorId: z.string().max(100).optional(),
      verb: z.string().max(100).optional(),
    },
  }),
  readRoute({
    id: 'listAuditCheckpoints',
    path: '/audit/checkpoints',
    tag: audit,
    summary: 'The newest signed checkpoints. Role: auditor or controller.',
    permission: 'audit:read',
    readers: auditors,
    answer: named('AuditCheckpointList', z.object({ items: z.array(checkpoint) })),
    read: async ({ ports }) => succeed({ items: await ports.queries.checkpoints(50) }),
  }),
  actRoute({
    id: 'verifyAudit',
    path: '/audit/verifications',
    tag: audit,
    summary:
      'Verifies the whole installation and answers when it is done; one at a time. Role: ' +
      'auditor or controller.',
    permission: 'audit:read',
    readers: auditors,
    answer: verification,
    act: ({ ports }) => ports.verifyAudit(),
  }),
  readRoute({
    id: 'getOperation',
    path: '/operations/{operationId}',
    tag: tasks,
    summary: 'How far a piece of work has come.',
    permission: 'tasks:read',
    params: z.strictObject({ operationId: id }),
    answer: operation,
    async read({ ports, scope, params }) {
      const equal = { correlationId: params.operationId };
      const list = { scope, table: 'audit_leaf', equal, limit: 200 } as const;
      const { rows } = await ports.queries.list(list);
      if (rows.length === 0) return notFound('operation');
      const progress = await ports.services.tasks.progress(params.operationId);
      const isRunning = progress.waiting + progress.active > 0;
      const state = isRunning ? 'running' : progress.deadLetters > 0 ? 'failed' : 'done';
      return succeed({ id: params.operationId, state, ...progress, leaves: rows.toReversed() });
    },
  }),
  readRoute({
    id: 'listTasks',
    path: '/tasks',
    tag: tasks,
    summary: 'How much of each kind of work waits, runs or was given up.',
    permission: 'tasks:read',
    answer: named(
      'TaskDepths',
      z.object({
        items: z.array(
          z.object({
            name: z.string(),
            waiting: z.number().int(),
            active: z.number().int(),
            deadLetters: z.number().int(),
          }),
        ),
      }),
    ),
    read: async ({ ports }) => succeed({ items: await ports.services.tasks.depths() }),
  }),
  readRoute({
    id: 'listDeadLetters',
    path: '/dead-letters',
    tag: tasks,
    summary: 'Work that was given up, with its cause, oldest first; at most 500.',
    permission: 'tasks:read',
    answer: named('DeadLetterList', z.object({ items: z.array(deadLetter) })),
    async read({ ports, scope }) {
      const letters = await ports.services.tasks.deadLetters();
      const seen = letters.filter(
        ({ data }) =>
          data.entityId === null || scope.entityIds.some((mine) => mine === data.entityId),
      );
      const items = seen.slice(0, 500).map(({ name, data, ...letter }) => ({
        ...letter,
        task: name,
        entityId: data.entityId,
        correlationId: data.correlationId,
      }));
      return succeed({ items });
    },
  }),
  actRoute({
    id: 'replayDeadLetters',
    path: '/dead-letters/replay',
    tag: tasks,
    summary: 'Puts dead letters back to work. Role: controller of the company of each.',
    permission: 'tasks:replay',
    body: named(
      'ReplayWish',
      z.strictObject({ ids: z.array(z.string().min(1).max(100)).min(1).max(100) }),
    ),
    status: 202,
    answer: named('Replayed', z.object({ replayed: z.number().int(), operationId: id })),
    act: ({ ctx, body }) => replayDeadLetters({ ctx, input: body }),
  }),
  listRoute({
    id: 'listSubscriptions',
    path: '/webhook-subscriptions',
    tag: webhooks,
    summary: 'Systems that hear of events, newest first.',
    permission: 'webhooks:read',
    table: 'webhook_subscription',
    pageName: 'SubscriptionPage',
    shape: subscription,
    ofEntity: false,
  }),
  actRoute({
    id: 'subscribe',
    path: '/webhook-subscriptions',
    tag: webhooks,
    summary: 'Lets another system hear of events from now on. Role: controller of every company.',
    permission: 'webhooks:write',
    body: named(
      'SubscriptionWish',
      z.strictObject({
        name: z.string().max(40),
        url: z.string().max(500),
        eventTypes: z
          .array(z.string().max(60))
          .min(1)
          .max(100)
          .describe('Types, families such as `payment.*`, or `*`.'),
        secretName: z.string().max(40),
      }),
    ),
    status: 201,
    location: () => '/webhook-subscriptions',
    answer: named('Subscribed', z.object({ subscriptionId: id })),
    act: ({ ctx, body }) => subscribeWebhook({ ctx, input: body }),
  }),
  actRoute({
    id: 'unsubscribe',
    path: '/webhook-subscriptions/{subscriptionId}/end',
    tag: webhooks,
    summary: 'Ends a subscription. Role: controller of every company.',
    permission: 'webhooks:write',
    params: subscriptionParams,
    expects: 'webhook_subscription',
    answer: named('Unsubscribed', z.object({})),
    async act({ ctx, params }) {
      const subscriptionId = asId<'subscription'>(params.subscriptionId);
      const ended = await unsubscribeWebhook({ ctx, input: { subscriptionId } });
      return ended.ok ? succeed({}) : ended;
    },
  }),
  actRoute({
    id: 'replayDeliveries',
    path: '/webhook-subscriptions/{subscriptionId}/replay',
    tag: webhooks,
    summary:
      'Delivers dead letters of a subscriber again, those of one company; events keep their ' +
      'ids. Call it again while `hasMore`. Role: controller.',
    permission: 'webhooks:write',
    params: subscriptionParams,
    body: named('ReplayDeliveriesWish', z.strictObject({ entityId: id })),
    status: 202,
    answer: named(
      'ReplayedDeliveries',
      z.object({ replayed: z.number().int(), hasMore: z.boolean(), operationId: id }),
    ),
    act({ ctx, params, body }) {
      const subscriptionId = asId<'subscription'>(params.subscriptionId);
      const entityId = asId<'entity'>(body.entityId);
      return replayDeliveries({ ctx, input: { entityId, subscriptionId } });
    },
  }),
  listRoute({
    id: 'listDeliveries',
    path: '/webhook-deliveries',
    tag: webhooks,
    summary: 'The delivery log: what each subscriber was owed and what became of it.',
    permission: 'webhooks:read',
    table: 'webhook_delivery',
    pageName: 'DeliveryPage',
    shape: delivery,
    filters: {
      subscriptionId: id.optional(),
      state: z.enum(['pending', 'delivered', 'dead_letter']).optional(),
      eventId: id.optional(),
    },
  }),
  readRoute({
    id: 'listTokens',
    path: '/tokens',
    tag: 'tokens',
    summary: 'The tokens of this person, newest first; a token is made by the command line.',
    permission: 'tokens:read',
    answer: pageOf('TokenPage', token),
    async read({ ports, scope, caller }) {
      const equal = { personId: caller.person.id };
      const page = await ports.queries.list({ scope, table: 'api_token', equal, limit: 200 });
      return succeed({ items: page.rows, next: page.next });
    },
  }),
  actRoute({
    id: 'revokeToken',
    path: '/tokens/{tokenId}/revoke',
    tag: 'tokens',
    summary: 'Ends a token at once. Its own person may, and a controller of its companies.',
    permission: 'tokens:revoke',
    params: z.strictObject({ tokenId: id }),
    expects: 'api_token',
    answer: named('RevokedToken', z.object({ tokenId: id })),
    act: ({ ctx, params }) =>
      revokeToken({ ctx, input: { tokenId: asId<'token'>(params.tokenId) } }),
  }),
];
