import {
  type Capabilities,
  type ConnectorLogLine,
  type ConnectorPorts,
  FolderError,
  type PaymentMessage,
} from '@quittance/connector-kit';
import { asInstant } from '@quittance/domain';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { fileBankConfigSchema, fileBankConnector, kindOfFile } from '../src/index.ts';
import { createMemoryFolder, type MemoryFolder } from './support/memory-folder.ts';

const message: PaymentMessage = {
  messageId: 'B0000000000AB',
  fileName: 'B0000000000AB.xml',
  bytes: new TextEncoder().encode('<Document/>'),
};

let folder: MemoryFolder;
let lines: ConnectorLogLine[];
let now: string;

beforeEach(() => {
  folder = createMemoryFolder();
  lines = [];
  now = '2026-11-23T08:10:00.000Z';
});

async function open(
  given: Readonly<Record<string, unknown>> = {},
): Promise<Required<Capabilities>> {
  const config = fileBankConfigSchema.parse({
    location: { kind: 'folder', path: '/bank' },
    ...given,
  });
  const ports: ConnectorPorts = {
    http: { request: () => Promise.reject(new Error('files need no HTTP')) },
    openFolder: () => Promise.resolve(folder),
    now: () => asInstant(now),
    secret: () => 'geheim',
    log: (line) => void lines.push(line),
  };
  const connection = await fileBankConnector.open(config, ports);
  return complete(connection.capabilities);
}

/** The connector declares four capabilities; asking for another is a mistake of the test. */
const complete = (capabilities: Capabilities): Required<Capabilities> =>
  capabilities as Required<Capabilities>;

describe('handing over a payment file', () => {
  test('[SYS-03] the bank only ever sees it whole, under its own name', async () => {
    const bank = await open();
    expect(await bank['payments.submit'](message)).toEqual({
      kind: 'acknowledged',
      bankReference: null,
    });
    expect([...folder.files.keys()]).toEqual(['in/B0000000000AB.xml']);
    expect(folder.calls).toEqual(['exists', 'exists', 'write', 'rename']);
  });

  test.each([
    ['the bank is away before anything', { operation: 'exists', code: 'down' }],
    ['the bank goes while the draft is written', { operation: 'write' }],
    ['the draft is written but not answered', { operation: 'write', acts: true }],
    ['the bank refuses our right', { operation: 'write', code: 'denied', mayHaveActed: false }],
    ['the rename was never asked', { operation: 'rename', code: 'down', mayHaveActed: false }],
  ] as const)('[RES-01][FT-11] not sent, provably: %s', async (_, failure) => {
    folder.fail(failure);
    const bank = await open();
    const outcome = await bank['payments.submit'](message);
    expect(outcome.kind).toBe('notSent');
    expect(outcome.kind === 'notSent' && outcome.fault.kind).not.toBe('unknownOutcome');
    expect(folder.files.has('in/B0000000000AB.xml')).toBe(false);
  });

  test('[FT-05][I14] a rename that acted without an answer is found out by looking', async () => {
    folder.fail({ operation: 'rename', acts: true });
    const bank = await open();
    expect((await bank['payments.submit'](message)).kind).toBe('acknowledged');
  });

  test('[FT-05][I14] a rename without an answer is unknown when the file is not seen', async () => {
    folder.fail({ operation: 'rename' });
    const bank = await open();
    const outcome = await bank['payments.submit'](message);
    expect(outcome).toMatchObject({ kind: 'unknown', fault: { kind: 'unknownOutcome' } });
  });

  test('[I14] unknown stays unknown when nobody can look', async () => {
    folder.fail({ operation: 'rename', acts: true });
    const bank = await open();
    // The look before the draft works, the one after the rename does not.
    const looks = folder.exists.bind(folder);
    let count = 0;
    Object.assign(folder, {
      exists: (path: string) => {
        count += 1;
        const down = new FolderError('down', 'away', false);
        return count > 2 ? Promise.reject(down) : looks(path);
      },
    });
    expect((await bank['payments.submit'](message)).kind).toBe('unknown');
  });

  test('a draft that somebody moved proves nothing', async () => {
    folder.fail({ operation: 'rename', code: 'missing', mayHaveActed: false });
    const bank = await open();
    expect((await bank['payments.submit'](message)).kind).toBe('unknown');
  });

  test('[RES-01] the same message is not placed again, wherever the bank keeps it', async () => {
    const bank = await open();
    for (const place of ['in', 'archive']) {
      folder.files.clear();
      folder.put(`${place}/B0000000000AB.xml`, 'as sent');
      folder.calls.length = 0;
      expect((await bank['payments.submit'](message)).kind).toBe('acknowledged');
      expect(folder.calls).not.toContain('write');
      expect(folder.calls).not.toContain('rename');
    }
  });

  test.each(['../B.xml', 'a/b.xml', '.hidden', 'B.xml.part', '', 'a\u0000b', 'a..b.xml'])(
    '[RES-14] the name %j is not used',
    async (fileName) => {
      const bank = await open();
      const outcome = await bank['payments.submit']({ ...message, fileName });
      expect(outcome.kind).toBe('notSent');
      expect(folder.calls).toEqual([]);
    },
  );

  test('[I1][I14] whatever fails wherever: not sent is true, and so is acknowledged', async () => {
    const operations = fc.constantFrom('exists', 'write', 'rename' as const);
    const failure = fc.record({
      operation: operations,
      acts: fc.boolean(),
      code: fc.constantFrom('lost', 'down', 'denied', 'exists', 'missing' as const),
      left: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(failure, { maxLength: 3 }), async (failures) => {
        folder = createMemoryFolder();
        const bank = await open();
        for (const given of failures) {
          // Only silence leaves open what happened; an answer is an answer.
          const mayHaveActed = given.code === 'lost';
          folder.fail({ ...given, mayHaveActed, acts: given.acts && mayHaveActed });
        }
        const { kind } = await bank['payments.submit'](message);
        const there = folder.files.has('in/B0000000000AB.xml');
        if (kind === 'notSent') expect(there).toBe(false);
        if (kind === 'acknowledged') expect(there).toBe(true);
      }),
    );
  });
});

