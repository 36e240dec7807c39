import { describe, expect, test } from 'vitest';
import { readStatusReport } from '@quittance/formats';
import { bytesOf } from './support/camt.ts';

/** Written by hand after the message usage guidelines: one batch, one paid, one rejected. */
const golden = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">
 <CstmrPmtStsRpt>
  <GrpHdr><MsgId>NOHA-PSR-1</MsgId><CreDtTm>2026-11-23T09:15:00+01:00</CreDtTm></GrpHdr>
  <OrgnlGrpInfAndSts>
   <OrgnlMsgId>B0000000000AA1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
   <OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>300.50</OrgnlCtrlSum><GrpSts>PART</GrpSts>
   <NbOfTxsPerSts>
    <DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts><DtldCtrlSum>200.25</DtldCtrlSum>
   </NbOfTxsPerSts>
  </OrgnlGrpInfAndSts>
  <OrgnlPmtInfAndSts>
   <OrgnlPmtInfId>B0000000000AA1-1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
   <TxInfAndSts>
    <OrgnlInstrId>I1</OrgnlInstrId><OrgnlEndToEndId>Q0000000000012</OrgnlEndToEndId>
    <TxSts>ACSP</TxSts>
    <AccptncDtTm>2026-11-23T09:14:00</AccptncDtTm><AcctSvcrRef>NH1</AcctSvcrRef>
   </TxInfAndSts>
   <TxInfAndSts>
    <OrgnlEndToEndId>Q0000000000013</OrgnlEndToEndId>
    <OrgnlUETR>8a562c67-ca16-48ba-b074-65581be6f001</OrgnlUETR><TxSts>RJCT</TxSts>
    <StsRsnInf>
     <Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account</AddtlInf><AddtlInf>closed</AddtlInf>
    </StsRsnInf>
    <StsRsnInf><Rsn><Prtry>X1</Prtry></Rsn></StsRsnInf>
    <OrgnlTxRef><Amt><InstdAmt Ccy="EUR">200.25</InstdAmt></Amt></OrgnlTxRef>
   </TxInfAndSts>
  </OrgnlPmtInfAndSts>
 </CstmrPmtStsRpt>
</Document>`;

const read = (text: string) => readStatusReport(bytesOf(text));
const rules = (text: string): readonly string[] =>
  read(text).faults.map((fault) => `${fault.severity} ${fault.rule}`);

test('[ST-08] a report is read with its three levels', () => {
  const report = read(golden);
  expect(report).toMatchObject({
    message: 'pain.002',
    version: 'pain.002.001.10',
    messageId: 'NOHA-PSR-1',
    createdAt: '2026-11-23T09:15:00+01:00',
    originalMessageId: 'B0000000000AA1',
    originalMessageName: 'pain.001.001.09',
    originalCount: 2,
    originalControlSum: '300.50',
    groupStatus: 'PART',
    groupCounts: [{ status: 'RJCT', count: 1, controlSum: '200.25' }],
    faults: [],
  });
  expect(report.payments).toHaveLength(1);
  expect(report.payments[0]).toMatchObject({
    paymentInformationId: 'B0000000000AA1-1',
    status: 'PART',
    reasons: [],
  });
  expect(report.payments[0]?.transactions).toEqual([
    {
      endToEndId: 'Q0000000000012',
      instructionId: 'I1',
      transactionId: null,
      uetr: null,
      status: 'ACSP',
      reasons: [],
      accountServicerReference: 'NH1',
      acceptedAt: '2026-11-23T09:14:00',
      amountMinor: null,
      currency: null,
      line: 14,
    },
    {
      endToEndId: 'Q0000000000013',
      instructionId: null,
      transactionId: null,
      uetr: '8a562c67-ca16-48ba-b074-65581be6f001',
      status: 'RJCT',
      reasons: [
        { code: 'AC04', proprietary: null, text: 'Account closed' },
        { code: null, proprietary: 'X1', text: null },
      ],
      accountServicerReference: null,
      acceptedAt: null,
      amountMinor: 20_025n,
      currency: 'EUR',
      line: 19,
    },
  ]);
});

test('a rejected group carries its reasons and needs no payments', () => {
  const text = `<Document><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId></GrpHdr><OrgnlGrpInfAndSts>
    <OrgnlMsgId>B1</OrgnlMsgId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM05</Cd></Rsn></StsRsnInf>
    </OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`;
  expect(read(text)).toMatchObject({
    groupStatus: 'RJCT',
    groupReasons: [{ code: 'AM05' }],
    payments: [],
    faults: [],
  });
});

test('pacs.002 has its transactions in a block without id', () => {
  const text = `<Document><FIToFIPmtStsRpt><GrpHdr><MsgId>1</MsgId></GrpHdr><TxInfAndSts>
    <OrgnlGrpInf><OrgnlMsgId>M</OrgnlMsgId></OrgnlGrpInf><OrgnlTxId>T1</OrgnlTxId>
    <TxSts>ACCC</TxSts>
    </TxInfAndSts></FIToFIPmtStsRpt></Document>`;
  expect(read(text)).toMatchObject({
    message: 'pacs.002',
    originalMessageId: 'M',
    payments: [
      { paymentInformationId: null, transactions: [{ transactionId: 'T1', status: 'ACCC' }] },
    ],
    faults: [],
  });
});

describe('rules', () => {
  const within = (from: string, to: string): string => golden.replace(from, to);
  test.each([
    ['fatal pain002.message', '<Document><Other/></Document>'],
    ['fatal pain002.original.missing', within('<OrgnlMsgId>B0000000000AA1</OrgnlMsgId>', '')],
    ['fatal pain002.status.missing', golden.replaceAll(/<(TxSts|GrpSts|PmtInfSts)>.*?<\/\1>/g, '')],
    [
      'fatal pain002.reference.missing',
      within(
        '<OrgnlInstrId>I1</OrgnlInstrId><OrgnlEndToEndId>Q0000000000012</OrgnlEndToEndId>',
        '',
      ),
    ],
    [
      'fatal pain002.repeated',
      within('<TxSts>ACSP</TxSts>', '<TxSts>ACSP</TxSts><TxSts>RJCT</TxSts>'),
    ],
    [
      'fatal pain002.repeated',
      within('<GrpSts>PART</GrpSts>', '<GrpSts>PART</GrpSts><GrpSts>RJCT</GrpSts>'),
    ],
    [
      'fatal pain002.group.repeated',
      within(
        '</OrgnlGrpInfAndSts>',
        '</OrgnlGrpInfAndSts><OrgnlGrpInfAndSts><OrgnlMsgId>B2</OrgnlMsgId></OrgnlGrpInfAndSts>',
      ),
    ],
    ['warning pain002.status.unknown', within('<TxSts>ACSP</TxSts>', '<TxSts>ZZZZ</TxSts>')],
    ['warning pain002.count', within('<OrgnlNbOfTxs>2<', '<OrgnlNbOfTxs>two<')],
    ['warning pain002.sum', within('<OrgnlCtrlSum>300.50<', '<OrgnlCtrlSum>3e2<')],
    ['warning pain002.amount.decimals', within('200.25</InstdAmt>', '200.255</InstdAmt>')],
  ])('[RES-14] %s', (rule, text) => {
    expect(rules(text)).toEqual([rule]);
  });
});
