/** Text that is HTML already: made by {@link html} only, so that everything in it was escaped. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as it may stand in an element or a quoted attribute (HTML Living Standard, 13.3). Control
 * characters and the marks that turn the direction of text are shown as �, since with them a name
 * could show another amount beside it (Unicode Technical Report 36, section 2.10).
 */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '�')
    .replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

/** A template that escapes whatever is put into it, unless it is HTML itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = texts.map((text, index) => `${text}${markupOf(parts[index])}`);
  return Object.freeze({ markup: pieces.join('') });
}

function markupOf(part: Part | undefined): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(`${part}`);
  if ('markup' in part) return part.markup;
  return part.map((one) => one.markup).join('');
}

/** Nothing from outside is loaded, and no script runs, whatever a name may hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `
  @page { size: A4; margin: 18mm 15mm; }
  body { font: 10pt/1.4 system-ui, sans-serif; color: #111; margin: 2em auto; max-width: 60em; }
  h1 { font-size: 16pt; margin: 0 0 .2em; }
  h2 { font-size: 12pt; margin: 1.4em 0 .4em; break-after: avoid; }
  table { border-collapse: collapse; width: 100%; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { text-align: left; vertical-align: top; }
  th, td { padding: .2em .5em; border-bottom: 1px solid #bbb; }
  .amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .hash { font-family: ui-monospace, monospace; font-size: 8pt; overflow-wrap: anywhere; }
  .sign { height: 3em; }
  @media print { body { margin: 0; max-width: none; } }
`;

/** A whole document that needs nothing beside itself. Returns text in UTF-8, for a file. */
export function page(of: { readonly title: string; readonly body: Html }): string {
  const { title, body } = of;
  const head = html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>`;
  const parts = [
    '<!doctype html>',
    '<html lang="en"><head>',
    head.markup,
    `<style>${style}</style></head>`,
    '<body>',
    body.markup,
    '</body></html>',
    '',
  ];
  return parts.join('\n');
}

export interface Column<Row> {
  readonly title: string;
  readonly kind?: 'amount' | 'hash' | 'sign';
  readonly text: (row: Row) => string;
}

/** A table, or a sentence when there are no rows. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none = 'None.',
): Html {
  if (rows.length === 0) return html`<p>${none}</p>`;
  const head = columns.map(
    (column) => html`<th class="${column.kind ?? 'text'}">${column.title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(
      (column) => html`<td class="${column.kind ?? 'text'}">${column.text(row)}</td>`,
    );
    return html`<tr>
      ${cells}
    </tr> `;
  });
  return html`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}
