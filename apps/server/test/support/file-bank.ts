import { createBank, listenSftp, QUIET_BEHAVIOUR } from '@quittance/sandbox';
import type { BankName, BankSimulator, SftpListener, SftpUser } from '@quittance/sandbox';

export interface SftpBank {
  readonly bank: BankSimulator;
  readonly listener: SftpListener;
  readonly user: SftpUser;
  /** Moves the bank's clock. */
  setNow(instant: string): void;
  close(): Promise<void>;
}

export const testAccount = 'DE09370996109469000117';

/** A simulated bank behind SFTP on this machine. */
export async function openSftpBank(profile: BankName = 'nordhafen'): Promise<SftpBank> {
  let now = '2026-11-23T10:00:00Z';
  const bank = createBank({
    profile,
    seed: 1,
    clock: () => now,
    accounts: [
      {
        accountNumber: testAccount,
        bic: 'NOHADEHHXXX',
        currency: 'EUR',
        openingBalance: 1_000_000_000n,
      },
    ],
    behaviour: QUIET_BEHAVIOUR,
  });
  const wait = (durationMs: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, durationMs);
    });
  const listener = await listenSftp({ banks: [bank], port: 0, wait });
  const [user] = listener.users;
  if (user === undefined) throw new Error('the bank knows nobody');
  return {
    bank,
    listener,
    user,
    setNow: (instant) => {
      now = instant;
    },
    close: listener.close,
  };
}

/** A payment file by hand from the standard; version 09, one payment of 10.00 EUR on a day. */
export const paymentFile = (
  messageId: string,
  endToEndId: string,
  day = '2026-11-23',
): Uint8Array =>
  new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-23T09:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs>
<CtrlSum>10.00</CtrlSum><InitgPty><Nm>Halden Werke GmbH</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>${messageId}-1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>1</NbOfTxs>
<CtrlSum>10.00</CtrlSum><ReqdExctnDt><Dt>${day}</Dt></ReqdExctnDt>
<Dbtr><Nm>Halden Werke GmbH</Nm></Dbtr><DbtrAcct><Id><IBAN>${testAccount}</IBAN></Id></DbtrAcct>
<DbtrAgt><FinInstnId><BICFI>NOHADEHHXXX</BICFI></FinInstnId></DbtrAgt>
<CdtTrfTxInf><PmtId><EndToEndId>${endToEndId}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="EUR">10.00</InstdAmt></Amt><Cdtr><Nm>Kaspar Stahlhandel GmbH</Nm></Cdtr>
<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>
<RmtInf><Ustrd>RE-2026-100200</Ustrd></RmtInf></CdtTrfTxInf>
</PmtInf></CstmrCdtTrfInitn></Document>
`);
