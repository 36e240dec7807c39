import { childOf, childrenOf, readXml, textOf, XmlError, type XmlNode } from './xml-reader.ts';

/**
 * Reads pain.001.001.03 and .09 as the bank sees them: structure only; the rules of the bank are
 * applied in `checks.ts`.
 */
export interface PaymentFile {
  readonly message: string;
  readonly messageId: string;
  readonly created: string;
  readonly transactionCount: string;
  readonly controlSum: string | null;
  readonly initiatingParty: string;
  readonly groups: readonly PaymentGroup[];
}

export interface PaymentGroup {
  readonly paymentInformationId: string;
  readonly method: string;
  readonly transactionCount: string | null;
  readonly controlSum: string | null;
  readonly executionDate: string;
  readonly debtorName: string;
  readonly debtorAccount: string;
  readonly transactions: readonly PaymentTransaction[];
}

export interface PaymentTransaction {
  readonly instructionId: string | null;
  readonly endToEndId: string;
  readonly amount: string;
  readonly currency: string;
  readonly creditorName: string;
  readonly creditorAccount: string;
  readonly creditorAccountIsIban: boolean;
  readonly creditorAgent: string | null;
  readonly remittance: readonly string[];
}

/** The file breaks the structure of the message; nothing of it can be executed. */
export class StructureError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StructureError';
  }
}

/**
 * Children in the order of the schema (pain.001.001.03 and .09 together): an unknown name or a
 * wrong order makes the file unreadable, as schema validation at a bank does.
 */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  GrpHdr: 'MsgId CreDtTm Authstn NbOfTxs CtrlSum InitgPty FwdgAgt'.split(' '),
  PmtInf: (
    'PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdExctnDt PoolgAdjstmntDt Dbtr ' +
    'DbtrAcct DbtrAgt DbtrAgtAcct InstrForDbtrAgt UltmtDbtr ChrgBr ChrgsAcct ChrgsAcctAgt ' +
    'CdtTrfTxInf'
  ).split(' '),
  CdtTrfTxInf: (
    'PmtId PmtTpInf Amt XchgRateInf ChrgBr ChqInstr UltmtDbtr IntrmyAgt1 IntrmyAgt1Acct ' +
    'IntrmyAgt2 IntrmyAgt2Acct IntrmyAgt3 IntrmyAgt3Acct CdtrAgt CdtrAgtAcct Cdtr CdtrAcct ' +
    'UltmtCdtr InstrForCdtrAgt InstrForDbtrAgt Purp RgltryRptg Tax RltdRmtInf RmtInf SplmtryData'
  ).split(' '),
  PmtId: ['InstrId', 'EndToEndId', 'UETR'],
};

function checkOrder(node: XmlNode): void {
  const order = ORDER[node.name] ?? [];
  let last = -1;
  for (const child of node.children) {
    const place = order.indexOf(child.name);
    if (place < 0) throw new StructureError(`${node.name} has no element ${child.name}`);
    if (place < last) throw new StructureError(`${child.name} out of order in ${node.name}`);
    last = place;
  }
}

function required(node: XmlNode | null, maxLength: number, ...path: readonly string[]): string {
  const text = textOf(node, ...path);
  const where = [node?.name ?? '', ...path].join('/');
  if (text === null || text === '') throw new StructureError(`${where} is missing`);
  if (text.length > maxLength) throw new StructureError(`${where} is longer than ${maxLength}`);
  return text;
}

function optional(
  node: XmlNode | null,
  maxLength: number,
  ...path: readonly string[]
): string | null {
  return childOf(node, ...path) === null ? null : required(node, maxLength, ...path);
}

