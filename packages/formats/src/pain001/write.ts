import {
  type BankProfile,
  type Currency,
  formatDecimal,
  type Money,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { currencyExponent } from '@quittance/domain';
import { type FormatFault, hasFatal } from '../fault.ts';
import { XmlWriter } from '../xml/write.ts';
import { canonicalPaymentFile, type PaymentProfile } from './canonical.ts';
import { checkPaymentFile } from './check.ts';
import type {
  ClearingMember,
  PaymentAccount,
  PaymentAddress,
  PaymentBatchInput,
  PaymentFileInput,
  PaymentTransaction,
  ServiceLevel,
} from './record.ts';
import { chargeBearerOf, serviceLevelOf } from './service-level.ts';

export type PaymentMessageVersion = BankProfile['payment']['messageVersion'];

export interface WrittenPaymentFile {
  readonly bytes: Uint8Array;
  readonly version: PaymentMessageVersion;
  /** Exactly what stands in the file. */
  readonly content: PaymentFileInput;
  readonly transactionCount: number;
  /** What was transliterated or cut, and warnings of the rules; nothing fatal. */
  readonly notes: readonly FormatFault[];
}

/**
 * Writes a pain.001.001.03 or .09 under a bank profile. Refuses, with every rule that is broken,
 * before a byte is made. Source: ISO 20022 CustomerCreditTransferInitiation; EPC132-08 for SEPA.
 */
export function writePain001(
  input: PaymentFileInput,
  profile: PaymentProfile,
): Result<WrittenPaymentFile, readonly FormatFault[]> {
  const { content, changes } = canonicalPaymentFile(input, profile);
  const faults = checkPaymentFile(content, profile);
  if (hasFatal(faults)) return refuse(faults);
  const version = profile.payment.messageVersion;
  const writer = new PaymentFileWriter(version);
  return succeed({
    bytes: writer.write(content),
    version,
    content,
    transactionCount: countOf(content),
    notes: [...changes, ...faults],
  });
}

const countOf = (content: PaymentFileInput): number =>
  content.batches.reduce((sum, batch) => sum + batch.transactions.length, 0);

/**
 * The plain sum of amounts that a control sum is, whatever their currencies (ISO 20022 `CtrlSum`:
 * "irrespective of currencies"), as a decimal with as many decimals as the finest currency has.
 */
export function controlSum(amounts: Iterable<Money>): string {
  const sums = new Map<Currency, bigint>();
  for (const amount of amounts) {
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
  }
  let exponent = 0;
  for (const currency of sums.keys()) exponent = Math.max(exponent, currencyExponent(currency));
  let total = 0n;
  for (const [currency, minor] of sums) {
    total += minor * 10n ** BigInt(exponent - currencyExponent(currency));
  }
  const digits = total.toString().padStart(exponent + 1, '0');
  if (exponent === 0) return digits;
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function* amountsOf(content: PaymentFileInput): Generator<Money> {
  for (const batch of content.batches) for (const item of batch.transactions) yield item.amount;
}

class PaymentFileWriter {
  private readonly xml = new XmlWriter();
  private readonly version: PaymentMessageVersion;
  private readonly bicElement: string;

  constructor(version: PaymentMessageVersion) {
    this.version = version;
    this.bicElement = version === 'pain.001.001.03' ? 'BIC' : 'BICFI';
  }

  write(content: PaymentFileInput): Uint8Array {
    const { xml } = this;
    const namespace = `urn:iso:std:iso:20022:tech:xsd:${this.version}`;
    xml.open('Document', `xmlns="${namespace}"`).open('CstmrCdtTrfInitn').line();
    this.header(content);
    for (const batch of content.batches) this.batch(batch);
    xml.close('CstmrCdtTrfInitn').close('Document').line();
    return xml.finish();
  }

  private header(content: PaymentFileInput): void {
    const { xml } = this;
    const { initiatingParty } = content;
    xml.open('GrpHdr').leaf('MsgId', content.messageId);
    // Whole seconds, in UTC: what the oldest bank systems read (ISO 8601).
    xml.leaf('CreDtTm', `${content.createdAt.slice(0, 19)}Z`);
    xml.leaf('NbOfTxs', String(countOf(content))).leaf('CtrlSum', controlSum(amountsOf(content)));
    xml.open('InitgPty').leaf('Nm', initiatingParty.name);
    if (initiatingParty.id !== null) {
      xml.open('Id').open('OrgId').open('Othr').leaf('Id', initiatingParty.id);
      xml.close('Othr').close('OrgId').close('Id');
    }
    xml.close('InitgPty').close('GrpHdr').line();
  }

  private batch(batch: PaymentBatchInput): void {
    const { xml } = this;
    const levels = new Set(batch.transactions.map((item) => serviceLevelOf(batch, item)));
    const [level] = levels;
    // One service level for all stands on the batch, several stand on each payment.
    const common = levels.size === 1 && level !== undefined ? level : null;
    xml.open('PmtInf').leaf('PmtInfId', batch.id).leaf('PmtMtd', 'TRF');
    xml.leaf('BtchBookg', batch.batchBooking ? 'true' : 'false');
    xml.leaf('NbOfTxs', String(batch.transactions.length));
    xml.leaf('CtrlSum', controlSum(batch.transactions.map((item) => item.amount)));
    if (common !== null) this.paymentType(common);
    this.executionDate(batch);
    xml.open('Dbtr').leaf('Nm', batch.debtorName).close('Dbtr');
    this.account('DbtrAcct', batch.debtorAccount, batch.debtorAccountCurrency);
    this.agent('DbtrAgt', batch.debtorAgentBic, batch.debtorAgentClearing);
    if (common !== null) xml.leaf('ChrgBr', chargeBearerOf(common, batch));
    xml.line();
    for (const item of batch.transactions) {
      this.transaction(item, common === null ? serviceLevelOf(batch, item) : null, batch);
    }
    xml.close('PmtInf').line();
  }

  private paymentType(level: ServiceLevel): void {
    this.xml.open('PmtTpInf').open('SvcLvl').leaf('Cd', level).close('SvcLvl').close('PmtTpInf');
  }

  private executionDate(batch: PaymentBatchInput): void {
    const { xml } = this;
    if (this.version === 'pain.001.001.03') {
      xml.leaf('ReqdExctnDt', batch.executionDate);
      return;
    }
    xml.open('ReqdExctnDt').leaf('Dt', batch.executionDate).close('ReqdExctnDt');
  }

  private transaction(
    item: PaymentTransaction,
    ownLevel: ServiceLevel | null,
    batch: PaymentBatchInput,
  ): void {
    const { xml } = this;
    const { amount } = item;
    xml.open('CdtTrfTxInf').open('PmtId').leaf('EndToEndId', item.endToEndId).close('PmtId');
    if (ownLevel !== null) this.paymentType(ownLevel);
    xml
      .open('Amt')
      .leaf('InstdAmt', formatDecimal(amount), `Ccy="${amount.currency}"`)
      .close('Amt');
    if (ownLevel !== null) xml.leaf('ChrgBr', chargeBearerOf(ownLevel, batch));
    if (item.creditorAgentBic !== null || item.creditorAgentClearing !== null) {
      this.agent('CdtrAgt', item.creditorAgentBic, item.creditorAgentClearing);
    }
    xml.open('Cdtr').leaf('Nm', item.creditorName);
    if (item.creditorAddress !== null) this.address(item.creditorAddress);
    xml.close('Cdtr');
    this.account('CdtrAcct', item.creditorAccount, null);
    if (item.remittance !== '') xml.open('RmtInf').leaf('Ustrd', item.remittance).close('RmtInf');
    xml.close('CdtTrfTxInf').line();
  }

  private account(name: string, account: PaymentAccount, currency: Currency | null): void {
    const { xml } = this;
    xml.open(name).open('Id');
    if (account.kind === 'iban') xml.leaf('IBAN', account.number);
    else xml.open('Othr').leaf('Id', account.number).close('Othr');
    xml.close('Id').leaf('Ccy', currency).close(name);
  }

  /** A debtor agent that is not known is written `NOTPROVIDED`: the schema demands one. */
  private agent(name: string, bic: string | null, clearing: ClearingMember | null): void {
    const { xml } = this;
    xml.open(name).open('FinInstnId').leaf(this.bicElement, bic);
    if (clearing !== null) {
      xml.open('ClrSysMmbId').open('ClrSysId').leaf('Cd', clearing.system).close('ClrSysId');
      xml.leaf('MmbId', clearing.memberId).close('ClrSysMmbId');
    }
    if (bic === null && clearing === null) {
      xml.open('Othr').leaf('Id', 'NOTPROVIDED').close('Othr');
    }
    xml.close('FinInstnId').close(name);
  }

  private address(address: PaymentAddress): void {
    const { xml } = this;
    xml.open('PstlAdr').leaf('StrtNm', address.street).leaf('BldgNb', address.buildingNumber);
    xml.leaf('PstCd', address.postalCode).leaf('TwnNm', address.town);
    xml.leaf('Ctry', address.country);
    for (const line of address.lines) xml.leaf('AdrLine', line);
    xml.close('PstlAdr');
  }
}
