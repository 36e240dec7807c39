import { asArray, asRecord, asText, type UnknownRecord } from '../json.ts';

/** What a run said about a claim. */
export interface Reading {
  /** The run bears the claim out. */
  readonly held: boolean;
  /** What was counted or measured, by name, as the page shows it. */
  readonly figures: Readonly<Record<string, string>>;
}

/** Something the project says of itself, and the command that shows it to anybody. */
export interface Claim {
  readonly name: string;
  readonly says: string;
  /** A script of package.json with its arguments; `--json` is added. */
  readonly command: readonly string[];
  /** The form for every change, in place of the whole one; null where the tests hold one. */
  readonly short: readonly string[] | null;
  /** Reads the lines of JSON that the command printed. Errors: a line lacks what it promises. */
  readonly read: (answers: readonly unknown[]) => Reading;
}

/** A number of the answer; one that is not there would otherwise read as nought. */
function count(answer: UnknownRecord, name: string): number {
  const value = answer[name];
  if (typeof value !== 'number') throw new TypeError(`the answer has no number ${name}`);
  return value;
}

const shown = (value: number): string => value.toLocaleString('en-GB');

const counts = (answer: UnknownRecord, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, shown(count(answer, name))]));

const firstOf = (answers: readonly unknown[]): UnknownRecord => asRecord(answers[0]);

function readSimulation(answers: readonly unknown[]): Reading {
  const answer = firstOf(answers);
  const faults = Object.values(asRecord(answer['faults'])).map(Number);
  const moves = Object.keys(asRecord(answer['transitions']));
  const violations = asArray(answer['violations']).length;
  return {
    held: violations === 0 && Array.isArray(answer['violations']),
    figures: {
      ...counts(answer, ['seeds', 'payments']),
      faults: shown(faults.reduce((sum, each) => sum + each, 0)),
      'kinds of fault': shown(faults.filter((each) => each > 0).length),
      'moves of payments': shown(moves.length),
      violations: shown(violations),
      digest: asText(answer['digest']).slice(0, 16),
    },
  };
}

function readMutants(answers: readonly unknown[]): Reading {
  const answer = firstOf(answers);
  const survived = asArray(answer['survived']).map(asText);
  return {
    held: survived.length === 0 && count(answer, 'mutants') > 0,
    figures: {
      planted: shown(count(answer, 'mutants')),
      survived: survived.length === 0 ? '0' : survived.join(', '),
      'median of seeds': shown(count(answer, 'medianSeeds')),
    },
  };
}

const mustBeNought = ['lost', 'duplicates', 'unexplained', 'stuckWithoutOwner'];

function readChaos(answers: readonly unknown[]): Reading {
  const answer = firstOf(answers);
  return {
    held: mustBeNought.every((name) => count(answer, name) === 0),
    figures: counts(answer, [
      'payments',
      'appKills',
      'postgresKills',
      'stops',
      'diskFull',
      'proxyFaults',
      ...mustBeNought,
      'takeoverSecondsMax',
      'recoverySecondsMax',
    ]),
  };
}

function readDemo(answers: readonly unknown[]): Reading {
  const answer = firstOf(answers);
  const faults = Object.values(asRecord(answer['faults'])).map(Number);
  return {
    held:
      count(answer, 'duplicates') === 0 &&
      count(answer, 'lost') === 0 &&
      answer['unexplained'] === '0' &&
      answer['auditVerified'] === true &&
      (faults.length === 0 || count(answer, 'causesWrong') === 0),
    figures: {
      ...counts(answer, ['payments', 'reconciled', 'returned', 'failed', 'inCases']),
      ...(faults.length === 0
        ? {}
        : { 'kinds of fault': shown(faults.length), ...counts(answer, ['causesWrong']) }),
      ...counts(answer, ['duplicates', 'lost']),
      unexplained: asText(answer['unexplained']),
    },
  };
}

