import { planShapes, type Shape, shapeNumbers, slotNumbers } from '../xml/shape.ts';

/**
 * The fields of pain.001, versions 02 to 13, that the writer writes; any other element of a file is
 * counted, because a proof must not pass over one. Source: ISO 20022, Payments Initiation.
 */
const agent = (element: string): readonly string[] => [
  `${element}/FinInstnId/BIC`,
  `${element}/FinInstnId/BICFI`,
];

const clearing = (element: string): string => `${element}/FinInstnId/ClrSysMmbId`;

const transactionShape = {
  name: 'transaction',
  slots: {
    endToEndId: 'PmtId/EndToEndId',
    serviceLevel: 'PmtTpInf/SvcLvl/Cd',
    amount: 'Amt/InstdAmt',
    currency: 'Amt/InstdAmt@Ccy',
    chargeBearer: 'ChrgBr',
    agentBic: agent('CdtrAgt'),
    agentSystem: `${clearing('CdtrAgt')}/ClrSysId/Cd`,
    agentMember: `${clearing('CdtrAgt')}/MmbId`,
    creditorName: 'Cdtr/Nm',
    street: 'Cdtr/PstlAdr/StrtNm',
    buildingNumber: 'Cdtr/PstlAdr/BldgNb',
    postalCode: 'Cdtr/PstlAdr/PstCd',
    town: 'Cdtr/PstlAdr/TwnNm',
    country: 'Cdtr/PstlAdr/Ctry',
    addressLines: 'Cdtr/PstlAdr/AdrLine*',
    iban: 'CdtrAcct/Id/IBAN',
    otherAccount: 'CdtrAcct/Id/Othr/Id',
    remittance: 'RmtInf/Ustrd*',
  },
} as const satisfies Shape;

const batchShape = {
  name: 'batch',
  slots: {
    id: 'PmtInfId',
    method: 'PmtMtd',
    batchBooking: 'BtchBookg',
    count: 'NbOfTxs',
    sum: 'CtrlSum',
    serviceLevel: 'PmtTpInf/SvcLvl/Cd',
    executionDate: ['ReqdExctnDt', 'ReqdExctnDt/Dt', 'ReqdExctnDt/DtTm'],
    debtorName: 'Dbtr/Nm',
    iban: 'DbtrAcct/Id/IBAN',
    otherAccount: 'DbtrAcct/Id/Othr/Id',
    accountCurrency: 'DbtrAcct/Ccy',
    agentBic: agent('DbtrAgt'),
    agentSystem: `${clearing('DbtrAgt')}/ClrSysId/Cd`,
    agentMember: `${clearing('DbtrAgt')}/MmbId`,
    agentOther: 'DbtrAgt/FinInstnId/Othr/Id',
    chargeBearer: 'ChrgBr',
  },
  records: [{ at: ['CdtTrfTxInf'], shape: transactionShape }],
} as const satisfies Shape;

const headerShape = {
  name: 'header',
  slots: {
    messageId: 'MsgId',
    createdAt: 'CreDtTm',
    count: 'NbOfTxs',
    sum: 'CtrlSum',
    partyName: 'InitgPty/Nm',
    partyId: ['InitgPty/Id/OrgId/Othr/Id', 'InitgPty/Id/PrvtId/Othr/Id'],
  },
} as const satisfies Shape;

const fileShape: Shape<never> = {
  name: 'pain.001',
  slots: {},
  records: [
    { at: ['GrpHdr'], shape: headerShape },
    { at: ['PmtInf'], shape: batchShape },
  ],
};

export const paymentPlan = planShapes([
  { element: 'CstmrCdtTrfInitn', shape: fileShape },
  { element: 'pain.001.001.02', shape: fileShape },
]);

/** Shape numbers in {@link paymentPlan}. */
export const paymentShapes = shapeNumbers(paymentPlan, {
  file: fileShape,
  header: headerShape,
  batch: batchShape,
  transaction: transactionShape,
});

export const headerSlots = slotNumbers(headerShape);
export const batchSlots = slotNumbers(batchShape);
export const transactionSlots = slotNumbers(transactionShape);
