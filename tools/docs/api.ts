import { permissionCatalogue } from '@quittance/domain';
import {
  openApiDocument,
  toldDocument,
  type ToldField,
  type ToldOperation,
} from '@quittance/http-api';
import { code, markdownTable, page } from './markdown.ts';

/** The document as it is committed: what a client is made from. */
export const apiDocument = (): string => JSON.stringify(openApiDocument());

/** The reference of the HTTP API, from the document alone. */
export function apiPage(): string {
  const told = toldDocument(openApiDocument());
  const sections = told.tags.flatMap((tag) => [
    `## ${tag}`,
    ...told.operations.filter((one) => one.tag === tag).flatMap(operationParts),
  ]);
  const permissions = Object.entries(permissionCatalogue).map(([name, entry]) => [
    code(name),
    entry.meaning,
    entry.machine ? 'yes' : 'no',
  ]);
  const schemas = told.schemas.flatMap(({ name, about, type, fields }) => [
    `### ${name}`,
    `${about}${fields.length === 0 ? ` (${type})` : ''}`,
    ...fieldTable(fields),
  ]);
  return page(
    '# HTTP API',
    told.description,
    'The same as a document for programs: [openapi.json](openapi.json). A running hub serves it ' +
      'at `/api/openapi.json`, and as a page at `/api/docs`.',
    '## Permissions of a token',
    markdownTable(['Permission', 'Meaning', 'For a machine'], permissions),
    ...sections,
    '## Schemas',
    ...schemas,
  );
}

function operationParts(operation: ToldOperation): readonly string[] {
  const { method, path, summary, permission, parameters, body, answers } = operation;
  const facts = [
    ...(permission === '' ? [] : [`Permission: ${code(permission)}.`]),
    ...(body === '' ? [] : [`Body: ${body}.`]),
    `Answers: ${answers.map(({ status, what }) => `${status} ${what}`).join('; ')}.`,
  ];
  return [`### ${code(`${method} ${path}`)}`, summary, facts.join(' '), ...fieldTable(parameters)];
}

const fieldTable = (fields: readonly ToldField[]): readonly string[] =>
  fields.length === 0
    ? []
    : [
        markdownTable(
          ['Name', 'Type', 'Required', 'About'],
          fields.map(({ name, type, required, about }) => [
            code(name),
            type,
            required ? 'yes' : '',
            about,
          ]),
        ),
      ];
