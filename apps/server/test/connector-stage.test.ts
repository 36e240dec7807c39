import { expect, test } from 'vitest';
import { stageFault } from '../src/hub/connections.ts';

test.each([
  ['draft', 'production', /draft/],
  ['draft', 'sandbox', null],
  ['supported', 'production', null],
  ['retiring', 'production', null],
] as const)('[GOV-08] a connector that is %s, in %s', (stage, kind, expected) => {
  const fault = stageFault({ name: 'mill-bank', stage }, kind);
  if (expected === null) expect(fault).toBeNull();
  else expect(fault).toMatch(expected);
});
