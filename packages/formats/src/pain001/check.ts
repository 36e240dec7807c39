import { FaultList, type FormatFault, formatFault } from '../fault.ts';
import { hasIbanCheckDigits, isBic } from './account.ts';
import type { PaymentProfile } from './canonical.ts';
import { isWithin } from './characters.ts';
import type {
  ClearingMember,
  PaymentAccount,
  PaymentAddress,
  PaymentBatchInput,
  PaymentFileInput,
  PaymentTransaction,
} from './record.ts';
import { serviceLevelOf } from './service-level.ts';

/** `Max35Text`, the length of every id of pain.001. */
const idLengthMax = 35;
/** `Max34Text`, the length of an account number that is no IBAN. */
const accountLengthMax = 34;
/** EPC132-08, AT-04: an amount in euro is at most 999,999,999.99. */
const sepaMinorMax = 99_999_999_999n;
/** `Max140Text` of `Ustrd` and `Nm`, whatever a profile says. */
const textLengthMax = 140;

/**
 * Checks a payment file in its canonical form before a byte is written. Every broken rule is
 * reported with its place, not only the first; a fatal one means that nothing is written.
 */
export function checkPaymentFile(
  content: PaymentFileInput,
  profile: PaymentProfile,
): readonly FormatFault[] {
  const checker = new PaymentChecker(profile);
  checker.file(content);
  return checker.faults.all();
}

class PaymentChecker {
  readonly faults = new FaultList();
  private readonly payment: PaymentProfile['payment'];
  private readonly endToEndIds = new Set<string>();
  private readonly batchIds = new Set<string>();

  constructor(profile: PaymentProfile) {
    this.payment = profile.payment;
  }

  file(content: PaymentFileInput): void {
    this.identifier('GrpHdr/MsgId', content.messageId);
    this.name('GrpHdr/InitgPty/Nm', content.initiatingParty.name);
    if (content.initiatingParty.id !== null) {
      this.identifier('GrpHdr/InitgPty/Id', content.initiatingParty.id);
    }
    if (content.batches.length === 0) this.refuse('empty', '', 'The file has no payments.');
    const count = content.batches.reduce((sum, batch) => sum + batch.transactions.length, 0);
    const max = this.payment.transactionsMax;
    if (count > max) {
      const sentence = `The file has ${count} payments; the bank takes ${max} at most.`;
      this.refuse('transactions', '', sentence);
    }
    for (const [index, batch] of content.batches.entries())
      this.batch(batch, `PmtInf[${index + 1}]`);
  }

  private batch(batch: PaymentBatchInput, path: string): void {
    this.identifier(`${path}/PmtInfId`, batch.id);
    if (this.batchIds.has(batch.id)) {
      this.refuse('id.repeated', `${path}/PmtInfId`, 'Two batches of the file have the same id.');
    }
    this.batchIds.add(batch.id);
    this.name(`${path}/Dbtr/Nm`, batch.debtorName);
    this.account(`${path}/DbtrAcct`, batch.debtorAccount);
    this.agent(`${path}/DbtrAgt`, batch.debtorAgentBic, batch.debtorAgentClearing);
    if (batch.transactions.length === 0) {
      this.refuse('empty', path, 'The batch has no payments.');
    }
    const [first] = batch.transactions;
    for (const [index, item] of batch.transactions.entries()) {
      const place = `${path}/CdtTrfTxInf[${index + 1}]`;
      if (item.amount.currency !== first?.amount.currency) {
        this.refuse('currency', `${place}/Amt`, 'A batch holds payments in one currency only.');
      }
      this.transaction(item, batch, place);
    }
  }

