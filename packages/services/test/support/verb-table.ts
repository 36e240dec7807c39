import { fault, present, type Problem, type Result } from '@quittance/domain';
import { readStatementFile, readStatusReport } from '@quittance/formats';
import * as services from '@quittance/services';
import type { ServiceContext } from '@quittance/services';
import { statementFile, statusFile } from './bank-files.ts';
import { match, receive, tell } from './deliver.ts';
import { connectionName, type House, type Name, today, valueOf } from './house.ts';
import { accountNumbers, bill, masterData } from './records.ts';
import {
  approve,
  attemptOf,
  awaitApproval,
  batchOf,
  paymentsOf,
  propose,
  proposeValid,
  readyToRelease,
  release,
  submit,
} from './walk.ts';

/** The verb on a house that was made ready for it. */
export type Act = (ctx: ServiceContext) => Promise<Result<unknown, Problem>>;

export interface VerbRow {
  /** The person who may do it, or the hub. */
  readonly by: Name | 'hub';
  /** What the log must say: verb and kind of object. */
  readonly leaf: string;
  readonly prepare: (house: House) => Promise<Act>;
}

const hubVerbs = {
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
} as const satisfies Record<string, VerbRow>;

const personVerbs = {
  createProposal: {
    by: 'paula',
    leaf: 'proposal.create payment_batch',
    prepare: async (house) => {
      const input = { ownAccountId: house.accounts.euro, dueUntil: today };
      return (ctx) => services.createProposal({ ctx, input });
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
} as const satisfies Record<string, VerbRow>;

/** Every verb that changes something. A new one without a row fails the census. */
export const verbTable: Readonly<Record<string, VerbRow>> = { ...hubVerbs, ...personVerbs };

/** Exports that change nothing: reads that plan, settings, helpers of the flows. */
export const notVerbs: readonly string[] = [
  'activeStop',
  'chunked',
  'chunkSizeMax',
  'enqueueInquiry',
  'inquiryLadderSeconds',
  'linkScheme',
  'planLines',
  'planMatches',
  'planPayments',
  'planRelease',
  'planRemittances',
  'readCompanies',
  'readCursor',
  'readDelivery',
  'selectForPayment',
  'taskKinds',
];

/** The statement that books every payment of a submitted run. */
async function statementOf(house: House): Promise<Uint8Array> {
  const payments = await paymentsOf(house, await submit(house));
  return statementFile({
    iban: accountNumbers.euro,
    entries: payments.map(({ instructedMinor, reference }) => ({
      minor: -instructedMinor,
      endToEndId: reference,
      bankReference: `R${reference}`,
    })),
  });
}

async function statedRun(house: House): Promise<void> {
  const bytes = await statementOf(house);
  const file = readStatementFile(bytes);
  const evidenceHash = await house.evidence.put(bytes);
  valueOf(await services.importStatements({ ctx: house.hub(), input: { file, evidenceHash } }));
}
