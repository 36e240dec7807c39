import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutgoingMail } from '@quittance/flows';
import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config/schema.ts';

/** Sends mail by SMTP, or lays it into a folder where the sandbox and tests look at it. */
export function openMail(
  config: MailConfig,
  secret: (name: string) => string,
): (mail: OutgoingMail) => Promise<void> {
  return config.kind === 'folder' ? folderMail(config) : smtpMail(config, secret);
}

function folderMail(config: Extract<MailConfig, { kind: 'folder' }>) {
  const composer = createTransport({ streamTransport: true, buffer: true });
  return async (mail: OutgoingMail): Promise<void> => {
    const { from } = config;
    const composed = await composer.sendMail({ ...mail, from, messageId: `<${mail.messageId}>` });
    await mkdir(config.path, { recursive: true, mode: 0o700 });
    const file = join(config.path, `${mail.messageId.replaceAll(/[^A-Za-z0-9.-]/g, '_')}.eml`);
    await writeFile(`${file}.part`, composed.message);
    await rename(`${file}.part`, file);
  };
}

function smtpMail(config: Extract<MailConfig, { kind: 'smtp' }>, secret: (name: string) => string) {
  const { host, port, username, passwordSecret, from } = config;
  const auth =
    username === undefined || passwordSecret === undefined
      ? {}
      : { auth: { user: username, pass: secret(passwordSecret) } };
  const transport = createTransport({ host, port, requireTLS: true, ...auth });
  return async (mail: OutgoingMail): Promise<void> => {
    await transport.sendMail({ ...mail, from, messageId: `<${mail.messageId}>` });
  };
}
