import { isPlainDate } from '@quittance/domain';
import { z } from 'zod';

/** Every shape of the document that has a name of its own (`#/components/schemas/…`). */
export const namedShapes = new Map<string, z.ZodType>();

/** Gives a shape its name in the document. */
export function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  if (namedShapes.has(id)) throw new Error(`two shapes are called ${id}`);
  namedShapes.set(id, shape);
  return shape;
}

/** Lower-case text of RFC 9562; the version is not checked, as in the domain. */
export const id = named(
  'Id',
  z
    .string()
    .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'an id')
    .describe('Names one object; sorts by the time at which it was made.'),
);

/** Minor units as decimal digits: no amount is ever a JSON number, which would be a float. */
export const minor = named(
  'Minor',
  z
    .string()
    .regex(/^-?(0|[1-9]\d{0,17})$/, 'minor units, such as 12050 for 120.50 EUR')
    .describe('Minor units of the currency beside it (cents of EUR, yen of JPY), as text.'),
);

export const day = named(
  'Day',
  z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as 2026-11-30')
    .describe('A calendar day without time or zone.'),
);

/** A day that exists, for what a caller asks. */
export const existingDay = day.refine(isPlainDate, 'there is no such day');

export const instant = named(
  'Instant',
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'a moment in UTC')
    .describe('A moment in UTC with milliseconds.'),
);

export const currency = named(
  'Currency',
  z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code')
    .describe('ISO 4217.'),
);

export const hash = named(
  'Hash',
  z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256')
    .describe('SHA-256, lower-case hexadecimal.'),
);

export const contentHash = named(
  'ContentHash',
  z
    .string()
    .regex(/^[0-9]{1,4}:[0-9a-f]{64}$/, 'a content hash')
    .describe('Version of the canonical form and SHA-256 of the content: what people approve.'),
);

/** Words that a person writes and that are kept. */
export const words = z.string().trim().min(1).max(500);

/** A page of items and the cursor of the next one. */
export const pageOf = <Item extends z.ZodType>(name: string, item: Item) =>
  named(
    name,
    z.object({
      items: z.array(item),
      next: z.string().nullable().describe('Pass it as `after`; null after the last page.'),
    }),
  );

/**
 * A record as JSON carries it: amounts and counts that are bigints become digits. What the shape of
 * the answer does not name is left out, so that a new column is never told by accident.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}
