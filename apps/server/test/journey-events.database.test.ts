import { asInstant } from '@quittance/domain';
import { signEvent } from '@quittance/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '../src/demo/run-demo.ts';
import { openSecrets } from '../src/hub/secrets.ts';
import { openEventIntake, type TakeEvent } from '../src/hub/receive-event.ts';
import { type Journey, openJourney } from './support/journey-world.ts';

let journey: Journey;
let batchId: string;
let take: TakeEvent;

beforeAll(async () => {
  journey = await openJourney({ doors: { nordhafen: 'order-bank' } });
  take = openEventIntake(journey.hub);
  const proposal = await journey.propose('HUS USD at nordhafen');
  ({ batchId } = proposal);
  await journey.approve(proposal.batchId);
  await journey.release(proposal.batchId);
}, 120_000);
afterAll(() => journey.close());

const states = async (): Promise<readonly string[]> => {
  const payments = (await rows(journey.hub, 'payment', {})).filter(
    (payment) => payment.batchId === batchId && payment.liveAttemptId !== null,
  );
  return [...new Set(payments.map((payment) => payment.state))].toSorted();
};

const push = (post: {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) =>
  take(
    {
      connectionName: 'nordhafen',
      headers: post.headers,
      rawBody: new TextEncoder().encode(post.body),
    },
    asInstant(journey.sandbox.clock.now()),
  );

const events = () => journey.sandbox.doors.get('nordhafen')?.takeEvents() ?? [];

test('[SYN-03][I26][FT-01] an event has the bank asked, and one effect for ever', async () => {
  expect(await states()).toEqual(['submitted']);
  const [first, ...others] = events();
  if (first === undefined) throw new Error('the bank owes no event');
  const forged = await push({ ...first, body: first.body.replace('IN_CLEARING', 'DONE') });
  expect(forged).toMatchObject({ ok: false, error: { code: 'SIGNATURE_INVALID' } });
  expect(await rows(journey.hub, 'inbox', { kind: 'event' })).toEqual([]);
  expect(await push(first)).toMatchObject({ ok: true, value: { received: 1, duplicates: 0 } });
  expect(await push(first)).toMatchObject({ ok: true, value: { received: 0, duplicates: 1 } });
  await journey.settled();
  // What moved them is the bank's own answer; the event only had it asked.
  expect(await states()).not.toContain('submitted');
  expect(await states()).toContain('pending_settlement');
  const facts = await rows(journey.hub, 'bank_fact', {});
  expect(new Set(facts.map((fact) => fact.source))).toEqual(new Set(['transport', 'pain.002']));
  const before = await states();
  for (const event of others.toReversed()) expect(await push(event)).toMatchObject({ ok: true });
  await journey.settled();
  expect(await states()).toEqual(before);
});

test('[SEC-14] a connection that takes no events says so, like one that is not there', async () => {
  const pushed = { headers: {}, rawBody: new Uint8Array() };
  for (const connectionName of ['odoo', 'kingsway', 'nowhere']) {
    const received = await take({ connectionName, ...pushed });
    expect(received).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  }
});

test('[PERF-04][RES-13] of more events than can be in hand the rest comes again', async () => {
  const secret = openSecrets(journey.sandbox.config.secretsFile)('nordhafen-event-secret');
  const events = Array.from({ length: 1_010 }, (_, number) => {
    const id = `EV-9${number.toString().padStart(7, '0')}`;
    const about = { kind: 'order.phase', clientOrderId: `Q${id}`, phase: 'DONE' };
    return signEvent({
      id,
      body: JSON.stringify({ event: id, ...about }),
      at: journey.sandbox.clock.now(),
      secret,
    });
  });
  const told = await Promise.all(events.map(push));
  const refused = told.flatMap((one) => (one.ok ? [] : [one.error.code]));
  expect(refused).toEqual(Array.from({ length: 10 }, () => 'TOO_MANY_REQUESTS'));
  const again = await Promise.all(events.slice(-10).map(push));
  expect(again.every((one) => one.ok && one.value.received === 1)).toBe(true);
  await journey.settled();
});
