import {
  asId,
  type Permission,
  problem,
  type Problem,
  refuse,
  type Result,
  type Role,
  succeed,
} from '@quittance/domain';
import type { Caller, ExpectedVersion, ServiceContext } from '@quittance/services';
import type { Scope, StoreTransaction, VersionedTable } from '@quittance/store';
import { z } from 'zod';
import type { ApiPorts } from '../ports.ts';
import type { FieldError } from '../problem/statuses.ts';
import { plain } from '../shapes/shape.ts';

/** An answer before it is sent: JSON, or bytes with their media type. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A refusal with the fields that are wrong. */
export interface Refusal {
  readonly problem: Problem;
  readonly errors?: readonly FieldError[];
}

/** A request whose caller is known and whose rate is allowed. */
export interface Call {
  readonly ports: ApiPorts;
  readonly caller: Caller;
  readonly scope: Scope;
  /** What the request carries, not checked yet. */
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** Value of If-Match, if any. */
  readonly ifMatch: string | null;
  /** Keeps the answer inside the verb's transaction; does nothing for a read. */
  readonly keep: (transaction: StoreTransaction, answer: Answer) => Promise<void>;
}

/** One operation of the API as data: from it come the server, the document and the tests. */
export interface Route {
  /** Names the operation in the document and in clients. */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`, with `{names}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Permission;
  /** Roles of which the caller must hold one in a company to see it here; empty: any role. */
  readonly readers: readonly Role[];
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Null: no body is taken. */
  readonly body: z.ZodType | null;
  /** The media type of a body that is no JSON. */
  readonly bodyMedia: string | null;
  readonly bodyBytesMax: number;
  readonly answer: { readonly status: number; readonly shape: z.ZodType | null };
  /** The media type of an answer that is no JSON. */
  readonly answerMedia: string | null;
  /** Whether If-Match is honoured, and the answer carries an ETag. */
  readonly versioned: boolean;
  readonly handle: (call: Call) => Promise<Result<Answer, Refusal>>;
}

const jsonBytesMax = 1_048_576;
const nothing = z.strictObject({});

type Read<Shape extends z.ZodType> = z.infer<Shape>;

interface Common<Params extends z.ZodObject, Query extends z.ZodObject> {
  readonly id: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly readers?: readonly Role[];
  readonly params?: Params;
  readonly query?: Query;
}

/** What a reading handler is given. */
export interface ReadCall<Params, Query> {
  readonly ports: ApiPorts;
  readonly caller: Caller;
  readonly scope: Scope;
  readonly params: Params;
  readonly query: Query;
}

interface ReadSpec<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Shape extends z.ZodType,
> extends Common<Params, Query> {
  readonly answer: Shape;
  /** True: the answer is one object with a `version`, told as its ETag. */
  readonly versioned?: boolean;
  readonly read: (call: ReadCall<Read<Params>, Read<Query>>) => Promise<Result<unknown, Problem>>;
}

/** A GET that answers JSON of one shape. */
export function readRoute<
  Shape extends z.ZodType,
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
>(spec: ReadSpec<Params, Query, Shape>): Route {
  const params = spec.params ?? nothing;
  const query = spec.query ?? nothing;
  return {
    ...routeOf(spec, { method: 'GET', params, query }),
    answer: { status: 200, shape: spec.answer },
    versioned: spec.versioned ?? false,
    async handle(call) {
      const parsed = parseAll<Params, Query>(call, { params, query });
      if (!parsed.ok) return parsed;
      const { ports, caller, scope } = call;
      const result = await spec.read({ ports, caller, scope, ...parsed.value });
      if (!result.ok) return refuse({ problem: result.error });
      const body = spec.answer.parse(plain(result.value));
      const headers = spec.versioned === true ? etagOf(body) : {};
      return succeed({ status: 200, headers, body });
    },
  };
}

interface BytesSpec<Params extends z.ZodObject, Query extends z.ZodObject> extends Common<
  Params,
  Query
