import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ParsedEntry,
  readAnyFile,
  readPain001,
  readStatementFile,
  readStatusReport,
} from '@quittance/formats';
import { balance, bytesOf, camtText, simpleEntry } from './support/camt.ts';

const golden = new Uint8Array(readFileSync(new URL('golden/camt053.xml', import.meta.url)));

/** The same bytes, cut at the given places. */
function* cutAt(bytes: Uint8Array, places: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (const place of places.toSorted((left, right) => left - right)) {
    yield bytes.subarray(from, place);
    from = place;
  }
  yield bytes.subarray(from);
}

const readEverything = (bytes: Uint8Array): void => {
  readStatementFile(bytes);
  readStatusReport(bytes);
  readPain001(bytes);
  readAnyFile(bytes);
};

describe('where a file is cut never matters', () => {
  const whole = readStatementFile(golden);

  test('byte by byte', () => {
    expect(readStatementFile(Array.from(golden, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test('at any places', () => {
    const places = fc.array(fc.integer({ min: 0, max: golden.length }), { maxLength: 40 });
    fc.assert(
      fc.property(places, (cuts) => {
        expect(readStatementFile(cutAt(golden, cuts))).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  test('in a file of several windows, and in a broken one', () => {
    const entries = Array.from({ length: 1_500 }, (_, index) =>
      simpleEntry(
        `${index}.0${index % 10}`,
        'DBIT',
        `<AddtlNtryInf>ä ${index} &amp;</AddtlNtryInf>`,
      ),
    ).join('\n');
    const bytes = bytesOf(camtText('camt.053', { entries }));
    const broken = bytesOf(camtText('camt.053', { entries: `${entries}<x>&y;</x>` }));
    for (const file of [bytes, broken]) {
      const expected = readStatementFile(file);
      const places = fc.array(fc.integer({ min: 0, max: file.length }), { maxLength: 5 });
      fc.assert(
        fc.property(places, (cuts) => {
          expect(readStatementFile(cutAt(file, cuts))).toEqual(expected);
        }),
        { numRuns: 5 },
      );
    }
  });
});

describe('[RES-14] bad bytes never throw, never hang', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readEverything(bytes);
        expect(readStatementFile(bytes).faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('random markup', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<',
      '>',
      '/',
      '&amp;',
      '&',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '"',
      ' ',
      'x',
      '=',
      '<Ntry>',
      '</Ntry>',
      '<Stmt>',
      '<BkToCstmrStmt>',
      '<Amt Ccy="EUR">',
      '<?',
      '?>',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        readEverything(bytesOf(pieces.join('')));
      }),
      { numRuns: 500 },
    );
  });

  test('every cut-off file is fatal, wherever it ends', () => {
    for (let length = 0; length < golden.length - 1; length += 97) {
      const { faults } = readStatementFile(golden.subarray(0, length));
      expect(faults.some((fault) => fault.severity === 'fatal')).toBe(true);
    }
  });

  test('changed bytes', () => {
    const change = fc.record({
      at: fc.integer({ min: 0, max: golden.length - 1 }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const bytes = golden.slice();
        for (const { at, byte } of changes) bytes[at] = byte;
        readEverything(bytes);
      }),
      { numRuns: 300 },
    );
  });
});

describe('laws of a statement', () => {
  const cents = fc.bigInt({ min: 0n, max: 99_999_999_999n });
  const sample = fc.array(fc.record({ cents, credit: fc.boolean() }), { maxLength: 30 });
  const decimal = (minor: bigint): string => {
    const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const direction = (minor: bigint): string => (minor < 0n ? 'DBIT' : 'CRDT');

  test('[I5] what was written is what is read, and opening plus entries is closing', () => {
    fc.assert(
      fc.property(sample, fc.bigInt({ min: -99_999n, max: 99_999n }), (items, opening) => {
        const amounts = items.map((item) => (item.credit ? item.cents : -item.cents));
        const closing = amounts.reduce((sum, amount) => sum + amount, opening);
        const text = camtText('camt.053', {
          balances:
            balance('OPBD', decimal(opening), direction(opening)) +
            balance('CLBD', decimal(closing), direction(closing)),
          entries: items
            .map((item) => simpleEntry(decimal(item.cents), item.credit ? 'CRDT' : 'DBIT'))
            .join(''),
        });
        const file = readStatementFile(bytesOf(text));
        const [statement] = file.statements;
        expect(file.faults).toEqual([]);
        expect(statement?.entries.map((entry) => entry.amountMinor)).toEqual(amounts);
        expect(statement?.closingBalance?.amountMinor).toBe(closing);
        expect(statement?.proof).toEqual({ kind: 'proven' });
      }),
      { numRuns: 60 },
    );
  });

  test('[I27] the keys of a statement are the same whatever the order of its entries', () => {
    const keysOf = (entries: readonly string[]): readonly string[] =>
      (
        readStatementFile(bytesOf(camtText('camt.053', { entries: entries.join('') })))
          .statements[0]?.entries ?? []
      )
        .map((entry: ParsedEntry) => entry.entryKey)
        .toSorted();
    const few = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(few, (amounts) => {
        const entries = amounts.map((amount) => simpleEntry(`${amount}.00`, 'DBIT'));
        expect(keysOf(entries.toReversed())).toEqual(keysOf(entries));
      }),
      { numRuns: 60 },
    );
  });
});
