/** What the books of the counterparties say at the end, and what of the hub's nobody owns. */
import { addMilliseconds, isTransientState, paymentDeadlines } from '@quittance/domain';
import { withClient } from '../../src/adapters/postgres/connection.ts';
import { rows } from '../../src/demo/run-demo.ts';
import { verifyHub } from '../../src/hub/verify.ts';
import { verdictOf } from '../support/run-books.ts';
import { judgeHistory } from './history.ts';
import type { People } from './people.ts';
import { reachedOf } from './plan.ts';
import type { Phase } from './tally.ts';
import type { ChaosWorld } from './world.ts';

export interface ChaosResult {
  readonly seed: number;
  /** Payments that ended: reconciled, returned or failed. */
  readonly payments: number;
  readonly appKills: number;
  readonly postgresKills: number;
  readonly stops: number;
  readonly diskFull: number;
  /** Why no disk was full, where that could not be done. */
  readonly diskFullLeftOut?: string;
  readonly proxyFaults: number;
  readonly lost: number;
  readonly duplicates: number;
  /** Largest absolute difference of an account, in minor units. */
  readonly unexplained: number;
  readonly stuckWithoutOwner: number;
  readonly takeoverSecondsMax: number;
  readonly recoverySecondsMax: number;
  /** Payments that did not end and are in a case. */
  readonly inCases: number;
  readonly deadLetters: number;
  readonly faultsByPhase: Readonly<Record<Phase, number>>;
  readonly proxyFaultsByPhase: Readonly<Record<Phase, number>>;
  readonly proxyFaultsByKind: Readonly<Record<string, number>>;
  /** Requests of API clients, those without a certain answer, and what their history forbids. */
  readonly requests: number;
  readonly requestsUnknown: number;
  readonly historyViolations: number;
  /** Processes that ended although nobody had killed them. */
  readonly unexpectedEnds: number;
  /** Tasks that still wait because of an error that no part of the hub has a word for. */
  readonly unforeseenErrors: number;
  /** What is wrong with the audit log, held against its anchors. */
  readonly auditFindings: number;
}

const hourMs = 3_600_000;

export async function judge(
  world: ChaosWorld,
  people: People,
  tell: (line: string) => void,
): Promise<ChaosResult> {
  const { tally, sandbox, disk } = world;
  const verdict = await verdictOf(world);
  const { reconciled, returned, failed, inCases } = verdict.detail;
  for (const one of sandbox.audit().details.slice(0, 20)) {
    tell(`${one.kind} ${one.subject}: ${one.explanation} (${one.amount} ${one.currency})`);
  }
  for (const letter of verdict.deadLetters) tell(`dead letter: ${letter}`);
  const stuck = await stuckWithoutOwner(world);
  for (const line of stuck.slice(0, 20)) tell(line);
  const deaths = world.crew.deaths();
  for (const line of deaths) tell(line);
  const attempts = people.attempts();
  const violations = judgeHistory({
    attempts,
    batches: await people.stories(),
    books: sandbox.banks.map((bank) => bank.books()),
  });
  for (const line of violations.slice(0, 20)) tell(`history: ${line}`);
  const unforeseen = await unforeseenErrors(world);
  for (const line of unforeseen) tell(line);
  const { findings, findingCount } = await verifyHub({ ...world, config: sandbox.config });
  for (const finding of findings.slice(0, 20)) tell(`audit: ${JSON.stringify(finding)}`);
  return {
    seed: world.seed,
    payments: reconciled + returned + failed,
    ...reachedOf(tally),
    ...('why' in disk ? { diskFullLeftOut: disk.why } : {}),
    proxyFaults: tally.count('proxy'),
    lost: verdict.lost,
    duplicates: verdict.duplicates + verdict.postedTwice.length,
    unexplained: Number(verdict.unexplained),
    stuckWithoutOwner: stuck.length,
    ...tally.longest(),
    inCases,
    deadLetters: verdict.deadLetters.length,
    faultsByPhase: tally.byPhase(),
    proxyFaultsByKind: strikesOf(world),
    requests: attempts.length,
    requestsUnknown: attempts.filter((one) => one.outcome === 'unknown').length,
    historyViolations: violations.length,
    unexpectedEnds: deaths.length,
    unforeseenErrors: unforeseen.length,
    auditFindings: findingCount,
  };
}

/**
 * Tasks that are tried again and again for an error of the database or of the program itself, such
 * as a right that a role does not have. Faults of counterparties and a database that was away have
 * names of their own.
 */
const unforeseenErrors = (world: ChaosWorld): Promise<readonly string[]> =>
  withClient(world.database.url('quittance_owner'), async (client) => {
    const { rows: found } = await client.query<{ readonly line: string }>(
      `select format('%s is tried again for the %s. time: %s', name, retry_count + 1,
                output->>'message') as line
         from quittance_engine.job
        where state in ('retry', 'active') and output->>'kind' = 'retry'
          and output->>'code' = any ($1)`,
      [['error', 'Error', 'TypeError', 'RangeError', 'AssertionError']],
    );
    return found.map(({ line }) => line);
  });

/** Payments in a state that they must leave, past its deadline, of which no open case speaks. */
async function stuckWithoutOwner(world: ChaosWorld): Promise<readonly string[]> {
  const { hub, sandbox } = world;
  const cases = await rows(hub, 'exception_case', {});
  const owned = new Set(
    cases
      .filter((one) => one.state !== 'resolved' && one.state !== 'closed')
      .map((one) => one.objectId),
  );
  const now = sandbox.clock.now();
  return (await rows(hub, 'payment', {}))
    .filter((payment) => isTransientState(payment.state))
    .filter((payment) => {
      const deadline = paymentDeadlines[payment.state];
      if (deadline === null) return false;
      return addMilliseconds(payment.stateSince, deadline.hours * hourMs) < now;
    })
    .filter(({ id, liveAttemptId, batchId }) =>
      [id, liveAttemptId, batchId].every((one) => one === null || !owned.has(one)),
    )
    .map((payment) => `${payment.reference} is ${payment.state} and nobody's`);
}

function strikesOf(world: ChaosWorld): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const proxy of world.proxies.values()) {
    for (const [kind, times] of proxy.strikes()) sums.set(kind, (sums.get(kind) ?? 0) + times);
  }
  return Object.fromEntries(sums);
}
