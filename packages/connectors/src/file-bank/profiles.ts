import { type BankProfile, usualLadderSeconds } from '@quittance/domain';

const folders = { in: 'in', out: 'out' } as const;

/**
 * Nordhafen Bank: a German bank that books each payment, answers each one, and knows a second
 * sending by its message id for thirty days.
 */
export const nordhafenProfile: BankProfile = {
  key: 'nordhafen',
  v: 1,
  name: 'Nordhafen Bank AG',
  payment: {
    messageVersion: 'pain.001.001.09',
    booking: 'single',
    transactionsMax: 100_000,
    remittanceLengthMax: 140,
    nameLengthMax: 70,
    characterSet: 'sepa_latin',
    structuredAddress: true,
    fileNamePattern: '^[A-Za-z0-9._-]{1,60}\\.xml$',
    folder: folders.in,
  },
  answers: {
    folder: folders.out,
    statusVersion: 'pain.002.001.10',
    statusPerPayment: true,
    finality: 'booked_entry',
    // It executes what it took on other systems than it answers from.
    rejection: 'statement',
    // The bank promises its answer within a quarter of an hour; silence is a case after an hour.
    silenceMsMax: 3_600_000,
  },
  // It takes files from its folder within minutes; one that lies there for hours was not taken.
  inquiry: {
    means: ['folder', 'status_report', 'statement'],
    ladderSeconds: usualLadderSeconds,
    visibilityMs: 1_800_000,
    negativesMin: 3,
    messageLifeMs: 14_400_000,
  },
  duplicates: { key: 'message_id', windowDays: 30 },
  rails: [
    { rail: 'sepa', currency: 'EUR', amountMaxMinor: null, feeMinor: 12n },
    { rail: 'urgent', currency: 'EUR', amountMaxMinor: null, feeMinor: 1_500n },
    { rail: 'standard', currency: 'EUR', amountMaxMinor: null, feeMinor: 900n },
    { rail: 'standard', currency: 'USD', amountMaxMinor: null, feeMinor: 45n },
    { rail: 'urgent', currency: 'USD', amountMaxMinor: null, feeMinor: 2_500n },
  ],
  cutOffs: [
    { currency: 'EUR', time: '15:00', timeZone: 'Europe/Berlin', calendar: 'target' },
    { currency: 'USD', time: '15:00', timeZone: 'Europe/Berlin', calendar: 'us' },
  ],
};

/**
 * Kingsway Bank: a British bank that books a file as one debit, reports rejections only, and
 * swallows a file whose bytes it has seen within a fortnight.
 */
export const kingswayProfile: BankProfile = {
  key: 'kingsway',
  v: 1,
  name: 'Kingsway Bank plc',
  payment: {
    messageVersion: 'pain.001.001.03',
    booking: 'batch',
    transactionsMax: 25_000,
    remittanceLengthMax: 140,
    nameLengthMax: 70,
    characterSet: 'latin_extended',
    structuredAddress: false,
    fileNamePattern: '^[A-Za-z0-9._-]{1,60}\\.xml$',
    folder: folders.in,
  },
  answers: {
    folder: folders.out,
    statusVersion: 'pain.002.001.03',
    statusPerPayment: false,
    finality: 'booked_entry',
    // It rejects what it checks before it makes its one debit of what is left of the file.
    rejection: 'final',
    // The answer for the whole file is promised within half an hour.
    silenceMsMax: 7_200_000,
  },
  inquiry: {
    means: ['folder', 'status_report', 'statement'],
    ladderSeconds: usualLadderSeconds,
    visibilityMs: 3_600_000,
    negativesMin: 3,
    messageLifeMs: 28_800_000,
  },
  duplicates: { key: 'content', windowDays: 14 },
  rails: [
    { rail: 'standard', currency: 'GBP', amountMaxMinor: null, feeMinor: 20n },
    { rail: 'urgent', currency: 'GBP', amountMaxMinor: null, feeMinor: 2_000n },
    { rail: 'sepa', currency: 'EUR', amountMaxMinor: 50_000n, feeMinor: 8n },
    { rail: 'sepa', currency: 'EUR', amountMaxMinor: null, feeMinor: 35n },
  ],
  cutOffs: [
    { currency: 'GBP', time: '16:30', timeZone: 'Europe/London', calendar: 'uk' },
    { currency: 'EUR', time: '16:30', timeZone: 'Europe/London', calendar: 'target' },
  ],
};
