import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FormatFault, readStatementFile } from '@quittance/formats';
import { type XmlLimits, xmlLimits } from '../src/xml/limits.ts';
import { NameTable } from '../src/xml/names.ts';
import { XmlReader } from '../src/xml/read.ts';
import { escapeXml, XmlWriteError, XmlWriter } from '../src/xml/write.ts';
import { bytesOf, camtText, simpleEntry } from './support/camt.ts';

/** Everything a reader is told, as text. */
function eventsOf(
  text: string,
  limits: XmlLimits = xmlLimits,
): { events: string[]; fault: FormatFault | null } {
  const events: string[] = [];
  const names = new NameTable(['a', 'b', 'c']);
  const reader = new XmlReader(
    names,
    {
      start: (name, line) => (events.push(`start ${name} line ${line}`), true),
      attribute: (name, value) => events.push(`attribute ${name} ${value}`),
      end: (value) => events.push(`end ${JSON.stringify(value)}`),
    },
    limits,
  );
  const fault = reader.push(bytesOf(text)) ?? reader.end();
  return { events, fault };
}

test('events come in order, with lines, attributes and the text of each element', () => {
  expect(eventsOf(`<a\n b='1' c="&lt;2&#9;">x<b/>\n<c\n>y</c >z</a>`)).toEqual({
    events: [
      'start 0 line 1',
      'attribute 1 1',
      'attribute 2 <2 ',
      'start 1 line 2',
      'end ""',
      'start 2 line 3',
      'end "y"',
      'end "x\\nz"',
    ],
    fault: null,
  });
});

test('the number of bytes and of elements is limited', () => {
  const few = { ...xmlLimits, elementsMax: 2, totalBytesMax: 1_000 };
  expect(eventsOf('<a><b/></a>', few).fault).toBeNull();
  expect(eventsOf('<a><b/><b/></a>', few).fault?.rule).toBe('xml.elements');
  expect(eventsOf(`<a>${' '.repeat(1_000)}</a>`, few).fault?.rule).toBe('xml.size');
});

test('the text of one element is limited in however many pieces it comes', () => {
  const few = { ...xmlLimits, textBytesMax: 100 };
  const piece = 'x'.repeat(40);
  expect(eventsOf(`<a>${piece}<b/>${piece}</a>`, few).fault).toBeNull();
  expect(eventsOf(`<a>${piece}<b/>${piece}<b/>${piece}</a>`, few).fault?.rule).toBe(
    'xml.text.long',
  );
  expect(eventsOf(`<a>${`<![CDATA[${piece}]]>`.repeat(3)}</a>`, few).fault?.rule).toBe(
    'xml.text.long',
  );
});

test('the blanks between countless entries are no long text', () => {
  const entries = simpleEntry('1.00', 'CRDT').repeat(1_100);
  const spaced = entries.replaceAll('</Ntry>', `</Ntry>${' '.repeat(1_000)}`);
  const file = readStatementFile(bytesOf(camtText('camt.053', { entries: spaced })));
  expect(file.faults).toEqual([]);
  expect(file.statements[0]?.entries).toHaveLength(1_100);
});

test('a fault names the path to the element in which it stands', () => {
  expect(eventsOf('<a>\n<b><c>&x;</c></b></a>').fault).toMatchObject({ path: 'a/b/c', line: 2 });
});

test('any text that XML can carry is written and read back as it was', () => {
  const writable = fc
    .string({ unit: 'grapheme' })
    .filter((text) => !/[\u0000-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed());
  fc.assert(
    fc.property(writable, (text) => {
      const bytes = new XmlWriter().open('a').leaf('b', `[${text}]`).close('a').finish();
      const { events, fault } = eventsOf(new TextDecoder().decode(bytes));
      expect(fault).toBeNull();
      expect(events[2]).toBe(`end ${JSON.stringify(`[${text}]`)}`);
    }),
  );
});

test.each(['\u0000', '\u0007', '\u001b', '\n', '\t', '\ufffe', '\ud800'])(
  'the character %j is refused before it is written',
  (character) => {
    expect(() => escapeXml(`a${character}b`)).toThrow(XmlWriteError);
  },
);

test('empty elements are never written', () => {
  const bytes = new XmlWriter().open('a').leaf('b', null).leaf('b', '').close('a').finish();
  expect(new TextDecoder().decode(bytes)).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a></a>');
});

test('[RES-14] a deep, wide or long attack ends within the window, not the memory', () => {
  const piece = bytesOf('x'.repeat(65_536));
  let served = 0;
  function* endless(): Generator<Uint8Array> {
    yield bytesOf('<a>');
    for (;;) {
      served += 1;
      yield piece;
    }
  }
  expect(readStatementFile(endless()).faults[0]?.rule).toBe('xml.text.long');
  expect(served).toBeLessThan(64);
});
