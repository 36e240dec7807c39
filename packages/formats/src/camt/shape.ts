import { planShapes, type Shape, shapeNumbers, slotNumbers } from '../xml/shape.ts';

/**
 * The fields of camt.052, .053 and .054, versions 01 to 13, that are read. One shape serves all
 * three messages and all versions: where versions differ, a field has several paths.
 * Source: ISO 20022 message definition reports, Bank-to-Customer Cash Management.
 */
const party = (role: string): readonly string[] => [
  `RltdPties/${role}/Nm`,
  `RltdPties/${role}/Pty/Nm`,
  `RltdPties/${role}/Agt/FinInstnId/Nm`,
];

const chargeSlotPaths = {
  amount: 'Amt',
  currency: 'Amt@Ccy',
  direction: 'CdtDbtInd',
  included: 'ChrgInclInd',
} as const;

const chargeShape = { name: 'charge', slots: chargeSlotPaths } as const satisfies Shape;

/** Version 02 repeats `Chrgs` itself; later ones have a total and repeat `Chrgs/Rcrd`. */
const chargesShape = {
  name: 'charges',
  slots: {
    ...chargeSlotPaths,
    total: 'TtlChrgsAndTaxAmt',
    totalCurrency: 'TtlChrgsAndTaxAmt@Ccy',
  },
  records: [{ at: ['Rcrd'], shape: chargeShape }],
} as const satisfies Shape;

export const detailShape = {
  name: 'detail',
  slots: {
    messageId: 'Refs/MsgId',
    accountServicerReference: 'Refs/AcctSvcrRef',
    paymentInformationId: 'Refs/PmtInfId',
    instructionId: 'Refs/InstrId',
    endToEndId: 'Refs/EndToEndId',
    uetr: 'Refs/UETR',
    transactionId: 'Refs/TxId',
    mandateId: 'Refs/MndtId',
    chequeNumber: 'Refs/ChqNb',
    clearingReference: 'Refs/ClrSysRef',
    amount: 'Amt',
    amountCurrency: 'Amt@Ccy',
    direction: 'CdtDbtInd',
    transactionAmount: 'AmtDtls/TxAmt/Amt',
    transactionCurrency: 'AmtDtls/TxAmt/Amt@Ccy',
    instructedAmount: 'AmtDtls/InstdAmt/Amt',
    instructedCurrency: 'AmtDtls/InstdAmt/Amt@Ccy',
    instructedRate: 'AmtDtls/InstdAmt/CcyXchg/XchgRate',
    instructedUnit: 'AmtDtls/InstdAmt/CcyXchg/UnitCcy',
    instructedContract: 'AmtDtls/InstdAmt/CcyXchg/CtrctId',
    transactionRate: 'AmtDtls/TxAmt/CcyXchg/XchgRate',
    transactionUnit: 'AmtDtls/TxAmt/CcyXchg/UnitCcy',
    transactionContract: 'AmtDtls/TxAmt/CcyXchg/CtrctId',
    counterRate: 'AmtDtls/CntrValAmt/CcyXchg/XchgRate',
    counterUnit: 'AmtDtls/CntrValAmt/CcyXchg/UnitCcy',
    counterContract: 'AmtDtls/CntrValAmt/CcyXchg/CtrctId',
    domain: 'BkTxCd/Domn/Cd',
    family: 'BkTxCd/Domn/Fmly/Cd',
    subFamily: 'BkTxCd/Domn/Fmly/SubFmlyCd',
    proprietaryCode: 'BkTxCd/Prtry/Cd',
    debtorName: party('Dbtr'),
    debtorIban: 'RltdPties/DbtrAcct/Id/IBAN',
    debtorAccount: ['RltdPties/DbtrAcct/Id/Othr/Id', 'RltdPties/DbtrAcct/Id/PrtryAcct/Id'],
    ultimateDebtorName: party('UltmtDbtr'),
    creditorName: party('Cdtr'),
    creditorIban: 'RltdPties/CdtrAcct/Id/IBAN',
    creditorAccount: ['RltdPties/CdtrAcct/Id/Othr/Id', 'RltdPties/CdtrAcct/Id/PrtryAcct/Id'],
    ultimateCreditorName: party('UltmtCdtr'),
    unstructured: 'RmtInf/Ustrd*',
    structured: ['RmtInf/Strd/CdtrRefInf/Ref*', 'RmtInf/Strd/CdtrRefInf/CdtrRef*'],
    documentNumbers: ['RmtInf/Strd/RfrdDocInf/Nb*', 'RmtInf/Strd/RfrdDocInf/RfrdDocNb*'],
    returnCode: 'RtrInf/Rsn/Cd',
    returnProprietary: 'RtrInf/Rsn/Prtry',
    returnText: 'RtrInf/AddtlInf*',
    additional: 'AddtlTxInf',
  },
  records: [{ at: ['Chrgs'], shape: chargesShape }],
} as const satisfies Shape;

const batchShape = {
  name: 'batch',
  slots: {
    messageId: 'MsgId',
    paymentInformationId: 'PmtInfId',
    count: 'NbOfTxs',
    total: 'TtlAmt',
    totalCurrency: 'TtlAmt@Ccy',
    direction: 'CdtDbtInd',
  },
} as const satisfies Shape;

