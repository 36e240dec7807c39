import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMilliseconds, type AuditLeaf } from '@quittance/domain';
import { makeAuditLeaf } from '@quittance/governance';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemNow } from '../src/adapters/clock.ts';
import { systemIds } from '../src/adapters/ids.ts';
import { systemScheduler } from '../src/adapters/scheduler.ts';
import { openTreeFile } from '../src/audit/index.ts';
import {
  openTamperer,
  openTestInstallation,
  type TestInstallation,
} from './support/audit-installation.ts';

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(async () => {
  await installation.close();
});

/** Commits leaves of their own objects, as verbs would. */
async function commitLeaves(count: number): Promise<void> {
  const { scope } = installation.as('service');
  await installation.store.transaction(scope, async (transaction) => {
    const leaves = Array.from({ length: count }, (): AuditLeaf =>
      makeAuditLeaf({
        id: systemIds.newId<'leaf'>(),
        entityId: null,
        at: transaction.now,
        actor: scope.actor,
        correlationId: scope.correlationId,
        verb: 'test.write',
        objectKind: 'test',
        objectId: systemIds.newId(),
        objectVersion: 1,
        rowDigest: '0'.repeat(64),
      }),
    );
    await transaction.insert('audit_leaf', leaves);
  });
}

const alarmCodes = (): readonly string[] => installation.alarms.map(({ code }) => code);

/** Waits for what another loop brings about. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await systemScheduler.sleep(5);
}

const anchoredLeaves = async (): Promise<bigint> =>
  (await installation.sealStore.lastCheckpoint())?.leafCount ?? 0n;

/** Lays the anchor folder out of reach, and hands back how to end that. */
function breakAnchor(): () => void {
  const { anchorFolder } = installation;
  if (existsSync(anchorFolder)) renameSync(anchorFolder, `${anchorFolder}.away`);
  writeFileSync(anchorFolder, 'in the way');
  return () => {
    rmSync(anchorFolder);
    if (existsSync(`${anchorFolder}.away`)) renameSync(`${anchorFolder}.away`, anchorFolder);
  };
}

test('[I21] a sealer that runs seals and anchors by itself', async () => {
  installation.sealer.start();
  await commitLeaves(3);
  await until(async () => (await anchoredLeaves()) === 3n);
  const report = await installation.verify();
  expect(report).toMatchObject({ ok: true, leavesAnchored: 3, checkpointsAnchored: 1 });
});

test('[I21] leaves are sealed at once, and anchored when they are a thousand', async () => {
  const sealer = installation.anotherSealer({ checkpointMs: 3_600_000 });
  sealer.start();
  await commitLeaves(1);
  await until(async () => (await anchoredLeaves()) === 1n);
  await commitLeaves(998);
  await until(async () => (await installation.sealStore.lastBatch())?.number === 2);
  expect(await anchoredLeaves()).toBe(1n);
  await commitLeaves(2_500);
  await until(async () => (await installation.sealStore.unsealedLeaves(1)).length === 0);
  await sealer.stop();
  expect(Number(await anchoredLeaves())).toBeGreaterThan(2_499);
  const batches = await installation.sealStore.batches(0, 100);
  expect(Math.max(...batches.map(({ leafCount }) => leafCount))).toBe(1_000);
});

test('[I21] a leaf waits no longer than its time for a checkpoint', async () => {
  const sealer = installation.anotherSealer({ checkpointMs: 50 });
  sealer.start();
  for (let leaves = 1n; leaves <= 3n; leaves += 1n) {
    await commitLeaves(1);
    await until(async () => (await anchoredLeaves()) === leaves);
  }
  expect((await installation.verify()).ok).toBe(true);
});

test('[AUD-01][I21] several sealers at once write one log, while verifications run', async () => {
  const sealers = [0, 1, 2].map((number) =>
    installation.anotherSealer({
      checkpointMs: 0,
      treeMemory: openTreeFile(join(installation.folder, `tree-${number}.json`)),
    }),
  );
  for (const sealer of sealers) sealer.start();
  const reports = [];
  for (let round = 0; round < 15; round += 1) {
    await Promise.all([commitLeaves(7), commitLeaves(5), commitLeaves(3)]);
    const [report] = await Promise.all([
      installation.verify(),
      ...sealers.map((sealer) => sealer.sealNow()),
    ]);
    reports.push(report);
  }
  const last = await installation.sealAll(sealers[0]);
  expect(last).toMatchObject({ leavesSealed: 225, leavesAnchored: 225 });
  for (const report of reports) {
    // These leaves speak of objects without a table, so that nothing but the log is judged.
    expect(report.findings).toEqual([]);
  }
  expect(alarmCodes()).toEqual([]);
  expect(await installation.verify()).toMatchObject({ ok: true, leavesAnchored: 225 });
});

test('[I21] nothing is sealed before what a sealer with a faster clock has signed', async () => {
  const slow = installation.anotherSealer({ checkpointMs: 3_600_000 });
  const quick = installation.anotherSealer({
    now: () => addMilliseconds(systemNow(), 95_000),
  });
  const sealed = async (): Promise<number> =>
    (await installation.sealStore.lastBatch())?.number ?? 0;
  slow.start();
  // The first batch is anchored at once, the second waits for the other sealer.
  for (const number of [1, 2]) {
    await commitLeaves(1);
    await until(async () => (await sealed()) === number);
  }
  await quick.sealNow();
  expect(await anchoredLeaves()).toBe(2n);
  await commitLeaves(1);
  await until(async () => (await sealed()) === 3);
  expect((await installation.verify()).findings).toEqual([]);
  expect(alarmCodes()).toEqual([]);
});