function readTransaction(node: XmlNode): PaymentTransaction {
  checkOrder(node);
  const identification = childOf(node, 'PmtId');
  if (identification !== null) checkOrder(identification);
  const amount = childOf(node, 'Amt', 'InstdAmt');
  const currency = amount?.attributes.get('Ccy');
  if (currency === undefined) throw new StructureError('CdtTrfTxInf/Amt/InstdAmt without Ccy');
  const iban = optional(node, 34, 'CdtrAcct', 'Id', 'IBAN');
  const agent = childOf(node, 'CdtrAgt', 'FinInstnId');
  const remittance = childOf(node, 'RmtInf');
  return {
    instructionId: optional(identification, 35, 'InstrId'),
    endToEndId: required(identification, 35, 'EndToEndId'),
    amount: required(amount, 19),
    currency,
    creditorName: required(node, 140, 'Cdtr', 'Nm'),
    creditorAccount: iban ?? required(node, 34, 'CdtrAcct', 'Id', 'Othr', 'Id'),
    creditorAccountIsIban: iban !== null,
    creditorAgent:
      textOf(agent, 'BICFI') ?? textOf(agent, 'BIC') ?? textOf(agent, 'ClrSysMmbId', 'MmbId'),
    remittance:
      remittance === null
        ? []
        : [
            ...childrenOf(remittance, 'Ustrd').map((item) => required(item, 140)),
            ...childrenOf(remittance, 'Strd').map((item) => structuredText(item)),
          ],
  };
}

/** References of a structured remittance: the creditor's reference and document numbers. */
function structuredText(node: XmlNode): string {
  const numbers = childrenOf(node, 'RfrdDocInf').map((item) => textOf(item, 'Nb') ?? '');
  const reference = textOf(node, 'CdtrRefInf', 'Ref') ?? '';
  return [...numbers, reference].filter((text) => text !== '').join(' ');
}

function readGroup(node: XmlNode): PaymentGroup {
  checkOrder(node);
  const date = childOf(node, 'ReqdExctnDt', 'Dt');
  const transactions = childrenOf(node, 'CdtTrfTxInf').map(readTransaction);
  if (transactions.length === 0) throw new StructureError('PmtInf without CdtTrfTxInf');
  return {
    paymentInformationId: required(node, 35, 'PmtInfId'),
    method: required(node, 3, 'PmtMtd'),
    transactionCount: optional(node, 15, 'NbOfTxs'),
    controlSum: optional(node, 19, 'CtrlSum'),
    executionDate: date === null ? required(node, 10, 'ReqdExctnDt') : required(date, 10),
    debtorName: required(node, 140, 'Dbtr', 'Nm'),
    debtorAccount:
      optional(node, 34, 'DbtrAcct', 'Id', 'IBAN') ??
      required(node, 34, 'DbtrAcct', 'Id', 'Othr', 'Id'),
    transactions,
  };
}

/** Reads a payment file; throws StructureError or XmlError when it is none. */
export function readPaymentFile(bytes: Uint8Array, messages: readonly string[]): PaymentFile {
  const root = readXml(bytes);
  const message = messages.find((name) => root.namespace.endsWith(`:tech:xsd:${name}`));
  if (root.name !== 'Document' || message === undefined) {
    throw new StructureError(`not one of ${messages.join(', ')}`);
  }
  const initiation = childOf(root, 'CstmrCdtTrfInitn');
  const header = childOf(initiation, 'GrpHdr');
  if (initiation === null || header === null) throw new StructureError('GrpHdr is missing');
  checkOrder(header);
  const groups = childrenOf(initiation, 'PmtInf').map(readGroup);
  if (groups.length === 0) throw new StructureError('no PmtInf');
  return {
    message,
    messageId: required(header, 35, 'MsgId'),
    created: required(header, 40, 'CreDtTm'),
    transactionCount: required(header, 15, 'NbOfTxs'),
    controlSum: optional(header, 19, 'CtrlSum'),
    initiatingParty: textOf(header, 'InitgPty', 'Nm') ?? '',
    groups,
  };
}

/** True for the errors that mean "this file cannot be read". */
export function isUnreadable(error: unknown): error is Error {
  return error instanceof StructureError || error instanceof XmlError;
}
