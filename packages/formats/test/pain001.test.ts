import { asPlainDate, money } from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalPaymentFile,
  controlSum,
  isWithin,
  type PaymentFileInput,
  type PaymentProfile,
  type PaymentTransaction,
  provePain001,
  readPain001,
  transliterate,
  writePain001,
} from '@quittance/formats';
import { paymentFile } from './support/arbitrary.ts';
import { bytesOf } from './support/camt.ts';
import { batchOf, fileOf, profileOf, transactionOf } from './support/pain.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const written = (file: PaymentFileInput, profile: PaymentProfile): string => {
  const result = writePain001(file, profile);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return decode(result.value.bytes);
};

const rulesOf = (file: PaymentFileInput, profile = profileOf()): readonly string[] => {
  const result = writePain001(file, profile);
  return result.ok ? [] : result.error.map((fault) => `${fault.rule} ${fault.path}`);
};

const withTransaction = (changes: Partial<PaymentTransaction>): PaymentFileInput =>
  fileOf({ batches: [batchOf({ transactions: [transactionOf(changes)] })] });

const address = {
  country: 'DE',
  street: 'Weg',
  buildingNumber: '1',
  postalCode: '1',
  town: 'Ulm',
  lines: [],
};
const cities = Array.from({ length: 3 }, (_, index) => transactionOf({ endToEndId: `Q${index}` }));

describe('every rule refuses what it should, and nothing else', () => {
  test('a plain file is written', () => {
    expect(rulesOf(fileOf())).toEqual([]);
  });

  const file = 'GrpHdr/MsgId';
  const item = 'PmtInf[1]/CdtTrfTxInf[1]';
  const refused: readonly (readonly [string, PaymentFileInput, PaymentProfile?])[] = [
    ['pain001.empty ', fileOf({ batches: [] })],
    ['pain001.empty PmtInf[1]', fileOf({ batches: [batchOf({ transactions: [] })] })],
    [
      'pain001.transactions ',
      fileOf({ batches: [batchOf({ transactions: cities })] }),
      profileOf({ transactionsMax: 2 }),
    ],
    [`pain001.id.missing ${file}`, fileOf({ messageId: '' })],
    [`pain001.id.length ${file}`, fileOf({ messageId: 'A'.repeat(36) })],
    [`pain001.id.characters ${file}`, fileOf({ messageId: 'Ä1' })],
    [`pain001.id.characters ${file}`, fileOf({ messageId: '/A' })],
    [`pain001.id.characters ${file}`, fileOf({ messageId: 'A//B' })],
    [`pain001.id.characters ${file}`, fileOf({ messageId: ' A' })],
    [
      'pain001.id.length GrpHdr/InitgPty/Id',
      fileOf({ initiatingParty: { name: 'A', id: 'A'.repeat(36) } }),
    ],
    [
      'pain001.name.missing GrpHdr/InitgPty/Nm',
      fileOf({ initiatingParty: { name: '', id: null } }),
    ],
    [
      'pain001.id.repeated PmtInf[2]/PmtInfId',
      fileOf({
        batches: [batchOf(), batchOf({ transactions: [transactionOf({ endToEndId: 'Q2' })] })],
      }),
    ],
    [
      'pain001.id.repeated PmtInf[2]/CdtTrfTxInf[1]/PmtId/EndToEndId',
      fileOf({ batches: [batchOf(), batchOf({ id: 'P2' })] }),
    ],
    [`pain001.id.length ${item}/PmtId/EndToEndId`, withTransaction({ endToEndId: 'Q'.repeat(36) })],
    [`pain001.amount ${item}/Amt/InstdAmt`, withTransaction({ amount: money('EUR', 0n) })],
    [`pain001.amount ${item}/Amt/InstdAmt`, withTransaction({ amount: money('EUR', -1n) })],
    [
      `pain001.amount.max ${item}/Amt/InstdAmt`,
      withTransaction({ amount: money('EUR', 100_000_000_000n) }),
    ],
    [
      'pain001.currency PmtInf[1]/CdtTrfTxInf[2]/Amt',
      fileOf({
        batches: [
          batchOf({
            transactions: [
              transactionOf(),
              transactionOf({ endToEndId: 'Q2', amount: money('USD', 1n) }),
            ],
          }),
        ],
      }),
    ],
    [`pain001.name.missing ${item}/Cdtr/Nm`, withTransaction({ creditorName: '' })],
    [`pain001.name.missing ${item}/Cdtr/Nm`, withTransaction({ creditorName: '漢字' })],
    ['pain001.name.missing PmtInf[1]/Dbtr/Nm', fileOf({ batches: [batchOf({ debtorName: ' ' })] })],
    [
      `pain001.account.iban ${item}/CdtrAcct`,
      withTransaction({ creditorAccount: { kind: 'iban', number: 'GB29NWBK60161331926818' } }),
    ],
    [
      `pain001.account.iban ${item}/CdtrAcct`,
      withTransaction({ creditorAccount: { kind: 'iban', number: 'GB29 NWBK' } }),
    ],
    [
      'pain001.account.iban PmtInf[1]/DbtrAcct',
      fileOf({ batches: [batchOf({ debtorAccount: { kind: 'iban', number: '' } })] }),
    ],
    [
      `pain001.account.number ${item}/CdtrAcct`,
      withTransaction({ creditorAccount: { kind: 'other', number: '' } }),
    ],
    [
      `pain001.account.number ${item}/CdtrAcct`,
      withTransaction({ creditorAccount: { kind: 'other', number: '1'.repeat(35) } }),
    ],
    [`pain001.agent.bic ${item}/CdtrAgt`, withTransaction({ creditorAgentBic: 'NOPE' })],
    [
      `pain001.agent.clearing ${item}/CdtrAgt`,
      withTransaction({ creditorAgentClearing: { system: 'ABA', memberId: '1' } }),
    ],
    [
      `pain001.address.country ${item}/Cdtr/PstlAdr`,
      withTransaction({ creditorAddress: { ...address, country: 'Germany' } }),
    ],
    [
      `pain001.address.structured ${item}/Cdtr/PstlAdr`,
      withTransaction({ creditorAddress: { ...address, town: null } }),
    ],
    [
      `pain001.address.structured ${item}/Cdtr/PstlAdr`,
      withTransaction({ creditorAddress: { ...address, country: null } }),
    ],
    [
      `pain001.address.lines ${item}/Cdtr/PstlAdr`,
      withTransaction({ creditorAddress: { ...address, lines: ['x'] } }),
    ],
    [
      `pain001.text.length ${item}/RmtInf/Ustrd`,
      withTransaction({ remittance: 'x'.repeat(141) }),
      profileOf({ remittanceLengthMax: 200 }),
    ],
  ];
  test.for(refused)('[RES-14] %s', ([rule, input, profile]) => {
    expect(rulesOf(input, profile)).toContain(rule);
  });

  test('all broken rules are reported, not only the first', () => {
    const bad = transactionOf({
      amount: money('EUR', 0n),
      creditorName: '',
      creditorAgentBic: 'X',
    });
    expect(
      rulesOf(fileOf({ messageId: '', batches: [batchOf({ transactions: [bad] })] })).length,
    ).toBeGreaterThan(3);
  });

  test('what is just inside a limit is written', () => {
    const edge = {
      endToEndId: 'Q'.repeat(35),
      amount: money('EUR', 99_999_999_999n),
      remittance: 'x'.repeat(140),
    };
    expect(rulesOf(withTransaction({ ...edge, creditorAddress: address }))).toEqual([]);
    expect(
      rulesOf(
        fileOf({ batches: [batchOf({ transactions: cities })] }),
        profileOf({ transactionsMax: 3 }),
      ),
    ).toEqual([]);
  });
});

