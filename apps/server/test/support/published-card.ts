import { readFileSync } from 'node:fs';
import type { ScoreCard } from '@quittance/connector-kit';
import { expect } from 'vitest';

const published = new URL('../../../../docs/reference/conformance.json', import.meta.url);

/**
 * Holds a card to be whole, without a failure, and as it is published. A connector that is not
 * published yet has nothing that could contradict it; the tests of the pages hold every shipped one
 * to be there.
 */
export function expectPublished(card: ScoreCard): void {
  for (const [scenario, { grade }] of Object.entries(card.grades)) {
    expect(['passed', 'not applicable', 'not written'], scenario).toContain(grade);
  }
  const cards = JSON.parse(readFileSync(published, 'utf8')) as readonly ScoreCard[];
  const known = cards.find(({ connector }) => connector === card.connector);
  if (known !== undefined) expect(card, 'run npm run docs').toEqual(known);
}