  private transaction(item: PaymentTransaction, batch: PaymentBatchInput, path: string): void {
    this.identifier(`${path}/PmtId/EndToEndId`, item.endToEndId);
    if (this.endToEndIds.has(item.endToEndId)) {
      const sentence = 'Two payments of the file have the same EndToEndId.';
      this.refuse('id.repeated', `${path}/PmtId/EndToEndId`, sentence);
    }
    this.endToEndIds.add(item.endToEndId);
    this.amount(item, batch, `${path}/Amt/InstdAmt`);
    this.name(`${path}/Cdtr/Nm`, item.creditorName);
    this.account(`${path}/CdtrAcct`, item.creditorAccount);
    this.agent(`${path}/CdtrAgt`, item.creditorAgentBic, item.creditorAgentClearing);
    if (item.creditorAddress !== null) this.address(`${path}/Cdtr/PstlAdr`, item.creditorAddress);
    this.text(`${path}/RmtInf/Ustrd`, item.remittance, this.payment.remittanceLengthMax);
  }

  private amount(item: PaymentTransaction, batch: PaymentBatchInput, path: string): void {
    const { minor } = item.amount;
    if (minor <= 0n) this.refuse('amount', path, 'The amount of a payment must be above zero.');
    const sepa = item.amount.currency === 'EUR' && serviceLevelOf(batch, item) === 'SEPA';
    if (sepa && minor > sepaMinorMax) {
      this.refuse('amount.max', path, 'A SEPA payment is at most 999,999,999.99 euro.');
    }
  }

  private identifier(path: string, id: string): void {
    if (id === '') this.refuse('id.missing', path, 'The id is missing.');
    if (id.length > idLengthMax) {
      this.refuse('id.length', path, `The id is longer than ${idLengthMax} characters.`);
    }
    // EPC217-08, chapter 6.3: ids neither begin nor end with a slash nor hold two in a row.
    const slashes = id.startsWith('/') || id.endsWith('/') || id.includes('//');
    if (!isWithin('sepa_latin', id) || slashes || id !== id.trim()) {
      this.refuse('id.characters', path, 'The id holds characters that banks do not take.');
    }
  }

  private name(path: string, name: string): void {
    if (name === '' || !/[\p{L}\p{N}]/u.test(name)) {
      this.refuse('name.missing', path, 'The name is missing, or nothing of it can be written.');
    }
    this.text(path, name, this.payment.nameLengthMax);
  }

  private text(path: string, text: string, profileMax: number): void {
    const max = Math.min(profileMax, textLengthMax);
    if (Array.from(text).length > max) {
      this.refuse('text.length', path, `The text is longer than ${max} characters.`);
    }
    if (isWithin(this.payment.characterSet, text)) return;
    this.refuse('text.characters', path, 'The text holds characters that the bank does not take.');
  }

  private account(path: string, account: PaymentAccount): void {
    if (account.kind === 'iban') {
      if (hasIbanCheckDigits(account.number)) return;
      this.refuse('account.iban', path, 'The IBAN is not valid.');
      return;
    }
    const { number } = account;
    const writable = isWithin('sepa_latin', number) && number === number.trim();
    if (number !== '' && number.length <= accountLengthMax && writable) return;
    this.refuse('account.number', path, 'The account number is missing or cannot be written.');
  }

  private agent(path: string, bic: string | null, clearing: ClearingMember | null): void {
    if (bic !== null && !isBic(bic)) this.refuse('agent.bic', path, 'The BIC is not valid.');
    if (clearing === null) return;
    const { system, memberId } = clearing;
    if (/^[A-Z]{2}[A-Z0-9]{3}$/.test(system) && /^[A-Z0-9]{1,28}$/.test(memberId)) return;
    this.refuse('agent.clearing', path, 'The clearing number is not valid.');
  }

  private address(path: string, address: PaymentAddress): void {
    const { country, town, lines } = address;
    if (country !== null && !/^[A-Z]{2}$/.test(country)) {
      this.refuse('address.country', path, 'The country of the address is no ISO 3166 code.');
    }
    if (!this.payment.structuredAddress) return;
    if (country === null || town === null) {
      const sentence = 'The bank asks for structured addresses, with town and country.';
      this.refuse('address.structured', path, sentence);
    }
    if (lines.length > 0) {
      this.refuse('address.lines', path, 'The bank takes no free lines in an address.');
    }
  }

  private refuse(rule: string, path: string, sentence: string): void {
    this.faults.add(formatFault('fatal', `pain001.${rule}`, { line: 0, path, sentence }));
  }
}