> {
  readonly media: string;
  readonly read: (
    call: ReadCall<Read<Params>, Read<Query>>,
  ) => Promise<
    Result<
      { readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> },
      Problem
    >
  >;
}

/** A GET that answers bytes. */
export function bytesRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
>(spec: BytesSpec<Params, Query>): Route {
  const params = spec.params ?? nothing;
  const query = spec.query ?? nothing;
  return {
    ...routeOf(spec, { method: 'GET', params, query }),
    answer: { status: 200, shape: null },
    answerMedia: spec.media,
    async handle(call) {
      const parsed = parseAll<Params, Query>(call, { params, query });
      if (!parsed.ok) return parsed;
      const { ports, caller, scope } = call;
      const result = await spec.read({ ports, caller, scope, ...parsed.value });
      if (!result.ok) return refuse({ problem: result.error });
      const { bytes, headers } = result.value;
      return succeed({ status: 200, headers, body: bytes });
    },
  };
}

/** What an acting handler is given; `ctx` carries the caller and keeps the answer. */
export interface ActCall<Params, Body> {
  readonly ctx: ServiceContext;
  readonly ports: ApiPorts;
  readonly caller: Caller;
  readonly params: Params;
  readonly body: Body;
}

interface ActSpec<
  Params extends z.ZodObject,
  Body extends z.ZodType,
  Shape extends z.ZodType,
> extends Common<Params, typeof nothing> {
  readonly body?: Body;
  readonly bodyMedia?: string;
  readonly bodyBytesMax?: number;
  readonly answer: Shape;
  /** 201 with the address of what was made; 202 with that of the operation that goes on. */
  readonly status?: 200 | 201 | 202;
  /** The address, below `/api/v1`, of what was made. */
  readonly location?: (value: Read<Shape>) => string;
  /** The table of the object that `params` name, for If-Match; its parameter is the only one. */
  readonly expects?: VersionedTable;
  /** Calls one verb: its value is the answer, kept in the verb's own transaction. */
  readonly act: (call: ActCall<Read<Params>, Read<Body>>) => Promise<Result<unknown, Problem>>;
}

/** A POST that calls one verb of the services. */
export function actRoute<
  Shape extends z.ZodType,
  Params extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>(spec: ActSpec<Params, Body, Shape>): Route {
  const params = spec.params ?? nothing;
  const status = spec.status ?? 200;
  const answerOf = (scope: Scope, value: unknown): Answer => {
    const told = status === 202 ? withOperation(value, scope) : value;
    const body = spec.answer.parse(plain(told));
    return { status, headers: locationOf(spec, body, scope), body };
  };
  return {
    ...routeOf(spec, { method: 'POST', params, query: nothing }),
    body: spec.body ?? null,
    bodyMedia: spec.bodyMedia ?? null,
    bodyBytesMax: spec.bodyBytesMax ?? jsonBytesMax,
    answer: { status, shape: spec.answer },
    versioned: spec.expects !== undefined,
    async handle(call) {
      const parsed = parseAll<Params, typeof nothing>(call, { params, query: nothing });
      if (!parsed.ok) return parsed;
      const body = parseBody<Body>(spec, call.body);
      if (!body.ok) return body;
      const expects = expectationOf(spec.expects, call);
      if (!expects.ok) return expects;
      const { ports, caller, scope } = call;
      const ctx: ServiceContext = {
        ...ports.services,
        scope,
        ...(expects.value === null ? {} : { expects: expects.value }),
        atCommit: (transaction, value) => call.keep(transaction, answerOf(scope, value)),
      };
      const given = { ctx, ports, caller, params: parsed.value.params, body: body.value };
      const result = await spec.act(given);
      if (!result.ok) return refuse({ problem: result.error });
      return succeed(answerOf(scope, result.value));
    },
  };
}

