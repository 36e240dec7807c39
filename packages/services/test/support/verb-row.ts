import { fault, type Match, present, type Problem, type Result } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import { readStatementFile } from '@quittance/formats';
import * as services from '@quittance/services';
import type { ServiceContext } from '@quittance/services';
import { statementFile } from './bank-files.ts';
import { match, tell } from './deliver.ts';
import { type House, type Name, valueOf } from './house.ts';
import { accountNumbers } from './records.ts';
import { paymentsOf, propose, release, type ReleasedRun, send, submit } from './walk.ts';

/** The verb on a house that was made ready for it. */
export type Act = (ctx: ServiceContext) => Promise<Result<unknown, Problem>>;

export interface VerbRow {
  /** The person who may do it, or the hub. */
  readonly by: Name | 'hub';
  /** What the log must say: verb and kind of object. */
  readonly leaf: string;
  /** A service account with the role may as well. */
  readonly machineMay?: true;
  readonly prepare: (house: House) => Promise<Act>;
}

/** The statement that books every payment of a submitted run. */
export async function statementOf(house: House): Promise<Uint8Array> {
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

/** A token that reads payments of the German company. */
export const tokenOf = (house: House, name: Name): services.CreateTokenInput => ({
  name: 'reports',
  tokenDigest: 'a'.repeat(64),
  personId: house.people[name],
  permissions: ['payments:read'],
  entityIds: [house.entities.de],
  days: 30,
});

/** A task of the German company that was given up at its first try. */
export async function deadLetterOf(house: House): Promise<readonly string[]> {
  const { queue } = house.tasks;
  const entityId = house.entities.de;
  const { scope } = house.hub();
  const data = { v: 1, entityId, correlationId: scope.correlationId, ids: [entityId] };
  await house.store.transaction(scope, (transaction) =>
    queue.enqueue(transaction, [{ name: 'deadline.sweep', data }]),
  );
  await queue.work('deadline.sweep', () => {
    throw new TaskFault(fault('rejected', 'NO', 'given up at once'));
  });
  await queue.whenIdle();
  house.tasks.take();
  return (await queue.deadLetters()).map((letter) => letter.id);
}

/** A message that was never answered, and that the bank provably does not have. */
export async function absentMessage(house: House): Promise<ReleasedRun> {
  const run = await release(house);
  await send(house, run.attemptId, 'unknown');
  const input = { attemptId: run.attemptId, found: false, where: 'its folder' };
  for (const hours of [1, 1, 1, 2]) {
    house.clock.move({ hours });
    valueOf(await services.recordInquiry({ ctx: house.hub(), input }));
  }
  await tell(house, { entries: [] });
  return run;
}

export const subscription = {
  name: 'treasury',
  url: 'https://treasury.example/events',
  eventTypes: ['*'],
  secretName: 'treasury',
};

export const subscribe = async (house: House) =>
  valueOf(await services.subscribeWebhook({ ctx: house.as('cora'), input: subscription }));

/** Deliveries that a subscriber is owed, as if it had taken them. */
export async function owedDeliveries(house: House) {
  const { subscriptionId } = await subscribe(house);
  await propose(house);
  valueOf(await services.fanOutEvents({ ctx: house.hub(), input: { events: house.store } }));
  const rows = await house.rows('webhook_delivery');
  const outcomes = rows.map(({ id: deliveryId }) => {
    return { deliveryId, kind: 'delivered' as const, status: '200' };
  });
  return { subscriptionId, outcomes };
}

export async function statedRun(house: House): Promise<void> {
  const bytes = await statementOf(house);
  const file = readStatementFile(bytes);
  const evidenceHash = await house.evidence.put(bytes);
  valueOf(await services.importStatements({ ctx: house.hub(), input: { file, evidenceHash } }));
}

/** A line of a booked run that was matched; the match waits for the accounts. */
export async function matchedLine(house: House): Promise<Match> {
  await statedRun(house);
  await match(house);
  const [first] = await house.rows('match');
  return present(first, 'a match');
}
