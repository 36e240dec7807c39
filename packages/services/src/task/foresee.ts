import { problem, type Problem, refuse, type Result, succeed } from '@quittance/domain';
import type { DeadLetter } from '@quittance/engine';
import type { Criteria, RecordByTable } from '@quittance/store';
import type { VerbCall } from '../context/context.ts';
import { inChunks, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';
import { isTaskName, type TaskName } from '../tasks.ts';
import { lettersMax } from './replay.ts';

/** Objects whose present state says whether a task still has anything to do. */
type Subject =
  | 'attempt'
  | 'inbox'
  | 'match'
  | 'payment'
  | 'payment_batch'
  | 'statement_line'
  | 'webhook_delivery';

interface Effect {
  /** What doing it again comes to, in plain words, and why it does no harm twice. */
  readonly does: string;
  /** Who hears of it. */
  readonly reaches: 'accounts' | 'bank' | 'nobody' | 'subscriber' | 'supplier';
  /** Which of its objects it still works on; absent where it only reads, and is always due. */
  readonly due?: (unit: UnitOfWork, ids: readonly string[]) => Promise<readonly string[]>;
}

/** The objects of one table that are in a state in which the task works on them. */
const dueIn =
  <Table extends Subject>(table: Table, isDue: (row: RecordByTable[Table]) => boolean) =>
  async (unit: UnitOfWork, ids: readonly string[]): Promise<readonly string[]> => {
    const rows: readonly RecordByTable[Table][] = await unit.transaction.find(
      table,
      criteriaOf<Table>(ids),
    );
    return rows.filter(isDue).map((row) => row.id);
  };

/** Guarantee: every subject has an id; a task of a kind carries the ids of that kind alone. */
const criteriaOf = <Table extends Subject>(
  ids: readonly string[],
): Criteria<RecordByTable[Table]> => ({ id: { in: ids } }) as Criteria<RecordByTable[Table]>;

/** What each kind of work does when it is done again; total, so that none is without its words. */
const effects: Readonly<Record<TaskName, Effect>> = {
  'batch.release': {
    does: 'reads the bills again and releases the batch, with every guard asked anew',
    reaches: 'accounts',
    due: dueIn('payment_batch', ({ state }) => state === 'approved'),
  },
  'attempt.submit': {
    does: 'hands the message to its bank, unless its sending was begun before',
    reaches: 'bank',
    due: dueIn('attempt', ({ state }) => state === 'prepared'),
  },
  'attempt.inquire': {
    does: 'asks the bank what became of the message; sends nothing',
    reaches: 'bank',
    due: dueIn('attempt', ({ state }) => state === 'sending' || state === 'unknown'),
  },
  'bank.fetch': { does: 'fetches what the bank has for us', reaches: 'bank' },
  'inbox.apply': {
    does: 'reads a stored delivery; what it told before has no second effect',
    reaches: 'nobody',
    due: dueIn('inbox', ({ state }) => state !== 'applied'),
  },
  'lines.match': { does: 'looks for what explains the lines of an account', reaches: 'nobody' },
  'accounts.sync': { does: 'reads the accounts', reaches: 'accounts' },
  'payment.register': {
    does: 'writes payments as drafts, under the reference that they have there already',
    reaches: 'accounts',
    due: dueIn('payment', ({ accountsState }) => accountsState === 'none'),
  },
  'payment.showState': {
    does: 'shows the present state of payments in the accounts',
    reaches: 'accounts',
  },
  'payment.settle': {
    does: 'posts payments that the bank booked, once under their reference',
    reaches: 'accounts',
    due: dueIn('payment', ({ accountsState }) => accountsState !== 'posted'),
  },
  'payment.withdraw': {
    does: 'cancels the drafts of payments that came to nothing',
    reaches: 'accounts',
    due: dueIn('payment', ({ accountsState }) => accountsState === 'registered'),
  },
  'line.post': {
    does: 'posts bank lines, once under their reference',
    reaches: 'accounts',
    due: dueIn('statement_line', ({ posted }) => !posted),
  },
  'match.post': {
    does: 'reconciles lines with what explains them, where that is not done yet',
    reaches: 'accounts',
    due: dueIn('match', ({ state }) => state === 'proposed'),
  },
  'match.undo': { does: 'takes undone matches back in the accounts', reaches: 'accounts' },
  'remittance.send': {
    does: 'writes to suppliers what was paid; a mail that left before may come twice',
    reaches: 'supplier',
  },
  'webhook.fanOut': { does: 'makes a delivery of each event', reaches: 'nobody' },
  'webhook.deliver': {
    does: 'delivers events under the ids that subscribers know them by',
    reaches: 'subscriber',
    due: dueIn('webhook_delivery', ({ state }) => state !== 'delivered'),
  },
  'deadline.sweep': { does: 'looks for what is overdue', reaches: 'nobody' },
};

/** What one dead letter would do if it were put back to work now. */
export interface ForeseenReplay {
  readonly id: string;
  readonly task: string;
  readonly cause: string;
  readonly does: string;
  readonly reaches: Effect['reaches'];
  /** Objects that the task carries. */
  readonly objects: number;
  /** Those that it would still work on, by id; the others have moved on since. */
  readonly due: readonly string[];
}

/**
 * A dry run (EXC-12): what putting these dead letters back to work would do now. Changes nothing;
 * shows what lies in the companies of the caller. Errors: `BAD_INPUT`, `NOT_FOUND` when none of
 * them is there.
 */
export async function foreseeReplay(
  call: VerbCall<{ readonly ids: readonly string[] }>,
): Promise<Result<readonly ForeseenReplay[], Problem>> {
  const { ctx, input } = call;
  if (input.ids.length > lettersMax) {
    return refuse(problem('BAD_INPUT', `at most ${lettersMax} dead letters at once`));
  }
  const all = await ctx.tasks.deadLetters();
  const letters = all.filter(({ id }) => input.ids.includes(id));
  if (letters.length === 0) return refuse(problem('NOT_FOUND', 'dead letter'));
  return inTransaction(ctx, async (unit) => {
    const foreseen: ForeseenReplay[] = [];
    for (const [task, ofTask] of Map.groupBy(letters, ({ name }) => name)) {
      foreseen.push(...(await foresee(unit, task, ofTask)));
    }
    return succeed(foreseen);
  });
}

/** Looks once for the objects of all letters of a task. */
async function foresee(
  unit: UnitOfWork,
  task: string,
  letters: readonly DeadLetter[],
): Promise<readonly ForeseenReplay[]> {
  const { does, reaches, due } = isTaskName(task) ? effects[task] : unknownTask;
  const ids = [...new Set(letters.flatMap(({ data }) => data.ids))];
  const still = new Set(due === undefined ? ids : await inChunks(ids, (some) => due(unit, some)));
  return letters.map(({ id, cause, data }) => {
    const objects = data.ids.length;
    const dueIds = data.ids.filter((one) => still.has(one));
    return { id, task, cause, does, reaches, objects, due: dueIds };
  });
}

const unknownTask: Effect = {
  does: 'nothing: this release does not know the task',
  reaches: 'nobody',
  due: () => Promise.resolve([]),
};
