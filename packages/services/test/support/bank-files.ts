import type { BankProfile } from '@quittance/domain';
import { formatDecimal, money } from '@quittance/domain';

/** Status reports and statements as banks write them, built by hand from the standards. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const leaf = (name: string, text: string | null | undefined): string =>
  text === null || text === undefined ? '' : `<${name}>${text}</${name}>`;

const amount = (minor: bigint): string => formatDecimal(money('EUR', minor < 0n ? -minor : minor));

export interface StatusParts {
  readonly messageId: string;
  readonly group?: string;
  readonly groupReason?: string;
  readonly payments?: readonly {
    readonly reference: string;
    readonly status: string;
    readonly reason?: string;
  }[];
  readonly at?: string;
  readonly version?: BankProfile['answers']['statusVersion'];
}

const reasonOf = (code: string | undefined): string =>
  code === undefined ? '' : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`;

/** A pain.002 on one of our messages. */
export function statusFile(parts: StatusParts): Uint8Array {
  const transactions = (parts.payments ?? []).map(
    ({ reference, status, reason }) =>
      `<TxInfAndSts>${leaf('OrgnlEndToEndId', reference)}${leaf('TxSts', status)}` +
      `${reasonOf(reason)}</TxInfAndSts>`,
  );
  const block =
    transactions.length === 0
      ? ''
      : `<OrgnlPmtInfAndSts>${leaf('OrgnlPmtInfId', parts.messageId)}` +
        `${transactions.join('')}</OrgnlPmtInfAndSts>`;
  return bytesOf(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${parts.version ?? 'pain.002.001.10'}">` +
      '<CstmrPmtStsRpt>' +
      `<GrpHdr><MsgId>S1</MsgId><CreDtTm>${parts.at ?? '2026-11-23T10:00:00'}</CreDtTm></GrpHdr>` +
      `<OrgnlGrpInfAndSts>${leaf('OrgnlMsgId', parts.messageId)}` +
      '<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>' +
      `${leaf('GrpSts', parts.group)}${reasonOf(parts.groupReason)}</OrgnlGrpInfAndSts>` +
      `${block}</CstmrPmtStsRpt></Document>`,
  );
}

export interface EntryParts {
  /** Signed: money out is negative. */
  readonly minor: bigint;
  readonly bankReference?: string;
  readonly endToEndId?: string | null;
  readonly status?: string;
  readonly day?: string;
  readonly reversal?: boolean;
  readonly returnReason?: string;
  readonly subFamily?: string;
  readonly batch?: { readonly messageId: string; readonly count: number };
  readonly text?: string;
  /** What was instructed in another currency, with the bank's rate as it is written. */
  readonly converted?: {
    readonly minor: bigint;
    readonly currency: string;
    readonly rate?: string;
    readonly unit?: string;
  };
  /** The transactions of an entry that books several; a bank may leave their amounts out. */
  readonly transactions?: readonly {
    readonly endToEndId: string;
    readonly minor?: bigint;
    readonly currency?: string;
  }[];
}

const returnText = (reason: string | undefined): string =>
  reason === undefined ? '' : `<RtrInf><Rsn><Cd>${reason}</Cd></Rsn></RtrInf>`;

const transferFamily = ({ subFamily, returnReason }: EntryParts): string =>
  subFamily ?? (returnReason === undefined ? 'ESCT' : 'RRTN');

const transactionsText = (of: NonNullable<EntryParts['transactions']>): string =>
  of
    .map(
      ({ endToEndId, minor, currency = 'EUR' }) =>
        `<TxDtls><Refs>${leaf('EndToEndId', endToEndId)}</Refs>` +
        (minor === undefined ? '' : `<Amt Ccy="${currency}">${amount(minor)}</Amt>`) +
        '</TxDtls>',
    )
    .join('');

