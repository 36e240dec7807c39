import {
  approvalLifecycle,
  attemptLifecycle,
  batchLifecycle,
  caseLifecycle,
  claimingStates,
  evidenceMoves,
  finalStates,
  paymentDeadlines,
  paymentLifecycle,
  type PaymentState,
  statementFileLifecycle,
  statementLineLifecycle,
} from '@quittance/domain';
import { code, markdownTable, page } from './markdown.ts';

/** A lifecycle with the types of its states and commands forgotten. */
interface AnyLifecycle {
  readonly name: string;
  readonly states: readonly string[];
  readonly commands: readonly string[];
  readonly initial: readonly string[];
  readonly table: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

const lifecycles: readonly (readonly [AnyLifecycle, string])[] = [
  [paymentLifecycle, 'One instruction to pay one party.'],
  [batchLifecycle, 'Payments of one own account on one day; open, it is a payment proposal.'],
  [approvalLifecycle, 'A request for approval of one content hash, consumed once.'],
  [attemptLifecycle, 'One message to a bank, committed before any byte leaves.'],
  [statementFileLifecycle, 'A statement, from the bytes received to the lines loaded.'],
  [statementLineLifecycle, 'A booked line, from loaded to explained.'],
  [caseLifecycle, 'An exception that needs a person.'],
];

/** States × commands of every lifecycle, and where evidence takes a payment. */
export function lifecyclesPage(): string {
  return page(
    '# Lifecycles',
    'Commands of people and of the hub are the columns; an empty cell is refused with ' +
      '`ILLEGAL_TRANSITION`. The database refuses every move that no table has.',
    ...lifecycles.flatMap(([lifecycle, about]) => section(lifecycle, about)),
    '## Evidence of the bank',
    'What the bank says is no command: the state of a payment that has left is derived from the ' +
      'whole set of its evidence, so that order, repetition and delay make no difference. This ' +
      'is where it may take a payment.',
    markdownTable(['From', 'To'], Object.entries(evidenceMoves).flatMap(evidenceRow)),
    '## Deadlines of a payment',
    'A payment that stays in a state for longer gets a case with this owner.',
    markdownTable(
      ['State', 'Hours', 'Owner', 'Next action', 'Claims its bills'],
      paymentLifecycle.states.map(deadlineRow),
    ),
  );
}

function section({ name, states, commands, initial, table }: AnyLifecycle, about: string) {
  const rows = states.map((state) => [
    `${code(state)}${initial.includes(state) ? ' (start)' : ''}`,
    ...commands.map((command) => {
      const to = table[state]?.[command] ?? null;
      return to === null ? ' ' : code(to);
    }),
  ]);
  return [`## ${name}`, about, markdownTable(['State', ...commands.map(code)], rows)];
}

const evidenceRow = ([from, to]: readonly [string, readonly string[]]): string[][] =>
  to.length === 0 ? [] : [[code(from), to.map(code).join(', ')]];

function deadlineRow(state: PaymentState): readonly string[] {
  const deadline = paymentDeadlines[state];
  const claims = claimingStates.includes(state) ? 'yes' : 'no';
  if (deadline === null) {
    return [code(state), finalStates.includes(state) ? 'final' : '', '', '', claims];
  }
  return [code(state), `${deadline.hours}`, deadline.ownerRole, deadline.nextAction, claims];
}
