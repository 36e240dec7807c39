import {
  addMoney,
  asId,
  type EntityId,
  money,
  type PaymentId,
  subtractMoney,
  sumMoney,
} from '@quittance/domain';

/** Checked by the compiler alone: each line below must not compile, or the gate fails. */
export function doesNotCompile(): readonly unknown[] {
  const euro = money('EUR', 1n);
  const dollar = money('USD', 1n);
  const entityId: EntityId = asId<'entity'>('00000000-0000-7000-8000-000000000001');
  // @ts-expect-error two currencies do not add
  const added = addMoney(euro, dollar);
  // @ts-expect-error two currencies do not subtract
  const subtracted = subtractMoney(euro, dollar);
  // @ts-expect-error a sum has one currency
  const summed = sumMoney('EUR', [dollar]);
  // @ts-expect-error an amount is a bigint of minor units
  const float = money('EUR', 1.5);
  // @ts-expect-error a currency is a code of ISO 4217
  const unknownCode = money('EURO', 1n);
  // @ts-expect-error an amount does not change
  euro.minor = 2n;
  // @ts-expect-error ids of two kinds do not mix
  const paymentId: PaymentId = entityId;
  return [added, subtracted, summed, float, unknownCode, paymentId];
}