export const entryShape = {
  name: 'entry',
  slots: {
    reference: 'NtryRef',
    amount: 'Amt',
    currency: 'Amt@Ccy',
    direction: 'CdtDbtInd',
    reversal: 'RvslInd',
    status: 'Sts',
    statusCode: 'Sts/Cd',
    statusProprietary: 'Sts/Prtry',
    bookingDate: 'BookgDt/Dt',
    bookingTime: 'BookgDt/DtTm',
    valueDate: 'ValDt/Dt',
    valueTime: 'ValDt/DtTm',
    accountServicerReference: 'AcctSvcrRef',
    domain: 'BkTxCd/Domn/Cd',
    family: 'BkTxCd/Domn/Fmly/Cd',
    subFamily: 'BkTxCd/Domn/Fmly/SubFmlyCd',
    proprietaryCode: 'BkTxCd/Prtry/Cd',
    additional: 'AddtlNtryInf',
  },
  records: [
    { at: ['NtryDtls/Btch', 'Btch'], shape: batchShape },
    { at: ['NtryDtls/TxDtls', 'TxDtls'], shape: detailShape },
    { at: ['Chrgs'], shape: chargesShape },
  ],
} as const satisfies Shape;

export const balanceShape = {
  name: 'balance',
  slots: {
    code: ['Tp/CdOrPrtry/Cd', 'Tp/Cd'],
    proprietary: ['Tp/CdOrPrtry/Prtry', 'Tp/Prtry'],
    amount: 'Amt',
    currency: 'Amt@Ccy',
    direction: 'CdtDbtInd',
    date: 'Dt/Dt',
    time: 'Dt/DtTm',
  },
} as const satisfies Shape;

export const statementShape = {
  name: 'statement',
  slots: {
    id: 'Id',
    electronicNumber: 'ElctrncSeqNb',
    legalNumber: 'LglSeqNb',
    createdAt: 'CreDtTm',
    from: ['FrToDt/FrDtTm', 'FrToDt/FrDt'],
    to: ['FrToDt/ToDtTm', 'FrToDt/ToDt'],
    copy: 'CpyDplctInd',
    page: 'StmtPgntn/PgNb',
    lastPage: 'StmtPgntn/LastPgInd',
    iban: 'Acct/Id/IBAN',
    otherAccount: ['Acct/Id/Othr/Id', 'Acct/Id/PrtryAcct/Id', 'Acct/Id/BBAN', 'Acct/Id/UPIC'],
    currency: 'Acct/Ccy',
    ownerName: 'Acct/Ownr/Nm',
    servicerBic: ['Acct/Svcr/FinInstnId/BICFI', 'Acct/Svcr/FinInstnId/BIC'],
    entryCount: 'TxsSummry/TtlNtries/NbOfNtries',
    creditCount: 'TxsSummry/TtlCdtNtries/NbOfNtries',
    debitCount: 'TxsSummry/TtlDbtNtries/NbOfNtries',
  },
  records: [
    { at: ['Bal'], shape: balanceShape },
    { at: ['Ntry'], shape: entryShape },
  ],
} as const satisfies Shape;

const messageShape = {
  name: 'message',
  slots: { messageId: 'GrpHdr/MsgId', createdAt: 'GrpHdr/CreDtTm' },
  records: [{ at: ['Stmt', 'Rpt', 'Ntfctn'], shape: statementShape }],
} as const satisfies Shape;

/** Root elements by message; the first versions carried their version in the name. */
export const camtRoots = Object.freeze({
  'camt.052': ['BkToCstmrAcctRpt', 'BkToCstmrAcctRptV01'],
  'camt.053': ['BkToCstmrStmt', 'BkToCstmrStmtV01'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'BkToCstmrDbtCdtNtfctnV01'],
});

export type CamtMessage = keyof typeof camtRoots;

/** The root shapes differ by name only, so that the reader learns which message it reads. */
const rootShapes: Readonly<Record<CamtMessage, Shape>> = {
  'camt.052': { ...messageShape, name: 'camt.052' },
  'camt.053': { ...messageShape, name: 'camt.053' },
  'camt.054': { ...messageShape, name: 'camt.054' },
};

const roots = (message: CamtMessage): { element: string; shape: Shape }[] =>
  camtRoots[message].map((element) => ({ element, shape: rootShapes[message] }));

export const camtPlan = planShapes([
  ...roots('camt.052'),
  ...roots('camt.053'),
  ...roots('camt.054'),
]);

/** Shape numbers in {@link camtPlan}. */
export const camtShapes = shapeNumbers(camtPlan, {
  ...rootShapes,
  statement: statementShape,
  balance: balanceShape,
  entry: entryShape,
  batch: batchShape,
  detail: detailShape,
  charges: chargesShape,
  charge: chargeShape,
});

export const messageSlots = slotNumbers(messageShape);
export const statementSlots = slotNumbers(statementShape);
export const balanceSlots = slotNumbers(balanceShape);
export const entrySlots = slotNumbers(entryShape);
export const batchSlots = slotNumbers(batchShape);
export const detailSlots = slotNumbers(detailShape);
export const chargeSlots = slotNumbers(chargesShape);