test('[I21] a sealer that starts anew carries on, with its tree file or without', async () => {
  await commitLeaves(5);
  await installation.sealAll();
  await installation.sealer.stop();
  await commitLeaves(5);
  await installation.sealAll(installation.anotherSealer());
  rmSync(join(installation.folder, 'sealed-tree.json'));
  await commitLeaves(5);
  await installation.sealAll(installation.anotherSealer());
  writeFileSync(join(installation.folder, 'sealed-tree.json'), '{"v":1,"number":3,"size":3}');
  await commitLeaves(5);
  const report = await installation.sealAll(installation.anotherSealer());
  expect(report).toMatchObject({ leavesSealed: 20, leavesAnchored: 20 });
  expect(await installation.verify()).toMatchObject({ ok: true, checkpointsAnchored: 4 });
});

test('[I21] while the anchor is away leaves are sealed, and anchored when it is back', async () => {
  await commitLeaves(2);
  await installation.sealAll();
  const repair = breakAnchor();
  const sealer = installation.anotherSealer({ checkpointMs: 0 });
  await commitLeaves(2);
  sealer.start();
  await until(() => alarmCodes().length > 0);
  expect(await anchoredLeaves()).toBe(2n);
  repair();
  await until(async () => (await anchoredLeaves()) === 4n);
  expect(await installation.verify()).toMatchObject({ ok: true, leavesAnchored: 4 });
});

test('[I21] a sealer that died between the anchor and its row is healed by the next', async () => {
  await commitLeaves(4);
  await installation.sealAll();
  await commitLeaves(4);
  const dying = installation.anotherSealer({
    sealStore: {
      ...proxied(),
      writeCheckpoint: () => Promise.reject(new Error('killed')),
    },
  });
  await expect(installation.sealAll(dying)).rejects.toThrow('killed');
  expect(await anchoredLeaves()).toBe(4n);
  const missing = await installation.verify();
  expect(missing.findings.map(({ code }) => code)).toEqual(['CHECKPOINT_MISSING']);
  await installation.sealAll(installation.anotherSealer());
  expect(await anchoredLeaves()).toBe(8n);
  expect((await installation.verify()).findings).toEqual([]);
});

/** The seal store's methods, so that one of them can be another. */
function proxied(): TestInstallation['sealStore'] {
  const { sealStore } = installation;
  return {
    unsealedLeaves: (limit) => sealStore.unsealedLeaves(limit),
    writeBatch: (batch) => sealStore.writeBatch(batch),
    batches: (after, limit) => sealStore.batches(after, limit),
    lastBatch: () => sealStore.lastBatch(),
    leavesOf: (batch) => sealStore.leavesOf(batch),
    writeCheckpoint: (checkpoint) => sealStore.writeCheckpoint(checkpoint),
    lastCheckpoint: () => sealStore.lastCheckpoint(),
    horizonLag: () => sealStore.horizonLag(),
    now: () => sealStore.now(),
    close: () => sealStore.close(),
  };
}

test('[AUD-01][I21] a sealer signs nothing on top of a log that was changed', async () => {
  await commitLeaves(4);
  await installation.sealAll();
  await commitLeaves(4);
  await installation.sealAll();
  const tamperer = await openTamperer(installation.database);
  try {
    await tamperer.query('delete from audit_checkpoint where number = 2');
    await tamperer.query('delete from audit_batch where number = 2');
    await tamperer.query(
      'delete from audit_leaf where id in (select id from audit_leaf order by seq desc limit 4)',
    );
  } finally {
    await tamperer.end();
  }
  await commitLeaves(1);
  await expect(installation.sealer.sealNow()).rejects.toThrow('batch 2 is gone');
  await expect(installation.anotherSealer().sealNow()).rejects.toThrow('set back');
  const running = installation.anotherSealer();
  running.start();
  await until(() => alarmCodes().includes('LOG_CHANGED'));
  await running.stop();
  expect(readdirSync(join(installation.anchorFolder, '0000000000'))).toHaveLength(2);
  const codes = (await installation.verify()).findings.map(({ code }) => code);
  expect(codes).toContain('CHECKPOINT_ROLLED_BACK');
});

test('[AUD-01] a leaf that was changed before it was sealed raises an alarm', async () => {
  await commitLeaves(2);
  const tamperer = await openTamperer(installation.database);
  await tamperer.query(`update audit_leaf set actor_id = 'somebody else'`);
  await tamperer.end();
  await installation.sealAll();
  expect(alarmCodes()).toEqual(['LEAF_ALTERED', 'LEAF_ALTERED']);
});

test('[I31] a transaction that does not end stalls the horizon, and is told', async () => {
  const client = new Client({ connectionString: installation.database.superuserUrl });
  await client.connect();
  try {
    await client.query('begin; select pg_current_xact_id()');
    await commitLeaves(2);
    const sealer = installation.anotherSealer({ stallMs: 50 });
    sealer.start();
    await until(() => alarmCodes().length > 0);
    expect(alarmCodes()).toEqual(['HORIZON_STALLED']);
    expect(await installation.sealStore.lastBatch()).toBeNull();
    await client.query('rollback');
    await until(async () => (await anchoredLeaves()) === 2n);
  } finally {
    await client.end();
  }
});

test('a sealer whose database goes away says so once and carries on afterwards', async () => {
  let away = true;
  const sealer = installation.anotherSealer({
    sealStore: {
      ...proxied(),
      lastBatch: () =>
        away ? Promise.reject(new Error('away')) : installation.sealStore.lastBatch(),
    },
  });
  await commitLeaves(1);
  sealer.start();
  await until(() => alarmCodes().length > 0);
  await systemScheduler.sleep(60);
  expect(alarmCodes()).toEqual(['ROUND_FAILED']);
  away = false;
  await until(async () => (await anchoredLeaves()) === 1n);
});
