import { decimalText } from '../money.ts';
import type { BankFacts } from './facts.ts';
import { amountLeaf, document, element, leaf, type XmlPart } from './xml-writer.ts';

/** Writes pain.002.001.03 and .001.10, which share the elements a bank's answer needs. */
export interface StatusReport {
  readonly messageId: string;
  readonly created: string;
  readonly original: {
    readonly messageId: string;
    readonly message: string;
    readonly transactionCount: string | null;
  };
  readonly groupStatus: string | null;
  readonly reason: StatusReason | null;
  readonly groups: readonly GroupStatus[];
}

export interface StatusReason {
  readonly code: string;
  readonly text: string;
}

export interface GroupStatus {
  readonly paymentInformationId: string;
  readonly status: string | null;
  readonly transactions: readonly TransactionStatus[];
}

export interface TransactionStatus {
  readonly endToEndId: string;
  readonly instructionId: string | null;
  readonly status: string;
  readonly reason: StatusReason | null;
  readonly reference: string | null;
  readonly amount: bigint;
  readonly currency: string;
}

function reasonPart(reason: StatusReason | null): XmlPart {
  if (reason === null) return null;
  return element(
    'StsRsnInf',
    element('Rsn', leaf('Cd', reason.code)),
    leaf('AddtlInf', reason.text.slice(0, 105)),
  );
}

function transactionPart(item: TransactionStatus): XmlPart {
  const amount = amountLeaf('InstdAmt', decimalText(item.amount, item.currency), item.currency);
  return element(
    'TxInfAndSts',
    leaf('OrgnlInstrId', item.instructionId),
    leaf('OrgnlEndToEndId', item.endToEndId),
    leaf('TxSts', item.status),
    reasonPart(item.reason),
    leaf('AcctSvcrRef', item.reference),
    element('OrgnlTxRef', element('Amt', amount)),
  );
}

function countsPart(report: StatusReport): XmlPart {
  const counts = new Map<string, number>();
  for (const item of report.groups.flatMap((group) => group.transactions)) {
    counts.set(item.status, (counts.get(item.status) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) =>
    element('NbOfTxsPerSts', leaf('DtldNbOfTxs', String(count)), leaf('DtldSts', status)),
  );
}

/** The bytes of a status report in the bank's version. */
export function writeStatusReport(report: StatusReport, facts: BankFacts): Uint8Array {
  const bicName = facts.statusMessage === 'pain.002.001.03' ? 'BIC' : 'BICFI';
  return document(
    facts.statusMessage,
    element(
      'CstmrPmtStsRpt',
      element(
        'GrpHdr',
        leaf('MsgId', report.messageId),
        leaf('CreDtTm', report.created),
        element('DbtrAgt', element('FinInstnId', leaf(bicName, facts.bic))),
      ),
      element(
        'OrgnlGrpInfAndSts',
        leaf('OrgnlMsgId', report.original.messageId),
        leaf('OrgnlMsgNmId', report.original.message),
        leaf('OrgnlNbOfTxs', report.original.transactionCount),
        leaf('GrpSts', report.groupStatus),
        reasonPart(report.reason),
        countsPart(report),
      ),
      report.groups.map((group) =>
        element(
          'OrgnlPmtInfAndSts',
          leaf('OrgnlPmtInfId', group.paymentInformationId),
          leaf('PmtInfSts', group.status),
          group.transactions.map(transactionPart),
        ),
      ),
    ),
  );
}
