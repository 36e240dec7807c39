import { expect } from 'vitest';
import type { ReconciliationPosting } from '@quittance/connector-kit';
import { asInstant, asPlainDate } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import {
  companyId,
  newSupplier,
  nextReference,
  only,
  paymentOf,
  places,
  postBill,
} from './odoo-world.ts';
import type { OdooWorld } from './odoo-world.ts';

export const later = asInstant('2026-11-23T09:30:00.000Z');
export const today = asPlainDate('2026-11-23');

export const moveOf = (world: OdooWorld, id: number) => {
  const move = world.odoo.books().moves.find((row) => row.id === id);
  if (move === undefined) throw new Error(`no move ${id}`);
  return move;
};

export const bankLine = (
  world: OdooWorld,
  amountMinor: bigint,
  hubReference = `L-${nextReference()}`,
) => ({
  hubReference,
  companyExternalId: companyId,
  journalExternalId: places(world.odoo).journal.toString(),
  date: today,
  currency: 'USD' as const,
  amountMinor,
  label: 'Payment order',
  partyExternalId: null,
});

export const matchOf = (
  statementLineExternalId: string,
  parts: ReconciliationPosting['parts'],
): ReconciliationPosting => ({
  key: `M-${statementLineExternalId}`,
  companyExternalId: companyId,
  statementLineExternalId,
  parts,
});

export const snapshot = (world: OdooWorld, moveIds: readonly number[]) => {
  const books = world.odoo.books();
  return {
    bills: moveIds.map((id) => {
      const { paymentState, amountResidual, lines } = moveOf(world, id);
      const residuals = lines.map(({ residualCurrency, reconciled }) => [
        residualCurrency,
        reconciled,
      ]);
      return { id, paymentState, amountResidual, residuals };
    }),
    payments: books.payments.map(({ id, state, isMatched }) => ({ id, state, isMatched })),
    suspense: books.journals.map(({ id, suspenseBalance }) => ({ id, suspenseBalance })),
    reconciliations: books.reconciliations.length,
  };
};

export async function wholePath(world: OdooWorld): Promise<void> {
  const partner = await newSupplier(world);
  const bill = await postBill(world, { partner, amount: 100 });
  const note = await postBill(world, { partner, amount: 20, kind: 'in_refund' });
  const payment = paymentOf(world, {
    partner,
    items: [
      [bill, 10_000n],
      [note, -2000n],
    ],
  });
  const registered = only(await world.hub['payments.register']({ payments: [payment] }));
  expect(only(await world.hub['payments.register']({ payments: [payment] }))).toEqual(registered);
  expect(moveOf(world, bill).amountResidual).toBe('100.00');
  only(
    await world.hub['payments.showState']({
      updates: [
        {
          reference: payment.reference,
          companyExternalId: companyId,
          itemExternalIds: [bill.toString()],
          hubState: 'submitted',
          hubStateAt: later,
        },
      ],
    }),
  );
  expect(moveOf(world, bill).custom['x_hub_state']).toBe('submitted');
  const settled = only(await world.hub['payments.settle']({ payments: [payment] }));
  expect(settled).toEqual({ externalId: registered.externalId, postedDate: today });
  expect(only(await world.hub['payments.settle']({ payments: [payment] }))).toEqual(settled);
  expect([moveOf(world, bill).amountResidual, moveOf(world, note).amountResidual]).toEqual([
    '0.00',
    '0.00',
  ]);
  const line = only(await world.hub['statementLines.post']({ lines: [bankLine(world, -8000n)] }));
  expect(line.postedDate).toBe(today);
  const before = snapshot(world, [bill, note]);
  const match = matchOf(line.externalId, [
    { kind: 'payment', reference: payment.reference, amountMinor: -8000n },
  ]);
  const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
  expect(posted.externalIds).toHaveLength(1);
  expect(only(await world.hub['reconciliations.post']({ reconciliations: [match] }))).toEqual(
    posted,
  );
  expect(world.odoo.books().payments.at(-1)?.isMatched).toBe(true);
  const undo = { companyExternalId: companyId, statementLineExternalIds: [line.externalId] };
  only(await world.hub['reconciliations.undo'](undo));
  expect(snapshot(world, [bill, note])).toEqual(before);
  only(await world.hub['reconciliations.undo'](undo));
  expect(snapshot(world, [bill, note])).toEqual(before);
}

export const billPayment = async (world: OdooWorld, amount: number) => {
  const partner = await newSupplier(world);
  const bill = await postBill(world, { partner, amount });
  const payment = paymentOf(world, { partner, items: [[bill, BigInt(amount) * 100n]] });
  return { partner, bill, payment };
};

export const settledPayment = async (world: OdooWorld, amount: number) => {
  const made = await billPayment(world, amount);
  only(await world.hub['payments.settle']({ payments: [made.payment] }));
  return made;
};

export const postedLine = async (world: OdooWorld, amountMinor: bigint): Promise<string> =>
  only(await world.hub['statementLines.post']({ lines: [bankLine(world, amountMinor)] }))
    .externalId;

export const codesOf = (
  outcomes: readonly { readonly outcome: { readonly ok: boolean; readonly error?: Fault } }[],
): readonly (string | null)[] => outcomes.map(({ outcome }) => outcome.error?.code ?? null);
