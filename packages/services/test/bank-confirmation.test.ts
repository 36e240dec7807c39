import { present } from '@quittance/domain';
import { recordOutcome, startSending, sweepDeadlines } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report } from './support/deliver.ts';
import { codeOf, type House, openHouse, valueOf } from './support/house.ts';
import { caseOf, openCasesOf, release, type ReleasedRun, statesOf } from './support/walk.ts';

type Sca = NonNullable<Parameters<typeof withSca>[1]>;

/** The house at a bank that wants a person to confirm. */
function withSca(
  house: House,
  sca: {
    readonly kind: 'redirect' | 'decoupled';
    readonly confirmMsMax: number;
    readonly expiry: 'notExecuted' | 'unknown';
  },
): House {
  const { settings } = house.ports;
  const profile = present(settings.bankProfiles.get('nordhafen'), 'a profile');
  const bankProfiles = new Map([...settings.bankProfiles, ['nordhafen', { ...profile, sca }]]);
  const hub: House['hub'] = (of) => ({ ...house.hub(of), settings: { ...settings, bankProfiles } });
  return { ...house, hub };
}

/** Handed over; the bank says that a person has to confirm it there. */
async function waiting(expiry: Sca['expiry']): Promise<{ house: House; run: ReleasedRun }> {
  const sca = { kind: 'redirect', confirmMsMax: 600_000, expiry } as const;
  const house = withSca(await openHouse(), sca);
  const run = await release(house);
  const { attemptId } = run;
  valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
  const confirmation = { kind: 'redirect', where: 'https://bank.example/confirm/7' } as const;
  const input = { attemptId, fencingToken: 1n, outcome: 'acknowledged', detail: 'P-7' } as const;
  valueOf(await recordOutcome({ ctx: house.hub(), input: { ...input, confirmation } }));
  return { house, run };
}

const sweep = (house: House, ctx = house.hub()) =>
  sweepDeadlines({ ctx, input: { entityId: house.entities.de } });

describe('a message that a person has to confirm at the bank', () => {
  test('[ORC-03][ORC-04][ST-03] waits as a case with place and deadline of the bank', async () => {
    const { house, run } = await waiting('notExecuted');
    expect(new Set(await statesOf(house, run))).toEqual(new Set(['submitted']));
    const row = await caseOf(house, 'bank_confirmation');
    expect(row).toMatchObject({ ownerRole: 'releaser', severity: 1, objectId: run.attemptId });
    expect(row.detail).toContain('https://bank.example/confirm/7');
    expect(row.dueAt).toBe('2026-11-23T08:10:00.000Z');
    expect(row.atRiskMinor).toBeGreaterThan(0n);
  });

  test('[WF-16] is over when the bank goes on with it', async () => {
    const { house, run } = await waiting('notExecuted');
    await report(house, run, { group: 'ACSP' });
    expect(await openCasesOf(house)).toEqual([]);
    expect(new Set(await statesOf(house, run))).toEqual(new Set(['pending_settlement']));
  });

  test('[I14][FT-02] in time nothing happens; after it, the bank is asked again', async () => {
    const { house, run } = await waiting('notExecuted');
    house.tasks.take();
    expect(valueOf(await sweep(house)).lapsedConfirmations).toBe(0);
    expect(house.tasks.take('bank.fetch')).toEqual([]);
    house.clock.move({ minutes: 11 });
    expect(valueOf(await sweep(house)).lapsedConfirmations).toBe(1);
    expect(house.tasks.take('bank.fetch').map(({ data }) => data.ids)).toEqual([
      [house.connections.bank],
    ]);
    // Nothing is taken for not executed before the bank says so.
    expect(new Set(await statesOf(house, run))).toEqual(new Set(['submitted']));
    await report(house, run, { group: 'RJCT', groupReason: 'DS02' });
    expect(new Set(await statesOf(house, run))).toEqual(new Set(['failed']));
    const kinds = (await openCasesOf(house)).map((text) => text.split(' ')[0]);
    expect(new Set(kinds)).toEqual(new Set(['rejected_payment']));
  });

  test('[I14][I15] where the bank stays silent, a case owns the outcome', async () => {
    const { house, run } = await waiting('unknown');
    house.clock.move({ minutes: 11 });
    valueOf(await sweep(house));
    valueOf(await sweep(house));
    expect((await openCasesOf(house)).toSorted()).toEqual([
      'bank_confirmation redirect',
      'unknown_outcome not_confirmed',
    ]);
    expect(new Set(await statesOf(house, run))).toEqual(new Set(['submitted']));
  });

  test('[SEC-04] people do not sweep', async () => {
    const { house } = await waiting('unknown');
    expect(codeOf(await sweep(house, house.as('rita')))).toBe('FORBIDDEN');
  });
});