function convertedText(converted: EntryParts['converted']): string {
  if (converted === undefined) return '';
  const { minor, currency, rate, unit } = converted;
  const exchange =
    rate === undefined
      ? ''
      : `<CcyXchg>${leaf('UnitCcy', unit)}${leaf('XchgRate', rate)}</CcyXchg>`;
  const instructed = `<Amt Ccy="${currency}">${amount(minor)}</Amt>${exchange}`;
  return `<AmtDtls><InstdAmt>${instructed}</InstdAmt></AmtDtls>`;
}

function detailsText(entry: EntryParts): string {
  if (entry.transactions !== undefined) return transactionsText(entry.transactions);
  return entry.batch === undefined
    ? `<TxDtls><Refs>${leaf('EndToEndId', entry.endToEndId)}</Refs>` +
        convertedText(entry.converted) +
        (entry.text === undefined ? '' : `<RmtInf>${leaf('Ustrd', entry.text)}</RmtInf>`) +
        `${returnText(entry.returnReason)}</TxDtls>`
    : `<Btch><MsgId>${entry.batch.messageId}</MsgId>` +
        `<PmtInfId>${entry.batch.messageId}</PmtInfId>` +
        `<NbOfTxs>${entry.batch.count.toString()}</NbOfTxs></Btch>`;
}

function entryText(entry: EntryParts): string {
  const day = entry.day ?? '2026-11-23';
  const family =
    entry.subFamily === 'CHRG'
      ? '<Cd>ACMT</Cd><Fmly><Cd>MDOP</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly>'
      : `<Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>${transferFamily(entry)}</SubFmlyCd></Fmly>`;
  return (
    `<Ntry><Amt Ccy="EUR">${amount(entry.minor)}</Amt>` +
    `<CdtDbtInd>${entry.minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>` +
    (entry.reversal === true ? '<RvslInd>true</RvslInd>' : '') +
    `<Sts><Cd>${entry.status ?? 'BOOK'}</Cd></Sts>` +
    `<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>` +
    leaf('AcctSvcrRef', entry.bankReference) +
    `<BkTxCd><Domn>${family}</Domn></BkTxCd>` +
    `<NtryDtls>${detailsText(entry)}</NtryDtls></Ntry>`
  );
}

export interface StatementParts {
  readonly message?: 'camt.052' | 'camt.053' | 'camt.054';
  readonly id?: string;
  readonly iban: string;
  readonly day?: string;
  readonly openingMinor?: bigint;
  /** Wrong on purpose in some tests; the sum of the booked entries otherwise. */
  readonly closingMinor?: bigint;
  readonly entries: readonly EntryParts[];
}

const messages = {
  'camt.052': ['BkToCstmrAcctRpt', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
} as const;

const balance = (code: string, minor: bigint, day: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount(minor)}</Amt>` +
  `<CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

/** A camt file of one account: the end-of-day statement unless told otherwise. */
export function statementFile(parts: StatementParts): Uint8Array {
  const message = parts.message ?? 'camt.053';
  const [root, statement] = messages[message];
  const day = parts.day ?? '2026-11-23';
  const opening = parts.openingMinor ?? 100_000_000n;
  const booked = parts.entries.filter((entry) => (entry.status ?? 'BOOK') === 'BOOK');
  const closing =
    parts.closingMinor ?? booked.reduce((total, entry) => total + entry.minor, opening);
  const balances =
    message === 'camt.053' ? balance('OPBD', opening, day) + balance('CLBD', closing, day) : '';
  return bytesOf(
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}.001.08"><${root}>` +
      `<GrpHdr><MsgId>M-${parts.id ?? 'S1'}</MsgId><CreDtTm>${day}T18:00:00</CreDtTm></GrpHdr>` +
      `<${statement}><Id>${parts.id ?? 'S1'}</Id><CreDtTm>${day}T18:00:00</CreDtTm>` +
      `<Acct><Id><IBAN>${parts.iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>` +
      `${balances}${parts.entries.map(entryText).join('')}</${statement}></${root}></Document>`,
  );
}
