import { asId } from '@quittance/domain';
import type { Random } from '@quittance/sandbox';
import type { IdSource } from '@quittance/services';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Ids of the form of UUIDv7, in the order in which they are asked for, and reference bits. */
export function createIds(nowMs: () => number, random: Random): IdSource {
  let count = 0;
  return {
    newId: <Kind extends string>() => {
      count += 1;
      const time = hex(nowMs(), 12);
      const counted = hex(count, 8);
      const variant = `8${counted.slice(3, 6)}`;
      const tail = `${counted.slice(6)}${hex(random.nextUint32(), 8)}00`;
      return asId<Kind>(
        `${time.slice(0, 8)}-${time.slice(8)}-7${counted.slice(0, 3)}-${variant}-${tail}`,
      );
    },
    referenceBits: () =>
      ((BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32())) & ((1n << 55n) - 1n),
  };
}
