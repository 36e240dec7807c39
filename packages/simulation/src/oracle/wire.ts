import type { HandedOver } from './claims.ts';

/** One payment as a bank got it, read from the bytes and with no reader of the hub. */
export interface WiredPayment {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly payeeAccount: string;
  readonly executionDate: string;
  /** The second in which its file was made: its release was not before and not after these. */
  readonly releasedFrom: string;
  readonly releasedUntil: string;
  /** When its sending began, as the hub had written it down; null: it had not. */
  readonly sentAt: string | null;
}

/** The payments of a file that went over the wire. */
export function paymentsIn({ text, sentAt }: HandedOver): readonly WiredPayment[] {
  const made = valueOf(text, 'CreDtTm');
  const second = made.slice(0, 19);
  const executionDate = /<ReqdExctnDt>(?:<Dt>)?([\d-]{10})/u.exec(text)?.[1] ?? '';
  return [...text.matchAll(/<CdtTrfTxInf>([\s\S]*?)<\/CdtTrfTxInf>/gu)].map(([, body = '']) => {
    const [, currency = '', units = '0', cents = ''] =
      /<InstdAmt Ccy="([A-Z]{3})">(\d+)(?:\.(\d+))?</u.exec(body) ?? [];
    const payee = body.slice(body.indexOf('<CdtrAcct>'));
    return {
      reference: valueOf(body, 'EndToEndId'),
      amountMinor: BigInt(units + cents.padEnd(2, '0')),
      currency,
      payeeAccount: /<(?:IBAN|Id)>([A-Z0-9]+)</u.exec(payee)?.[1] ?? '',
      executionDate,
      releasedFrom: `${second}.000Z`,
      releasedUntil: `${second}.999Z`,
      sentAt,
    };
  });
}

const valueOf = (text: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)<`, 'u').exec(text)?.[1] ?? '';