/** What goes on after the answer is known by its correlation id: that is the operation's id. */
const withOperation = (value: unknown, scope: Scope): unknown => ({
  ...(typeof value === 'object' ? value : {}),
  operationId: scope.correlationId,
});

function locationOf<Shape extends z.ZodType>(
  spec: { readonly status?: number; readonly location?: (value: Read<Shape>) => string },
  body: Read<Shape>,
  scope: Scope,
): Readonly<Record<string, string>> {
  if (spec.location !== undefined) return { location: `/api/v1${spec.location(body)}` };
  return spec.status === 202 ? { location: `/api/v1/operations/${scope.correlationId}` } : {};
}

function routeOf(
  spec: Common<z.ZodObject, z.ZodObject>,
  more: Pick<Route, 'method' | 'params' | 'query'>,
): Omit<Route, 'handle' | 'answer'> {
  const { id, path, tag, summary, permission, readers = [] } = spec;
  return {
    id,
    readers,
    path,
    tag,
    summary,
    permission,
    ...more,
    body: null,
    bodyMedia: null,
    bodyBytesMax: jsonBytesMax,
    answerMedia: null,
    versioned: false,
  };
}

/** All that is wrong with path and query at once. */
function parseAll<Params extends z.ZodObject, Query extends z.ZodObject>(
  call: Call,
  shapes: { readonly params: z.ZodObject; readonly query: z.ZodObject },
): Result<{ readonly params: Read<Params>; readonly query: Read<Query> }, Refusal> {
  const params = shapes.params.safeParse(call.params);
  const query = shapes.query.safeParse(call.query);
  if (params.success && query.success) {
    // Guarantee: the shapes are those of the caller, who left them out only where nothing is.
    return succeed({
      params: params.data as Read<Params>,
      query: query.data as Read<Query>,
    });
  }
  const errors = [...fieldErrors('path', params), ...fieldErrors('query', query)];
  return refuse({ problem: problem('BAD_INPUT', sentenceOf(errors)), errors });
}

function parseBody<Body extends z.ZodType>(
  spec: { readonly body?: Body; readonly bodyMedia?: string },
  body: unknown,
): Result<Read<Body>, Refusal> {
  const shape = spec.body ?? nothing;
  const parsed = shape.safeParse(body ?? (spec.body === undefined ? {} : undefined));
  // Guarantee: `nothing` stands for a body only where the caller named none.
  if (parsed.success) return succeed(parsed.data as Read<Body>);
  const errors = fieldErrors('body', parsed);
  return refuse({ problem: problem('BAD_INPUT', sentenceOf(errors)), errors });
}

function fieldErrors(
  place: string,
  parsed: { readonly success: boolean; readonly error?: z.ZodError | undefined },
): readonly FieldError[] {
  return (parsed.error?.issues ?? []).map((issue) => ({
    path: [place, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}

const sentenceOf = (errors: readonly FieldError[]): string =>
  errors.map(({ path, message }) => `${path}: ${message}`).join('; ');

const etagOf = (body: unknown): Readonly<Record<string, string>> => {
  const version: unknown =
    typeof body === 'object' && body !== null && 'version' in body ? body.version : null;
  return typeof version === 'number' ? { etag: `"${version}"` } : {};
};

/** The version that If-Match names. Errors: BAD_INPUT for what is no ETag of ours. */
function expectationOf(
  table: VersionedTable | undefined,
  call: Call,
): Result<ExpectedVersion | null, Refusal> {
  if (call.ifMatch === null || call.ifMatch === '*') return succeed(null);
  const version = /^"(\d{1,9})"$/.exec(call.ifMatch)?.[1];
  if (table === undefined || version === undefined) {
    return refuse({ problem: problem('BAD_INPUT', 'If-Match: this is no ETag of the object') });
  }
  const [named] = Object.values(z.record(z.string(), z.string()).parse(call.params));
  // Not money: a version.
  return succeed({ table, id: asId(named ?? ''), version: Number.parseInt(version, 10) });
}