describe('asking for a payment file', () => {
  test('[RES-01] looks and never writes', async () => {
    const bank = await open();
    const inquire = (): Promise<unknown> => bank['payments.inquire'](message);
    expect(await inquire()).toMatchObject({ ok: true, value: { kind: 'absent' } });
    folder.put('archive/B0000000000AB.xml', 'taken');
    expect(await inquire()).toEqual({ ok: true, value: { kind: 'found', where: 'archive' } });
    expect(new Set(folder.calls)).toEqual(new Set(['exists']));
  });

  test('a bank that is away is a fault, not an absence', async () => {
    folder.fail({ operation: 'exists', code: 'down', mayHaveActed: false });
    const bank = await open();
    expect(await bank['payments.inquire'](message)).toMatchObject({
      ok: false,
      error: { kind: 'retry', code: 'file_bank.down' },
    });
  });
});

describe('files that wait for us', () => {
  const namesOf = async (bank: Required<Capabilities>, limit = 10): Promise<readonly string[]> => {
    const fetched = await bank['files.fetch']({ limit });
    if (!fetched.ok) throw new Error(fetched.error.code);
    return fetched.value.map((file) => file.name);
  };

  test('[SYN-13] oldest first, at most so many, unfinished ones never', async () => {
    folder.put('out/b.xml', 'b', '2026-11-23T08:00:02.000Z');
    folder.put('out/c.xml', 'c', '2026-11-23T08:00:01.000Z');
    folder.put('out/a.xml', 'a', '2026-11-23T08:00:01.000Z');
    folder.put('out/d.xml.part', 'd', '2026-11-23T08:00:00.000Z');
    const bank = await open();
    expect(await namesOf(bank)).toEqual(['a.xml', 'c.xml', 'b.xml']);
    expect(await namesOf(bank, 2)).toEqual(['a.xml', 'c.xml']);
  });

  test('[RES-14] a file that grows is left until two looks agree or it is quiet', async () => {
    const bank = await open();
    folder.put('out/a.xml', 'half', '2026-11-23T08:09:58.000Z');
    expect(await namesOf(bank)).toEqual([]);
    folder.put('out/a.xml', 'half and more', '2026-11-23T08:09:59.000Z');
    expect(await namesOf(bank)).toEqual([]);
    expect(await namesOf(bank)).toEqual(['a.xml']);
    folder.put('out/b.xml', 'b', '2026-11-23T08:09:59.000Z');
    now = '2026-11-23T08:10:09.000Z';
    expect(await namesOf(bank)).toEqual(['a.xml', 'b.xml']);
  });

  test('a bank whose clock is ahead is read all the same, one look later', async () => {
    const bank = await open();
    folder.put('out/a.xml', 'a', '2026-11-23T09:00:00.000Z');
    expect(await namesOf(bank)).toEqual([]);
    expect(await namesOf(bank)).toEqual(['a.xml']);
  });

  test('[I34] a file too large holds nobody back and is reported once it is alone', async () => {
    const bank = await open({ sizeBytesMax: 1_024 });
    folder.put('out/large.xml', 'x'.repeat(2_000));
    folder.put('out/small.xml', 'small', '2026-11-23T08:01:00.000Z');
    expect(await namesOf(bank)).toEqual(['small.xml']);
    folder.files.delete('out/small.xml');
    expect(await bank['files.fetch']({ limit: 5 })).toMatchObject({
      ok: false,
      error: { code: 'file_bank.too_large' },
    });
    expect(folder.files.has('out/large.xml')).toBe(true);
  });

  test('a bank that is away is a fault', async () => {
    folder.fail({ operation: 'list', code: 'denied', mayHaveActed: false });
    const bank = await open();
    expect(await bank['files.fetch']({ limit: 5 })).toMatchObject({
      ok: false,
      error: { kind: 'unauthorised' },
    });
  });
});

