import { planShapes, type Shape, shapeNumbers, slotNumbers } from '../xml/shape.ts';

/**
 * The fields of pain.002 (versions 02 to 14) and of pacs.002 that are read.
 * Source: ISO 20022 message definition reports, Payments Initiation and Clearing and Settlement.
 */
const reasonShape = {
  name: 'reason',
  slots: {
    code: ['Rsn/Cd', 'StsRsn/Cd'],
    proprietary: ['Rsn/Prtry', 'StsRsn/Prtry'],
    text: ['AddtlInf*', 'AddtlStsRsnInf*'],
  },
} as const satisfies Shape;

const reasons = { at: ['StsRsnInf'], shape: reasonShape } as const;

const countShape = {
  name: 'count',
  slots: { status: 'DtldSts', count: 'DtldNbOfTxs', sum: 'DtldCtrlSum' },
} as const satisfies Shape;

const counts = { at: ['NbOfTxsPerSts'], shape: countShape } as const;

const transactionShape = {
  name: 'transaction',
  slots: {
    statusId: 'StsId',
    originalMessageId: 'OrgnlGrpInf/OrgnlMsgId',
    instructionId: 'OrgnlInstrId',
    endToEndId: 'OrgnlEndToEndId',
    transactionId: 'OrgnlTxId',
    uetr: 'OrgnlUETR',
    status: 'TxSts',
    acceptedAt: 'AccptncDtTm',
    accountServicerReference: 'AcctSvcrRef',
    clearingReference: 'ClrSysRef',
    amount: ['OrgnlTxRef/Amt/InstdAmt', 'OrgnlTxRef/IntrBkSttlmAmt'],
    currency: ['OrgnlTxRef/Amt/InstdAmt@Ccy', 'OrgnlTxRef/IntrBkSttlmAmt@Ccy'],
  },
  records: [reasons],
} as const satisfies Shape;

const transactions = { at: ['TxInfAndSts'], shape: transactionShape } as const;

const paymentShape = {
  name: 'payment',
  slots: {
    paymentInformationId: 'OrgnlPmtInfId',
    status: 'PmtInfSts',
    count: 'OrgnlNbOfTxs',
    sum: 'OrgnlCtrlSum',
  },
  records: [reasons, counts, transactions],
} as const satisfies Shape;

const groupShape = {
  name: 'group',
  slots: {
    messageId: 'OrgnlMsgId',
    messageName: 'OrgnlMsgNmId',
    count: 'OrgnlNbOfTxs',
    sum: 'OrgnlCtrlSum',
    status: 'GrpSts',
  },
  records: [reasons, counts],
} as const satisfies Shape;

const reportShape = {
  name: 'pain.002',
  slots: { messageId: 'GrpHdr/MsgId', createdAt: 'GrpHdr/CreDtTm' },
  records: [
    { at: ['OrgnlGrpInfAndSts'], shape: groupShape },
    { at: ['OrgnlPmtInfAndSts'], shape: paymentShape },
    transactions,
  ],
} as const satisfies Shape;

const interbankShape: Shape = { ...reportShape, name: 'pacs.002' };

export const statusPlan = planShapes([
  { element: 'CstmrPmtStsRpt', shape: reportShape },
  { element: 'pain.002.001.02', shape: reportShape },
  { element: 'FIToFIPmtStsRpt', shape: interbankShape },
]);

/** Shape numbers in {@link statusPlan}. */
export const statusShapes = shapeNumbers(statusPlan, {
  'pain.002': reportShape,
  'pacs.002': interbankShape,
  group: groupShape,
  payment: paymentShape,
  transaction: transactionShape,
  reason: reasonShape,
  count: countShape,
});

export const reportSlots = slotNumbers(reportShape);
export const groupSlots = slotNumbers(groupShape);
export const paymentSlots = slotNumbers(paymentShape);
export const transactionSlots = slotNumbers(transactionShape);
export const reasonSlots = slotNumbers(reasonShape);
export const countSlots = slotNumbers(countShape);
