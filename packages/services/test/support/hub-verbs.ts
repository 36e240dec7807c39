import { fault, present } from '@quittance/domain';
import { readStatementFile, readStatusReport } from '@quittance/formats';
import * as services from '@quittance/services';
import { statusFile } from './bank-files.ts';
import { match, receive } from './deliver.ts';
import { connectionName, valueOf } from './house.ts';
import { bill, masterData } from './records.ts';
import {
  matchedLine,
  owedDeliveries,
  statedRun,
  statementOf,
  subscribe,
  type VerbRow,
} from './verb-row.ts';
import {
  approve,
  attemptOf,
  paymentsOf,
  propose,
  readyToRelease,
  release,
  submit,
} from './walk.ts';

/** Verbs that only the hub itself runs. */
export const hubVerbs = {
  configureInstallation: {
    by: 'hub',
    leaf: 'installation.configure connection',
    prepare: async (house) => {
      const setup = {
        connections: [{ name: 'another', connector: 'file-bank' }],
        entities: [],
        accounts: [],
        persons: [],
        policies: [],
      };
      const entityIds = new Map(Object.entries(house.entities));
      return (ctx) => services.configureInstallation({ ctx, input: { setup, entityIds } });
    },
  },
  ingestMasterData: {
    by: 'hub',
    leaf: 'masterData.ingest party',
    prepare: async () => {
      const parties = masterData.parties.map((row) => ({ ...row, city: 'Elsewhere' }));
      const input = { connectionName, masterData: { ...masterData, parties } };
      return (ctx) => services.ingestMasterData({ ctx, input });
    },
  },
  ingestOpenItems: {
    by: 'hub',
    leaf: 'openItem.ingest open_item',
    prepare: async (house) => {
      const { odoo: connectionId } = house.connections;
      const items = [bill('new', 'acme')];
      const input = { entityId: house.entities.de, connectionId, connectionName, items };
      return (ctx) => services.ingestOpenItems({ ctx, input });
    },
  },
  baselineOpenItems: {
    by: 'hub',
    leaf: 'openItem.baseline open_item',
    prepare: async (house) => {
      const input = { entityId: house.entities.de, connectionName, externalIds: ['a17'] };
      return (ctx) => services.baselineOpenItems({ ctx, input });
    },
  },
  releaseBatch: {
    by: 'hub',
    leaf: 'payment.release payment',
    prepare: async (house) => {
      const { batchId, bills: reread } = await readyToRelease(house);
      const input = { batchId, connectionName, reread, rereadAt: house.clock.now() };
      return (ctx) => services.releaseBatch({ ctx, input });
    },
  },
  reportRefusedRelease: {
    by: 'hub',
    leaf: 'case.open exception_case',
    prepare: async (house) => {
      const { batchId } = await approve(house);
      const refusal = { code: 'CUT_OFF_PASSED', detail: 'for today' } as const;
      return (ctx) => services.reportRefusedRelease({ ctx, input: { batchId, refusal } });
    },
  },
  startSending: {
    by: 'hub',
    leaf: 'attempt.send attempt',
    prepare: async (house) => {
      const { attemptId } = await release(house);
      return (ctx) => services.startSending({ ctx, input: { attemptId } });
    },
  },
  recordOutcome: {
    by: 'hub',
    leaf: 'attempt.acknowledged attempt',
    prepare: async (house) => {
      const { attemptId } = await release(house);
      const input = { attemptId, fencingToken: 1n, outcome: 'acknowledged', detail: '' } as const;
      valueOf(await services.startSending({ ctx: house.hub(), input: { attemptId } }));
      return (ctx) => services.recordOutcome({ ctx, input });
    },
  },
  recordInquiry: {
    by: 'hub',
    leaf: 'attempt.inquire attempt',
    prepare: async (house) => {
      const { attemptId } = await release(house);
      const input = { attemptId, fencingToken: 1n, outcome: 'unknown', detail: '' } as const;
      valueOf(await services.startSending({ ctx: house.hub(), input: { attemptId } }));
      valueOf(await services.recordOutcome({ ctx: house.hub(), input }));
      const asked = { attemptId, found: true, where: 'in the folder' };
      return (ctx) => services.recordInquiry({ ctx, input: asked });
    },
  },
  importStatus: {
    by: 'hub',
    leaf: 'payment.recordEvidence payment',
    prepare: async (house) => {
      const { attemptId } = await submit(house);
      const { messageId } = await attemptOf(house, attemptId);
      const bytes = statusFile({ messageId, group: 'ACCP' });
      const evidenceHash = await house.evidence.put(bytes);
      const report = readStatusReport(bytes);
      return (ctx) => services.importStatus({ ctx, input: { report, evidenceHash } });
    },
  },
  importStatements: {
    by: 'hub',
    leaf: 'statement.import statement',
    prepare: async (house) => {
      const bytes = await statementOf(house);
      const evidenceHash = await house.evidence.put(bytes);
      const file = readStatementFile(bytes);
      return (ctx) => services.importStatements({ ctx, input: { file, evidenceHash } });
    },
  },
  receiveDeliveries: {
    by: 'hub',
    leaf: 'inbox.receive inbox',
    prepare: async (house) => {
      const connectionId = house.connections.bank;
      const evidenceHash = await house.evidence.put(new Uint8Array([1]));
      const file = { externalId: 'f', evidenceHash, sizeBytes: 1, mediaType: 'x', kind: 'bank' };
      const input = { connectionId, deliveries: [file] };
      return (ctx) => services.receiveDeliveries({ ctx, input });
    },
  },
  applyDelivery: {
    by: 'hub',
    leaf: 'statement.import statement',
    prepare: async (house) => {
      const bytes = await statementOf(house);
      const item = await receive(house, bytes);
      const input = { item, bytes, entityIds: [house.entities.de] };
      return (ctx) => services.applyDelivery({ ctx, input });
    },
  },
  markInbox: {
    by: 'hub',
    leaf: 'inbox.quarantined inbox',
    prepare: async (house) => {
      const { id: inboxId } = await receive(house, new Uint8Array([1]));
      const { de } = house.entities;
      const state = 'quarantined' as const;
      const input = { inboxId, state, note: 'x', kind: 'x', entityIds: [de] };
      return (ctx) => services.markInbox({ ctx, input });
    },
  },
  matchAccount: {
    by: 'hub',
    leaf: 'match.make match',
    prepare: async (house) => {
      await statedRun(house);
      const input = { ownAccountId: house.accounts.euro };
      return (ctx) => services.matchAccount({ ctx, input });
    },
  },
  recordLines: {
    by: 'hub',
    leaf: 'line.post statement_line',
    prepare: async (house) => {
      await statedRun(house);
      const lines = await house.rows('statement_line');
      const done = lines.map(({ id: lineId, bookingDate: postedDate }, n) => {
        return { lineId, postedDate, externalId: `line-${n.toString()}` };
      });
      return (ctx) => services.recordLines({ ctx, input: { connectionName, done, refused: [] } });
    },
  },
  recordPayments: {
    by: 'hub',
    leaf: 'payment.registeredInAccounts payment',
    prepare: async (house) => {
      const payments = await paymentsOf(house, await submit(house));
      const done = payments.map(({ id: paymentId }, n) => {
        return { paymentId, externalId: `p-${n.toString()}`, postedDate: null };
      });
      const input = { connectionName, accountsState: 'registered', done, refused: [] } as const;
      return (ctx) => services.recordPayments({ ctx, input });
    },
  },
  recordMatches: {
    by: 'hub',
    leaf: 'match.post match',
    prepare: async (house) => {
      await statedRun(house);
      await match(house);
      const [first] = await house.rows('match');
      const matchId = present(first, 'a match').id;
      const refusal = fault('rejected', 'x', 'refused');
      const [, other] = await house.rows('match');
      const refused = [{ matchId: present(other, 'another match').id, fault: refusal }];
      const input = { done: [{ matchId, externalIds: ['77'] }], refused };
      return (ctx) => services.recordMatches({ ctx, input });
    },
  },
  recordUndoneMatches: {
    by: 'hub',
    leaf: 'match.undo match',
    prepare: async (house) => {
      const { id: matchId } = await matchedLine(house);
      const input = { done: [matchId], refused: [] };
      return (ctx) => services.recordUndoneMatches({ ctx, input });
    },
  },
  recordRemittance: {
    by: 'hub',
    leaf: 'payment.sendRemittance payment',
    prepare: async (house) => {
      const [payment] = await paymentsOf(house, await submit(house));
      const input = { paymentId: present(payment, 'a payment').id, messageId: 'mail-1' };
      return (ctx) => services.recordRemittance({ ctx, input });
    },
  },
  saveCursor: {
    by: 'hub',
    leaf: 'cursor.save sync_cursor',
    prepare: async (house) => {
      const input = { connectionId: house.connections.odoo, stream: 'bills', state: '7' };
      return (ctx) => services.saveCursor({ ctx, input });
    },
  },
  recordHealth: {
    by: 'hub',
    leaf: 'connection.down connection',
    prepare: async (house) => {
      const input = { connectionId: house.connections.bank, fault: 'refused' };
      return (ctx) => services.recordHealth({ ctx, input });
    },
  },
  sweepDeadlines: {
    by: 'hub',
    leaf: 'case.open exception_case',
    prepare: async (house) => {
      await release(house);
      house.clock.move({ hours: 2 });
      return (ctx) => services.sweepDeadlines({ ctx, input: { entityId: house.entities.de } });
    },
  },
  fanOutEvents: {
    by: 'hub',
    leaf: 'delivery.owe webhook_delivery',
    prepare: async (house) => {
      await subscribe(house);
      await propose(house);
      return (ctx) => services.fanOutEvents({ ctx, input: { events: house.store } });
    },
  },
  recordDelivery: {
    by: 'hub',
    leaf: 'delivery.record webhook_delivery',
    prepare: async (house) => {
      const { outcomes } = await owedDeliveries(house);
      const input = { entityId: house.entities.de, outcomes };
      return (ctx) => services.recordDelivery({ ctx, input });
    },
  },
} as const satisfies Record<string, VerbRow>;
