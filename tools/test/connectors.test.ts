import { scenarioNames, type ScoreCard } from '@quittance/connector-kit';
import { shippedConnectors } from '@quittance/connectors';
import { describe, expect, test } from 'vitest';
import { cardsOf, faultsOf } from '../conformance/cards.ts';
import { connectorsPage, isCardOf, publishedCards } from '../docs/connectors.ts';
import type { RanTest } from '../requirements/map.ts';

describe('the published score cards', () => {
  const cards = publishedCards();

  test('[GOV-08] are of every connector that ships, and of no other: run npm run docs', () => {
    for (const connector of shippedConnectors) {
      const own = cards.filter((card) => isCardOf(connector, card));
      expect(own.length, connector.name).toBeGreaterThan(0);
    }
    const strangers = cards.filter(
      (card) => !shippedConnectors.some((connector) => isCardOf(connector, card)),
    );
    expect(strangers).toEqual([]);
  });

  test('[GOV-08] hold no failure, and no blank that is to be written but of a draft', () => {
    expect(cards.flatMap(faultsOf)).toEqual([]);
    for (const connector of shippedConnectors.filter(({ stage }) => stage !== 'draft')) {
      for (const card of cards.filter((one) => isCardOf(connector, one))) {
        expect(card.passed, card.connector).toBe(card.applicable);
        expect(card.passed, card.connector).toBeGreaterThan(scenarioNames.length / 2);
      }
    }
  });

  test('count what they show', () => {
    for (const { connector, grades, passed, applicable } of cards) {
      const all = Object.values(grades).map(({ grade }) => grade);
      expect(all.length, connector).toBe(scenarioNames.length);
      expect(all.filter((grade) => grade === 'passed').length, connector).toBe(passed);
      expect(all.filter((grade) => grade !== 'not applicable').length, connector).toBe(applicable);
    }
  });
});

const ran = (title: string, status: RanTest['status'] = 'passed'): RanTest => ({
  file: 'apps/server/test/conformance-mill-bank.test.ts',
  title,
  status,
});

/** The cards of a run of these tests alone. */
const only = (...tests: readonly RanTest[]): ScoreCard => {
  const [card, ...others] = cardsOf(tests);
  if (card === undefined || others.length > 0) throw new Error('expected one card');
  return card;
};

describe('a card of a run', () => {
  const key = 'conformance of mill-bank [RES-01] the idempotency key is honoured';

  test('has the grades that the tests had', () => {
    const { connector, grades, passed, applicable } = only(
      ran(key),
      ran('conformance of mill-bank reversal does not apply: nothing is ever undone'),
      ran('conformance of mill-bank ordering is blank: not written yet'),
      ran('[RES-01] another test'),
    );
    expect(connector).toBe('mill-bank');
    expect(grades.idempotencyKey).toEqual({ grade: 'passed' });
    expect(grades.reversal).toEqual({
      grade: 'not applicable',
      reason: 'nothing is ever undone',
    });
    expect(grades.ordering).toEqual({ grade: 'not written', reason: 'not written yet' });
    expect([passed, applicable]).toEqual([1, 8]);
  });

  test('is not published with a scenario that failed or did not run', () => {
    const failed = only(ran(key, 'failed'));
    expect(failed.grades.idempotencyKey.grade).toBe('failed');
    expect(faultsOf(failed)).toHaveLength(scenarioNames.length);
    expect(only(ran(key, 'skipped')).grades.idempotencyKey).toEqual({ grade: 'not run' });
    // A blank that is not held to its reason is a failure like any other.
    const blank = 'conformance of mill-bank reversal does not apply: nothing is ever undone';
    expect(only(ran(blank, 'failed')).grades.reversal.grade).toBe('failed');
  });

  test('is one for each way in which a connector is tried', () => {
    const cards = cardsOf([ran(key.replace('mill-bank', 'mill-bank 2 by post')), ran(key)]);
    expect(cards.map(({ connector }) => connector)).toEqual(['mill-bank', 'mill-bank 2 by post']);
  });
});

describe('the page of connectors', () => {
  test('[GOV-14] has a row for each card and each capability that any of them has', () => {
    const rows = connectorsPage().split('\n');
    for (const { connector, passed, applicable } of publishedCards()) {
      expect(
        rows.filter((row) => row.startsWith(`| ${connector} | ${passed} of ${applicable} |`)),
      ).toHaveLength(1);
    }
    for (const name of shippedConnectors.flatMap(({ capabilities }) => capabilities)) {
      expect(rows.filter((row) => row.startsWith(`| \`${name}\` |`))).toHaveLength(1);
    }
  });

  test('gives the reason of every blank', () => {
    const card = only(ran('conformance of odoo 20 ordering is blank: a reason of its own'));
    expect(connectorsPage([card])).toContain('| odoo 20 | Ordering | not written | a reason');
  });
});
