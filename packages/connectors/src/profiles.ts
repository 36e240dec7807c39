import type { BankProfile } from '@quittance/domain';
import { kingswayProfile, nordhafenProfile } from './file-bank/profiles.ts';
import { bulkProfileOf, singleProfileOf } from './berlin-group/profile.ts';
import { ordersProfileOf } from './order-bank/profile.ts';

/** The two banks of the sandbox, through each of their doors. */
const shipped: readonly BankProfile[] = [nordhafenProfile, kingswayProfile].flatMap((profile) => [
  profile,
  bulkProfileOf(profile),
  singleProfileOf(profile),
  ordersProfileOf(profile),
]);

/** Every bank profile that ships, by its key. */
export const bankProfiles: Readonly<Record<string, BankProfile>> = Object.freeze(
  Object.fromEntries(shipped.map((profile) => [profile.key, profile])),
);
