import { parseExactJson, WireNumber } from '@quittance/connector-kit';
import { z } from 'zod';

/** The forms of the order API that the hub reads; a field that is not named is passed over. */

const text = z.string().min(1).max(200);
const number = z.instanceof(WireNumber);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const orderForm = z.object({
  id: text,
  clientOrderId: text,
  batchTag: text,
  phase: text,
  phaseSince: z.iso.datetime({ offset: true }),
  declinedBecause: text.nullable(),
  bookingReference: text.nullable(),
});

const movementForm = z.object({
  ref: text,
  type: text,
  amount: number,
  bookedOn: day,
  clientOrderId: text.nullable(),
  batchTag: text.nullable(),
  sentBackBecause: text.nullable(),
  counterparty: z.object({ name: z.string(), account: z.string() }).nullable(),
  text: z.string(),
});

const dayForm = z.object({
  account: text,
  currency: text,
  date: day,
  closed: z.boolean(),
  openingBalance: number,
  closingBalance: number.nullable(),
  movements: z.array(movementForm).max(100_000),
});

const eventForm = z.object({ event: text, kind: text, clientOrderId: text, phase: text });

export type OrderAnswer = z.infer<typeof orderForm>;
export type DayAnswer = z.infer<typeof dayForm>;
export type MovementAnswer = z.infer<typeof movementForm>;

const fine = z.object({
  ok: z.literal(true),
  order: z.unknown().optional(),
  day: z.unknown().optional(),
});
const refused = z.object({ ok: z.literal(false), problem: z.object({ code: text }) });

/** The outer form of every answer, whatever stands in it. */
export type Envelope =
  | { readonly ok: true; readonly order: OrderAnswer | null; readonly hasDay: boolean }
  | { readonly ok: false; readonly problem: string };

/** Null when it is no answer of this API at all. Amounts stay texts. */
export function readEnvelope(body: string): Envelope | null {
  const wire = readJson(body);
  const found = fine.safeParse(wire);
  if (found.success) {
    const order = orderForm.safeParse(found.data.order);
    const hasDay = found.data.day !== undefined;
    return { ok: true, order: order.success ? order.data : null, hasDay };
  }
  const problem = refused.safeParse(wire);
  return problem.success ? { ok: false, problem: problem.data.problem.code } : null;
}

/** What a stored answer is; `drift` names the first field that is not as announced. */
export type Told =
  | { readonly kind: 'order'; readonly order: OrderAnswer }
  | { readonly kind: 'day'; readonly day: DayAnswer }
  | { readonly kind: 'event'; readonly about: string }
  | { readonly kind: 'drift'; readonly path: string; readonly sentence: string };

/** Reads a stored answer or event; null when it is no JSON. */
export function readTold(body: string): Told | null {
  const wire = readJson(body);
  if (wire === undefined) return null;
  const event = eventForm.safeParse(wire);
  if (event.success) return { kind: 'event', about: event.data.clientOrderId };
  const outer = fine.safeParse(wire);
  if (!outer.success) return driftOf(outer.error);
  if (outer.data.order !== undefined) {
    const order = orderForm.safeParse(outer.data.order);
    return order.success ? { kind: 'order', order: order.data } : driftOf(order.error);
  }
  const found = dayForm.safeParse(outer.data.day);
  return found.success ? { kind: 'day', day: found.data } : driftOf(found.error);
}

export const readEvent = (body: string): z.infer<typeof eventForm> | null =>
  eventForm.safeParse(readJson(body)).data ?? null;

function driftOf(error: z.ZodError): Told {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return { kind: 'drift', path, sentence: `The answer is not in the announced form: ${path}.` };
}

function readJson(body: string): unknown {
  try {
    return parseExactJson(body);
  } catch {
    return undefined;
  }
}
