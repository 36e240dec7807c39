import type { OrderDesk } from '../bank/desk.ts';
import type { Instruction } from '../bank/ledger.ts';
import { isUnreadable, type PaymentFile, readPaymentFile } from '../bank/pain001.ts';
import { writeStatusReport } from '../bank/pain002.ts';
import type { Rejection } from '../bank/checks.ts';
import { localDateTime } from '../calendar.ts';
import { parseJson } from '../odoo/json.ts';
import { isObject, type WireObject } from '../odoo/values.ts';
import { asPaymentFile, statusOf, type TransactionStatus } from './wire.ts';

/** How a person of the customer has to confirm an order, if at all. */
export type StrongAuthentication = 'exempted' | 'redirect' | 'decoupled';

/** One payment resource: a single payment or a bulk. */
export interface PaymentResource {
  readonly paymentId: string;
  readonly service: string;
  readonly product: string;
  readonly file: PaymentFile;
  /** What the customer sent, for a single payment. */
  readonly wire: WireObject | null;
  /** Epoch milliseconds after which it can be confirmed no more; null when nobody has to. */
  readonly confirmUntilMs: number | null;
  /** When each set of statuses was first told. */
  readonly toldAt: Map<string, string>;
  taken: {
    readonly rejection: Rejection | null;
    readonly instructions: readonly Instruction[];
  } | null;
  state: 'waiting' | 'taken' | 'lapsed' | 'refused';
}

/** Reads what was posted; the name of the fault when it cannot be read. */
export function readPosted(
  body: string,
  of: { readonly isBulk: boolean; readonly paymentId: string; readonly desk: OrderDesk },
): { readonly file: PaymentFile; readonly wire: WireObject | null } | { readonly fault: string } {
  const { desk, isBulk, paymentId } = of;
  try {
    if (isBulk) {
      const bytes = new TextEncoder().encode(body);
      return { file: readPaymentFile(bytes, desk.facts.paymentMessages), wire: null };
    }
    const wire = parseJson(body);
    if (!isObject(wire)) return { fault: 'no object' };
    const created = desk.clock();
    const today = localDateTime(created, desk.facts.cutOff.zone).date;
    const file = asPaymentFile(wire, { paymentId, created, today });
    return 'missing' in file ? { fault: file.missing } : { file, wire };
  } catch (error) {
    if (isUnreadable(error) || error instanceof SyntaxError) return { fault: error.message };
    throw error;
  }
}

/** Where the whole resource is, in one code. */
export function resourceStatus(resource: PaymentResource): TransactionStatus | 'PATC' | 'PART' {
  if (resource.state === 'waiting') return 'RCVD';
  if (resource.state === 'lapsed' || resource.state === 'refused') return 'RJCT';
  if (resource.taken === null || resource.taken.rejection !== null) return 'RJCT';
  const statuses = new Set(resource.taken.instructions.map(statusOf));
  const [only] = statuses;
  return statuses.size === 1 && only !== undefined ? only : 'PART';
}

/** The status of a bulk as pain.002; the same statuses always give the same bytes. */
export function statusReport(resource: PaymentResource, desk: OrderDesk): Uint8Array {
  const groupStatus = resourceStatus(resource);
  const instructions = resource.taken?.instructions ?? [];
  const told = [groupStatus, ...instructions.map((one) => one.state)].join(' ');
  const created = resource.toldAt.get(told) ?? desk.clock();
  resource.toldAt.set(told, created);
  const { rejection } = resource.taken ?? { rejection: null };
  return writeStatusReport(
    {
      messageId: `${resource.paymentId}.${String([...resource.toldAt.keys()].indexOf(told) + 1)}`,
      created,
      original: resource.file,
      groupStatus,
      reason: rejection,
      groups: [...Map.groupBy(instructions, (one) => one.paymentInformationId)].map(
        ([paymentInformationId, ofGroup]) => ({
          paymentInformationId,
          status: null,
          transactions: ofGroup.map((one) => ({
            endToEndId: one.endToEndId,
            instructionId: one.instructionId,
            status: statusOf(one),
            reason:
              one.state === 'rejected' && one.reasonCode !== null
                ? { code: one.reasonCode, text: one.reasonCode }
                : null,
            reference: one.bookingReference,
            amount: one.amount,
            currency: one.currency,
          })),
        }),
      ),
    },
    desk.facts,
  );
}