describe('taking fetched files away', () => {
  const fetchHandles = async (bank: Required<Capabilities>): Promise<readonly string[]> => {
    const fetched = await bank['files.fetch']({ limit: 10 });
    return fetched.ok ? fetched.value.map((file) => file.handle) : [];
  };

  test('[RES-01] moves them to the archive; twice is once', async () => {
    folder.put('out/a.xml', 'a');
    const bank = await open();
    const handles = await fetchHandles(bank);
    for (let times = 0; times < 2; times += 1) {
      expect(await bank['files.acknowledge']({ handles })).toEqual({ ok: true, value: null });
      expect([...folder.files.keys()]).toEqual(['archive/a.xml']);
    }
  });

  test('removes them where the archive is for the bank alone', async () => {
    folder.put('out/a.xml', 'a');
    const bank = await open({ acknowledge: 'remove' });
    const handles = await fetchHandles(bank);
    expect(await bank['files.acknowledge']({ handles })).toMatchObject({ ok: true });
    expect(folder.files.size).toBe(0);
  });

  test('[I12] a file that changed since it was fetched stays, to be fetched itself', async () => {
    folder.put('out/a.xml', 'first');
    const bank = await open();
    const handles = await fetchHandles(bank);
    folder.put('out/a.xml', 'second', '2026-11-23T08:05:00.000Z');
    expect(await bank['files.acknowledge']({ handles })).toMatchObject({ ok: true });
    expect(folder.files.has('out/a.xml')).toBe(true);
    const [next] = await fetchHandles(bank);
    expect(next).not.toBe(handles[0]);
  });

  test('[I12] a name that the archive knows already is archived besides it', async () => {
    folder.put('archive/a.xml', 'an older file');
    folder.put('out/a.xml', 'a newer file');
    const bank = await open();
    await bank['files.acknowledge']({ handles: await fetchHandles(bank) });
    const names = [...folder.files.keys()].toSorted();
    expect(names).toHaveLength(2);
    expect(names[1]).toMatch(/^archive\/a\.xml\.[0-9a-f]{16}$/);
    folder.put('out/a.xml', 'a newer file');
    await bank['files.acknowledge']({ handles: await fetchHandles(bank) });
    expect([...folder.files.keys()].toSorted()).toEqual(names);
  });

  test('silence means once more; a forged handle touches nothing', async () => {
    folder.put('out/a.xml', 'a');
    const bank = await open();
    const handles = await fetchHandles(bank);
    folder.fail({ operation: 'rename', acts: true });
    expect(await bank['files.acknowledge']({ handles })).toMatchObject({
      ok: false,
      error: { kind: 'retry' },
    });
    expect(await bank['files.acknowledge']({ handles })).toMatchObject({ ok: true });
    const forged = JSON.stringify({ name: '../in/x', look: '', digest: '0'.repeat(16) });
    for (const given of [forged, 'not json']) {
      expect(await bank['files.acknowledge']({ handles: [given] })).toMatchObject({ ok: false });
    }
  });
});

describe('what a file is', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const document = (message: string): string =>
    `<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">`;

  test.each([
    ['pain.002.001.10', 'pain.002'],
    ['pain.002.001.03', 'pain.002'],
    ['camt.053.001.08', 'camt.053'],
    ['camt.054.001.02', 'camt.054'],
    ['camt.052.001.08', 'camt.052'],
    ['pain.001.001.09', 'unknown'],
  ])('%s is %s', (message, kind) => {
    expect(kindOfFile(bytes(document(message)))).toBe(kind);
  });

  test('prefixes, byte-order marks and comments do not matter; the name of the file never', () => {
    const prefixed =
      '\uFEFF<!-- <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"> -->' +
      "<n:Document\n  xmlns:n = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'>";
    expect(kindOfFile(bytes(prefixed))).toBe('pain.002');
    expect(kindOfFile(bytes('camt.053'))).toBe('unknown');
    expect(kindOfFile(new Uint8Array())).toBe('unknown');
  });
});
