import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectFormat, readAnyFile, writePain001 } from '@quittance/formats';
import { bytesOf, camtText, simpleEntry } from './support/camt.ts';
import { fileOf, profileOf } from './support/pain.ts';

describe('formats are told by content', () => {
  test.each([
    ['pain.001', '<Document><CstmrCdtTrfInitn/></Document>'],
    ['pain.002', '<p:Document xmlns:p="urn:x"><p:CstmrPmtStsRpt/></p:Document>'],
    ['pacs.002', '<Document><FIToFIPmtStsRpt/></Document>'],
    ['camt.052', '<Envelope><Document><BkToCstmrAcctRpt/></Document></Envelope>'],
    ['camt.053', '<BkToCstmrStmt/>'],
    ['camt.054', '<Document><BkToCstmrDbtCdtNtfctnV01/></Document>'],
    ['unknown', '<Document><Other/></Document>'],
    ['unknown', ':20:STARTUMS\r\n:25:10010010/0123456789'],
    ['unknown', ''],
    ['unknown', '<!DOCTYPE a><BkToCstmrStmt/>'],
  ])('%s', (format, text) => {
    const detection = detectFormat(bytesOf(text));
    expect(detection.format).toBe(format);
    expect(detection.why.length).toBeGreaterThan(10);
  });

  test('a large file is recognised from its beginning', () => {
    const entries = simpleEntry('1.00', 'CRDT').repeat(5_000);
    expect(detectFormat(bytesOf(camtText('camt.054', { entries }))).format).toBe('camt.054');
  });
});

describe('readAnyFile', () => {
  test('[UX-02] sums a statement up per currency, booked entries only', () => {
    const bytes = readFileSync(new URL('golden/camt053.xml', import.meta.url));
    expect(readAnyFile(bytes)).toMatchObject({
      format: 'camt.053',
      version: 'camt.053.001.08',
      messageId: 'NOHA-20261120-1',
      statements: 1,
      entries: 6,
      totals: [{ currency: 'EUR', credits: '260.00', debits: '1492.05', count: 5 }],
      balanceProofs: { proven: 1, broken: 0, not_applicable: 0 },
      quarantined: false,
      faults: [],
    });
  });

  test('sums a payment file up, and a status report by its statuses', () => {
    const result = writePain001(fileOf(), profileOf());
    if (!result.ok) throw new Error('refused');
    expect(readAnyFile(result.value.bytes)).toMatchObject({
      format: 'pain.001',
      messageId: 'B0000000000AA1',
      payments: 1,
      totals: [{ currency: 'EUR', credits: '0.00', debits: '1190.00', count: 1 }],
    });
    const report =
      '<CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>B</OrgnlMsgId><GrpSts>RJCT</GrpSts>' +
      '</OrgnlGrpInfAndSts></CstmrPmtStsRpt>';
    expect(readAnyFile(bytesOf(report))).toMatchObject({
      format: 'pain.002',
      statuses: { RJCT: 1 },
      quarantined: false,
    });
  });

  test('[RES-14] says in plain words why a file is quarantined', () => {
    const text = camtText('camt.053', { entries: `\n${simpleEntry('12..34', 'CRDT')}` });
    expect(readAnyFile(bytesOf(text))).toMatchObject({
      quarantined: true,
      faults: [
        {
          severity: 'fatal',
          rule: 'camt.amount.form',
          line: 2,
          path: 'Stmt[1]/Ntry[1]/Amt',
          sentence: '"12..34" is not an amount.',
        },
      ],
    });
    expect(readAnyFile(bytesOf('hello'))).toMatchObject({
      format: 'unknown',
      quarantined: true,
      faults: [{ rule: 'file.unknown' }],
    });
  });

  test('a file of countless faults lists a thousand and counts the rest', () => {
    const entries = simpleEntry('x', 'CRDT').repeat(3_000);
    const { faults } = readAnyFile(bytesOf(camtText('camt.053', { entries })));
    expect(faults).toHaveLength(1_001);
    expect(faults.at(-1)?.sentence).toBe('2000 more faults of this file are not listed.');
  });
});
