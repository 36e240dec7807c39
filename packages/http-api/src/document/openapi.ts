import { problemCatalogue } from '@quittance/domain';
import { z } from 'zod';
import { httpMeanings } from '../problem/statuses.ts';
import type { Route } from '../route/route.ts';
import { routes } from '../routes/index.ts';
import { namedShapes } from '../shapes/shape.ts';
import { otherOperations } from './others.ts';

/** A part of the document: plain JSON. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

const schemaPrefix = '#/components/schemas/';

/** The document of the whole API (OpenAPI 3.1.1), the same for every installation. */
export function openApiDocument(): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Quittance',
      version: '1.0.0',
      summary: 'Governed payments and reconciliation for companies that run Odoo.',
      description: description(),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The hub that serves this document.' }],
    security: [{ token: [] }],
    tags: tagsOf(),
    paths: pathsOf(),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made by `quittance token create`; shown once.',
        },
      },
      headers: headers(),
      responses: {
        Problem: {
          description: 'A refusal; `code` says which, `moneyMoved` and `action` what it means.',
          headers: commonHeaders,
          content: { 'application/problem+json': { schema: refTo('Problem') } },
        },
      },
      schemas: schemas(),
    },
  };
}

const description = (): string =>
  [
    'Amounts are minor units as text, never numbers. A POST that acts needs an `Idempotency-Key`: ',
    'the same key with the same request gets the same answer, and has one effect. Lists are ',
    'stable: pass `next` as `after`. An answer of 202 names an operation that goes on. Version 1 ',
    'only ever gains operations, optional input and output; a client ignores what it does not ',
    'know. What would break a client becomes version 2, and version 1 is then served for a year.',
  ].join('');

function tagsOf(): readonly Json[] {
  const names = [...new Set([...routes, ...otherOperations].map(({ tag }) => tag))];
  return names.map((name) => ({ name, description: `Everything about ${name}.` }));
}

function pathsOf(): JsonObject {
  const paths = new Map<string, Record<string, Json>>();
  const add = (path: string, method: string, operation: Json): void => {
    paths.set(path, { ...paths.get(path), [method]: operation });
  };
  for (const route of routes) {
    add(`/api/v1${route.path}`, route.method.toLowerCase(), operationOf(route));
  }
  for (const { path, method, operation } of otherOperations) add(path, method, operation);
  return Object.fromEntries(paths);
}

function operationOf(route: Route): Json {
  const acts = route.method === 'POST';
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    'x-permission': route.permission,
    ...(route.readers.length === 0 ? {} : { 'x-roles': [...route.readers] }),
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(acts ? [keyParameter] : []),
      ...(acts && route.versioned ? [ifMatchParameter] : []),
      ...(route.answerMedia === 'text/event-stream' ? [lastEventParameter] : []),
    ],
    ...(route.body === null ? {} : { requestBody: bodyOf(route) }),
    responses: {
      [route.answer.status.toString()]: answerOf(route),
      ...(route.method === 'GET' && route.versioned
        ? { '304': { description: 'The version that you have (If-None-Match) is the newest.' } }
        : {}),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const keyParameter: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Yours; one for each request, the same at each try of it.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

const ifMatchParameter: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag that you decided on; another version is refused with 412.',
  schema: { type: 'string', pattern: '^("[0-9]{1,9}"|\\*)$' },
};

const lastEventParameter: Json = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The `id` of the last event that you saw.',
  schema: { type: 'string' },
};

const headerRef = (name: string): Json => ({ $ref: `#/components/headers/${name}` });

const commonHeaders: JsonObject = {
  'X-Request-Id': headerRef('RequestId'),
  'X-Correlation-Id': headerRef('CorrelationId'),
};

const headers = (): JsonObject => ({
  RequestId: {
    description: 'Yours, when you sent one; ours otherwise.',
    schema: { type: 'string' },
  },
  CorrelationId: {
    description: 'Names this piece of work in logs, events, audit and problems.',
    schema: refTo('Id'),
  },
  ETag: {
    description: 'The version of the object; send it as If-Match.',
    schema: { type: 'string' },
  },
  Location: { description: 'What was made, or the operation.', schema: { type: 'string' } },
});

