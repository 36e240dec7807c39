import type { PaymentMessage } from '@quittance/connector-kit';
import { fault, refuse } from '@quittance/domain';
import { expect, test } from 'vitest';
import { entityId, idOf, openWorld } from './support/world.ts';

const attemptId = idOf<'attempt'>(10);

const attempt = {
  id: attemptId,
  version: 1,
  entityId,
  batchId: idOf(11),
  ownAccountId: idOf(12),
  messageId: 'B-1',
  number: 1,
  fileName: 'B-1.xml',
  payloadHash: 'a'.repeat(64),
  paymentCount: 0,
  totalMinor: 0n,
  state: 'prepared',
  fencingToken: 0n,
  inquiries: 0,
  preparedAt: '2026-11-23T08:00:00.000Z',
  sentAt: null,
};

const bytes = new TextEncoder().encode('<Document/>');

const stopOf = (reason: string) => ({
  id: idOf(13),
  version: 1,
  entityId,
  ownAccountId: null,
  active: true,
  reason,
});

/** A prepared message, a bank that takes it, and a disk that may be away. */
function bankWorld(
  given: { readonly state?: string; readonly canSubmit?: boolean; readonly stopped?: string } = {},
) {
  const sent: PaymentMessage[] = [];
  const disk = { away: false, reads: 0 };
  const submit = (message: PaymentMessage) => {
    sent.push(message);
    return Promise.resolve({ kind: 'acknowledged', bankReference: 'R1' } as const);
  };
  const world = openWorld({
    tables: {
      attempt: [{ ...attempt, state: given.state ?? 'prepared' }],
      own_account: [{ id: attempt.ownAccountId, entityId, bankProfile: 'patient' }],
      emergency_stop: given.stopped === undefined ? [] : [stopOf(given.stopped)],
    },
    capabilities: given.canSubmit === false ? {} : { 'payments.submit': submit },
    evidence: () => {
      disk.reads += 1;
      return disk.away ? Promise.reject(new Error('EIO')) : Promise.resolve(bytes);
    },
  });
  const state = () => world.rows('attempt')[0]?.['state'];
  return { ...world, sent, disk, state, submit: () => world.handle('attempt.submit', [attemptId]) };
}

test('[I14][RES-09] a message whose bytes cannot be read stays unsent until they can', async () => {
  const world = bankWorld();
  world.disk.away = true;
  await expect(world.submit()).rejects.toThrow('EIO');
  expect(world.state()).toBe('prepared');
  expect(world.sent).toEqual([]);
  world.disk.away = false;
  await world.submit();
  expect(world.state()).toBe('acknowledged');
  expect(world.sent).toEqual([{ messageId: 'B-1', fileName: 'B-1.xml', bytes }]);
  expect(world.completed).toEqual(['attempt.submit']);
});

test('[I14] a bank that cannot take messages leaves the message unsent', async () => {
  const world = bankWorld({ canSubmit: false });
  await expect(world.submit()).rejects.toThrow('NO_CAPABILITY');
  expect(world.state()).toBe('prepared');
});

test('[I14][I25] a message found half sent is unknown, its bytes unread', async () => {
  const world = bankWorld({ state: 'sending' });
  world.disk.away = true;
  await world.submit();
  expect(world.state()).toBe('unknown');
  expect(world.sent).toEqual([]);
  expect(world.disk.reads).toBe(0);
  expect(world.added.map((task) => task.name)).toEqual(['attempt.inquire']);
});

test('[I14] a message that is out is not sent again', async () => {
  const world = bankWorld({ state: 'acknowledged' });
  await world.submit();
  expect(world.sent).toEqual([]);
  expect(world.state()).toBe('acknowledged');
});

test('[RES-06][I16] an inquiry that the bank refuses to log in is tried again', async () => {
  const refused = fault('unauthorised', 'BANK_DENIED', 'the session has expired');
  const world = openWorld({
    tables: { attempt: [{ ...attempt, state: 'unknown' }] },
    capabilities: { 'payments.inquire': () => Promise.resolve(refuse(refused)) },
  });
  await expect(world.handle('attempt.inquire', [attemptId])).rejects.toMatchObject({
    fault: { kind: 'retry', code: 'BANK_DENIED' },
  });
  expect(world.rows('attempt')[0]?.['state']).toBe('unknown');
});

test('[I16][RES-02] what people stopped waits for them, counted as no failure', async () => {
  const world = bankWorld({ stopped: 'something looks wrong' });
  await expect(world.submit()).rejects.toMatchObject({
    fault: { kind: 'retryAfter', code: 'STOPPED', retryAfterMs: 60_000 },
  });
  expect(world.state()).toBe('prepared');
  expect(world.sent).toEqual([]);
});
