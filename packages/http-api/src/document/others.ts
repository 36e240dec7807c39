import type { Json } from './openapi.ts';

/** An operation that is no route of `/api/v1`. */
export interface OtherOperation {
  readonly id: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly tag: string;
  readonly operation: Json;
}

const text = (media: string): Json => ({ [media]: { schema: { type: 'string' } } });

const statusAnswer = (status: string): Json => ({
  'application/json': {
    schema: {
      type: 'object',
      required: ['status'],
      properties: { status: { type: 'string', const: status } },
    },
  },
});

const health = 'health';
const problem: Json = { $ref: '#/components/responses/Problem' };

function other(
  of: Omit<OtherOperation, 'operation'>,
  operation: { readonly [name: string]: Json },
): OtherOperation {
  return { ...of, operation: { operationId: of.id, tags: [of.tag], ...operation } };
}

/** What the server answers beside `/api/v1` (GOV-14: there is nothing that is not written here). */
export const otherOperations: readonly OtherOperation[] = [
  other(
    { id: 'livez', method: 'get', path: '/livez', tag: health },
    {
      summary: 'The process answers.',
      security: [],
      responses: {
        '200': { description: 'It lives.', content: statusAnswer('alive') },
        default: problem,
      },
    },
  ),
  other(
    { id: 'readyz', method: 'get', path: '/readyz', tag: health },
    {
      summary: 'The process can do its work: its database answers.',
      security: [],
      responses: {
        '200': { description: 'It is ready.', content: statusAnswer('ready') },
        '503': { description: 'It is not.', content: statusAnswer('database down') },
        default: problem,
      },
    },
  ),
  other(
    { id: 'metrics', method: 'get', path: '/metrics', tag: health },
    {
      summary: 'Business and technical figures of the token’s companies, for Prometheus.',
      'x-permission': 'metrics:read',
      responses: {
        '200': { description: 'The figures.', content: text('text/plain') },
        default: problem,
      },
    },
  ),
  other(
    { id: 'getDocument', method: 'get', path: '/api/openapi.json', tag: 'document' },
    {
      summary: 'This document.',
      security: [],
      responses: {
        '200': {
          description: 'OpenAPI 3.1.',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        default: problem,
      },
    },
  ),
  other(
    { id: 'getReference', method: 'get', path: '/api/docs', tag: 'document' },
    {
      summary: 'This document as a page to read; it loads nothing from elsewhere.',
      security: [],
      responses: {
        '200': { description: 'A page.', content: text('text/html') },
        default: problem,
      },
    },
  ),
  other(
    {
      id: 'receiveWebhook',
      method: 'post',
      path: '/webhooks/{connectionName}',
      tag: 'incoming webhooks',
    },
    {
      summary:
        'Takes what a counterparty pushes. It carries no token: its signature is checked, and it ' +
        'is stored before it is acknowledged. The same message again has no further effect.',
      security: [],
      parameters: [
        {
          name: 'connectionName',
          in: 'path',
          required: true,
          description: 'Name of the connection in the configuration.',
          schema: { type: 'string', maxLength: 40 },
        },
      ],
      requestBody: {
        required: true,
        description: 'Whatever the counterparty sends.',
        content: { '*/*': { schema: {} } },
      },
      responses: {
        '202': {
          description: 'Stored.',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['received', 'duplicates'],
                properties: { received: { type: 'integer' }, duplicates: { type: 'integer' } },
              },
            },
          },
        },
        default: problem,
      },
    },
  ),
];
