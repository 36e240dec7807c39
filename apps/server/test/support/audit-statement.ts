/** Builds camt.053 files for the history that the audit log is tested on. */
export interface BookedEntry {
  /** Decimal text; positive. */
  readonly amount: string;
  readonly direction: 'DBIT' | 'CRDT';
  readonly reference: string;
  readonly endToEndId?: string;
}

export interface BankStatement {
  readonly id: string;
  readonly iban: string;
  readonly day: string;
  readonly opening: string;
  readonly closing: string;
  readonly entries: readonly BookedEntry[];
}

export function statementBytes(statement: BankStatement): Uint8Array {
  const { id, iban, day, opening, closing, entries } = statement;
  const text =
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>' +
    `<GrpHdr><MsgId>M-${id}</MsgId><CreDtTm>${day}T18:00:00</CreDtTm></GrpHdr>` +
    `<Stmt><Id>${id}</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>` +
    `${balance('OPBD', opening, day)}${balance('CLBD', closing, day)}` +
    `${entries.map((entry) => entryText(entry, day)).join('')}</Stmt></BkToCstmrStmt></Document>`;
  return new TextEncoder().encode(text);
}

const balance = (code: string, amount: string, day: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt>` +
  `<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

function entryText(entry: BookedEntry, day: string): string {
  const { amount, direction, reference, endToEndId } = entry;
  const details =
    endToEndId === undefined
      ? ''
      : `<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs></TxDtls></NtryDtls>`;
  return (
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>` +
    `<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>` +
    `<AcctSvcrRef>${reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>` +
    `<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>${details}</Ntry>`
  );
}
