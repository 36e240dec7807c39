import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readStatementFile, statementLineKindOf } from '@quittance/formats';
import { balance, bytesOf, camtText, simpleEntry } from './support/camt.ts';

const golden = readFileSync(new URL('golden/camt053.xml', import.meta.url));

describe('a statement written by hand', () => {
  const file = readStatementFile(golden);
  const [statement] = file.statements;

  test('[SYS-03] header, balances and proof are read', () => {
    expect(file).toMatchObject({
      message: 'camt.053',
      version: 'camt.053.001.08',
      messageId: 'NOHA-20261120-1',
      createdAt: '2026-11-20T22:15:00+01:00',
      faults: [],
    });
    expect(statement).toMatchObject({
      id: 'STMT-2026-224',
      electronicSequenceNumber: '224',
      legalSequenceNumber: '112',
      accountNumber: 'DE89370400440532013000',
      accountNumberKind: 'iban',
      ownerName: 'Sample GmbH',
      servicerBic: 'NOHADEHHXXX',
      currency: 'EUR',
      fromDate: '2026-11-20',
      toDate: '2026-11-20',
      openingBalance: { code: 'OPBD', amountMinor: 1_000_000n },
      closingBalance: { code: 'CLBD', amountMinor: 876_795n },
      entryCount: 6,
      bookedCount: 5,
      bookedTotalMinor: -123_205n,
      proof: { kind: 'proven' },
    });
    expect(statement?.balances.map((item) => item.code)).toEqual(['OPBD', 'CLBD', 'CLAV']);
  });

  test('[I5] the balance proof holds, and breaks by the entry that is dropped', () => {
    expect(statement?.proof).toEqual({ kind: 'proven' });
    const without = golden.toString().replace(/<Ntry>.*?<\/Ntry>/s, '');
    expect(readStatementFile(bytesOf(without)).statements[0]?.proof).toEqual({
      kind: 'broken',
      differenceMinor: -119_000n,
    });
  });

  test('[CAN-10] entries have signed amounts, kinds, dates and references', () => {
    const rows = statement?.entries.map((entry) => [
      entry.amountMinor,
      entry.status,
      statementLineKindOf(entry),
      entry.bookingDate,
      entry.valueDate,
    ]);
    expect(rows).toEqual([
      [-119_000n, 'BOOK', 'payment', '2026-11-20', '2026-11-20'],
      [-30_050n, 'BOOK', 'batch_payment', '2026-11-20', '2026-11-20'],
      [-155n, 'BOOK', 'fee', '2026-11-20', '2026-11-20'],
      [6_000n, 'BOOK', 'return', '2026-11-20', '2026-11-19'],
      [20_000n, 'BOOK', 'receipt', '2026-11-20', '2026-11-21'],
      [-500n, 'PDNG', 'payment', null, null],
    ]);
  });

  test('a transaction carries every reference, the other side and the remittance', () => {
    expect(statement?.entries[0]).toMatchObject({
      entryKey: 'R|NH2026112000001|-119000|EUR|1',
      code: { domain: 'PMNT', family: 'ICDT', subFamily: 'ESCT', proprietary: 'NTRF+116' },
      line: 40,
    });
    expect(statement?.entries[0]?.transactions[0]).toMatchObject({
      endToEndId: 'Q0000000000011',
      messageId: 'B0000000000AA1',
      paymentInformationId: 'B0000000000AA1-1',
      uetr: '8a562c67-ca16-48ba-b074-65581be6f001',
      amountMinor: -119_000n,
      currency: 'EUR',
      party: { name: 'Müller & Söhne', accountNumber: 'GB29NWBK60161331926819' },
      unstructured: ['Invoice 2026-001', 'Invoice 2026-002'],
      returnInfo: null,
    });
  });

  test('a batch lists its payments, a return its reason, a receipt its references', () => {
    const [, batch, fee, returned, receipt] = statement?.entries ?? [];
    expect(batch?.batches).toEqual([
      {
        messageId: 'B0000000000AA2',
        paymentInformationId: 'B0000000000AA2-1',
        transactionCount: 2,
        totalMinor: 30_050n,
      },
    ]);
    expect(batch?.transactions.map((item) => item.amountMinor)).toEqual([-10_025n, -20_025n]);
    expect(fee?.additional).toBe('Account fee <November>');
    expect(returned?.transactions[0]).toMatchObject({
      amountMinor: 6_000n,
      party: { name: 'Closed Shop Ltd' },
      returnInfo: {
        reasonCode: 'AC04',
        text: 'Account closed',
        originalEndToEndId: 'Q0000000000009',
      },
    });
    expect(receipt?.transactions[0]).toMatchObject({
      structured: ['RF18539007547034'],
      documentNumbers: ['AR-77'],
      party: { name: 'Customer AG' },
    });
  });
});

