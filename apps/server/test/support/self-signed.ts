import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate of 127.0.0.1 that signs itself, made afresh: no key lies in the repository. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** DER by hand (ITU-T X.690), just enough for one Ed25519 certificate (RFC 5280, RFC 8410). */
const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents);
  const { length } = body;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const sequence = (...contents: readonly Uint8Array[]): Buffer => der(0x30, ...contents);
const oid = (content: string): Buffer => der(0x06, hex(content));

const ed25519 = sequence(oid('2b6570'));
const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('127.0.0.1')))));
const validity = sequence(
  der(0x17, Buffer.from('200101000000Z')),
  der(0x17, Buffer.from('491231235959Z')),
);
const isAuthority = sequence(
  oid('551d13'),
  der(0x01, hex('ff')),
  der(0x04, sequence(der(0x01, hex('ff')))),
);
const isLoopback = sequence(oid('551d11'), der(0x04, sequence(der(0x87, hex('7f000001')))));

export function createSelfSigned(): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const content = sequence(
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, hex('01')),
    ed25519,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(isAuthority, isLoopback)),
  );
  const signature = der(0x03, hex('00'), sign(null, content, privateKey));
  const certificate = sequence(content, ed25519, signature).toString('base64');
  const rows = certificate.match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${rows.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