function readBench(answers: readonly unknown[]): Reading {
  const lines = answers.map(asRecord);
  if (lines.length === 0) throw new TypeError('the bench printed no line');
  return {
    held: lines.every((line) => line['held'] === true),
    figures: Object.fromEntries(
      lines.flatMap((line) => {
        const name = asText(line['name']);
        const costs = ['statementsPerEvent', 'commitsPerEvent', 'walBytesPerEvent'];
        const [statements, commits, walBytes] = costs.map((cost) => shown(count(line, cost)));
        return [
          [name, `${shown(count(line, 'perSecond'))} a second`],
          [`${name}: ratio`, `${count(line, 'ratio')} (goal ${count(line, 'goal')})`],
          [
            `${name}: each`,
            `${statements} statements, ${commits} commits, ${walBytes} bytes of WAL`,
          ],
        ];
      }),
    ),
  };
}

function readWebhooks(answers: readonly unknown[]): Reading {
  const answer = firstOf(answers);
  const speed = count(answer, 'perSecond');
  return {
    held: answer['held'] === true && count(answer, 'lost') === 0,
    figures: {
      ...counts(answer, ['events', 'lost', 'duplicates']),
      'a second': `${shown(speed)} (goal ${shown(count(answer, 'goalPerSecond'))})`,
      '99 of 100 within': `${count(answer, 'p99Ms')} ms (goal ${count(answer, 'goalP99Ms')} ms)`,
      ratio: count(answer, 'ratio').toString(),
      'commits each': count(answer, 'commitsPerEvent').toString(),
    },
  };
}

/** Everything on the page, in its order. */
export const claims: readonly Claim[] = [
  {
    name: 'the main job',
    says:
      'A day of a company runs from the bill to the reconciled line in Odoo through two file ' +
      'banks. By the books of the counterparties nothing is paid twice, lost or unexplained, and ' +
      'the audit log verifies.',
    command: ['demo', '--seed', '1'],
    short: null,
    read: readDemo,
  },
  {
    name: 'the main job under faults',
    says:
      'The same while every counterparty misbehaves. A payment that did not reconcile is in a ' +
      'case whose cause is the fault that was injected.',
    command: ['demo', '--faults', '--seed', '1'],
    short: null,
    read: readDemo,
  },
  {
    name: 'simulation',
    says:
      'The whole hub with its counterparties on a virtual clock, network and store, each seed ' +
      'with faults of its own mix. An independent oracle keeps a ledger for every counterparty.',
    command: ['simulate', '--seeds', '1000'],
    short: ['simulate', '--seeds', '30'],
    read: readSimulation,
  },
  {
    name: 'planted defects',
    says: 'Small defects are put into the product one by one; the simulation finds each.',
    command: ['mutants', '--seeds', '2000'],
    short: null,
    read: readMutants,
  },
  {
    name: 'chaos on real processes',
    says:
      'Workers, senders, API and PostgreSQL are killed, stopped and starved of disk, and every ' +
      'connection is spoilt, while payments go on. Only the HTTP history and the books of the ' +
      'banks are asked what came of it.',
    command: ['chaos', '--minutes', '5'],
    short: null,
    read: readChaos,
  },
  {
    name: 'durable transitions',
    says:
      'State, audit leaf and next task in one commit with every durable setting on, as a ratio ' +
      'to single-row commits of pgbench in the same run. From 0.8 of the goal on it is held.',
    command: ['bench', 'transitions'],
    short: null,
    read: readBench,
  },
  {
    name: 'whole payment events',
    says:
      'Ingest, three steps, four transitions and a call of the bank through the task queue, ' +
      'under backlog and row security.',
    command: ['bench', 'pipeline'],
    short: null,
    read: readBench,
  },
  {
    name: 'pushed events',
    says:
      'Events that a bank pushes over HTTP, some of them twice: each is proven, stored durably ' +
      'and then acknowledged. None is lost or kept twice.',
    command: ['bench', 'webhooks'],
    short: null,
    read: readWebhooks,
  },
];

/** The command as a reader types it. */
export function commandText([script = '', ...args]: readonly string[]): string {
  return ['npm run', script, '--', ...args, '--json'].join(' ');
}
