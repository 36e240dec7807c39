import { randomBytes } from 'node:crypto';
import { asId } from '@quittance/domain';
import type { IdSource } from '@quittance/services';
import { uuidv7 } from 'uuidv7';

/** Ids in the order of time, and reference bits from the system's randomness. */
export const systemIds: IdSource = {
  newId: <Kind extends string>() => asId<Kind>(uuidv7()),
  referenceBits: () => BigInt(`0x${randomBytes(8).toString('hex')}`) & ((1n << 55n) - 1n),
};
