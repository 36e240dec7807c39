/**
 * How long it takes to match lines against as many payments, on easy data (every line carries its
 * reference) and on hard data (few amounts, near numbers, most lines with a document number only).
 * Prints figures and asserts none. Run: `node bench/matching.ts [lines]`.
 */
import { asId, asPlainDate, makeReference, type StatementLine } from '@quittance/domain';
import { defaultMatchRules, matchLines, type PaymentCandidate } from '@quittance/matching';

const count = Number.parseInt(process.argv[2] ?? '100000', 10);
const today = asPlainDate('2026-11-23');

const uuid = (prefix: string, number: number): string =>
  `${prefix}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const entityId = asId<'entity'>(uuid('0000000e', 1));
const ownAccountId = asId<'own_account'>(uuid('000000ac', 1));
const amountOf = (number: number, hard: boolean): bigint => BigInt(hard ? number % 7 : number) + 1n;

function paymentOf(number: number, hard: boolean): PaymentCandidate {
  const amount = amountOf(number, hard);
  return {
    id: asId(uuid('0000000a', number)),
    entityId,
    ownAccountId,
    reference: makeReference('Q', BigInt(number) * 7_919n),
    currency: 'EUR',
    instructedMinor: amount,
    openMinor: amount,
    returnableMinor: 0n,
    released: true,
    refused: false,
    partyName: `Supplier ${number % 500}`,
    payeeAccountDigest: `digest ${number % 500}`,
    documentNumbers: [`INV-2026-${number}`],
    bankReferences: [],
  };
}

function lineOf(number: number, hard: boolean): StatementLine {
  const byNumber = hard && number % 4 !== 0;
  return {
    id: asId(uuid('0000000d', number)),
    version: 1,
    entityId,
    ownAccountId,
    statementId: asId(uuid('0000000f', 1)),
    entryKey: `entry ${number}`,
    bookingDate: today,
    valueDate: today,
    currency: 'EUR',
    amountMinor: -amountOf(number, hard),
    kind: 'payment',
    bankReference: `BANK${number}`,
    endToEndId: byNumber ? null : makeReference('Q', BigInt(number) * 7_919n),
    messageId: null,
    transactionCount: null,
    partyName: `Supplier ${number % 500}`,
    partyAccountDigest: `digest ${number % 500}`,
    remittance: byNumber ? `Payment of invoice INV-2026-${number} thank you` : '',
    returnReason: null,
    instructedMinor: null,
    instructedCurrency: null,
    exchangeRate: null,
    exchangeUnitCurrency: null,
    exchangeSource: null,
    state: 'new',
    posted: false,
  };
}

for (const hard of [false, true]) {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const payments = numbers.map((number) => paymentOf(number, hard));
  const lines = numbers.map((number) => lineOf(number, hard));
  const start = performance.now();
  const candidates = { payments, attempts: [], openItems: [] };
  const result = matchLines({ lines, candidates, rules: defaultMatchRules, today });
  const seconds = (performance.now() - start) / 1_000;
  const megabytes = Math.round(process.memoryUsage().rss / 1_048_576);
  process.stdout.write(
    `${hard ? 'hard' : 'easy'}: ${count} lines in ${seconds.toFixed(2)} s, ` +
      `${result.matches.length} matched, ${megabytes} MB resident\n`,
  );
}
