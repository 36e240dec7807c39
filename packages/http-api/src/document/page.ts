import type { Json } from './openapi.ts';

type Part = { readonly [name: string]: Json };

/** Guarantee: an object of JSON that is no list is a part. */
const partOf = (value: Json | undefined): Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** One operation as the pages tell it. */
export interface ToldOperation {
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly permission: string;
  readonly parameters: readonly ToldField[];
  readonly body: string;
  readonly answers: readonly { readonly status: string; readonly what: string }[];
}

/** One field of a schema, or one parameter. */
export interface ToldField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly about: string;
}

/** A schema with a name and its fields. */
export interface ToldSchema {
  readonly name: string;
  readonly about: string;
  readonly type: string;
  readonly fields: readonly ToldField[];
}

/** What the pages tell of a document, in its order. */
export interface ToldDocument {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly operations: readonly ToldOperation[];
  readonly schemas: readonly ToldSchema[];
}

/** Reads a document for a page; a client needs no more than what stands in it. */
export function toldDocument(document: Part): ToldDocument {
  const info = partOf(document['info']);
  const components = partOf(document['components']);
  return {
    title: textOf(info['title']),
    version: textOf(info['version']),
    description: textOf(info['description']),
    tags: listOf(document['tags']).map((tag) => textOf(partOf(tag)['name'])),
    operations: Object.entries(partOf(document['paths'])).flatMap(([path, methods]) =>
      Object.entries(partOf(methods)).map(([method, operation]) =>
        toldOperation({ path, method }, partOf(operation)),
      ),
    ),
    schemas: Object.entries(partOf(components['schemas'])).map(([name, schema]) =>
      toldSchema(name, partOf(schema)),
    ),
  };
}

function toldOperation(
  { path, method }: { readonly path: string; readonly method: string },
  operation: Part,
): ToldOperation {
  const content = Object.entries(partOf(partOf(operation['requestBody'])['content']))[0];
  const permission = textOf(operation['x-permission']);
  const roles = listOf(operation['x-roles']).map(textOf).join(', ');
  return {
    id: textOf(operation['operationId']),
    tag: textOf(listOf(operation['tags'])[0]),
    method: method.toUpperCase(),
    path,
    summary: textOf(operation['summary']),
    permission: roles === '' ? permission : `${permission} (${roles})`,
    parameters: listOf(operation['parameters']).map((parameter) => {
      const { name, in: place, required, description, schema } = partOf(parameter);
      return {
        name: `${textOf(name)} (${textOf(place)})`,
        type: typeOf(partOf(schema)),
        required: required === true,
        about: textOf(description),
      };
    }),
    body:
      content === undefined ? '' : `${content[0]} ${typeOf(partOf(partOf(content[1])['schema']))}`,
    answers: Object.entries(partOf(operation['responses'])).map(([status, answer]) => {
      const media = Object.entries(partOf(partOf(answer)['content']))[0];
      if (media === undefined)
        return { status, what: textOf(partOf(answer)['description']) || 'Problem' };
      const type = typeOf(partOf(partOf(media[1])['schema']));
      return {
        status,
        what: media[0] === 'application/json' ? type : `${media[0]} ${type}`.trim(),
      };
    }),
  };
}

const toldSchema = (name: string, schema: Part): ToldSchema => {
  const required = listOf(schema['required']).map(textOf);
  return {
    name,
    about: textOf(schema['description']),
    type: typeOf(schema),
    fields: Object.entries(partOf(schema['properties'])).map(([field, part]) => ({
      name: field,
      type: typeOf(partOf(part)),
      required: required.includes(field),
      about: textOf(partOf(part)['description']),
    })),
  };
};

/** A schema in a few words: `Payment`, `list of Id`, `text or null`, `one of a, b`. */
function typeOf(schema: Part): string {
  const reference = textOf(schema['$ref']);
  if (reference !== '') return reference.slice(reference.lastIndexOf('/') + 1);
  const either = listOf(schema['anyOf']);
  if (either.length > 0) return either.map((part) => typeOf(partOf(part))).join(' or ');
  const parts = listOf(schema['allOf']);
  if (parts.length > 0) return parts.map((part) => typeOf(partOf(part))).join(' and ');
  const values = listOf(schema['enum']);
  if (values.length > 0) return `one of ${values.map(String).join(', ')}`;
  const type = schema['type'];
  if (type === 'array') return `list of ${typeOf(partOf(schema['items']))}`;
  if (isList(type)) return type.map(wordOf).join(' or ');
  return wordOf(textOf(type));
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
};

const wordOf = (type: Json): string => words[textOf(type)] ?? '';
