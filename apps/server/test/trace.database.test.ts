import { join } from 'node:path';
import { present } from '@quittance/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stages } from '../src/cli/trace-steps.ts';
import { rows } from '../src/demo/run-demo.ts';
import { quittance } from './support/journey-cli.ts';
import { type Journey, openJourney } from './support/journey-world.ts';

const traceSchema = z.object({
  payment: z.object({ reference: z.string(), state: z.string() }),
  steps: z.array(
    z.object({
      stage: z.enum(stages),
      at: z.iso.datetime(),
      actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
      what: z.string().min(1),
      evidenceHash: z.string().regex(/^[0-9a-f]{64}$/),
      evidence: z.enum(['file', 'auditLeaf']),
      correlationId: z.uuid(),
      contentHash: z.string().nullable(),
      externalIds: z.array(z.object({ scheme: z.string(), id: z.string() })),
    }),
  ),
});

describe('payments trace', () => {
  let journey: Journey;
  let reference = '';
  const trace = async (text: string) => {
    const configFile = join(journey.sandbox.config.dataDirectory, 'sandbox.json');
    const { environment } = journey.database;
    const told = await quittance({ configFile, environment }, 'payments', 'trace', text, '--json');
    expect(told.exitCode, told.err).toBe(0);
    return traceSchema.parse(told.json());
  };

  beforeAll(async () => {
    journey = await openJourney({ seed: 9 });
    const { batchId } = await journey.propose('HUS USD at nordhafen');
    await journey.approve(batchId);
    await journey.release(batchId);
    await journey.bankDay();
    const reconciled = await rows(journey.hub, 'payment', { state: 'reconciled' });
    reference = present(reconciled[0], 'a payment').reference;
  }, 120_000);
  afterAll(() => journey.close());

  test('[OBS-05][AUD-03][AUD-02][ORC-10] tells stages: when, who, proof, thread', async () => {
    const { steps, payment } = await trace(reference);
    expect(payment).toMatchObject({ reference, state: 'reconciled' });
    const told = [...new Set(steps.map((step) => step.stage))];
    expect(told).toEqual(stages.filter((stage) => told.includes(stage)));
    expect(told).toEqual([...stages].filter((stage) => stage !== 'case'));
  });

  test('[AUD-06][AUD-02] names the persons who proposed, approved and released', async () => {
    const { steps } = await trace(reference);
    const namesOf = (what: string) =>
      steps.filter((step) => step.what.startsWith(what)).map((step) => step.actor.name);
    expect(namesOf('proposal.create')).toEqual(['Petra Paulsen']);
    expect(namesOf('approval.approve').toSorted()).toEqual(['James Okafor', 'Sabine Koch']);
    expect(namesOf('batch.requestRelease')).toEqual(['Helena Vogt']);
    const approvals = steps.filter((step) => step.what.startsWith('approval.approve'));
    const released = steps.find((step) => step.what.startsWith('batch.release'));
    for (const step of approvals) expect(step.contentHash).toBe(released?.contentHash);
  });

  test('[AUD-03] the proof of file, answers and statement is the hash of their bytes', async () => {
    const { steps } = await trace(reference);
    const files = steps.filter((step) => step.evidence === 'file');
    const stagesWithFiles = new Set(files.map((step) => step.stage));
    expect(stagesWithFiles).toEqual(new Set(['attempt', 'bankAnswer', 'statementEntry']));
    for (const { evidenceHash } of files) {
      expect((await journey.hub.evidence.get(evidenceHash)).length).toBeGreaterThan(0);
    }
  });

  test('[AUD-03] one correlation leads from release to answer of the transport', async () => {
    const { steps } = await trace(reference);
    const released = present(
      steps.find((step) => step.what.startsWith('batch.requestRelease')),
      'release',
    );
    const chain = steps.filter((step) => step.correlationId === released.correlationId);
    expect(new Set(chain.map((step) => step.stage))).toEqual(
      new Set(['approval', 'release', 'attempt', 'accounts']),
    );
  });

  test('[CAN-03][AUD-03] any id that anybody knows it by finds the same payment', async () => {
    const { steps } = await trace(reference);
    const all = steps.flatMap((step) => step.externalIds);
    const ids = [...new Map(all.map((one) => [`${one.scheme} ${one.id}`, one])).values()];
    const schemes = new Set(ids.map((one) => one.scheme));
    for (const scheme of ['EndToEndId', 'bill', 'bankReference', 'entryKey', 'reconciliation']) {
      expect(schemes).toContain(scheme);
    }
    const own = ids.filter(({ scheme }) =>
      ['EndToEndId', 'bill', 'bankReference', 'entryKey'].includes(scheme),
    );
    for (const { scheme, id } of own) {
      expect((await trace(id)).payment.reference, scheme).toBe(reference);
    }
    const linked = ids.filter(({ scheme }) =>
      ['odoo:openItem', 'odoo:payment', 'odoo:statementLine', 'mail:remittance'].includes(scheme),
    );
    expect(new Set(linked.map((one) => one.scheme)).size).toBe(4);
    for (const { scheme, id } of linked) {
      expect((await trace(`${scheme}=${id}`)).payment.reference, scheme).toBe(reference);
    }
  });

  test('[CAN-03] an id that names many payments says which', async () => {
    const { steps } = await trace(reference);
    const message = present(
      steps.flatMap((step) => step.externalIds).find((one) => one.scheme === 'MsgId'),
      'message id',
    );
    const configFile = join(journey.sandbox.config.dataDirectory, 'sandbox.json');
    const { environment } = journey.database;
    const world = { configFile, environment };
    const told = await quittance(world, 'payments', 'trace', message.id, '--json');
    expect(told.exitCode).toBe(2);
    expect(JSON.stringify(told.json())).toMatch(/names \d+ payments/);
  });
});
