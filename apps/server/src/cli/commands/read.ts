import { readFileSync } from 'node:fs';
import { problem, ProblemError } from '@quittance/domain';
import { readAnyFile } from '@quittance/formats';
import { applyDelivery, readDelivery, receiveDeliveries } from '@quittance/services';
import type { Command } from 'commander';
import { must } from '../../hub/open-hub.ts';
import { createOutput, exitCodes, table } from '../output.ts';
import { type CommonOptions, type Session, withSession } from '../session.ts';

/** `read FILE`, `statements list|import`. */
export function addReadCommands(program: Command): void {
  program
    .command('read <file>')
    .description('say what a bank file holds and what is wrong with it; changes nothing')
    .action((file: string, _options: object, command: Command) => {
      const common = command.optsWithGlobals<CommonOptions>();
      const summary = readAnyFile(readBytes(file));
      createOutput(common.json ?? false).result(summary, () => [
        ...Object.entries(summary)
          .filter(([name]) => name !== 'faults')
          .map(([name, value]) => `${name.padEnd(16)} ${JSON.stringify(value, plain)}`),
        ...summary.faults.map(
          (fault) =>
            `${fault.severity} line ${fault.line.toString()} ${fault.path}: ` +
            `${fault.sentence} (${fault.rule})`,
        ),
      ]);
      if (summary.faults.some((fault) => fault.severity === 'fatal')) {
        process.exitCode = exitCodes.refused;
      }
    });
  const statements = program.command('statements').description('bank statements');
  statements
    .command('import <file>')
    .description('take over a statement, notification or status file by hand')
    .requiredOption('--connection <name>', 'the bank it comes from')
    .action(async (file: string, options: { connection: string }, command: Command) => {
      await withSession(command, async (session) => {
        const told = await importFile(session, { file, connectionName: options.connection });
        session.output.result(told, () => [`${told.state}: ${told.note}`]);
        if (told.state === 'quarantined') process.exitCode = exitCodes.refused;
      });
    });
  statements
    .command('list')
    .description('statements, newest first')
    .action(async (_options: object, command: Command) => {
      await withSession(command, async ({ queries, scope, output }) => {
        const page = await queries.listStatements({ scope, limit: 200 });
        output.result(page, () =>
          page.rows.length === 0
            ? ['no statements yet']
            : table(
                ['statement', 'from', 'to', 'lines', 'state'],
                page.rows.map((row) => [
                  row.bankStatementId,
                  row.fromDate,
                  row.toDate,
                  row.lineCount.toString(),
                  row.state,
                ]),
              ),
        );
      });
    });
}

const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    throw new ProblemError(problem('BAD_INPUT', `${file} cannot be read`));
  }
}

/** By hand or from the bank's folder: a file takes the same way, and twice is once. */
async function importFile(
  session: Session,
  of: { readonly file: string; readonly connectionName: string },
): Promise<{ readonly state: string; readonly note: string }> {
  const { hub } = session;
  const ctx = hub.serviceContext('statements.import');
  const bytes = readBytes(of.file);
  const [connection] = await hub.store.transaction(ctx.scope, (transaction) =>
    transaction.find('connection', { name: of.connectionName }),
  );
  if (connection === undefined) {
    throw new ProblemError(problem('NOT_FOUND', `connection ${of.connectionName}`));
  }
  const evidenceHash = await hub.evidence.put(bytes);
  const externalId = `by hand ${evidenceHash.slice(0, 16)}`;
  const delivery = {
    externalId,
    evidenceHash,
    sizeBytes: bytes.length,
    mediaType: 'application/xml',
    kind: 'file',
  };
  const input = { connectionId: connection.id, deliveries: [delivery] };
  must(await receiveDeliveries({ ctx, input }));
  const [row] = await hub.store.transaction(ctx.scope, (transaction) =>
    transaction.find('inbox', { connectionId: connection.id, externalId }),
  );
  const item =
    row === undefined ? null : must(await readDelivery({ ctx, input: { inboxId: row.id } }));
  if (item === null || item.state !== 'received') {
    return { state: item?.state ?? 'received', note: item?.note ?? 'it was taken over before' };
  }
  const entityIds = await hub.ports.entitiesOf(connection.id);
  return must(await applyDelivery({ ctx, input: { item, bytes, entityIds } }));
}