describe('deviations of real banks', () => {
  const read = (text: string) => readStatementFile(bytesOf(text));
  const rules = (text: string): readonly string[] =>
    read(text).faults.map((fault) => `${fault.severity} ${fault.rule}`);
  const opening = (amount: string, direction: string | null): string =>
    balance('OPBD', amount, direction);
  const closing = (amount: string, direction: string | null): string =>
    balance('CLBD', amount, direction);

  test('a balance without sign gets the one with which the statement adds up, and says so', () => {
    const balances = opening('100.00', 'CRDT') + closing('50.00', null);
    const text = camtText('camt.053', { balances, entries: simpleEntry('150.00', 'DBIT') });
    expect(rules(text)).toEqual(['info camt.balance.sign.repaired']);
    expect(read(text).statements[0]?.closingBalance?.amountMinor).toBe(-5_000n);
  });

  test('two balances without sign are both repaired when one pair of signs holds', () => {
    const balances = opening('100.00', null) + closing('90.00', null);
    const text = camtText('camt.053', { balances, entries: simpleEntry('10.00', 'DBIT') });
    expect(read(text).statements[0]?.openingBalance?.amountMinor).toBe(10_000n);
    expect(read(text).statements[0]?.proof).toEqual({ kind: 'proven' });
  });

  test.each([
    [
      'neither sign holds',
      opening('100.00', 'CRDT') + closing('51.00', null),
      simpleEntry('150.00', 'DBIT'),
    ],
    ['both signs hold', opening('100.00', null) + closing('100.00', null), ''],
    ['there is nothing to prove with', opening('100.00', null), simpleEntry('1.00', 'DBIT')],
  ])('a balance without sign is fatal when %s', (_case, balances, entries) => {
    expect(rules(camtText('camt.053', { balances, entries }))).toContain('fatal camt.balance.sign');
  });

  test('a balance of zero needs no sign', () => {
    const balances = opening('0.00', null) + closing('1.00', 'CRDT');
    expect(rules(camtText('camt.053', { balances, entries: simpleEntry('1.00', 'CRDT') }))).toEqual(
      [],
    );
  });

  test('[I5] a statement that does not add up is reported, kept and not quarantined', () => {
    const balances = opening('100.00', 'CRDT') + closing('120.00', 'CRDT');
    const text = camtText('camt.053', { balances, entries: simpleEntry('10.00', 'CRDT') });
    expect(rules(text)).toEqual(['warning camt.balance.sum']);
    expect(read(text).statements[0]?.proof).toEqual({ kind: 'broken', differenceMinor: 1_000n });
  });

  test.each([
    [
      'PRCD opens where there is no OPBD',
      balance('PRCD', '5.00', 'CRDT') + closing('6.00', 'CRDT'),
      'proven',
    ],
    [
      'two ITBD open and close a page',
      balance('ITBD', '5.00', 'CRDT') + balance('ITBD', '6.00', 'CRDT'),
      'proven',
    ],
    ['an ITBD closes a page', opening('5.00', 'CRDT') + balance('ITBD', '6.00', 'CRDT'), 'proven'],
    [
      'an OPAV proves nothing',
      balance('OPAV', '5.00', 'CRDT') + closing('6.00', 'CRDT'),
      'not_applicable',
    ],
    ['a CLAV alone proves nothing', balance('CLAV', '6.00', 'CRDT'), 'not_applicable'],
  ])('%s', (_case, balances, kind) => {
    const text = camtText('camt.053', { balances, entries: simpleEntry('1.00', 'CRDT') });
    expect(read(text).statements[0]?.proof.kind).toBe(kind);
  });

  test('pending and announced entries do not count towards the balance', () => {
    const pending = simpleEntry('9.00', 'CRDT').replace('BOOK', 'PDNG');
    const announced = simpleEntry('8.00', 'CRDT').replace('BOOK', 'FUTR');
    const balances = opening('1.00', 'CRDT') + closing('2.00', 'CRDT');
    const entries = pending + announced + simpleEntry('1.00', 'CRDT');
    expect(read(camtText('camt.053', { balances, entries })).statements[0]?.proof.kind).toBe(
      'proven',
    );
  });

  test('a report within the day that holds only new entries is no broken statement', () => {
    const balances = opening('1.00', 'CRDT') + balance('ITBD', '9.00', 'CRDT');
    const text = camtText('camt.052', { balances, entries: simpleEntry('1.00', 'CRDT') });
    expect(read(text).statements[0]?.proof.kind).toBe('not_applicable');
    expect(rules(text)).toEqual([]);
  });

  test.each([
    ['100.0000000000005', 'camt.amount.decimals'],
    ['1.23456', 'camt.amount.decimals'],
    ['12..34', 'camt.amount.form'],
    ['12,34', 'camt.amount.form'],
    ['1e3', 'camt.amount.form'],
    ['0x10', 'camt.amount.form'],
    ['Infinity', 'camt.amount.form'],
    ['1 000.00', 'camt.amount.form'],
    ['-1.00', 'camt.amount.negative'],
    ['9007199254740993.011', 'camt.amount.decimals'],
    ['12345678901234567.89', 'camt.amount.digits'],
  ])('[RES-14] the amount %s is fatal by %s and never rounded', (amount, rule) => {
    const text = camtText('camt.053', {
      entries: simpleEntry(amount, 'CRDT') + simpleEntry('1.00', 'CRDT'),
    });
    expect(rules(text)).toContain(`fatal ${rule}`);
    expect(read(text).statements[0]?.entries.map((entry) => entry.amountMinor)).toEqual([100n]);
  });

  test.each([
    ['100', 10_000n],
    ['007.10', 710n],
    ['.5', 50n],
    ['5.', 500n],
    ['+5.00', 500n],
    ['100.50000', 10_050n],
    ['9007199254740993.01', 900_719_925_474_099_301n],
  ])('the amount %s is read exactly', (amount, minor) => {
    const text = camtText('camt.053', { entries: simpleEntry(amount, 'CRDT') });
    expect(read(text).statements[0]?.entries[0]?.amountMinor).toBe(minor);
  });

  test.each([
    ['Amt', simpleEntry('1.00', 'CRDT').replace(/<Amt.*<\/Amt>/, '')],
    ['CdtDbtInd', simpleEntry('1.00', 'CRDT').replace(/<CdtDbtInd>.*<\/CdtDbtInd>/, '')],
  ])('an entry without %s is fatal', (_field, entries) => {
    expect(rules(camtText('camt.053', { entries }))).toContain('fatal camt.missing');
  });

  test.each([
    ['fatal camt.direction', simpleEntry('1.00', 'BOTH')],
    ['fatal camt.status', simpleEntry('1.00', 'CRDT').replace('BOOK', 'MAYBE')],
    ['fatal camt.currency', simpleEntry('1.00', 'CRDT').replace('"EUR"', '"XXX"')],
    ['fatal camt.repeated', simpleEntry('1.00', 'CRDT', '<Amt Ccy="EUR">2.00</Amt>')],
    ['fatal camt.repeated', simpleEntry('1.00', 'CRDT', '<CdtDbtInd>DBIT</CdtDbtInd>')],
    ['warning camt.status.missing', simpleEntry('1.00', 'CRDT').replace('<Sts>BOOK</Sts>', '')],
    [
      'warning camt.date',
      simpleEntry('1.00', 'CRDT').replace('<ValDt><Dt>2026-11-20', '<ValDt><Dt>2026-02-30'),
    ],
    ['info camt.date.missing', simpleEntry('1.00', 'CRDT').replace(/<BookgDt>.*<\/BookgDt>/, '')],
    [
      'warning camt.entry.sum',
      simpleEntry(
        '1.00',
        'CRDT',
        '<NtryDtls><TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls>' +
          '<TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls></NtryDtls>',
      ),
    ],
    [
      'info camt.entry.count',
      simpleEntry(
        '2.00',
        'CRDT',
        '<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch><TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls>' +
          '<TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls></NtryDtls>',
      ),
    ],
    [
      'fatal camt.amount.form',
      simpleEntry('1.00', 'CRDT', '<NtryDtls><TxDtls><Amt Ccy="EUR">x</Amt></TxDtls></NtryDtls>'),
    ],
  ])('%s is reported', (rule, entries) => {
    expect(rules(camtText('camt.053', { entries }))).toEqual([rule]);
  });

  test('a statement without an account, without a statement, or of another kind is fatal', () => {
    expect(rules(camtText('camt.053', { account: '<Acct/>' }))).toContain(
      'fatal camt.account.missing',
    );
    expect(rules('<Document><BkToCstmrStmt/></Document>')).toEqual(['fatal camt.empty']);
    expect(rules('<Document><Something/></Document>')).toEqual(['fatal camt.message']);
  });

  test('a missing status is booked in a statement and only pending in a notification', () => {
    const entries = simpleEntry('1.00', 'CRDT').replace('<Sts>BOOK</Sts>', '');
    const status = (message: string): string | undefined =>
      read(camtText(message, { entries })).statements[0]?.entries[0]?.status;
    expect([status('camt.053'), status('camt.052'), status('camt.054')]).toEqual([
      'BOOK',
      'PDNG',
      'PDNG',
    ]);
  });

  test('currencies have their own decimals', () => {
    const yen = simpleEntry('150', 'CRDT').replace('"EUR"', '"JPY"');
    const dinar = simpleEntry('1.005', 'CRDT').replace('"EUR"', '"KWD"');
    const amounts = read(camtText('camt.054', { entries: yen + dinar })).statements[0]?.entries;
    expect(amounts?.map((item) => item.amountMinor)).toEqual([150n, 1_005n]);
    const broken = simpleEntry('150.5', 'CRDT').replace('"EUR"', '"JPY"');
    expect(rules(camtText('camt.054', { entries: broken }))).toContain(
      'fatal camt.amount.decimals',
    );
  });

  test('[CAN-10] version, namespace, prefix, envelope and line ends make no difference', () => {
    const plain = camtText('camt.053', { entries: simpleEntry('1.00', 'CRDT') });
    const expected = read(plain).statements;
    const body = plain.replace(/ xmlns="[^"]*"/, '');
    const variants = [
      body,
      `\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n${plain}`,
      `\n\n<?xml version='1.0' encoding='utf-8' standalone='yes' ?>${plain}`,
      `<Envelope><AppHdr><Fr/></AppHdr>${plain}</Envelope>`,
      '<x:Envelope xmlns:x="urn:x"><x:Body><RequestPayload>' +
        `${plain}</RequestPayload></x:Body></x:Envelope>`,
      body.replaceAll(/<(\/?)([A-Z])/g, '<$1ns2:$2'),
      plain.replaceAll('><', '>\r\n\t<'),
      plain.replaceAll('><', '><!-- and - more --><'),
    ];
    for (const variant of variants) {
      const got = read(variant);
      expect(got.faults).toEqual([]);
      expect(withoutLines(got.statements)).toEqual(withoutLines(expected));
    }
  });

  test('the code pages that banks declare are read', () => {
    const inner = `<AddtlNtryInf>M\u00fcller \u0080</AddtlNtryInf>`;
    const text = camtText('camt.053', { entries: simpleEntry('1.00', 'CRDT', inner) });
    for (const encoding of ['ISO-8859-1', 'windows-1252']) {
      const declared = `<?xml version="1.0" encoding="${encoding}"?>${text}`;
      const bytes = Uint8Array.from(declared, (character) => character.charCodeAt(0));
      const [statement] = readStatementFile(bytes).statements;
      expect(statement?.entries[0]?.additional).toBe('Müller €');
    }
  });

  test('text in pieces is one text: character data, comments and references between', () => {
    const inner = '<AddtlNtryInf> a<!-- x -->b<![CDATA[<c>]]>&#100;&amp;\r\ne </AddtlNtryInf>';
    const text = camtText('camt.053', { entries: simpleEntry('1.00', 'CRDT', inner) });
    expect(read(text).statements[0]?.entries[0]?.additional).toBe('ab<c>d&\ne');
  });
});

