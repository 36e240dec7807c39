import type { BankProfile } from '@quittance/domain';
import { FaultList, type FormatFault, formatFault } from '../fault.ts';
import { type CharacterSet, cut, transliterate } from './characters.ts';
import type {
  PaymentAddress,
  PaymentBatchInput,
  PaymentFileInput,
  PaymentTransaction,
} from './record.ts';

/** The part of a bank profile that decides how a payment file is written. */
export type PaymentProfile = Pick<BankProfile, 'payment'>;

export interface CanonicalPaymentFile {
  /** Exactly what stands in the file: names and texts as the bank gets them. */
  readonly content: PaymentFileInput;
  /** What was changed to get there, as faults of severity info. */
  readonly changes: readonly FormatFault[];
}

/** A line of an address has 70 characters at most, and there are two in SEPA (EPC132-08). */
const addressLengthMax = 70;
const addressLinesMax = 2;
/** `TwnNm` (Max35Text), `PstCd` and `BldgNb` (Max16Text) are shorter. */
const townLengthMax = 35;
const codeLengthMax = 16;

/**
 * The content as this bank takes it: its characters, its lengths, its form of address. Amounts,
 * accounts, ids and dates are never touched. Doing it twice changes nothing.
 */
export function canonicalPaymentFile(
  input: PaymentFileInput,
  profile: PaymentProfile,
): CanonicalPaymentFile {
  const fitter = new TextFitter(profile);
  const content = {
    ...input,
    initiatingParty: {
      ...input.initiatingParty,
      name: fitter.name('GrpHdr/InitgPty/Nm', input.initiatingParty.name),
    },
    batches: input.batches.map((batch, index) => fitter.batch(batch, `PmtInf[${index + 1}]`)),
  };
  return { content, changes: fitter.changes.all() };
}

/** One transaction as this bank takes it; see {@link canonicalPaymentFile}. */
export const canonicalTransaction = (
  transaction: PaymentTransaction,
  profile: PaymentProfile,
): PaymentTransaction => new TextFitter(profile).transaction(transaction, '');

class TextFitter {
  readonly changes = new FaultList();
  private readonly payment: BankProfile['payment'];
  private readonly set: CharacterSet;

  constructor(profile: PaymentProfile) {
    this.payment = profile.payment;
    this.set = profile.payment.characterSet;
  }

  batch(batch: PaymentBatchInput, path: string): PaymentBatchInput {
    return {
      ...batch,
      debtorName: this.name(`${path}/Dbtr/Nm`, batch.debtorName),
      transactions: batch.transactions.map((transaction, index) =>
        this.transaction(transaction, `${path}/CdtTrfTxInf[${index + 1}]`),
      ),
    };
  }

  transaction(transaction: PaymentTransaction, path: string): PaymentTransaction {
    const { creditorAddress, remittance } = transaction;
    return {
      ...transaction,
      creditorName: this.name(`${path}/Cdtr/Nm`, transaction.creditorName),
      creditorAddress:
        creditorAddress === null ? null : this.address(`${path}/Cdtr/PstlAdr`, creditorAddress),
      remittance: this.text(`${path}/RmtInf/Ustrd`, remittance, this.payment.remittanceLengthMax),
    };
  }

  name(path: string, name: string): string {
    return this.text(path, name, this.payment.nameLengthMax);
  }

  private text(path: string, text: string, lengthMax: number): string {
    const written = transliterate(this.set, text);
    if (written !== text) {
      this.change('characters', path, 'Characters that the bank does not take were replaced.');
    }
    const short = cut(written, lengthMax);
    if (short !== written) {
      this.change('length', path, `The text was cut to the bank’s ${lengthMax} characters.`);
    }
    return short;
  }

  private optional(path: string, text: string | null, lengthMax: number): string | null {
    if (text === null) return null;
    const written = this.text(path, text, lengthMax);
    return written === '' ? null : written;
  }

  private address(path: string, address: PaymentAddress): PaymentAddress | null {
    const parts = {
      country: address.country,
      street: this.optional(`${path}/StrtNm`, address.street, addressLengthMax),
      buildingNumber: this.optional(`${path}/BldgNb`, address.buildingNumber, codeLengthMax),
      postalCode: this.optional(`${path}/PstCd`, address.postalCode, codeLengthMax),
      town: this.optional(`${path}/TwnNm`, address.town, townLengthMax),
    };
    const lines = address.lines
      .map((line) => this.text(`${path}/AdrLine`, line, addressLengthMax))
      .filter((line) => line !== '');
    if (this.payment.structuredAddress) return { ...parts, lines };
    const made = [
      joined([parts.street, parts.buildingNumber]),
      joined([parts.postalCode, parts.town]),
    ].filter((line) => line !== '');
    const kept = [...made, ...lines].slice(0, addressLinesMax);
    const nothing = { street: null, buildingNumber: null, postalCode: null, town: null };
    const short = kept.map((line) => cut(line, addressLengthMax));
    if (parts.country === null && short.length === 0) return null;
    return { country: parts.country, ...nothing, lines: short };
  }

  private change(rule: string, path: string, sentence: string): void {
    this.changes.add(formatFault('info', `pain001.text.${rule}`, { line: 0, path, sentence }));
  }
}

const joined = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join(' ');
