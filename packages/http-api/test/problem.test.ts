import { problem, type ProblemCode, problemCatalogue } from '@quittance/domain';
import { expect, test } from 'vitest';
import { httpMeanings, problemDetails, problemShape } from '../src/problem/statuses.ts';

const correlationId = '01930000-0000-7000-8000-00000000c0de';
const codes = Object.keys(problemCatalogue) as ProblemCode[];

test.each(codes)('[GOV-16] %s is told with what happened to the money and what to do', (code) => {
  const told = problemDetails(problem(code, 'because'), { correlationId });
  expect(problemShape.parse(told)).toEqual(told);
  expect(told).toMatchObject({
    code,
    type: `urn:quittance:problem:${code}`,
    status: httpMeanings[code].status,
    moneyMoved: problemCatalogue[code].moneyMoved,
    action: problemCatalogue[code].action,
    detail: 'because',
    errors: [],
  });
  expect(told.status).toBeGreaterThanOrEqual(400);
});

test('[GOV-16] only what can pass by itself is said to be worth another try', () => {
  const retryable = codes.filter((code) => httpMeanings[code].retryable);
  expect(retryable.toSorted()).toEqual([
    'CONFLICTING_CHANGE',
    'COUNTERPARTY_DOWN',
    'DATABASE_DOWN',
    'IDEMPOTENCY_KEY_IN_FLIGHT',
    'IN_USE',
    'TOO_MANY_REQUESTS',
  ]);
  // Nothing is sent again while nobody knows whether money moved.
  for (const code of codes) {
    if (problemCatalogue[code].moneyMoved === 'unknown') expect(retryable).not.toContain(code);
  }
});
