import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderMailbox, createMailbox, MessageError, type Mailbox } from '../src/index.ts';

const MESSAGE = [
  'Date: Mon, 23 Nov 2026 10:00:00 +0000',
  'From: "Halden, Werke" <payables@halden.example>',
  'To: Kaspar <accounts@s00001.example>,',
  ' b@s00002.example (second)',
  'Cc: C@S00003.example',
  'Subject: =?UTF-8?B?WmFobHVuZyBmw7xy?= =?utf-8?Q?_RE=2D2026?=',
  '',
  'Line one',
  '',
  'Line two',
].join('\r\n');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mail-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

describe.each<[string, () => Mailbox]>([
  ['in memory', createMailbox],
  ['in a folder', () => createFolderMailbox(join(directory, 'box'))],
])('a mailbox %s', (_name, open) => {
  test('keeps what it is given, with the head read', () => {
    const box = open();
    const caught = box.deliver(MESSAGE);
    expect(caught).toMatchObject({
      number: 1,
      from: 'payables@halden.example',
      to: ['accounts@s00001.example', 'b@s00002.example', 'C@S00003.example'],
      subject: 'Zahlung für RE-2026',
      body: 'Line one\r\n\r\nLine two',
    });
    box.deliver(MESSAGE.replace('b@', 'other@'));
    expect(box.messages().map((message) => message.number)).toEqual([1, 2]);
    expect(box.messagesTo('c@s00003.example')).toHaveLength(2);
    expect(box.messagesTo('B@s00002.example')).toHaveLength(1);
    expect(new TextDecoder().decode(box.messages()[0]?.raw)).toBe(MESSAGE);
  });

  test.each(['From', 'To', 'Date'])('refuses a message without %s', (name) => {
    const box = open();
    const lines = MESSAGE.replace('Cc: C@S00003.example\r\n', '').replace(',\r\n b@', ', b@');
    const without = lines.replace(new RegExp(`^${name}: .*\r\n`, 'mu'), '');
    expect(() => box.deliver(without)).toThrow(MessageError);
    expect(() => box.deliver('no header at all')).toThrow(MessageError);
    expect(box.messages()).toEqual([]);
  });
});

test('a folder keeps its messages for the next opener, as .eml files', () => {
  createFolderMailbox(directory).deliver(MESSAGE);
  const again = createFolderMailbox(directory);
  expect(again.messages()).toHaveLength(1);
  again.deliver(MESSAGE);
  expect(readdirSync(directory)).toEqual(['000001.eml', '000002.eml']);
});
