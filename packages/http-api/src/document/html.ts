import type { ToldDocument, ToldField, ToldOperation, ToldSchema } from './page.ts';

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const style = `
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:2rem;color:#1a1a1a}
h1,h2,h3{line-height:1.2}h3{margin-bottom:.2rem;font-size:1rem}
code{font:13px/1.4 ui-monospace,monospace;background:#f2f2f2;padding:.1em .3em;border-radius:3px}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ddd;padding:.3rem .6rem .3rem 0}
nav a{margin-right:1rem}.method{font-weight:700}
@media(prefers-color-scheme:dark){body{background:#161616;color:#e8e8e8}code{background:#2a2a2a}
a{color:#8ab4ff}th,td{border-color:#3a3a3a}}`;

/** The document as one page to read, which loads nothing from elsewhere. */
export function documentHtml(told: ToldDocument): string {
  const nav = told.tags.map((tag) => `<a href="#${idOf(tag)}">${escaped(tag)}</a>`).join('');
  const sections = told.tags.map((tag) => {
    const operations = told.operations.filter((operation) => operation.tag === tag);
    const title = `<h2 id="${idOf(tag)}">${escaped(tag)}</h2>`;
    return `<section>${title}${operations.map(operationHtml).join('')}</section>`;
  });
  const schemas = told.schemas.map(schemaHtml).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(told.title)} API</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head>
<body><h1>${escaped(told.title)} API ${escaped(told.version)}</h1>
<p>${escaped(told.description)}</p><nav>${nav}<a href="#schemas">schemas</a></nav>
${sections.join('\n')}
<h2 id="schemas">schemas</h2>${schemas}</body></html>
`;
}

const idOf = (tag: string): string => tag.replaceAll(/[^a-z0-9]/gi, '-');

function operationHtml(operation: ToldOperation): string {
  const { id, method, path, summary, permission, parameters, body, answers } = operation;
  const facts = [
    ...(permission === '' ? [] : [`Permission <code>${escaped(permission)}</code>`]),
    ...(body === '' ? [] : [`Body ${escaped(body)}`]),
    ...answers.map(({ status, what }) => `${escaped(status)}: ${escaped(what)}`),
  ];
  const title = `<span class="method">${method}</span> <code>${escaped(path)}</code>`;
  return `<h3 id="${idOf(id)}">${title}</h3>
<p>${escaped(summary)}<br>${facts.join(' · ')}</p>${fieldsHtml(parameters)}`;
}

function schemaHtml({ name, about, type, fields }: ToldSchema): string {
  const title = `<h3 id="${escaped(name)}">${escaped(name)}</h3>`;
  const kind = fields.length === 0 ? ` (${escaped(type)})` : '';
  return `${title}<p>${escaped(about)}${kind}</p>${fieldsHtml(fields)}`;
}

function fieldsHtml(fields: readonly ToldField[]): string {
  if (fields.length === 0) return '';
  const rows = fields.map(
    ({ name, type, required, about }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${escaped(type)}</td>` +
      `<td>${required ? 'required' : ''}</td><td>${escaped(about)}</td></tr>`,
  );
  return `<table><tr><th>Name</th><th>Type</th><th></th><th></th></tr>${rows.join('')}</table>`;
}
