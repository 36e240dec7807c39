import { formatDecimal, money, problem, ProblemError } from '@quittance/domain';
import {
  decide,
  engageStop,
  reopenBatch,
  requestApproval,
  requestRelease,
  resumeStop,
  takeBackBatch,
  validateBatch,
} from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { table } from '../output.ts';
import { accountOf, batchOf, personContext, withSession } from '../session.ts';
import { addCreateCommand, addRerouteCommand } from './propose.ts';

/** `proposal …` and `approvals …`: from due bills to the released batch. */
export function addProposalCommands(program: Command): void {
  const proposal = program.command('proposal').description('payment proposals and their batches');
  addCreateCommand(proposal);
  addRerouteCommand(proposal);
  addList(proposal);
  addSteps(proposal);
  addApprovals(program);
  addStops(program);
}

function addList(proposal: Command): void {
  proposal
    .command('list')
    .description('batches, newest first')
    .option('--state <state>', 'open, frozen, approved, released, closed or cancelled')
    .action(async (options: { state?: string }, command: Command) => {
      await withSession(command, async ({ queries, scope, output }) => {
        const state = options.state === undefined ? {} : { state: options.state };
        const page = await queries.listBatches({ scope, limit: 200, ...state });
        output.result(page, () =>
          page.rows.length === 0
            ? ['no batches yet: quittance proposal create']
            : table(
                ['batch', 'state', 'payments', 'total', 'execution'],
                page.rows.map((row) => [
                  row.reference,
                  row.state,
                  row.paymentCount.toString(),
                  `${formatDecimal(money(row.currency, row.totalMinor))} ${row.currency}`,
                  row.executionDate,
                ]),
              ),
        );
      });
    });
}

function addSteps(proposal: Command): void {
  proposal
    .command('validate <batch>')
    .description('check every payment of an open batch')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const checked = must(await validateBatch({ ctx, input: { batchId } }));
        session.output.result(checked, () => [
          `${checked.valid.toString()} payments are valid, ` +
            `${checked.invalid.length.toString()} are not`,
          ...checked.invalid.map(
            ({ reference, reasons }) => `  ${reference}: ${reasons.join('; ')}`,
          ),
        ]);
      });
    });
  proposal
    .command('submit <batch>')
    .description('freeze a validated batch and ask for approval')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const asked = must(await requestApproval({ ctx, input: { batchId } }));
        session.output.result(asked, () => [
          `content hash ${asked.contentHash}`,
          ...asked.explanation,
        ]);
      });
    });
  proposal
    .command('reopen <batch>')
    .description('take a batch that has not left back to a proposal, for the next possible day')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const reopened = must(await reopenBatch({ ctx, input: { batchId } }));
        session.output.result(reopened, () => [
          `${reopened.reference} is a proposal again, for ${reopened.executionDate}`,
        ]);
      });
    });
  proposal
    .command('take-back <batch>')
    .description('take a released batch back while its messages wait for their bank')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const taken = must(await takeBackBatch({ ctx, input: { batchId } }));
        session.output.result(taken, () => [
          `${taken.reference} is approved and waits; not sent: ${taken.messages.join(', ')}`,
        ]);
      });
    });
  proposal
    .command('release <batch>')
    .description('ask for the release of an approved batch; a worker does it')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: batchId } = await batchOf(session, name);
        const ctx = await personContext(session);
        const asked = must(await requestRelease({ ctx, input: { batchId } }));
        session.output.result(asked, () => [`the release of ${asked.reference} was asked for`]);
      });
    });
}

function addApprovals(program: Command): void {
  const approvals = program.command('approvals').description('what waits for approval');
  approvals
    .command('list')
    .description('approvals, newest first')
    .action(async (_options: object, command: Command) => {
      await withSession(command, async ({ queries, scope, output }) => {
        const page = await queries.listApprovals({ scope, limit: 200 });
        output.result(page, () =>
          page.rows.length === 0
            ? ['nothing was ever submitted for approval']
            : table(
                ['subject', 'state', 'needs', 'hash', 'expires'],
                page.rows.map((row) => [
                  row.subjectId,
                  row.state,
                  row.approversRequired.toString(),
                  row.contentHash.slice(0, 18),
                  row.expiresAt,
                ]),
              ),
        );
      });
    });
  for (const decision of ['approve', 'reject'] as const) {
    approvals
      .command(`${decision} <batch>`)
      .description(`${decision} a batch, bound to the content hash that you looked at`)
      .requiredOption('--hash <hash>', 'content hash of the batch, as submitted')
      .option('--reason <text>', 'why; required for a rejection')
      .action(
        async (name: string, options: { hash: string; reason?: string }, command: Command) => {
          await withSession(command, async (session) => {
            const { id: batchId } = await batchOf(session, name);
            const ctx = await personContext(session);
            const reason = options.reason === undefined ? {} : { reason: options.reason };
            const input = { batchId, decision, contentHash: options.hash, ...reason };
            const decided = must(await decide({ ctx, input }));
            session.output.result(decided, () => [
              `the approval is ${decided.state}; ${decided.missing.toString()} more needed`,
            ]);
          });
        },
      );
  }
}

function addStops(program: Command): void {
  program
    .command('stop <account>')
    .description('stop all releases of an account at once; one person is enough')
    .requiredOption('--reason <text>', 'why')
    .action(async (name: string, options: { reason: string }, command: Command) => {
      await withSession(command, async (session) => {
        const { id: ownAccountId, entityId } = await accountOf(session, name);
        const ctx = await personContext(session);
        const input = { entityId, ownAccountId, reason: options.reason };
        const stopped = must(await engageStop({ ctx, input }));
        session.output.result(stopped, () => [`releases are stopped: ${stopped.stopId}`]);
      });
    });
  program
    .command('resume <account>')
    .description('agree to resume releases of an account; two persons must')
    .action(async (name: string, _options: object, command: Command) => {
      await withSession(command, async (session) => {
        const { id: ownAccountId } = await accountOf(session, name);
        const ctx = await personContext(session);
        const { store } = session.hub;
        const [stop] = await store.transaction(ctx.scope, (transaction) =>
          transaction.find('emergency_stop', { active: true, ownAccountId }),
        );
        if (stop === undefined) throw new ProblemError(problem('NOT_FOUND', 'no stop is active'));
        const resumed = must(await resumeStop({ ctx, input: { stopId: stop.id } }));
        session.output.result(resumed, () => [
          resumed.active ? `${resumed.missing.toString()} more must agree` : 'releases run again',
        ]);
      });
    });
}
