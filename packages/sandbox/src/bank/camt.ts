import { decimalText } from '../money.ts';
import { ibanIsValid } from '../company/identifiers.ts';
import type { BankFacts } from './facts.ts';
import type { BookedItem, Booking, BookingKind } from './ledger.ts';
import { amountLeaf, document, element, leaf, type XmlPart } from './xml-writer.ts';

/** Writes camt.053 and camt.054 in the versions 001.02 and 001.08. */
export interface AccountReport {
  readonly messageId: string;
  readonly created: string;
  readonly date: string;
  readonly sequence: number;
  readonly accountNumber: string;
  readonly bic: string;
  readonly currency: string;
  readonly entries: readonly Booking[];
}

export interface StatementReport extends AccountReport {
  readonly opening: bigint;
  readonly closing: bigint;
}

/** Version 001.02 has plain status codes, parties without a choice, and BIC for BICFI. */
interface Style {
  readonly modern: boolean;
  readonly batchDetails: boolean;
  readonly facts: BankFacts;
}

type TransactionCode = readonly [domain: string, family: string, subfamily: string];

/** Bank transaction codes of the ISO 20022 external code list. */
function transactionCode(booking: Booking, facts: BankFacts): TransactionCode {
  const transfer = booking.currency === 'EUR' ? 'ESCT' : 'DMCT';
  const codes: Readonly<Record<BookingKind, TransactionCode>> = {
    payment: ['PMNT', 'ICDT', transfer],
    batch: ['PMNT', 'ICDT', transfer],
    return: ['PMNT', 'ICDT', 'RRTN'],
    receipt: ['PMNT', 'RCDT', transfer],
    fee: facts.booking === 'batch' ? ['PMNT', 'MDOP', 'COMM'] : ['ACMT', 'MDOP', 'CHRG'],
    interest: ['ACMT', 'MCOP', 'INTR'],
  };
  return codes[booking.kind];
}

function codePart(name: string, [domain, family, subfamily]: TransactionCode): XmlPart {
  return element(
    name,
    element(
      'Domn',
      leaf('Cd', domain),
      element('Fmly', leaf('Cd', family), leaf('SubFmlyCd', subfamily)),
    ),
  );
}

function accountId(accountNumber: string, isIban: boolean): XmlPart {
  return element(
    'Id',
    isIban ? leaf('IBAN', accountNumber) : element('Othr', leaf('Id', accountNumber)),
  );
}

function magnitude(name: string, amount: bigint, currency: string): string {
  return amountLeaf(name, decimalText(amount < 0n ? -amount : amount, currency), currency);
}

function direction(amount: bigint): XmlPart {
  return leaf('CdtDbtInd', amount < 0n ? 'DBIT' : 'CRDT');
}

/** The other side is the creditor of an outgoing payment and the debtor of an incoming one. */
function partiesPart(item: BookedItem, booking: Booking, style: Style): XmlPart {
  const role = booking.kind === 'receipt' ? 'Dbtr' : 'Cdtr';
  const name = leaf('Nm', item.partyName.slice(0, 140));
  return element(
    'RltdPties',
    element(role, style.modern ? element('Pty', name) : name),
    element(`${role}Acct`, accountId(item.partyAccount, item.partyAccountIsIban)),
  );
}

function returnPart(booking: Booking, style: Style): XmlPart {
  if (booking.reasonCode === null) return null;
  const original = transactionCode({ ...booking, kind: 'payment' }, style.facts);
  return element(
    'RtrInf',
    codePart('OrgnlBkTxCd', original),
    element('Rsn', leaf('Cd', booking.reasonCode)),
  );
}

function itemPart(item: BookedItem, booking: Booking, style: Style): XmlPart {
  const amount = amountLeaf('Amt', decimalText(item.amount, booking.currency), booking.currency);
  return element(
    'TxDtls',
    element(
      'Refs',
      leaf('MsgId', booking.messageId),
      leaf('AcctSvcrRef', booking.kind === 'batch' ? null : booking.reference),
      leaf('PmtInfId', booking.paymentInformationId),
      leaf('InstrId', item.instructionId),
      leaf('EndToEndId', item.endToEndId),
    ),
    style.modern
      ? [amount, direction(booking.amount)]
      : element('AmtDtls', element('TxAmt', amount)),
    partiesPart(item, booking, style),
    element(
      'RmtInf',
      item.remittance.map((text) => leaf('Ustrd', text)),
    ),
    returnPart(booking, style),
  );
}

