import { elementAt, type Random } from '../random.ts';
import type { Relation } from './documents.ts';
import {
  accountIn,
  britishVatNumber,
  germanVatNumber,
  ibanWithWrongCheck,
  routingNumberOf,
} from './identifiers.ts';
import { supplierAddress } from './names.ts';
import { bookkeepersOf } from './people.ts';
import type { SampleEntity, SampleSupplier, SampleSupplierAccount } from './types.ts';

/** Countries of the suppliers of an entity, repeated by weight. */
const SUPPLIER_COUNTRIES: Readonly<Record<string, readonly string[]>> = {
  HDE: ['DE', 'DE', 'DE', 'DE', 'DE', 'AT', 'NL', 'BE', 'FR', 'ES', 'IE'],
  HUK: ['GB'],
  HUS: ['US'],
};

/** Of ten suppliers seven belong to the German entity, two to the British, one to the American. */
const ENTITY_PATTERN: readonly number[] = [0, 0, 1, 0, 0, 2, 0, 0, 1, 0];

function americanAccount(random: Random, editor: string): SampleSupplierAccount {
  return {
    accountNumber: `${random.integer(1, 9)}${random.digits(random.integer(7, 11))}`,
    bic: null,
    routingNumber: routingNumberOf(`0${random.integer(1, 9)}${random.digits(6)}`),
    currency: 'USD',
    trusted: true,
    lastEditedBy: editor,
  };
}

function ibanAccount(country: string, random: Random, editor: string): SampleSupplierAccount {
  const { iban, bic } = accountIn(country, random);
  return {
    accountNumber: iban,
    bic: random.chance(850) ? bic : null,
    routingNumber: null,
    currency: null,
    trusted: true,
    lastEditedBy: editor,
  };
}

function vatNumber(country: string, random: Random): string | null {
  if (country === 'DE') return germanVatNumber(random);
  return country === 'GB' ? britishVatNumber(random) : null;
}

function supplierOf(entity: SampleEntity, number: number, random: Random): SampleSupplier {
  const country = random.pick(SUPPLIER_COUNTRIES[entity.code] ?? []);
  const editor = random.pick(bookkeepersOf(entity.code));
  const code = `S${String(number).padStart(5, '0')}`;
  const account =
    country === 'US' ? americanAccount(random, editor) : ibanAccount(country, random, editor);
  return {
    code,
    country,
    ...supplierAddress(country, random),
    email: `accounts@${code.toLowerCase()}.example`,
    vat: vatNumber(country, random),
    accounts: [account],
  };
}

/** Tells suppliers of the same name apart, as a bookkeeper would, by town and then by number. */
function withUniqueNames(suppliers: readonly SampleSupplier[]): readonly SampleSupplier[] {
  const taken = new Set<string>();
  return suppliers.map((supplier) => {
    let name = supplier.name;
    if (taken.has(name)) name = `${supplier.name}, ${supplier.city}`;
    for (let number = 2; taken.has(name); number += 1) {
      name = `${supplier.name}, ${supplier.city} ${number}`;
    }
    taken.add(name);
    return { ...supplier, name };
  });
}

/**
 * Suppliers in the order the documents use them: first the payable ones, then those without an
 * account, those with an invalid IBAN (German entity, where an IBAN is expected), then those with
 * nothing due yet, of which the first three have an account that is not trusted.
 */
export function makeRelations(input: {
  readonly random: Random;
  readonly entities: readonly SampleEntity[];
  readonly counts: {
    readonly payable: number;
    readonly withoutAccount: number;
    readonly withInvalidAccount: number;
    readonly notDue: number;
  };
}): readonly Relation[] {
  const { random, entities, counts } = input;
  const invalidFrom = counts.payable + counts.withoutAccount;
  const notDueFrom = invalidFrom + counts.withInvalidAccount;
  const total = notDueFrom + counts.notDue;
  const entityOf = (index: number): SampleEntity => {
    const pattern = elementAt(ENTITY_PATTERN, index % ENTITY_PATTERN.length);
    const planted = index >= counts.payable && index < notDueFrom;
    return elementAt(entities, planted ? 0 : pattern);
  };
  const plain = Array.from({ length: total }, (_, index) =>
    supplierOf(entityOf(index), index + 1, random),
  );
  const accountsAt = (index: number, accounts: readonly SampleSupplierAccount[]) => {
    if (index < counts.payable) return accounts;
    if (index < invalidFrom) return [];
    if (index < notDueFrom) {
      return accounts.map((account) => ({
        ...account,
        accountNumber: ibanWithWrongCheck(account.accountNumber),
      }));
    }
    const untrusted = index < notDueFrom + 3;
    return accounts.map((account) => ({ ...account, trusted: !untrusted }));
  };
  return withUniqueNames(plain).map((supplier, index) => ({
    entity: entityOf(index),
    supplier: { ...supplier, accounts: accountsAt(index, supplier.accounts) },
  }));
}
