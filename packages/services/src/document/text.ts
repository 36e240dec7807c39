import { type Currency, formatDecimal, type Instant, money } from '@quittance/domain';
import type { Column } from './html.ts';

/** `1234.50 EUR` from minor units. */
export const amountText = (currency: Currency, minor: bigint): string =>
  `${formatDecimal(money(currency, minor))} ${currency}`;

/** `2026-11-23 08:15 UTC`. */
export const momentText = (at: Instant): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** A code as words: `pending_settlement` is `pending settlement`. */
export const wordsOf = (code: string): string => code.replaceAll('_', ' ');

/**
 * An account number that may be printed (SEC-11): the last four characters, and the country of an
 * IBAN; of a short number the last two.
 */
export function maskedAccount(accountNumber: string): string {
  const country = /^[A-Z]{2}\d{2}/.test(accountNumber) ? accountNumber.slice(0, 2) : '';
  return `${country}•••${accountNumber.slice(accountNumber.length > 8 ? -4 : -2)}`;
}

/** What a terminal would obey instead of show is shown as a mark. */
const shown = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '�');

const cellWidthMax = 44;

/** The characters of a text; one outside the first plane counts once. */
const lettersOf = (text: string): readonly string[] => Array.from(text);

const cell = (text: string): string => {
  const letters = lettersOf(shown(text));
  return letters.length > cellWidthMax
    ? `${letters.slice(0, cellWidthMax - 1).join('')}…`
    : letters.join('');
};

/** A heading with a line under it. */
export const heading = (title: string): string => {
  const text = shown(title);
  return `${text}\n${'─'.repeat(lettersOf(text).length)}`;
};

/** One fact a line. */
export const facts = (pairs: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`).join('\n');
};

/** A table in columns, amounts to the right; hashes in full, on a line of their own. */
export function textTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none = 'None.',
): string {
  if (rows.length === 0) return none;
  const short = columns.filter((column) => column.kind === undefined || column.kind === 'amount');
  const long = columns.filter((column) => column.kind === 'hash');
  const lines = [short.map((column) => column.title)].concat(
    rows.map((row) => short.map((column) => cell(column.text(row)))),
  );
  const widths = short.map((_column, index) =>
    Math.max(...lines.map((line) => lettersOf(line[index] ?? '').length)),
  );
  const print = (line: readonly string[]): string =>
    line
      .map((text, index) => {
        const space = ' '.repeat(Math.max((widths[index] ?? 0) - lettersOf(text).length, 0));
        return short[index]?.kind === 'amount' ? `${space}${text}` : `${text}${space}`;
      })
      .join('  ')
      .trimEnd();
  return lines
    .flatMap((line, index) => {
      const row = rows[index - 1];
      if (row === undefined) return [print(line)];
      return [print(line), ...long.map((column) => `    ${column.title}: ${column.text(row)}`)];
    })
    .join('\n');
}
