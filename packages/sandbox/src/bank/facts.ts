/**
 * What a bank tells its customers about its file channel: plain JSON, the only thing a customer of
 * the simulated bank may know about it.
 */
export interface BankFacts {
  readonly bank: BankName;
  readonly name: string;
  readonly bic: string;
  readonly directories: { readonly in: string; readonly out: string; readonly archive: string };
  /** Names with this ending are not looked at until they are renamed. */
  readonly unfinishedSuffix: string;
  /** Regular expression a payment file's name must match. */
  readonly fileNamePattern: string;
  readonly paymentMessages: readonly string[];
  readonly statusMessage: string;
  readonly statementMessage: string;
  readonly notificationMessage: string;
  readonly acknowledgements: {
    readonly group: readonly string[];
    readonly transaction: readonly string[];
    /** Accepted transactions are reported one by one, or only the rejected ones. */
    readonly reportsAcceptedTransactions: boolean;
    /** Status that says the payment is booked; null: only the statement says so. */
    readonly final: string | null;
    /** At most this long after the upload, in minutes. */
    readonly withinMinutes: number;
  };
  readonly duplicateCheck: {
    readonly key: 'messageId' | 'contentHash';
    readonly windowDays: number;
    /** Answer to a duplicate: a rejection of the second file, or none. */
    readonly answer: 'AM05' | 'none';
  };
  /** Debits: an entry each, or one entry for each payment information block. */
  readonly booking: 'single' | 'batch';
  /** Statement entries of batches carry their transactions; otherwise only camt.054 does. */
  readonly statementHasBatchDetails: boolean;
  readonly endToEndIdEchoed: boolean;
  readonly characterSet: {
    readonly name: string;
    /** Regular expression of one permitted character of names and remittance texts. */
    readonly character: string;
  };
  /** How an account without an IBAN is named. */
  readonly nationalAccounts: string;
  readonly cutOff: { readonly time: string; readonly zone: string };
  readonly notAfterSupported: boolean;
  readonly transactionsPerFileMax: number;
  readonly statementTimes: {
    readonly notification: string;
    readonly statement: string;
    readonly zone: string;
    readonly zeroEntryStatements: boolean;
  };
  readonly returns: string;
  readonly cancellation: 'none';
}

export type BankName = 'nordhafen' | 'kingsway';

const DIRECTORIES = { in: '/in', out: '/out', archive: '/archive' } as const;

const NATIONAL_ACCOUNTS =
  'number in CdtrAcct/Id/Othr/Id, ABA routing number in CdtrAgt/FinInstnId/ClrSysMmbId/MmbId ' +
  'with ClrSysId/Cd USABA';

/**
 * Nordhafen books each payment, answers each transaction, and takes only the Latin characters that
 * the SEPA implementation guidelines oblige every bank to take (EPC217-08).
 */
export const nordhafenFacts: BankFacts = {
  bank: 'nordhafen',
  name: 'Nordhafen Bank AG',
  bic: 'NOHADEHHXXX',
  directories: DIRECTORIES,
  unfinishedSuffix: '.part',
  fileNamePattern: '^[A-Za-z0-9._-]{1,60}\\.xml$',
  paymentMessages: ['pain.001.001.03', 'pain.001.001.09'],
  statusMessage: 'pain.002.001.10',
  statementMessage: 'camt.053.001.08',
  notificationMessage: 'camt.054.001.08',
  acknowledgements: {
    group: ['ACTC', 'ACSP', 'PART', 'ACSC', 'RJCT'],
    transaction: ['ACSP', 'RJCT', 'ACSC'],
    reportsAcceptedTransactions: true,
    final: 'ACSC',
    withinMinutes: 15,
  },
  duplicateCheck: { key: 'messageId', windowDays: 30, answer: 'AM05' },
  booking: 'single',
  statementHasBatchDetails: true,
  endToEndIdEchoed: true,
  characterSet: {
    name: 'sepa-basic',
    character: "[a-zA-Z0-9/\\-?:().,'+ ]",
  },
  nationalAccounts: NATIONAL_ACCOUNTS,
  cutOff: { time: '15:00', zone: 'Europe/Berlin' },
  notAfterSupported: false,
  transactionsPerFileMax: 100_000,
  statementTimes: {
    notification: '18:00',
    statement: '22:00',
    zone: 'Europe/Berlin',
    zeroEntryStatements: true,
  },
  returns: 'own credit entry with RtrInf and the original EndToEndId',
  cancellation: 'none',
};

/**
 * Kingsway books each payment information block as one debit, reports rejected transactions only,
 * and swallows a file whose bytes it has seen without a word.
 */
export const kingswayFacts: BankFacts = {
  bank: 'kingsway',
  name: 'Kingsway Bank plc',
  bic: 'KWAYGB2LXXX',
  directories: DIRECTORIES,
  unfinishedSuffix: '.part',
  fileNamePattern: '^[A-Za-z0-9._-]{1,60}\\.xml$',
  paymentMessages: ['pain.001.001.03', 'pain.001.001.09'],
  statusMessage: 'pain.002.001.03',
  statementMessage: 'camt.053.001.02',
  notificationMessage: 'camt.054.001.02',
  acknowledgements: {
    group: ['ACCP', 'PART', 'RJCT'],
    transaction: ['RJCT'],
    reportsAcceptedTransactions: false,
    final: null,
    withinMinutes: 30,
  },
  duplicateCheck: { key: 'contentHash', windowDays: 14, answer: 'none' },
  booking: 'batch',
  statementHasBatchDetails: false,
  endToEndIdEchoed: true,
  characterSet: {
    name: 'latin-1-letters',
    character: "[a-zA-Z0-9À-ÖØ-öø-ÿ&/\\-?:().,'+ ]",
  },
  nationalAccounts: NATIONAL_ACCOUNTS,
  cutOff: { time: '16:30', zone: 'Europe/London' },
  notAfterSupported: false,
  transactionsPerFileMax: 25_000,
  statementTimes: {
    notification: '19:00',
    statement: '23:30',
    zone: 'Europe/London',
    zeroEntryStatements: true,
  },
  returns: 'own credit entry with RtrInf and the original EndToEndId',
  cancellation: 'none',
};

const FACTS: Readonly<Record<BankName, BankFacts>> = {
  nordhafen: nordhafenFacts,
  kingsway: kingswayFacts,
};

/** The facts of a bank by its name. */
export function bankFacts(bank: BankName): BankFacts {
  return FACTS[bank];
}