function answerOf(route: Route): Json {
  const { answer, answerMedia, versioned, method } = route;
  const media = answerMedia ?? 'application/json';
  const schema: Json =
    answer.shape === null
      ? media === 'application/octet-stream'
        ? {}
        : { type: 'string' }
      : schemaOf(answer.shape);
  const acted = answer.status === 202 ? 'Taken on; the operation goes on.' : 'Done.';
  return {
    description: method === 'GET' ? 'Found.' : acted,
    headers: {
      ...commonHeaders,
      ...(versioned && method === 'GET' ? { ETag: headerRef('ETag') } : {}),
      ...(answer.status > 200 ? { Location: headerRef('Location') } : {}),
    },
    content: { [media]: { schema } },
  };
}

function bodyOf(route: Route): Json {
  const media = route.bodyMedia ?? 'application/json';
  const schema = route.bodyMedia !== null || route.body === null ? {} : schemaOf(route.body);
  return { required: true, content: { [media]: { schema } } };
}

function parametersOf(place: 'path' | 'query', shape: z.ZodObject): readonly Json[] {
  const { properties = {} } = jsonSchemaOf(shape);
  return Object.entries(asObject(properties)).map(([name, schema]) => {
    const { description: about, ...rest } = asObject(schema);
    return {
      name,
      in: place,
      // What the query of a list asks for is never required.
      required: place === 'path',
      ...(typeof about === 'string' ? { description: about } : {}),
      schema: rest,
    };
  });
}

/** A shape in place, or a reference to it where it has a name. */
function schemaOf(shape: z.ZodType): Json {
  const name = [...namedShapes].find(([, known]) => known === shape)?.[0];
  return name === undefined ? clean(jsonSchemaOf(shape)) : refTo(name);
}

const refTo = (name: string): Json => ({ $ref: `${schemaPrefix}${name}` });

/** A shape of ours as JSON Schema, shapes with names in it as references. */
function jsonSchemaOf(shape: z.ZodType): JsonObject {
  return asObject(clean(schemasWith([['ThisOne', shape]])['ThisOne']));
}

function schemasWith(
  more: readonly (readonly [string, z.ZodType])[],
): Readonly<Record<string, unknown>> {
  const whole = z.registry<{ readonly id: string }>();
  for (const [name, shape] of [...namedShapes, ...more]) whole.add(shape, { id: name });
  return z.toJSONSchema(whole, { io: 'input', uri: (id) => `${schemaPrefix}${id}` }).schemas;
}

function schemas(): JsonObject {
  const sorted = Object.entries(schemasWith([])).toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  );
  return Object.fromEntries(
    sorted.map(([name, schema]) => [
      name,
      name === 'Problem' ? problemSchema(schema) : clean(schema),
    ]),
  );
}

/** Every code with its status, so that a client knows them all. */
function problemSchema(schema: unknown): Json {
  const { properties, ...rest } = asObject(clean(schema));
  return {
    ...rest,
    properties: {
      ...asObject(properties),
      code: { type: 'string', enum: Object.keys(problemCatalogue), description: 'Which refusal.' },
    },
    'x-statuses': Object.fromEntries(
      Object.entries(httpMeanings).map(([code, { status }]) => [code, status]),
    ),
  };
}

/** Leaves out what JSON Schema repeats in each part of a document. */
function clean(schema: unknown): Json {
  if (Array.isArray(schema)) return schema.map(clean);
  if (typeof schema !== 'object' || schema === null) return asJson(schema);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => name !== '$schema' && name !== '$id')
      .map(([name, part]) => [name, clean(part)]),
  );
}

/** Guarantee: a schema holds nothing but JSON. */
const asJson = (value: unknown): Json => value as Json;

/** Guarantee: the caller's part of the document is an object. */
const asObject = (value: unknown): JsonObject => value as JsonObject;
