import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessage, type CaughtMessage } from './message.ts';

/** A box that catches every mail instead of sending it. */
export interface Mailbox {
  /** Keeps a message (RFC 5322, bytes or text) and answers it; throws MessageError. */
  readonly deliver: (raw: Uint8Array | string) => CaughtMessage;
  /** Every message, oldest first. */
  readonly messages: () => readonly CaughtMessage[];
  /** Messages to an address, whatever its case. */
  readonly messagesTo: (address: string) => readonly CaughtMessage[];
}

function bytesOf(raw: Uint8Array | string): Uint8Array {
  return typeof raw === 'string' ? new TextEncoder().encode(raw) : raw;
}

function mailboxOver(
  messages: () => readonly CaughtMessage[],
  keep: (message: CaughtMessage) => void,
): Mailbox {
  function deliver(raw: Uint8Array | string): CaughtMessage {
    const message = readMessage(bytesOf(raw), messages().length + 1);
    keep(message);
    return message;
  }
  function messagesTo(address: string): readonly CaughtMessage[] {
    const wanted = address.toLowerCase();
    return messages().filter(({ to }) => to.some((item) => item.toLowerCase() === wanted));
  }
  return { deliver, messages, messagesTo };
}

/** A mailbox in memory. */
export function createMailbox(): Mailbox {
  const kept: CaughtMessage[] = [];
  return mailboxOver(
    () => [...kept],
    (message) => void kept.push(message),
  );
}

/** A mailbox of `.eml` files in a folder, which any mail program opens; the folder is made. */
export function createFolderMailbox(directory: string): Mailbox {
  mkdirSync(directory, { recursive: true });
  function messages(): readonly CaughtMessage[] {
    return readdirSync(directory)
      .filter((name) => /^\d{6}\.eml$/u.test(name))
      .toSorted()
      .map((name, index) => readMessage(readFileSync(join(directory, name)), index + 1));
  }
  function keep(message: CaughtMessage): void {
    const path = join(directory, `${String(message.number).padStart(6, '0')}.eml`);
    writeFileSync(`${path}.part`, message.raw);
    renameSync(`${path}.part`, path);
  }
  return mailboxOver(messages, keep);
}
