import { addDays, businessDayFrom } from '../calendar.ts';
import { decimalText, minorUnits } from '../money.ts';
import { createRandom, elementAt, type Random } from '../random.ts';
import { billAmount, documentMaker, withDiscount, type Relation } from './documents.ts';
import { accountAtBank } from './identifiers.ts';
import { sampleEntities, SAMPLE_USERS } from './people.ts';
import { makeRelations } from './suppliers.ts';
import type {
  SampleBankAccount,
  SampleCompany,
  SampleDocument,
  SampleEntity,
  SampleHistory,
  SamplePlanted,
} from './types.ts';

/** How many suppliers and documents of each sort a sample of some scale has. */
interface Counts {
  readonly payable: number;
  readonly secondBills: number;
  readonly creditNotes: number;
  readonly blocked: number;
  readonly notDue: number;
  readonly withoutAccount: number;
  readonly withInvalidAccount: number;
  readonly history: number;
}

/**
 * Scale 1 has 332 payable suppliers, scale 5 has 2,032: payment runs of the size that the demo and
 * the durability tests need.
 */
function countsAt(scale: number): Counts {
  return {
    payable: 332 + 425 * (scale - 1),
    secondBills: 26 * scale,
    creditNotes: 17 * scale,
    blocked: 12 * scale,
    notDue: 16 * scale,
    withoutAccount: 2 * scale,
    withInvalidAccount: 3 * scale,
    history: 300 * scale,
  };
}

type Maker = ReturnType<typeof documentMaker>;

interface Build {
  readonly random: Random;
  readonly today: string;
  readonly counts: Counts;
  readonly make: Maker;
}

function dueBill({ random, today, make }: Build, relation: Relation): SampleDocument {
  return make({
    relation,
    kind: 'in_invoice',
    dueDate: addDays(today, random.integer(-20, 5)),
    termDays: random.pick([14, 21, 30, 45]),
    amount: billAmount(random),
  });
}

/** Due at the end of the five days, cheaper when paid at their beginning. */
function discountedBill({ random, today, make }: Build, relation: Relation): SampleDocument {
  const bill = make({
    relation,
    kind: 'in_invoice',
    dueDate: addDays(today, random.integer(3, 5)),
    termDays: random.pick([14, 30]),
    amount: billAmount(random),
  });
  return withDiscount(bill, addDays(today, random.integer(1, 2)), random);
}

/** Not due yet; every second one has an early-payment discount that may make it worth paying. */
function lateBill({ random, today, make }: Build, relation: Relation): SampleDocument {
  const bill = make({
    relation,
    kind: 'in_invoice',
    dueDate: addDays(today, random.integer(10, 40)),
    termDays: random.pick([45, 60]),
    amount: billAmount(random),
  });
  return random.chance(500)
    ? withDiscount(bill, addDays(today, random.integer(1, 9)), random)
    : bill;
}

/** A credit note of a tenth to a half of the bill, so that the supplier is still owed money. */
function creditNote(
  { random, today, make }: Build,
  relation: Relation,
  bill: SampleDocument,
): SampleDocument {
  const total = minorUnits(bill.total, bill.currency) ?? 0n;
  return make({
    relation,
    kind: 'in_refund',
    dueDate: addDays(today, random.integer(-10, 0)),
    termDays: 0,
    amount: (total * BigInt(random.integer(10, 50))) / 100n + 1n,
  });
}

interface Open {
  readonly documents: readonly SampleDocument[];
  readonly planted: SamplePlanted;
}

function openDocuments(build: Build, relations: readonly Relation[]): Open {
  const { random, counts } = build;
  const payable = relations.slice(0, counts.payable);
  let next = counts.payable;
  const take = (count: number): readonly Relation[] => {
    next += count;
    return relations.slice(next - count, next);
  };
  const without = take(counts.withoutAccount);
  const invalid = take(counts.withInvalidAccount);
  // The last suppliers get the credit notes and the duplicate: no early-payment discount there.
  const creditFrom = counts.payable - counts.creditNotes;
  const bills = payable.map((relation, index) =>
    index % 13 === 0 && index < creditFrom - 1
      ? discountedBill(build, relation)
      : dueBill(build, relation),
  );
  const second = random.shuffle(payable).slice(0, counts.secondBills);
  const blocked = random.shuffle(payable).slice(0, counts.blocked);
  const credits = bills
    .slice(creditFrom)
    .map((bill, index) => creditNote(build, elementAt(payable, creditFrom + index), bill));
  const twice = elementAt(bills, creditFrom - 1);
  return {
    documents: [
      ...bills,
      ...second.map((relation) => dueBill(build, relation)),
      ...blocked.map((relation) => ({ ...dueBill(build, relation), blocked: true })),
      ...credits,
      ...[...without, ...invalid].map((relation) => dueBill(build, relation)),
      ...take(counts.notDue).map((relation) => lateBill(build, relation)),
      { ...twice, invoiceDate: addDays(twice.invoiceDate, 2) },
    ],
    planted: {
      withoutAccount: without.map(({ supplier }) => supplier.code),
      withInvalidAccount: invalid.map(({ supplier }) => supplier.code),
      duplicate: {
        supplierCode: twice.supplierCode,
        supplierReference: twice.supplierReference,
      },
      withCreditNote: credits.map((credit) => credit.supplierCode),
    },
  };
}