describe('what stands in the file', () => {
  const both = ['pain.001.001.03', 'pain.001.001.09'] as const;

  test('versions differ in BIC and execution date', () => {
    const [old, present] = both.map((messageVersion) =>
      written(fileOf(), profileOf({ messageVersion })),
    );
    expect(old).toContain('<BIC>NOHADEHHXXX</BIC>');
    expect(old).toContain('<ReqdExctnDt>2026-11-24</ReqdExctnDt>');
    expect(present).toContain('<BICFI>NOHADEHHXXX</BICFI>');
    expect(present).toContain('<ReqdExctnDt><Dt>2026-11-24</Dt></ReqdExctnDt>');
  });

  test.each([
    ['SEPA', 'SLEV', {}, {}],
    ['NURG', 'SHAR', {}, { amount: money('USD', 1n) }],
    ['NURG', 'DEBT', { chargeBearer: 'DEBT' } as const, { amount: money('USD', 1n) }],
    [
      'NURG',
      'SHAR',
      {},
      { creditorAccount: { kind: 'iban', number: 'SA0380000000608010167519' } as const },
    ],
    ['NURG', 'SHAR', {}, { creditorAccount: { kind: 'other', number: '1' } as const }],
    ['URGP', 'SHAR', { urgent: true }, {}],
  ])('service level %s with charges %s', (...[level, bearer, batch, item]) => {
    const text = written(
      fileOf({ batches: [batchOf({ ...batch, transactions: [transactionOf(item)] })] }),
      profileOf(),
    );
    expect(text).toContain(`<SvcLvl><Cd>${level}</Cd></SvcLvl>`);
    expect(text).toContain(`<ChrgBr>${bearer}</ChrgBr>`);
  });

  test('[I4] counts and sums stand in the header and in each batch, exact over currencies', () => {
    const yen = transactionOf({ endToEndId: 'Q2', amount: money('JPY', 500n) });
    const dinar = transactionOf({ endToEndId: 'Q3', amount: money('KWD', 1_005n) });
    const batches = [
      batchOf(),
      batchOf({ id: 'P2', transactions: [yen] }),
      batchOf({ id: 'P3', transactions: [dinar] }),
    ];
    const text = written(fileOf({ batches }), profileOf());
    expect(text.match(/<CtrlSum>[^<]*/g)).toEqual([
      '<CtrlSum>1691.005',
      '<CtrlSum>1190.00',
      '<CtrlSum>500',
      '<CtrlSum>1.005',
    ]);
    expect(text.match(/<NbOfTxs>[^<]*/g)).toEqual([
      '<NbOfTxs>3',
      '<NbOfTxs>1',
      '<NbOfTxs>1',
      '<NbOfTxs>1',
    ]);
  });

  test('a control sum does not drift: a million times one cent', () => {
    const cent = money('EUR', 1n);
    expect(controlSum(Array.from({ length: 1_000_000 }, () => cent))).toBe('10000.00');
    expect(controlSum([])).toBe('0');
  });

  test('an unstructured profile gets two lines, a structured one its elements', () => {
    const file = withTransaction({
      creditorAddress: { ...address, street: 'Königsweg', town: 'Ulm' },
    });
    expect(written(file, profileOf({ structuredAddress: false }))).toContain(
      '<PstlAdr><Ctry>DE</Ctry><AdrLine>Koenigsweg 1</AdrLine><AdrLine>1 Ulm</AdrLine></PstlAdr>',
    );
    expect(written(file, profileOf())).toContain(
      '<PstlAdr><StrtNm>Koenigsweg</StrtNm><BldgNb>1</BldgNb><PstCd>1</PstCd>' +
        '<TwnNm>Ulm</TwnNm><Ctry>DE</Ctry></PstlAdr>',
    );
  });

  test('clearing numbers stand where banks look for them', () => {
    const item = {
      creditorAccount: { kind: 'other', number: '123' } as const,
      creditorAgentClearing: { system: 'USABA', memberId: '021000021' },
    };
    expect(written(withTransaction(item), profileOf())).toContain(
      '<ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>021000021</MmbId></ClrSysMmbId>',
    );
  });

  test('what was changed for the bank is told', () => {
    const result = writePain001(
      withTransaction({ creditorName: 'Müller', remittance: 'x'.repeat(200) }),
      profileOf(),
    );
    expect(
      result.ok && result.value.notes.map((note) => `${note.severity} ${note.rule} ${note.path}`),
    ).toEqual([
      'info pain001.text.characters PmtInf[1]/CdtTrfTxInf[1]/Cdtr/Nm',
      'info pain001.text.length PmtInf[1]/CdtTrfTxInf[1]/RmtInf/Ustrd',
    ]);
  });
});

