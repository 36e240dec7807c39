import { expect } from 'vitest';

/** Stands for any text that holds `part`. Unknown on purpose: Vitest's own matchers are `any`. */
export const textWith = (part: string | RegExp): unknown =>
  typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part);

/** Orders amounts in minor units from small to large. */
export const ascending = (left: bigint, right: bigint): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};
