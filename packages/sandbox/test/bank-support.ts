import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { createBank, type BankBehaviour, type BankName, type BankSimulator } from '../src/index.ts';

/** A customer of the simulated banks: payment files as text, written by hand from the standard. */

export interface Order {
  readonly endToEndId: string;
  /** Minor units with two decimals. */
  readonly amount: bigint;
  readonly iban?: string;
  /** A national account number with its ABA routing number, instead of an IBAN. */
  readonly american?: { readonly account: string; readonly routing: string };
  readonly name?: string;
  readonly text?: string;
}

export interface FileOptions {
  readonly messageId: string;
  readonly orders: readonly Order[];
  readonly version?: '03' | '09';
  readonly account?: string;
  readonly currency?: string;
  readonly date?: string;
  readonly count?: string;
  readonly sum?: string;
}

export const EURO_ACCOUNT = 'DE09370996109469000117';
export const POUND_ACCOUNT = 'GB29NWBK60161331926819';
export const SUPPLIER_IBAN = 'DE89370400440532013000';
export const TODAY = '2026-11-23';

function decimal(amount: bigint): string {
  const digits = amount.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function orderXml(order: Order, currency: string): string {
  const { american } = order;
  const agent =
    american === undefined
      ? ''
      : '<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId>' +
        `<MmbId>${american.routing}</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>`;
  const account =
    american === undefined
      ? `<IBAN>${order.iban ?? SUPPLIER_IBAN}</IBAN>`
      : `<Othr><Id>${american.account}</Id></Othr>`;
  return (
    `<CdtTrfTxInf><PmtId><EndToEndId>${order.endToEndId}</EndToEndId></PmtId>` +
    `<Amt><InstdAmt Ccy="${currency}">${decimal(order.amount)}</InstdAmt></Amt>` +
    `${agent}<Cdtr><Nm>${order.name ?? 'Kaspar Stahlhandel GmbH'}</Nm></Cdtr>` +
    `<CdtrAcct><Id>${account}</Id></CdtrAcct>` +
    `<RmtInf><Ustrd>${order.text ?? 'RE-2026-100200'}</Ustrd></RmtInf></CdtTrfTxInf>`
  );
}

export function paymentFile(options: FileOptions): Uint8Array {
  const { messageId, orders, version = '09', currency = 'EUR', date = TODAY } = options;
  const sum = options.sum ?? decimal(orders.reduce((all, item) => all + item.amount, 0n));
  const count = options.count ?? String(orders.length);
  const bic = version === '03' ? 'BIC' : 'BICFI';
  const own = options.account ?? EURO_ACCOUNT;
  const ownId = /^[A-Z]/u.test(own) ? `<IBAN>${own}</IBAN>` : `<Othr><Id>${own}</Id></Othr>`;
  const day = version === '03' ? date : `<Dt>${date}</Dt>`;
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${TODAY}T09:00:00Z</CreDtTm><NbOfTxs>${count}</NbOfTxs>
<CtrlSum>${sum}</CtrlSum><InitgPty><Nm>Halden Werke GmbH</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>${messageId}-1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>${count}</NbOfTxs>
<CtrlSum>${sum}</CtrlSum><ReqdExctnDt>${day}</ReqdExctnDt><Dbtr><Nm>Halden Werke GmbH</Nm></Dbtr>
<DbtrAcct><Id>${ownId}</Id></DbtrAcct>
<DbtrAgt><FinInstnId><${bic}>NOHADEHHXXX</${bic}></FinInstnId></DbtrAgt>
${orders.map((order) => orderXml(order, currency)).join('\n')}
</PmtInf></CstmrCdtTrfInitn></Document>
`,
  );
}

export function orders(count: number, prefix = 'Q'): readonly Order[] {
  return Array.from({ length: count }, (_, index) => ({
    endToEndId: `${prefix}${String(index + 1).padStart(6, '0')}`,
    amount: BigInt(1_000 + index * 37),
    text: `RE-2026-${100_000 + index}`,
  }));
}

const NO_EXTRAS: Partial<BankBehaviour> = {
  rejectPerMille: 0,
  returnPerMille: 0,
  receiptPerMille: 0,
  interestPerMille: 0,
  duplicateFiles: 0,
};

/** A bank with one account, without seeded surprises unless asked for, at 10:00 UTC of TODAY. */
export function bankOf(
  profile: BankName,
  behaviour: Partial<BankBehaviour> = {},
  seed = 1,
): BankSimulator {
  return createBank({
    profile,
    seed,
    clock: () => `${TODAY}T10:00:00Z`,
    accounts: [
      {
        accountNumber: EURO_ACCOUNT,
        bic: 'NOHADEHHXXX',
        currency: 'EUR',
        openingBalance: 10n ** 9n,
      },
      { accountNumber: POUND_ACCOUNT, bic: 'KWAYGB2LXXX', currency: 'GBP', openingBalance: 5_000n },
    ],
    behaviour: { ...NO_EXTRAS, ...behaviour },
  });
}

/** Texts of the files in `/out` whose names contain a word, in order of name. */
export function outFiles(bank: BankSimulator, word: string): readonly string[] {
  return bank.files
    .list('/out')
    .filter((entry) => entry.name.includes(word))
    .map((entry) => new TextDecoder().decode(bank.files.read(`/out/${entry.name}`)));
}

/** All texts between a tag's start and end, in order. */
export function texts(xml: string, tag: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([^<]*)</${tag}>`, 'gu'))].map(
    (match) => match[1] ?? '',
  );
}

const validators = new Map<string, XsdValidator>();

/** Validates a file against the schema of its namespace and answers the message's name; throws. */
export function validateAgainstSchema(bytes: Uint8Array, folder: string): string {
  const text = new TextDecoder().decode(bytes);
  const message = /tech:xsd:([a-z0-9.]+)"/u.exec(text)?.[1] ?? '';
  let validator = validators.get(message);
  if (validator === undefined) {
    const schema = readFileSync(join(folder, `${message}.xsd`));
    validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(schema));
    validators.set(message, validator);
  }
  const document = XmlDocument.fromBuffer(bytes);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
  }
  return message;
}

/** The folder of shared schemas, or null where there is none. */
export function schemaFolder(): string | null {
  const shared =
    process.env['QUITTANCE_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared');
  const folder = resolve(shared, 'xsd');
  return existsSync(folder) ? folder : null;
}
