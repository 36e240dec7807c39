import { asPlainDate, type Currency, money } from '@quittance/domain';
import type { PaymentFileInput, PaymentTransaction } from '@quittance/formats';
import * as fc from 'fast-check';
import { batchOf, fileOf } from './pain.ts';

const ibans = [
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'FR1420041010050500013M02606',
  'SA0380000000608010167519',
];

/** Names and texts with everything that people type: accents, signs, scripts, markup. */
const text = fc
  .array(
    fc.constantFrom(
      'Müller',
      'Søren',
      'Łódź',
      '&',
      '<b>',
      '“x”',
      '€',
      'Ελλάς',
      'Борис',
      '漢字',
      '🙂',
      "O'Neil",
      'a_b',
      '\n',
      '//',
      ' ',
      'plain',
      '"',
      ';',
      '%',
      '\u0007',
      'e\u0301',
    ),
    { minLength: 0, maxLength: 12 },
  )
  .map((parts) => parts.join(' '));

const account = fc.oneof(
  fc.constantFrom(...ibans).map((number) => ({ kind: 'iban', number }) as const),
  fc.constantFrom('12345678', '000123-4567').map((number) => ({ kind: 'other', number }) as const),
);

const nullable = fc.option(fc.constantFrom('Main Street', 'Straße 1', 'ulica Łódzka'), {
  nil: null,
});

const address = fc.record({
  country: fc.constantFrom('DE', 'GB', 'US'),
  street: nullable,
  buildingNumber: fc.constantFrom(null, '1', '12a'),
  postalCode: fc.constantFrom(null, '12345', 'SW1A 1AA'),
  town: fc.constantFrom('Köln', 'London'),
  lines: fc.constant([]),
});

const transactions = (currency: Currency, batch: number) =>
  fc
    .array(
      fc.record({
        minor: fc.bigInt({ min: 1n, max: 99_999_999_999n }),
        name: text.map((value) => `A${value}`),
        address: fc.option(address, { nil: null }),
        account,
        bic: fc.constantFrom(null, 'COBADEFFXXX', 'BARCGB22'),
        clearing: fc.constantFrom(null, { system: 'USABA', memberId: '021000021' }),
        remittance: text,
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((items) =>
      items.map((item, index): PaymentTransaction => ({
        endToEndId: `Q${batch}X${index}`,
        amount: money(currency, item.minor),
        creditorName: item.name,
        creditorAddress: item.address,
        creditorAccount: item.account,
        creditorAgentBic: item.bic,
        creditorAgentClearing: item.clearing,
        remittance: item.remittance,
      })),
    );

const batch = (index: number) =>
  fc.constantFrom<Currency>('EUR', 'USD', 'JPY', 'KWD').chain((currency) =>
    fc.record({
      id: fc.constant(`P${index}`),
      debtorName: text.map((value) => `D${value}`),
      debtorAccount: account,
      debtorAccountCurrency: fc.constantFrom(null, currency),
      debtorAgentBic: fc.constantFrom(null, 'NOHADEHHXXX'),
      executionDate: fc.constantFrom(asPlainDate('2026-11-24'), asPlainDate('2028-02-29')),
      batchBooking: fc.boolean(),
      urgent: fc.boolean(),
      chargeBearer: fc.constantFrom(null, 'SHAR', 'DEBT', 'CRED'),
      transactions: transactions(currency, index),
    }),
  );

/** Any payment file that no rule refuses. */
export const paymentFile: fc.Arbitrary<PaymentFileInput> = fc
  .tuple(batch(1), fc.option(batch(2), { nil: null }), fc.constantFrom(null, 'ID-1'))
  .map(([first, second, id]) =>
    fileOf({
      initiatingParty: { name: 'Sämple & Co', id },
      batches: [first, second].filter((item) => item !== null).map((item) => batchOf(item)),
    }),
  );