function detailsPart(booking: Booking, style: Style): XmlPart {
  if (booking.items.length === 0) return null;
  const isBatch = booking.kind === 'batch';
  const batch = isBatch
    ? element(
        'Btch',
        leaf('MsgId', booking.messageId),
        leaf('PmtInfId', booking.paymentInformationId),
        leaf('NbOfTxs', String(booking.items.length)),
        magnitude('TtlAmt', booking.amount, booking.currency),
        direction(booking.amount),
      )
    : null;
  const items =
    isBatch && !style.batchDetails
      ? null
      : booking.items.map((item) => itemPart(item, booking, style));
  return element('NtryDtls', batch, items);
}

function datePart(name: string, date: string): XmlPart {
  return element(name, leaf('Dt', date));
}

function entryPart(booking: Booking, style: Style): XmlPart {
  return element(
    'Ntry',
    leaf('NtryRef', booking.reference),
    magnitude('Amt', booking.amount, booking.currency),
    direction(booking.amount),
    style.modern ? element('Sts', leaf('Cd', 'BOOK')) : leaf('Sts', 'BOOK'),
    datePart('BookgDt', booking.date),
    datePart('ValDt', booking.date),
    leaf('AcctSvcrRef', booking.reference),
    codePart('BkTxCd', transactionCode(booking, style.facts)),
    detailsPart(booking, style),
    leaf('AddtlNtryInf', booking.text),
  );
}

function balancePart(code: string, amount: bigint, report: AccountReport): XmlPart {
  return element(
    'Bal',
    element('Tp', element('CdOrPrtry', leaf('Cd', code))),
    magnitude('Amt', amount, report.currency),
    direction(amount),
    datePart('Dt', report.date),
  );
}

function accountPart(report: AccountReport, style: Style): XmlPart {
  return element(
    'Acct',
    accountId(report.accountNumber, ibanIsValid(report.accountNumber)),
    leaf('Ccy', report.currency),
    element('Svcr', element('FinInstnId', leaf(style.modern ? 'BICFI' : 'BIC', report.bic))),
  );
}

function headParts(report: AccountReport, prefix: string): readonly XmlPart[] {
  const sequence = String(report.sequence);
  return [
    leaf('Id', `${prefix}-${report.date.replaceAll('-', '')}-${sequence}`),
    leaf('ElctrncSeqNb', sequence),
    leaf('LglSeqNb', sequence),
    leaf('CreDtTm', report.created),
    element(
      'FrToDt',
      leaf('FrDtTm', `${report.date}T00:00:00`),
      leaf('ToDtTm', `${report.date}T23:59:59`),
    ),
  ];
}

function headerPart(report: AccountReport): XmlPart {
  return element(
    'GrpHdr',
    leaf('MsgId', report.messageId),
    leaf('CreDtTm', report.created),
    element('MsgPgntn', leaf('PgNb', '1'), leaf('LastPgInd', 'true')),
  );
}

/** The bytes of a camt.053 with opening and closing booked balance and every entry of the day. */
export function writeStatement(report: StatementReport, facts: BankFacts): Uint8Array {
  const modern = facts.statementMessage === 'camt.053.001.08';
  const style = { modern, batchDetails: facts.statementHasBatchDetails, facts };
  return document(
    facts.statementMessage,
    element(
      'BkToCstmrStmt',
      headerPart(report),
      element(
        'Stmt',
        headParts(report, 'S'),
        accountPart(report, style),
        balancePart('OPBD', report.opening, report),
        balancePart('CLBD', report.closing, report),
        report.entries.map((entry) => entryPart(entry, style)),
      ),
    ),
  );
}

/** The bytes of a camt.054 with the entries given, batches with their transactions. */
export function writeNotification(report: AccountReport, facts: BankFacts): Uint8Array {
  const modern = facts.notificationMessage === 'camt.054.001.08';
  const style = { modern, batchDetails: true, facts };
  return document(
    facts.notificationMessage,
    element(
      'BkToCstmrDbtCdtNtfctn',
      headerPart(report),
      element(
        'Ntfctn',
        headParts(report, 'N'),
        accountPart(report, style),
        report.entries.map((entry) => entryPart(entry, style)),
      ),
    ),
  );
}
