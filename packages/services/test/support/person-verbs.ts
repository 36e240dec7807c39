import { fault, present } from '@quittance/domain';
import * as services from '@quittance/services';
import { tell } from './deliver.ts';
import { today, valueOf } from './house.ts';
import {
  absentMessage,
  deadLetterOf,
  matchedLine,
  owedDeliveries,
  tokenOf,
  subscribe,
  subscription,
  type VerbRow,
} from './verb-row.ts';
import {
  approve,
  awaitApproval,
  batchOf,
  paymentsOf,
  propose,
  proposeValid,
  release,
} from './walk.ts';

/** Verbs of persons. */
export const personVerbs = {
  createProposal: {
    by: 'paula',
    leaf: 'proposal.create payment_batch',
    prepare: async (house) => {
      const input = { ownAccountId: house.accounts.euro, dueUntil: today };
      return (ctx) => services.createProposal({ ctx, input });
    },
  },
  proposeRun: {
    by: 'paula',
    leaf: 'proposal.create payment_batch',
    prepare: async (house) => {
      const input = { entityId: house.entities.de, dueUntil: today };
      return (ctx) => services.proposeRun({ ctx, input });
    },
  },
  validateBatch: {
    by: 'paula',
    leaf: 'payment.validate payment',
    prepare: async (house) => {
      const { batchId } = await propose(house);
      return (ctx) => services.validateBatch({ ctx, input: { batchId } });
    },
  },
  replayDelivery: {
    by: 'connie',
    leaf: 'inbox.replay inbox',
    prepare: async (house) => {
      await tell(house, { iban: 'BE68539007547034', entries: [] });
      const cases = await house.rows('exception_case');
      const caseId = present(
        cases.find((row) => row.objectKind === 'inbox'),
        'a case',
      ).id;
      return (ctx) => services.replayDelivery({ ctx, input: { caseId } });
    },
  },
  reopenUnknown: {
    by: 'rita',
    leaf: 'attempt.askReopen attempt',
    prepare: async (house) => {
      const { attemptId } = await absentMessage(house);
      return (ctx) => services.reopenUnknown({ ctx, input: { attemptId } });
    },
  },
  requestApproval: {
    by: 'paula',
    leaf: 'approval.request approval',
    prepare: async (house) => {
      const { batchId } = await proposeValid(house);
      return (ctx) => services.requestApproval({ ctx, input: { batchId } });
    },
  },
  decide: {
    by: 'anna',
    leaf: 'approval.approve approval',
    prepare: async (house) => {
      const run = await awaitApproval(house);
      const contentHash = present((await batchOf(house, run)).contentHash, 'hash');
      const input = { batchId: run.batchId, decision: 'approve', contentHash } as const;
      return (ctx) => services.decide({ ctx, input });
    },
  },
  requestRelease: {
    by: 'rita',
    leaf: 'batch.requestRelease payment_batch',
    prepare: async (house) => {
      const { batchId } = await approve(house);
      return (ctx) => services.requestRelease({ ctx, input: { batchId } });
    },
  },
  reopenBatch: {
    by: 'paula',
    leaf: 'batch.reopen payment_batch',
    prepare: async (house) => {
      const { batchId } = await approve(house);
      return (ctx) => services.reopenBatch({ ctx, input: { batchId } });
    },
  },
  takeBackBatch: {
    by: 'paula',
    leaf: 'attempt.takeBack attempt',
    prepare: async (house) => {
      const { batchId } = await release(house);
      return (ctx) => services.takeBackBatch({ ctx, input: { batchId } });
    },
  },
  rerouteBatch: {
    by: 'paula',
    leaf: 'batch.reroute payment_batch',
    prepare: async (house) => {
      const { batchId } = await approve(house);
      return (ctx) => services.rerouteBatch({ ctx, input: { batchId } });
    },
  },
  createToken: {
    by: 'connie',
    leaf: 'token.create api_token',
    prepare: async (house) => {
      const input = tokenOf(house, 'robot');
      return (ctx) => services.createToken({ ctx, input });
    },
  },
  revokeToken: {
    by: 'connie',
    leaf: 'token.revoke api_token',
    prepare: async (house) => {
      const ctx = house.as('connie');
      const made = await services.createToken({ ctx, input: tokenOf(house, 'robot') });
      const input = { tokenId: valueOf(made).tokenId };
      return (by) => services.revokeToken({ ctx: by, input });
    },
  },
  uploadFile: {
    by: 'ralf',
    leaf: 'inbox.upload inbox',
    machineMay: true,
    prepare: async (house) => {
      const bytes = new TextEncoder().encode('<Document/>');
      const evidenceHash = await house.evidence.put(bytes);
      const { bank: connectionId } = house.connections;
      const entityIds = [house.entities.de];
      const input = { connectionId, entityIds, evidenceHash, sizeBytes: bytes.length };
      return (ctx) => services.uploadFile({ ctx, input });
    },
  },
  replayDeadLetters: {
    by: 'connie',
    leaf: 'task.replay task',
    prepare: async (house) => {
      const ids = await deadLetterOf(house);
      return (ctx) => services.replayDeadLetters({ ctx, input: { ids } });
    },
  },
  cancelPayment: {
    by: 'paula',
    leaf: 'payment.cancel payment',
    prepare: async (house) => {
      const [payment] = await paymentsOf(house, await propose(house));
      const input = { paymentId: present(payment, 'a payment').id, reason: 'not wanted' };
      return (ctx) => services.cancelPayment({ ctx, input });
    },
  },
  engageStop: {
    by: 'rita',
    leaf: 'stop.engage emergency_stop',
    prepare: async (house) => {
      const input = { entityId: house.entities.de, ownAccountId: null, reason: 'odd mail' };
      return (ctx) => services.engageStop({ ctx, input });
    },
  },
  resumeStop: {
    by: 'connie',
    leaf: 'stop.resume emergency_stop',
    prepare: async (house) => {
      const input = { entityId: house.entities.de, ownAccountId: null, reason: 'odd mail' };
      const stop = valueOf(await services.engageStop({ ctx: house.as('rita'), input }));
      return (ctx) => services.resumeStop({ ctx, input: { stopId: stop.stopId } });
    },
  },
  postAgain: {
    by: 'ralf',
    leaf: 'case.postAgain exception_case',
    prepare: async (house) => {
      const { id: matchId, statementLineId } = await matchedLine(house);
      const refused = [{ matchId, fault: fault('rejected', 'odoo.closed_period', 'closed') }];
      const input = { done: [], refused };
      valueOf(await services.recordMatches({ ctx: house.hub(), input }));
      const cases = await house.rows('exception_case');
      const row = cases.find((one) => one.objectId === statementLineId);
      return (ctx) => services.postAgain({ ctx, input: { caseId: present(row, 'a case').id } });
    },
  },
  undoMatch: {
    by: 'ralf',
    leaf: 'match.askUndo match',
    prepare: async (house) => {
      const { id: matchId } = await matchedLine(house);
      const input = { matchId, reason: 'the wrong supplier' };
      return (ctx) => services.undoMatch({ ctx, input });
    },
  },
  resolveCase: {
    by: 'connie',
    leaf: 'case.resolve exception_case',
    prepare: async (house) => {
      await tell(house, { closingMinor: 1n });
      const [row] = await house.rows('exception_case');
      const input = { caseId: present(row, 'a case').id, resolution: 'the bank sent it anew' };
      return (ctx) => services.resolveCase({ ctx, input });
    },
  },
  replayDeliveries: {
    by: 'connie',
    leaf: 'delivery.replay webhook_delivery',
    prepare: async (house) => {
      const { subscriptionId, outcomes } = await owedDeliveries(house);
      const { de: entityId } = house.entities;
      const refused = outcomes.map((one) => ({ ...one, kind: 'refused' as const }));
      const input = { entityId, outcomes: refused };
      valueOf(await services.recordDelivery({ ctx: house.hub(), input }));
      return (ctx) => services.replayDeliveries({ ctx, input: { entityId, subscriptionId } });
    },
  },
  subscribeWebhook: {
    by: 'cora',
    leaf: 'webhook.subscribe webhook_subscription',
    prepare: async () => (ctx) => services.subscribeWebhook({ ctx, input: subscription }),
  },
  unsubscribeWebhook: {
    by: 'cora',
    leaf: 'webhook.unsubscribe webhook_subscription',
    prepare: async (house) => {
      const input = await subscribe(house);
      return (ctx) => services.unsubscribeWebhook({ ctx, input });
    },
  },
} as const satisfies Record<string, VerbRow>;
