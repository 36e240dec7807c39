import { problem, type Problem, refuse, type Result, succeed } from '@quittance/domain';
import type { Listed, RecordByTable, TableName } from '@quittance/store';
import { z } from 'zod';
import { narrowed } from '../route/caller.ts';
import { type ReadCall, readRoute, type Route } from '../route/route.ts';
import { id, pageOf } from '../shapes/shape.ts';

/** A page holds at most this many items. */
export const pageItemsMax = 200;

/** What every list of objects of a company takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(pageItemsMax).default(50).describe('How many items.'),
  after: id.optional().describe('`next` of the page before; absent for the first page.'),
};

const entityQuery = {
  entityId: id.optional().describe('Only of this company; all of the token’s when absent.'),
};

type Filters = Readonly<Record<string, z.ZodType<string | undefined>>>;

interface ListSpec<Table extends TableName> {
  readonly id: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Route['permission'];
  /** Roles of which the caller must hold one; any role when absent. */
  readonly readers?: Route['readers'];
  readonly table: Table;
  readonly pageName: string;
  readonly shape: z.ZodType;
  /** Query parameters that a property of the same name must equal. */
  readonly filters?: Filters;
  readonly tell?: (row: RecordByTable[Table]) => unknown;
  /** False: a table of the group, whose rows belong to no company. */
  readonly ofEntity?: boolean;
}

/** A GET of a list, newest first, stable however many are added meanwhile. */
export function listRoute<Table extends TableName>(spec: ListSpec<Table>): Route {
  const { filters = {}, tell = (row: unknown) => row, ofEntity = true } = spec;
  const query = z.strictObject({ ...pageQuery, ...(ofEntity ? entityQuery : {}), ...filters });
  return readRoute({
    id: spec.id,
    path: spec.path,
    tag: spec.tag,
    summary: spec.summary,
    permission: spec.permission,
    ...(spec.readers === undefined ? {} : { readers: spec.readers }),
    query,
    answer: pageOf(spec.pageName, spec.shape),
    async read({ ports, scope, query: given }: ReadCall<unknown, Record<string, unknown>>) {
      const asked = new Map(Object.entries(given));
      const text = (name: string): string | undefined => {
        const value = asked.get(name);
        return typeof value === 'string' ? value : undefined;
      };
      const within = narrowed(scope, text('entityId'));
      if (!within.ok) return within;
      const equal = Object.fromEntries(Object.keys(filters).map((name) => [name, text(name)]));
      const page = await ports.queries.list({
        scope: within.value,
        table: spec.table,
        equal,
        limit: pageItemsOf(asked.get('limit')),
        after: text('after') ?? null,
      });
      return succeed(pageTold(page, tell));
    },
  });
}

/** The limit of a checked query. */
export const pageItemsOf = (limit: unknown): number => (typeof limit === 'number' ? limit : 50);

/** A page as it is told. */
export const pageTold = <Row>(
  page: Listed<Row>,
  tell: (row: Row) => unknown,
): { readonly items: readonly unknown[]; readonly next: string | null } => ({
  items: page.rows.map(tell),
  next: page.next,
});

interface OneSpec<Table extends TableName> {
  readonly id: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permission: Route['permission'];
  readonly table: Table;
  readonly shape: z.ZodType;
  /** Name of the parameter in the path. */
  readonly parameter: string;
  readonly tell?: (row: RecordByTable[Table]) => unknown;
}

/** A GET of one object by its id, with its version as ETag. */
export function oneRoute<Table extends TableName>(spec: OneSpec<Table>): Route {
  const { tell = (row: unknown) => row, parameter } = spec;
  return readRoute({
    id: spec.id,
    path: spec.path,
    tag: spec.tag,
    summary: spec.summary,
    permission: spec.permission,
    params: z.strictObject({ [parameter]: id }),
    answer: spec.shape,
    versioned: true,
    async read({ ports, scope, params }: ReadCall<Record<string, string>, unknown>) {
      const row = await ports.queries.read({
        scope,
        table: spec.table,
        id: params[parameter] ?? '',
      });
      return row === null ? notFound(spec.table) : succeed(tell(row));
    },
  });
}

/** Refuses in words that are the same for what is not there and what may not be seen. */
export const notFound = (what: string): Result<never, Problem> =>
  refuse(problem('NOT_FOUND', what.replaceAll('_', ' ')));
