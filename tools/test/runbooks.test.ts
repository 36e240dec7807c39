import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseKinds } from '@quittance/domain';
import { expect, test } from 'vitest';
import { ROOT } from '../requirements/reports.ts';

const folder = join(ROOT, 'docs/runbooks');
const pageOf = (kind: string): string => `${kind.replaceAll('_', '-')}.md`;

test('[EXC-13][OBS-09] every kind of case has its runbook, and the list names each', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const kind of caseKinds) {
    const text = readFileSync(join(folder, pageOf(kind)), 'utf8');
    expect(text).toContain(`Case \`${kind}\``);
    for (const part of ['**The money.**', '## Look', '## Act']) expect(text).toContain(part);
    expect(index).toContain(`](${pageOf(kind)})`);
  }
});

test('every command that a runbook names is a command', () => {
  const known = readFileSync(join(ROOT, 'docs/reference/cli.md'), 'utf8');
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, words = ''] of text.matchAll(/`npx quittance ([a-z -]+?)(?: [A-Z-].*?)?`/gu)) {
      expect(known, `${name}: ${words}`).toContain(`\`${words}`);
    }
  }
});
