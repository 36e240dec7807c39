import { createHmac } from 'node:crypto';

/** A call of the bank's to its customer. */
export interface EventPost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs an event as the bank's documentation says: HMAC-SHA256 in hexadecimal over the seconds of
 * the Unix epoch, a full stop and the raw body; `secret` is base64.
 */
export function signEvent(of: {
  readonly id: string;
  readonly body: string;
  readonly at: string;
  readonly secret: string;
}): EventPost {
  const seconds = Math.floor(Date.parse(of.at) / 1_000).toString();
  const signature = createHmac('sha256', Buffer.from(of.secret, 'base64'))
    .update(`${seconds}.${of.body}`, 'utf8')
    .digest('hex');
  return {
    headers: {
      'content-type': 'application/json',
      'x-bank-event': of.id,
      'x-bank-time': seconds,
      'x-bank-signature': `v1=${signature}`,
    },
    body: of.body,
  };
}
