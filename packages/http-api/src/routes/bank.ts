import {
  asId,
  caseKinds,
  caseStates,
  problem,
  refuse,
  statementFileStates,
  statementLineStates,
  succeed,
} from '@quittance/domain';
import {
  engageStop,
  postAgain,
  resolveCase,
  resumeStop,
  undoMatch,
  uploadFile,
} from '@quittance/services';
import { z } from 'zod';
import { actRoute, readRoute } from '../route/route.ts';
import {
  exceptionCase,
  match,
  matchAllocation,
  statement,
  statementLine,
  stop,
} from '../shapes/records.ts';
import { id, named, words } from '../shapes/shape.ts';
import { listRoute, notFound, oneRoute } from './lists.ts';

/** Larger statements, of a million entries, come by the bank’s folder. */
const uploadBytesMax = 64 * 1_048_576;

const caseParams = z.strictObject({ caseId: id });

/** What banks say, how it is explained, and what needs a person. */
export const bankRoutes = [
  listRoute({
    id: 'listStatements',
    path: '/statements',
    tag: 'statements',
    summary: 'Bank statements, newest first.',
    permission: 'statements:read',
    table: 'statement',
    pageName: 'StatementPage',
    shape: statement,
    filters: { ownAccountId: id.optional(), state: z.enum(statementFileStates).optional() },
  }),
  oneRoute({
    id: 'getStatement',
    path: '/statements/{statementId}',
    tag: 'statements',
    summary: 'One statement; its lines are a list of their own.',
    permission: 'statements:read',
    table: 'statement',
    shape: statement,
    parameter: 'statementId',
  }),
  listRoute({
    id: 'listStatementLines',
    path: '/statement-lines',
    tag: 'statements',
    summary: 'Booked entries, newest first.',
    permission: 'statements:read',
    table: 'statement_line',
    pageName: 'StatementLinePage',
    shape: statementLine,
    filters: { statementId: id.optional(), state: z.enum(statementLineStates).optional() },
  }),
  actRoute({
    id: 'uploadFile',
    path: '/connections/{connectionId}/files',
    tag: 'statements',
    summary:
      'Hands a statement, notification or status file of a bank in as evidence; a worker reads ' +
      'it. Role: reconciler or controller in every company with an account there.',
    permission: 'statements:import',
    params: z.strictObject({ connectionId: id }),
    body: z.instanceof(Uint8Array, { error: 'the bytes of a file' }),
    bodyMedia: 'application/octet-stream',
    bodyBytesMax: uploadBytesMax,
    status: 202,
    answer: named('Uploaded', z.object({ inboxId: id, known: z.boolean(), operationId: id })),
    async act({ ctx, ports, params, body }) {
      if (body.length === 0) return refuse(problem('BAD_INPUT', 'the file is empty'));
      const connectionId = asId<'connection'>(params.connectionId);
      const entityIds = await ports.entitiesOfBank(connectionId);
      const evidenceHash = await ctx.evidence.put(body);
      const input = { connectionId, entityIds, evidenceHash, sizeBytes: body.length };
      return uploadFile({ ctx, input });
    },
  }),
  listRoute({
    id: 'listMatches',
    path: '/matches',
    tag: 'matches',
    summary: 'Booked lines explained, newest first.',
    permission: 'matches:read',
    table: 'match',
    pageName: 'MatchPage',
    shape: match,
    filters: {
      statementLineId: id.optional(),
      state: z.enum(['proposed', 'posting', 'posted', 'undone']).optional(),
    },
  }),
  readRoute({
    id: 'getMatch',
    path: '/matches/{matchId}',
    tag: 'matches',
    summary: 'One match with its parts.',
    permission: 'matches:read',
    params: z.strictObject({ matchId: id }),
    answer: named(
      'AllocatedMatch',
      z.object({ ...match.shape, allocations: z.array(matchAllocation) }),
    ),
    versioned: true,
    async read({ ports, scope, params }) {
      const { matchId } = params;
      const row = await ports.queries.read({ scope, table: 'match', id: matchId });
      if (row === null) return notFound('match');
      const list = { scope, table: 'match_allocation', equal: { matchId }, limit: 5_000 } as const;
      const allocations = await ports.queries.list(list);
      return succeed({ ...row, allocations: allocations.rows });
    },
  }),
  actRoute({
    id: 'undoMatch',
    path: '/matches/{matchId}/undo',
    tag: 'matches',
    summary: 'Asks that a match be taken back, in the accounts first. Role: reconciler.',
    permission: 'matches:undo',
    params: z.strictObject({ matchId: id }),
    expects: 'match',
    body: named('UndoReason', z.strictObject({ reason: words })),
    status: 202,
    answer: named('AskedUndo', z.object({ matchId: id, statementLineId: id, operationId: id })),
    act: ({ ctx, params, body }) =>
      undoMatch({ ctx, input: { matchId: asId<'match'>(params.matchId), reason: body.reason } }),
  }),
  listRoute({
    id: 'listCases',
    path: '/cases',
    tag: 'cases',
    summary: 'Exceptions with owner, money at risk and next action, newest first.',
    permission: 'cases:read',
    table: 'exception_case',
    pageName: 'CasePage',
    shape: exceptionCase,
    filters: {
      state: z.enum(caseStates).optional(),
      kind: z.enum(caseKinds).optional(),
      objectId: id.optional(),
    },
  }),
  oneRoute({
    id: 'getCase',
    path: '/cases/{caseId}',
    tag: 'cases',
    summary: 'One exception.',
    permission: 'cases:read',
    table: 'exception_case',
    shape: exceptionCase,
    parameter: 'caseId',
  }),
  actRoute({
    id: 'resolveCase',
    path: '/cases/{caseId}/resolve',
    tag: 'cases',
    summary: 'Resolves a case. Role: controller, or the role that owns the case.',
    permission: 'cases:write',
    params: caseParams,
    expects: 'exception_case',
    body: named('Resolution', z.strictObject({ resolution: words.describe('What was done.') })),
    answer: named('ResolvedCase', z.object({ caseId: id })),
    act({ ctx, params, body }) {
      const caseId = asId<'case'>(params.caseId);
      return resolveCase({ ctx, input: { caseId, resolution: body.resolution } });
    },
  }),
  actRoute({
    id: 'postAgain',
    path: '/cases/{caseId}/post-again',
    tag: 'cases',
    summary:
      'Asks the accounts again for what they refused, once its cause is gone. Role: controller ' +
      'or reconciler.',
    permission: 'cases:write',
    params: caseParams,
    expects: 'exception_case',
    status: 202,
    answer: named(
      'AskedPosting',
      z.object({ caseId: id, tasks: z.array(z.string()), operationId: id }),
    ),
    act: ({ ctx, params }) => postAgain({ ctx, input: { caseId: asId<'case'>(params.caseId) } }),
  }),
  listRoute({
    id: 'listStops',
    path: '/stops',
    tag: 'stops',
    summary: 'Emergency stops, newest first.',
    permission: 'stops:read',
    table: 'emergency_stop',
    pageName: 'StopPage',
    shape: stop,
  }),
  actRoute({
    id: 'engageStop',
    path: '/stops',
    tag: 'stops',
    summary: 'Stops all releases of a company or one of its accounts at once. Any acting role.',
    permission: 'stops:engage',
    body: named(
      'StopWish',
      z.strictObject({
        entityId: id,
        ownAccountId: id.nullable().describe('Null: every account of the company.'),
        reason: words,
      }),
    ),
    status: 201,
    location: () => '/stops',
    answer: named('EngagedStop', z.object({ stopId: id })),
    act({ ctx, body }) {
      const { entityId, ownAccountId, reason } = body;
      const input = {
        entityId: asId<'entity'>(entityId),
        ownAccountId: ownAccountId === null ? null : asId<'own_account'>(ownAccountId),
        reason,
      };
      return engageStop({ ctx, input });
    },
  }),
  actRoute({
    id: 'resumeStop',
    path: '/stops/{stopId}/resume',
    tag: 'stops',
    summary: 'Agrees to resume releases; two persons must. Role: approver, releaser, controller.',
    permission: 'stops:resume',
    params: z.strictObject({ stopId: id }),
    expects: 'emergency_stop',
    answer: named('ResumedStop', z.object({ active: z.boolean(), missing: z.number().int() })),
    act: ({ ctx, params }) => resumeStop({ ctx, input: { stopId: asId<'stop'>(params.stopId) } }),
  }),
];
