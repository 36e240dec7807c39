import { addDays } from '../calendar.ts';
import { decimalText } from '../money.ts';
import type { Random } from '../random.ts';
import { BILL_SUBJECTS } from './names.ts';
import { bookkeepersOf } from './people.ts';
import type { SampleDocument, SampleEntity, SampleSupplier } from './types.ts';

/** One supplier as a customer relation of one entity. */
export interface Relation {
  readonly entity: SampleEntity;
  readonly supplier: SampleSupplier;
}

/** Bands of amounts in minor units with their weights in a thousand: many small, few large. */
const AMOUNT_BANDS: readonly (readonly [weight: number, min: number, max: number])[] = [
  [80, 501, 5_000],
  [300, 5_001, 50_000],
  [400, 50_001, 500_000],
  [170, 500_001, 5_000_000],
  [50, 5_000_001, 25_000_000],
];

/** A plausible amount of a bill in minor units, mostly with odd cents. */
export function billAmount(random: Random): bigint {
  let draw = random.integer(1, 1000);
  for (const [weight, min, max] of AMOUNT_BANDS) {
    draw -= weight;
    if (draw <= 0) return BigInt(random.integer(min, max));
  }
  throw new RangeError('the weights of the amount bands do not add up to a thousand');
}

const REFERENCE_FORMS: readonly ((year: string, number: string) => string)[] = [
  (year, number) => `RE-${year}-${number}`,
  (year, number) => `${year}/${number}`,
  (_year, number) => `INV${number}`,
  (year, number) => `F${year.slice(2)}.${number}`,
  (_year, number) => `RÜ-${number}`,
  (_year, number) => `R&D-${number}`,
  (year, number) => `${number}-${year.slice(2)}`,
];

/**
 * Makes documents with supplier references that never repeat within one sample: a number of six
 * digits that counts up by a random step.
 */
export function documentMaker(
  random: Random,
): (input: {
  readonly relation: Relation;
  readonly kind: SampleDocument['kind'];
  readonly dueDate: string;
  readonly termDays: number;
  readonly amount: bigint;
}) => SampleDocument {
  let number = 100_000 + random.integer(0, 9_999);
  return ({ relation, kind, dueDate, termDays, amount }) => {
    number += random.integer(1, 37);
    const { entity, supplier } = relation;
    const invoiceDate = addDays(dueDate, -termDays);
    const form = random.pick(REFERENCE_FORMS);
    const reference = form(invoiceDate.slice(0, 4), String(number));
    return {
      entityCode: entity.code,
      kind,
      supplierCode: supplier.code,
      supplierReference: kind === 'in_refund' ? `GS-${reference}` : reference,
      invoiceDate,
      dueDate,
      currency: entity.currency,
      total: decimalText(amount, entity.currency),
      lines: documentLines(amount, entity.currency, random),
      discount: null,
      blocked: false,
      createdBy: random.pick(bookkeepersOf(entity.code)),
    };
  };
}

function documentLines(amount: bigint, currency: string, random: Random): SampleDocument['lines'] {
  const count = amount > 1_000n ? random.integer(1, 3) : 1;
  const lines: { readonly description: string; readonly amount: string }[] = [];
  let rest = amount;
  for (let index = count; index > 0; index -= 1) {
    const part = index === 1 ? rest : (rest * BigInt(random.integer(20, 60))) / 100n;
    rest -= part;
    lines.push({
      description: random.pick(BILL_SUBJECTS),
      amount: decimalText(part, currency),
    });
  }
  return lines;
}

/** Two or three per cent off when paid by a date. */
export function withDiscount(
  document: SampleDocument,
  date: string,
  random: Random,
): SampleDocument {
  return { ...document, discount: { date, percent: random.pick(['2.00', '3.00', '2.50']) } };
}
