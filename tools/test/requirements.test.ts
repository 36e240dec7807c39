import { describe, expect, test } from 'vitest';
import { CLAIMED_REQUIREMENTS } from '../requirements/claimed.ts';
import { mapCoverage, type RanTest, readReport } from '../requirements/map.ts';

const ran = (title: string, status: RanTest['status'] = 'passed'): RanTest => ({
  file: 'packages/domain/test/a.test.ts',
  title,
  status,
});

function mapOf(tests: readonly RanTest[]): ReturnType<typeof mapCoverage> {
  return mapCoverage({ tests, requirements: ['ORC-02', 'RES-14'], invariants: ['I1', 'I11'] });
}

const GREEN = [
  ran('[ORC-02][RES-14] a payment over the limit is refused'),
  ran('derivation [I11] any order of the evidence gives the same state'),
  ran('[I1] one instruction, one acceptance'),
];

describe('the map', () => {
  test('a test that passed proves every number its title or its groups carry', () => {
    const map = mapOf(GREEN);
    expect(map.missing).toEqual([]);
    expect(map.unclaimed).toEqual([]);
    expect(map.requirements.map(({ number, tests }) => [number, tests.length])).toEqual([
      ['ORC-02', 1],
      ['RES-14', 1],
    ]);
  });

  test('a number without a test is missing, and I1 is not proven by I11', () => {
    expect(mapOf(GREEN.slice(0, 2)).missing).toEqual(['I1']);
    expect(mapOf(GREEN.slice(1)).missing).toEqual(['ORC-02', 'RES-14']);
  });

  test('a skipped test proves nothing, and a failed one disproves what others prove', () => {
    const [first, ...rest] = GREEN;
    expect(mapOf([ran(first?.title ?? '', 'skipped'), ...rest]).requirements[0]?.status).toBe(
      'skipped',
    );
    const disproven = mapOf([...GREEN, ran('[ORC-02] another way', 'failed')]);
    expect(disproven.missing).toEqual(['ORC-02']);
    expect(disproven.requirements[0]).toMatchObject({ number: 'ORC-02', status: 'failed' });
  });

  test('an invariant that is tested must be claimed', () => {
    expect(mapOf([...GREEN, ran('[I33] restore')]).unclaimed).toEqual(['I33']);
    expect(mapOf([...GREEN, ran('[ABC-99] of a later release')]).unclaimed).toEqual([]);
  });

  test('a number in the text is no claim', () => {
    expect(mapOf([ran('about ORC-02, RES-14, I1 and I11')]).missing).toHaveLength(4);
  });
});

test('a report of Vitest is read with its groups, files and unfinished tests', () => {
  const report = {
    testResults: [
      {
        name: '/root/packages/domain/test/a.test.ts',
        assertionResults: [
          { fullName: 'group [I11] first', status: 'passed' },
          { fullName: 'second', status: 'failed' },
          { fullName: 'third', status: 'pending' },
          { fullName: 'fourth', status: 'todo' },
        ],
      },
    ],
  };
  expect(readReport(report, '/root/')).toEqual([
    { file: 'packages/domain/test/a.test.ts', title: 'group [I11] first', status: 'passed' },
    { file: 'packages/domain/test/a.test.ts', title: 'second', status: 'failed' },
    { file: 'packages/domain/test/a.test.ts', title: 'third', status: 'skipped' },
    { file: 'packages/domain/test/a.test.ts', title: 'fourth', status: 'skipped' },
  ]);
  expect(readReport({}, '/root/')).toEqual([]);
});

test('the claims are numbers, each once', () => {
  expect(new Set(CLAIMED_REQUIREMENTS).size).toBe(CLAIMED_REQUIREMENTS.length);
  for (const number of CLAIMED_REQUIREMENTS) expect(number).toMatch(/^[A-Z]{2,4}-\d{2}$/);
});
