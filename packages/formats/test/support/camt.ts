/** Builds camt files for tests out of their parts, by hand and without the writer under test. */
export interface CamtParts {
  readonly root?: string;
  readonly statement?: string;
  readonly account?: string;
  readonly balances?: string;
  readonly entries?: string;
  readonly header?: string;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const balance = (code: string, amount: string, direction: string | null): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt>` +
  (direction === null ? '' : `<CdtDbtInd>${direction}</CdtDbtInd>`) +
  '<Dt><Dt>2026-11-20</Dt></Dt></Bal>';

export const entry = (inner: string): string => `<Ntry>${inner}</Ntry>`;

export const simpleEntry = (amount: string, direction: string, more = ''): string =>
  entry(
    `<Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>BOOK</Sts>` +
      `<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>${more}`,
  );

const messages: Readonly<Record<string, readonly [root: string, statement: string]>> = {
  'camt.052': ['BkToCstmrAcctRpt', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
};

export const defaultAccount =
  '<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>';

export function camtText(message: string, parts: CamtParts = {}): string {
  const [root = '', statement = ''] = messages[message] ?? [];
  return (
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}.001.08"><${root}>` +
    `<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr><${statement}>` +
    `<Id>S1</Id>${parts.header ?? ''}${parts.account ?? defaultAccount}` +
    `${parts.balances ?? ''}${parts.entries ?? ''}</${statement}></${root}></Document>`
  );
}
