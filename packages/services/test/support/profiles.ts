import { type BankProfile, usualLadderSeconds } from '@quittance/domain';

/** Nordhafen Bank: books each payment and answers each one. */
export const nordhafen: BankProfile = {
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
    folder: 'in',
  },
  answers: {
    folder: 'out',
    statusVersion: 'pain.002.001.10',
    statusPerPayment: true,
    finality: 'booked_entry',
    rejection: 'final',
    silenceMsMax: 3_600_000,
  },
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

/** Kingsway Bank: books a file as one debit and reports rejections only. */
export const kingsway: BankProfile = {
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
    folder: 'in',
  },
  answers: {
    folder: 'out',
    statusVersion: 'pain.002.001.03',
    statusPerPayment: false,
    finality: 'booked_entry',
    rejection: 'final',
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

/** A bank whose status ACSC is final, and whose RJCT is not: what is final differs (ST-06). */
export const quickbank: BankProfile = {
  ...nordhafen,
  key: 'quickbank',
  name: 'Quick Bank AG',
  answers: { ...nordhafen.answers, finality: 'settled_status', rejection: 'statement' },
};

export const testProfiles: ReadonlyMap<string, BankProfile> = new Map(
  [nordhafen, kingsway, quickbank].map((profile) => [profile.key, profile]),
);
