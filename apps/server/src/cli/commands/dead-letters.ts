import { problem, ProblemError } from '@quittance/domain';
import type { DeadLetter } from '@quittance/engine';
import {
  foreseeReplay,
  groupDeadLetters,
  lettersMax,
  type ServiceContext,
  replayDeadLetters,
} from '@quittance/services';
import type { Command } from 'commander';
import { systemScheduler } from '../../adapters/scheduler.ts';
import { must } from '../../hub/open-hub.ts';
import { exitCodes, table } from '../output.ts';
import { personContext, type Session, withSession } from '../session.ts';

/** How long the first letter of a group is waited for before the others stay where they are. */
const firstSecondsMax = 60;

interface ReplayOptions {
  readonly all?: boolean;
  readonly cause?: string;
  readonly dryRun?: boolean;
}

/** `dead-letters list|groups|replay`. */
export function addDeadLetterCommands(program: Command): void {
  const letters = program.command('dead-letters').description('work that was given up');
  letters
    .command('list')
    .description('dead letters with their cause')
    .option('--cause <key>', 'only those of one group')
    .action((options: { cause?: string }, command: Command) =>
      withSession(command, (session) => list(session, options.cause)),
    );
  letters
    .command('groups')
    .description('dead letters by task and fault: one mend serves a group')
    .action((_options: object, command: Command) => withSession(command, showGroups));
  letters
    .command('replay [ids...]')
    .description('put dead letters back to work; repeating it has no further effect')
    .option('--all', 'every dead letter')
    .option('--cause <key>', 'one of a group first, and the others when it ended well')
    .option('--dry-run', 'only say what it would do')
    .action((ids: string[], options: ReplayOptions, command: Command) =>
      withSession(command, (session) => replay(session, ids, options)),
    );
}

async function list(session: Session, cause: string | undefined): Promise<void> {
  const all = await session.hub.queue.deadLetters();
  const wanted = cause === undefined ? null : new Set(groupOf(all, cause).ids);
  const rows = wanted === null ? all : all.filter((row) => wanted.has(row.id));
  session.output.result({ rows }, () =>
    rows.length === 0
      ? ['no dead letters']
      : table(
          ['id', 'task', 'tries', 'failed', 'cause'],
          rows.map((row) => [row.id, row.name, row.attempts.toString(), row.failedAt, row.cause]),
        ),
  );
}

async function showGroups({ hub, output }: Session): Promise<void> {
  const groups = groupDeadLetters(await hub.queue.deadLetters());
  output.result({ groups }, () =>
    groups.length === 0
      ? ['no dead letters']
      : groups.flatMap((group) => [
          `${group.letters.toString().padStart(6)}  ${group.key}  since ${group.oldestAt}`,
          `        ${group.example}`,
        ]),
  );
}

/** Errors: NOT_FOUND when no letter has that cause. */
function groupOf(letters: readonly DeadLetter[], key: string) {
  const group = groupDeadLetters(letters).find((one) => one.key === key);
  if (group !== undefined) return group;
  throw new ProblemError(problem('NOT_FOUND', `dead letters of the cause ${key}`));
}

async function replay(
  session: Session,
  ids: readonly string[],
  options: ReplayOptions,
): Promise<void> {
  const letters = await session.hub.queue.deadLetters();
  const wanted = wantedIds(letters, ids, options);
  if (options.dryRun === true) return tellForeseen(session, wanted);
  const ctx = await personContext(session);
  if (options.cause === undefined) return replayAll(session, ctx, wanted);
  return replayGroup(
    session,
    ctx,
    letters.filter(({ id }) => wanted.includes(id)),
  );
}

/** Errors: BAD_INPUT unless exactly one way says which letters. */
function wantedIds(
  letters: readonly DeadLetter[],
  ids: readonly string[],
  { all, cause }: ReplayOptions,
): readonly string[] {
  const ways = [ids.length > 0, all === true, cause !== undefined].filter(Boolean).length;
  if (ways !== 1) {
    throw new ProblemError(problem('BAD_INPUT', 'name dead letters by id, --cause or --all'));
  }
  if (cause !== undefined) return groupOf(letters, cause).ids;
  return all === true ? letters.map(({ id }) => id) : ids;
}

async function tellForeseen(session: Session, ids: readonly string[]): Promise<void> {
  const { scope } = session;
  const ctx = { ...session.hub.serviceContext('cli'), scope };
  const shown = ids.slice(0, lettersMax);
  const foreseen =
    shown.length === 0 ? [] : must(await foreseeReplay({ ctx, input: { ids: shown } }));
  const left = ids.length - shown.length;
  session.output.result({ foreseen, left }, () => [
    ...foreseen.flatMap((one) => [
      `${one.id}  ${one.task}: ${one.does}`,
      `  reaches ${one.reaches}; still due: ${one.due.length.toString()} of ` +
        one.objects.toString(),
    ]),
    ...(left > 0 ? [`${left.toString()} more are like these`] : []),
    'nothing was changed',
  ]);
}

async function replayAll(
  { output }: Session,
  ctx: ServiceContext,
  ids: readonly string[],
): Promise<void> {
  const replayed = await putBack(ctx, ids);
  output.result({ asked: ids.length, replayed }, () => [
    `${replayed.toString()} of ${ids.length.toString()} are back at work`,
  ]);
}

/** Puts letters back in pieces; those that are gone by now are no error. */
async function putBack(ctx: ServiceContext, ids: readonly string[]): Promise<number> {
  let replayed = 0;
  for (let from = 0; from < ids.length; from += lettersMax) {
    const input = { ids: ids.slice(from, from + lettersMax) };
    const outcome = await replayDeadLetters({ ctx, input });
    if (!outcome.ok && outcome.error.code === 'NOT_FOUND') continue;
    replayed += must(outcome).replayed;
  }
  return replayed;
}

/** One first: what it dies of again, the others would die of as well. */
async function replayGroup(
  session: Session,
  ctx: ServiceContext,
  letters: readonly DeadLetter[],
): Promise<void> {
  const [first, ...others] = letters;
  if (first === undefined) return replayAll(session, ctx, []);
  session.output.tell(`one of ${letters.length.toString()} first: ${first.id}`);
  const { correlationId } = first.data;
  const deadBesides = (await session.hub.queue.progress(correlationId)).deadLetters - 1;
  const tried = await putBack(ctx, [first.id]);
  const end = await endOf(session, correlationId, deadBesides);
  const rest =
    end === 'well'
      ? await putBack(
          ctx,
          others.map(({ id }) => id),
        )
      : 0;
  const replayed = tried + rest;
  session.output.result({ asked: letters.length, replayed, first: end }, () => [
    endings[end],
    `${replayed.toString()} of ${letters.length.toString()} are back at work`,
  ]);
  if (end === 'dead') process.exitCode = exitCodes.refused;
}

const endings = {
  well: 'the first ended well',
  dead: 'the first died again; the others stay where they are',
  open: 'the first is still under way; ask again when it has ended',
} as const;

/** How the letter ended that was put back, as far as it can be seen in a minute. */
async function endOf(
  { hub }: Session,
  correlationId: string,
  deadBesides: number,
): Promise<keyof typeof endings> {
  for (let waited = 0; waited < firstSecondsMax; waited += 1) {
    const { waiting, active, deadLetters } = await hub.queue.progress(correlationId);
    if (deadLetters > deadBesides) return 'dead';
    if (waiting + active === 0) return 'well';
    await systemScheduler.sleep(1_000);
  }
  return 'open';
}