describe('entry keys', () => {
  const keys = (message: string, entries: string): readonly string[] =>
    readStatementFile(bytesOf(camtText(message, { entries }))).statements.flatMap((statement) =>
      statement.entries.map((entry) => entry.entryKey),
    );
  const reference = (text: string): string => `<AcctSvcrRef>${text}</AcctSvcrRef>`;
  const details = (inner: string): string => `<NtryDtls><TxDtls>${inner}</TxDtls></NtryDtls>`;

  test('[I27] the same booking has the same key in camt.052, camt.054 and camt.053', () => {
    for (const more of [
      reference('REF1'),
      details('<Refs><AcctSvcrRef>REF1</AcctSvcrRef></Refs>'),
      details('<Refs><EndToEndId>Q1</EndToEndId></Refs>'),
      '',
    ]) {
      const entries = simpleEntry('1.00', 'DBIT', more);
      expect(keys('camt.054', entries)).toEqual(keys('camt.053', entries));
      expect(keys('camt.052', entries)).toEqual(keys('camt.053', entries));
    }
  });

  test('[I27] a pending telling and the booked one of an entry share their key', () => {
    const booked = simpleEntry('1.00', 'DBIT', reference('REF1'));
    expect(keys('camt.052', booked.replace('BOOK', 'PDNG') + booked)).toEqual([
      'R|REF1|-100|EUR|1',
      'R|REF1|-100|EUR|1',
    ]);
  });

  test('[I27] equal payments of one day are different entries, whatever else differs', () => {
    const same = simpleEntry('1.00', 'DBIT');
    const others = [
      simpleEntry('1.01', 'DBIT'),
      simpleEntry('1.00', 'CRDT'),
      simpleEntry('1.00', 'DBIT', details('<Refs><EndToEndId>Q1</EndToEndId></Refs>')),
      simpleEntry('1.00', 'DBIT', reference('R1')),
      simpleEntry('2.00', 'DBIT', reference('R1')),
      simpleEntry('1.00', 'CRDT', reference('R1')),
    ];
    const all = keys('camt.053', same + same + same + others.join(''));
    expect(new Set(all).size).toBe(all.length);
    expect(all.slice(0, 3).map((key) => key.at(-1))).toEqual(['1', '2', '3']);
  });

  test('a separator inside a bank’s reference does not make two keys alike', () => {
    const first = simpleEntry('1.00', 'DBIT', reference('A|-100'));
    const second = simpleEntry('1.00', 'DBIT', reference('A\\|-100'));
    expect(new Set(keys('camt.053', first + second)).size).toBe(2);
  });

  test('ten thousand entries without references are counted one by one', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) =>
      simpleEntry(`${(index % 100) + 1}.00`, 'DBIT'),
    ).join('');
    const all = keys('camt.053', entries);
    expect(new Set(all).size).toBe(10_000);
    expect(all.at(-1)).toMatch(/\|100$/);
  });
});

/** Lines depend on the line ends of a variant; everything else must not. */
const withoutLines = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, item: unknown) =>
      key === 'line' ? undefined : typeof item === 'bigint' ? `${item}n` : item,
    ),
  );