describe('characters', () => {
  test.each([
    ['Müller & Söhne', 'Mueller + Soehne'],
    ['Straße “x” 5 €', "Strasse 'x' 5 E"],
    ['Łódź Ærø Þór', 'Lodz Aeroe Thor'.replace('Aeroe', 'Aero')],
    ['Ελλάς', 'Ellas'],
    ['Борис Щукин', 'Boris SHTukin'],
    ['漢字 ok', '.. ok'],
    ['a_b;c[d]', 'a-b,c(d)'],
    ['line\nbreak', 'line break'],
    ['e\u0301', 'e'],
    ['  two  blanks  ', 'two blanks'],
    ['<b>&amp;', '.b.+amp,'],
  ])('%j becomes %j', (text, expected) => {
    expect(transliterate('sepa_latin', text)).toBe(expected);
  });

  test('Latin letters stay where the bank takes them', () => {
    expect(transliterate('latin_extended', 'Müller & Söhne – Łódź')).toBe('Müller & Söhne - Łódź');
  });

  test('any text becomes one that the bank takes, and doing it again changes nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('sepa_latin', 'latin_extended'),
        (text, set) => {
          const once = transliterate(set, text);
          expect(isWithin(set, once)).toBe(true);
          expect(transliterate(set, once)).toBe(once);
        },
      ),
    );
  });
});

