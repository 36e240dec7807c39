import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';

const file = join(import.meta.dirname, '../../../docs/reference/openapi.json');
const source = readFileSync(file, 'utf8');

/** Everything that the linter of Redocly finds by its recommended rules, as errors. */
async function lint(text: string): Promise<readonly string[]> {
  const rules = { 'security-defined': 'error', 'no-unused-components': 'error' } as const;
  // Every refusal is the one problem under `default`, whatever its status.
  const config = await createConfig({
    extends: ['recommended'],
    rules: { ...rules, 'operation-4xx-response': 'off' },
  });
  const found = await lintFromString({ source: text, absoluteRef: file, config });
  return found.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe('[GOV-14] the document', () => {
  test('passes a linter', async () => {
    expect(await lint(source)).toEqual([]);
  });

  test('would not pass with a dangling reference, or without a summary', async () => {
    expect(await lint(source.replaceAll('#/components/schemas/PaymentPage', '#/x'))).not.toEqual(
      [],
    );
    const nameless = source.replace(/"summary": "Payments, newest first.",/, '');
    expect(nameless).not.toBe(source);
    expect(await lint(nameless)).not.toEqual([]);
  });
});
