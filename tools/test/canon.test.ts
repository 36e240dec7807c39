import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Rooms that speak of payments and bills in the terms of the field, never in those of one ERP. */
const neutral = [
  'domain',
  'formats',
  'matching',
  'governance',
  'engine',
  'store',
  'services',
  'flows',
  'connector-kit',
];

/** Models and columns of Odoo; a room that knows one breaks with Odoo's next release. */
const odooWords = new RegExp(
  [
    String.raw`\b(?:account\.(?:move|payment|journal|bank\.statement)`,
    String.raw`res\.(?:partner|company|users)`,
    'partner_id|move_type|move_id|amount_residual|invoice_date_due|journal_id',
    String.raw`x_hub_\w+|execute_kw)\b`,
  ].join('|'),
);

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|sql)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

test('[CAN-01][CAN-12] no room but the connector knows a word of Odoo', () => {
  const found = neutral.flatMap((room) =>
    ['src', ...(room === 'store' ? ['migrations'] : [])].flatMap((part) =>
      filesOf(join(root, 'packages', room, part)).filter((file) =>
        odooWords.test(readFileSync(file, 'utf8')),
      ),
    ),
  );
  expect(found).toEqual([]);
});

test('[CAN-01] the words that are looked for are those that the connector uses', () => {
  const folder = join(root, 'packages', 'connectors', 'src', 'odoo');
  const using = filesOf(folder).filter((file) => odooWords.test(readFileSync(file, 'utf8')));
  expect(using.length).toBeGreaterThan(10);
});