const MAIN_JOURNALS: Readonly<Record<string, string>> = { HDE: 'BNKN', HUK: 'BNKG', HUS: 'BNKU' };

function paidHistory(build: Build, relations: readonly Relation[]): readonly SampleHistory[] {
  const { random, counts, today, make } = build;
  return Array.from({ length: counts.history }, () => {
    const relation = random.pick(relations);
    const paidOn = businessDayFrom(addDays(today, random.integer(-180, -9)));
    const document = make({
      relation,
      kind: 'in_invoice',
      dueDate: addDays(paidOn, random.integer(-3, 3)),
      termDays: random.pick([14, 21, 30]),
      amount: billAmount(random),
    });
    const second = relation.entity.code === 'HDE' && random.chance(200);
    const journalCode = second ? 'BNKK' : (MAIN_JOURNALS[relation.entity.code] ?? '');
    return { document, journalCode, paidOn };
  }).toSorted((one, other) => one.paidOn.localeCompare(other.paidOn));
}

function bankAccounts(
  random: Random,
  documents: readonly SampleDocument[],
): readonly SampleBankAccount[] {
  // Each account alone could pay everything its entity owes twice, rounded up to a hundred
  // thousand, plus odd cents so that a wrong sign or scale shows.
  const balance = (entity: SampleEntity['code'], currency: string): string => {
    const owed = documents
      .filter((item) => item.entityCode === entity && item.kind === 'in_invoice')
      .reduce((sum, item) => sum + (minorUnits(item.total, currency) ?? 0n), 0n);
    const rounded = ((owed * 2n) / 10_000_000n + 2n) * 10_000_000n;
    return decimalText(rounded + BigInt(random.integer(1, 99_999)), currency);
  };
  const account = (
    entityCode: string,
    journalCode: string,
    rest: Omit<SampleBankAccount, 'entityCode' | 'journalCode' | 'openingBalance'>,
  ): SampleBankAccount => ({
    entityCode,
    journalCode,
    ...rest,
    openingBalance: balance(entityCode, rest.currency),
  });
  return [
    account('HDE', 'BNKN', {
      bank: 'nordhafen',
      accountNumber: accountAtBank('NOHADEHHXXX', random),
      bic: 'NOHADEHHXXX',
      currency: 'EUR',
    }),
    account('HUS', 'BNKU', {
      bank: 'nordhafen',
      accountNumber: `44${random.digits(8)}`,
      bic: 'NOHAUS33XXX',
      currency: 'USD',
    }),
    account('HUK', 'BNKG', {
      bank: 'kingsway',
      accountNumber: accountAtBank('KWAYGB2LXXX', random),
      bic: 'KWAYGB2LXXX',
      currency: 'GBP',
    }),
    account('HDE', 'BNKK', {
      bank: 'kingsway',
      accountNumber: accountAtBank('KWAYDEFFXXX', random),
      bic: 'KWAYDEFFXXX',
      currency: 'EUR',
    }),
  ];
}

/**
 * The sample company of a seed: three entities, four bank accounts at two banks, suppliers, about
 * 400 open documents (at `scale` 1) and six months of paid ones. The same input gives the same
 * company; another seed gives another. `today` is `YYYY-MM-DD`; `scale` is an integer from 1.
 */
export function sampleCompany(input: {
  readonly seed: number;
  readonly today: string;
  readonly scale?: number;
}): SampleCompany {
  const scale = input.scale ?? 1;
  if (!Number.isInteger(scale) || scale < 1 || scale > 100) {
    throw new RangeError(`scale must be an integer from 1 to 100, not ${scale}`);
  }
  const random = createRandom(input.seed);
  const counts = countsAt(scale);
  const entities = sampleEntities(addDays(`${addDays(input.today, -250).slice(0, 7)}-01`, -1));
  const relations = makeRelations({ random, entities, counts });
  const build: Build = { random, today: input.today, counts, make: documentMaker(random) };
  const { documents, planted } = openDocuments(build, relations);
  return {
    seed: input.seed,
    today: input.today,
    users: SAMPLE_USERS,
    entities,
    bankAccounts: bankAccounts(random, documents),
    suppliers: relations.map(({ supplier }) => supplier),
    documents,
    history: paidHistory(build, relations.slice(0, counts.payable)),
    planted,
  };
}
