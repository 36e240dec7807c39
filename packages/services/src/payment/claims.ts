import type { PaymentItem } from '@quittance/domain';
import { type Change, changed, nextVersion } from '../context/unit-of-work.ts';

/** Gives up the claims of a payment on its bills, so that another payment may pay them. */
export const releaseClaims = (items: readonly PaymentItem[]): readonly Change[] =>
  items
    .filter((item) => item.live)
    .map((item) => changed('payment_item', item, nextVersion(item, { live: false })));
