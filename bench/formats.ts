/**
 * How fast and in how much memory statements and payment files are read and written, on one core.
 * Prints figures and asserts none. Run: `node bench/formats.ts [megabytes]`.
 */
import { asInstant, asPlainDate, money } from '@quittance/domain';
import {
  CamtReader,
  type PaymentFileInput,
  type PaymentProfile,
  provePain001,
  writePain001,
} from '@quittance/formats';

const megabytes = Number.parseInt(process.argv[2] ?? '100', 10);
const chunkBytes = 65_536;

const head = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
 <BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-23T06:00:00+01:00</CreDtTm></GrpHdr>
 <Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-11-23T06:00:00+01:00</CreDtTm>
  <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
  <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt>
   <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
`;

const entry = (index: number): string => `  <Ntry>
   <NtryRef>${index}</NtryRef>
   <Amt Ccy="EUR">${(index % 99_991) + 1}.${String(index % 100).padStart(2, '0')}</Amt>
   <CdtDbtInd>${index % 3 === 0 ? 'CRDT' : 'DBIT'}</CdtDbtInd>
   <Sts><Cd>BOOK</Cd></Sts>
   <BookgDt><Dt>2026-11-${String((index % 20) + 1).padStart(2, '0')}</Dt></BookgDt>
   <ValDt><Dt>2026-11-20</Dt></ValDt>
   <AcctSvcrRef>2026112300${index}</AcctSvcrRef>
   <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
   <NtryDtls>
    <TxDtls>
     <Refs><EndToEndId>Q${String(index).padStart(12, '0')}</EndToEndId><TxId>T${index}</TxId></Refs>
     <Amt Ccy="EUR">${(index % 99_991) + 1}.${String(index % 100).padStart(2, '0')}</Amt>
     <RltdPties>
      <Cdtr><Pty><Nm>Supplier number ${index % 5_000} Limited</Nm></Pty></Cdtr>
      <CdtrAcct><Id><IBAN>DE${String(index % 5_000).padStart(20, '0')}</IBAN></Id></CdtrAcct>
     </RltdPties>
     <RmtInf><Ustrd>Invoice ${index} of the year 2026, customer 4711</Ustrd></RmtInf>
    </TxDtls>
   </NtryDtls>
  </Ntry>
`;

function* statementChunks(sizeBytes: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = head;
  let written = 0;
  for (let index = 0; written < sizeBytes; index += 1) {
    text += entry(index);
    if (text.length < chunkBytes) continue;
    yield encoder.encode(text);
    written += text.length;
    text = '';
  }
  yield encoder.encode(`${text}</Stmt></BkToCstmrStmt></Document>`);
}

const residentMegabytes = (): number => Math.round(process.memoryUsage().rss / 1_048_576);

/** The yardstick of the same run: adding up the same bytes in a plain loop. */
function plainLoopSpeed(): number {
  const bytes = new Uint8Array(20_000_000).fill(65);
  const start = performance.now();
  let sum = 0;
  for (const byte of bytes) sum += byte;
  const speed = bytes.length / 1_000 / (performance.now() - start);
  return sum > 0 ? speed : 0;
}

/** The clock runs only while the reader works: making the test data is not part of the figure. */
function measureCamt(): void {
  const residentBefore = residentMegabytes();
  let entries = 0;
  let bytes = 0;
  let milliseconds = 0;
  let residentMax = 0;
  const reader = new CamtReader({ onEntry: () => (entries += 1) });
  for (const chunk of statementChunks(megabytes * 1_000_000)) {
    const start = performance.now();
    reader.push(chunk);
    milliseconds += performance.now() - start;
    bytes += chunk.length;
    if (entries % 64 === 0) residentMax = Math.max(residentMax, residentMegabytes());
  }
  const outcome = reader.end();
  const speed = bytes / 1_000 / milliseconds;
  const faults = outcome.faults.filter((fault) => fault.severity === 'fatal').length;
  console.log(
    `camt.053 read: ${speed.toFixed(0)} MB/s, ${entries} entries of ` +
      `${(bytes / entries).toFixed(0)} bytes, at most ${residentMax} MB resident ` +
      `(${residentBefore} before), ${faults} fatal faults; ` +
      `a plain loop over bytes: ${plainLoopSpeed().toFixed(0)} MB/s`,
  );
}

const profile: PaymentProfile = {
  payment: {
    messageVersion: 'pain.001.001.09',
    booking: 'single',
    transactionsMax: 100_000,
    remittanceLengthMax: 140,
    nameLengthMax: 70,
    characterSet: 'sepa_latin',
    structuredAddress: true,
    fileNamePattern: '',
    folder: '',
  },
};

const paymentFile = (count: number): PaymentFileInput => ({
  messageId: 'B0000000000001',
  createdAt: asInstant('2026-11-23T08:15:00.000Z'),
  initiatingParty: { name: 'Sample GmbH', id: null },
  batches: [
    {
      id: 'B0000000000001-1',
      debtorName: 'Sample GmbH',
      debtorAccount: { kind: 'iban', number: 'DE89370400440532013000' },
      debtorAccountCurrency: 'EUR',
      debtorAgentBic: 'COBADEFFXXX',
      debtorAgentClearing: null,
      executionDate: asPlainDate('2026-11-24'),
      batchBooking: false,
      urgent: false,
      chargeBearer: null,
      transactions: Array.from({ length: count }, (_, index) => ({
        endToEndId: `Q${String(index).padStart(12, '0')}`,
        amount: money('EUR', BigInt(index + 1)),
        creditorName: `Lieferant Müller ${index % 5_000} GmbH`,
        creditorAddress: null,
        creditorAccount: { kind: 'iban', number: 'DE89370400440532013000' },
        creditorAgentBic: null,
        creditorAgentClearing: null,
        remittance: `Rechnung ${index}`,
      })),
    },
  ],
});

function measurePain(): void {
  const input = paymentFile(100_000);
  const start = performance.now();
  const written = writePain001(input, profile);
  if (!written.ok) throw new Error(written.error[0]?.sentence ?? 'refused');
  const middle = performance.now();
  const proof = provePain001({ bytes: written.value.bytes, expected: input, profile });
  const end = performance.now();
  console.log(
    `pain.001 of 100,000: written in ${((middle - start) / 1000).toFixed(1)} s, proven in ` +
      `${((end - middle) / 1000).toFixed(1)} s (${String(proof.ok)}), ` +
      `${(written.value.bytes.length / 1e6).toFixed(0)} MB, at most ` +
      `${Math.round(process.resourceUsage().maxRSS / 1024)} MB resident`,
  );
}

if (process.argv[3] !== 'pain') measureCamt();
if (process.argv[3] !== 'camt') measurePain();
