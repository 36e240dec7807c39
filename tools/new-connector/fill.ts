import { readFileSync } from 'node:fs';
import type { Names } from './names.ts';

const mark = '{{events}}';

/**
 * A template with its names filled in. A line that ends with `{{events}}` is kept only for a
 * connector that takes events. Errors: `RangeError` for a place that nothing fills.
 */
export function fill(template: string, names: Names, hasEvents: boolean): string {
  const lines = readTemplate(template)
    .split('\n')
    .filter((line) => hasEvents || !line.endsWith(mark))
    .map((line) => (line.endsWith(mark) ? line.slice(0, -mark.length).trimEnd() : line));
  const text = Object.entries(names).reduce(
    (filled, [key, value]: [string, string]) => filled.replaceAll(`{{${key}}}`, value),
    lines.join('\n'),
  );
  const left = /\{\{\w+\}\}/.exec(text);
  if (left !== null) throw new RangeError(`${template}: nothing fills ${left[0]}`);
  return text;
}

const readTemplate = (name: string): string =>
  readFileSync(new URL(`templates/${name}.txt`, import.meta.url), 'utf8');