describe('write, read back, compare', () => {
  const profile = fc.record({
    messageVersion: fc.constantFrom('pain.001.001.03', 'pain.001.001.09'),
    characterSet: fc.constantFrom('sepa_latin', 'latin_extended'),
    structuredAddress: fc.boolean(),
    nameLengthMax: fc.constantFrom(35, 70),
    remittanceLengthMax: fc.constantFrom(35, 140),
  });

  test('[I2][I4] what is written is what is read, and the proof holds', () => {
    fc.assert(
      fc.property(paymentFile, profile, (file, changes) => {
        const bank = profileOf(changes);
        const result = writePain001(file, bank);
        if (!result.ok) throw new Error(JSON.stringify(result.error));
        const read = readPain001(result.value.bytes);
        expect(read.faults).toEqual([]);
        const { content } = canonicalPaymentFile(file, bank);
        expect(canonicalPaymentFile(content, bank).content).toEqual(content);
        for (const [index, batch] of content.batches.entries()) {
          expect(read.content?.batches[index]?.transactions).toEqual(batch.transactions);
        }
        expect(provePain001({ bytes: result.value.bytes, expected: file, profile: bank }).ok).toBe(
          true,
        );
      }),
      { numRuns: 100 },
    );
  });

  const base = fileOf({
    batches: [
      batchOf({
        transactions: [
          transactionOf(),
          transactionOf({
            endToEndId: 'Q2',
            creditorAddress: address,
            creditorAgentBic: 'COBADEFFXXX',
          }),
        ],
      }),
    ],
  });
  const text = written(base, profileOf());
  const prove = (changed: string): boolean =>
    provePain001({ bytes: bytesOf(changed), expected: base, profile: profileOf() }).ok;

  test('[I2] any change of any text in the file is found', () => {
    expect(prove(text)).toBe(true);
    const places = [...text.matchAll(/>([^<\n]+)</g)];
    expect(places.length).toBeGreaterThan(30);
    for (const place of places) {
      const at = place.index + 1;
      const first = text.charAt(at);
      const other = first === '1' ? '2' : first === 'A' ? 'B' : /\d/.test(first) ? '1' : 'A';
      expect(
        `${place[1] ?? ''}: ${String(prove(text.slice(0, at) + other + text.slice(at + 1)))}`,
      ).toBe(`${place[1] ?? ''}: ${String(false)}`);
    }
  });

  test('[I2] a payment added, dropped, doubled or moved is found', () => {
    const items = text.match(/<CdtTrfTxInf>.*<\/CdtTrfTxInf>/g) ?? [];
    const [first = '', second = ''] = items;
    expect(prove(text.replace(first, ''))).toBe(false);
    expect(prove(text.replace(first, first + first))).toBe(false);
    expect(prove(text.replace(first, '@').replace(second, first).replace('@', second))).toBe(false);
    expect(prove(text.replace(first, second))).toBe(false);
    expect(prove(text.replace('<Amt>', '<Amt><InstdAmt Ccy="EUR">1.00</InstdAmt>'))).toBe(false);
    expect(prove(text.replaceAll('Ccy="EUR"', 'Ccy="USD"'))).toBe(false);
    expect(prove(text.replace('</Cdtr>', '</Cdtr><UltmtCdtr><Nm>Thief</Nm></UltmtCdtr>'))).toBe(
      false,
    );
    expect(prove(text.replace('<Amt>', '<IntrmyAgt1/><Amt>'))).toBe(false);
  });

  test('[I2] a change of what was approved is found', () => {
    const { bytes } = (() => {
      const result = writePain001(base, profileOf());
      if (!result.ok) throw new Error('refused');
      return result.value;
    })();
    const different = (expected: PaymentFileInput): string | null => {
      const result = provePain001({ bytes, expected, profile: profileOf() });
      return result.ok ? null : result.error.path;
    };
    const batch = (changes: Parameters<typeof batchOf>[0]): PaymentFileInput =>
      fileOf({ batches: [{ ...batchOf(), ...base.batches[0], ...changes }] });
    expect(different(base)).toBeNull();
    expect(different(batch({ executionDate: asPlainDate('2026-11-25') }))).toBe(
      'PmtInf[1]/ReqdExctnDt',
    );
    expect(different(batch({ batchBooking: true }))).toBe('PmtInf[1]/BtchBookg');
    expect(different(batch({ urgent: true }))).toBe('PmtInf[1]/CdtTrfTxInf[1]/PmtTpInf/SvcLvl');
    expect(
      different(batch({ debtorAccount: { kind: 'other', number: 'DE89370400440532013000' } })),
    ).toBe('PmtInf[1]/DbtrAcct');
    expect(different(batch({ transactions: [transactionOf()] }))).toBe('GrpHdr/NbOfTxs');
    expect(different(fileOf({ ...base, messageId: 'B2' }))).toBe('GrpHdr/MsgId');
  });

  test('a file that is no pain.001, or lost its money, cannot be proven', () => {
    expect(prove('<Document/>')).toBe(false);
    expect(prove(text.replace(/<InstdAmt.*?<\/InstdAmt>/, ''))).toBe(false);
    expect(prove(text.replace('>1190.00</InstdAmt>', '>1190.001</InstdAmt>'))).toBe(false);
    expect(prove(text.slice(0, -20))).toBe(false);
  });
});
