import { expect, test } from 'vitest';
import { odooCompatibilityPage, odooScenarios } from '../docs/odoo-compatibility.ts';

test('[SYS-01] the matrix of Odoo has the scenarios of every test that runs on each', () => {
  const scenarios = odooScenarios();
  const files = new Set(scenarios.map(({ file }) => file));
  expect([...files]).toEqual([
    'odoo-connector.test.ts',
    'odoo-currency.test.ts',
    'odoo-reading.test.ts',
    'odoo-releases.test.ts',
    'undo-return.test.ts',
  ]);
  expect(scenarios.length).toBeGreaterThanOrEqual(40);
  expect(scenarios.map(({ title }) => title)).toContain(
    'matching bank lines: one batch debit closes several payments, each by its own item',
  );
  for (const { title } of scenarios) expect(title).not.toMatch(/%|\$|\[|^: /);
});

test('the matrix has a column for each release and each way to speak to it', () => {
  const head = odooCompatibilityPage()
    .split('\n')
    .find((line) => line.startsWith('| Scenario'));
  expect(head).toBe('| Scenario | 17, JSON-RPC | 18, JSON-RPC | 19, JSON-2 | 19, JSON-RPC |');
});
