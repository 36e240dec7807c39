import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type DetectedFormat,
  readAnyFile,
  readPain001,
  readStatementFile,
  readStatusReport,
} from '@quittance/formats';
import { bytesOf, camtText, simpleEntry } from './support/camt.ts';

const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const attributes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${index}="x"`).join(' ');

/** Everything that XML offers an attacker, each with the rule that must stop it. */
const attacks: readonly (readonly [name: string, rule: string, text: string])[] = [
  ['document type', 'xml.doctype', '<!DOCTYPE a><a/>'],
  ['document type in lower case', 'xml.doctype', '<!doctype a><a/>'],
  ['external document type', 'xml.doctype', '<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>'],
  ['public document type', 'xml.doctype', '<!DOCTYPE a PUBLIC "-//X" "y.dtd"><a/>'],
  ['internal entity', 'xml.doctype', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  [
    'external entity of a file',
    'xml.doctype',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  ],
  [
    'external entity of a network',
    'xml.doctype',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "http://169.254.169.254/">]><a>&b;</a>',
  ],
  ['parameter entity', 'xml.doctype', '<!DOCTYPE a [<!ENTITY % b SYSTEM "x">%b;]><a/>'],
  [
    'billion laughs',
    'xml.doctype',
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
  ],
  [
    'quadratic blow-up',
    'xml.doctype',
    `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(5000)}">]><l>${'&a;'.repeat(50)}</l>`,
  ],
  ['attribute list', 'xml.doctype', '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>'],
  ['notation', 'xml.doctype', '<!DOCTYPE a [<!NOTATION b SYSTEM "c">]><a/>'],
  ['entity declaration without a document type', 'xml.doctype', '<!ENTITY a "b"><a/>'],
  ['conditional section', 'xml.doctype', '<a><![INCLUDE[ <b/> ]]></a>'],
  ['document type inside the root', 'xml.doctype', '<a><!DOCTYPE b></a>'],
  ['document type behind the root', 'xml.doctype', '<a/><!DOCTYPE a>'],
  ['document type behind a comment', 'xml.doctype', '<!-- x --><!DOCTYPE a><a/>'],
  ['element declaration', 'xml.doctype', '<!ELEMENT a ANY><a/>'],
  ['style sheet instruction', 'xml.instruction', '<?xml-stylesheet href="x.xsl"?><a/>'],
  ['instruction inside the root', 'xml.instruction', '<a><?php echo 1 ?></a>'],
  ['instruction behind the root', 'xml.instruction', '<a/><?x y?>'],
  ['second declaration', 'xml.instruction', '<?xml version="1.0"?><?xml version="1.0"?><a/>'],
  ['declaration inside the root', 'xml.instruction', '<a><?xml version="1.0"?></a>'],
  ['unknown entity', 'xml.entity', '<a>&nbsp;</a>'],
  ['entity without semicolon', 'xml.entity', '<a>&amp</a>'],
  ['entity in an attribute', 'xml.entity', '<a b="&xxe;"/>'],
  ['bare ampersand', 'xml.entity', '<a>Smith & Sons</a>'],
  ['empty reference', 'xml.entity', '<a>&;</a>'],
  ['empty number', 'xml.entity', '<a>&#;</a>'],
  ['reference to zero', 'xml.entity', '<a>&#0;</a>'],
  ['reference to a control character', 'xml.entity', '<a>&#1;</a>'],
  ['reference to half a character', 'xml.entity', '<a>&#xD800;</a>'],
  ['reference to no character', 'xml.entity', '<a>&#xFFFE;</a>'],
  ['reference beyond Unicode', 'xml.entity', '<a>&#x110000;</a>'],
  ['reference that overflows', 'xml.entity', '<a>&#4294967361;</a>'],
  ['reference with zeros without end', 'xml.entity', `<a>&#${'0'.repeat(5000)}65;</a>`],
  ['depth', 'xml.depth', nested(65)],
  ['great depth', 'xml.depth', nested(100_000)],
  ['attributes', 'xml.attributes', `<a ${attributes(65)}/>`],
  ['attribute twice', 'xml.attribute', '<a b="1" b="2"/>'],
  ['attribute without quotes', 'xml.tag', '<a b=1/>'],
  ['attribute without value', 'xml.tag', '<a b/>'],
  ['attribute with a tag', 'xml.tag', '<a b="<c>"/>'],
  ['attributes without blank', 'xml.tag', '<a b="1"c="2"/>'],
  ['attribute without end', 'xml.tag', `<a b="${'x'.repeat(400_000)}`],
  ['long name', 'xml.name', `<${'a'.repeat(300)}/>`],
  ['long attribute name', 'xml.name', `<a ${'b'.repeat(300)}="1"/>`],
  [
    'many names',
    'xml.names',
    `<a>${Array.from({ length: 9000 }, (_, index) => `<n${index}/>`).join('')}</a>`,
  ],
  ['long text', 'xml.text.long', `<a>${'x'.repeat(1_048_577)}</a>`],
  ['long character data', 'xml.text.long', `<a><![CDATA[${'x'.repeat(1_048_577)}]]></a>`],
  ['long comment without end', 'xml.text.long', `<a><!--${'x'.repeat(2_000_000)}`],
  ['control character', 'xml.control', '<a>\u0000</a>'],
  ['escape sequence', 'xml.control', '<a>\u001b[31m</a>'],
  ['control character in an attribute', 'xml.control', '<a b="\u0007"/>'],
  ['control character in a comment', 'xml.control', '<a><!-- \u0001 --></a>'],
  ['no character', 'xml.control', '<a>\ufffe</a>'],
  ['two roots', 'xml.roots', '<a/><b/>'],
  ['text before the root', 'xml.outside', 'hello <a/>'],
  ['text behind the root', 'xml.outside', '<a/> hello'],
  ['character data outside of the root', 'xml.outside', '<a/><![CDATA[x]]>'],
  ['crossed tags', 'xml.mismatch', '<a><b></a></b>'],
  ['prefix that changes', 'xml.mismatch', '<p:a></a>'],
  ['closing tag too many', 'xml.unopened', '<a/></a>'],
  ['cut off', 'xml.truncated', '<a><b>'],
  ['cut off in a tag', 'xml.truncated', '<a><b'],
  ['cut off in a comment', 'xml.truncated', '<a><!-- '],
  ['cut off in character data', 'xml.truncated', '<a><![CDATA[ '],
  ['nothing', 'xml.empty', ''],
  ['blanks only', 'xml.empty', ' \n '],
  ['end of character data in text', 'xml.text', '<a>]]></a>'],
  ['double hyphen in a comment', 'xml.comment', '<a><!-- a -- b --></a>'],
  ['name that begins with a digit', 'xml.name', '<1a/>'],
  ['blank before a name', 'xml.name', '< a/>'],
  ['version 2.0', 'xml.declaration', '<?xml version="2.0"?><a/>'],
  ['declaration without version', 'xml.declaration', '<?xml encoding="UTF-8"?><a/>'],
  ['declaration without end', 'xml.declaration', '<?xml version="1.0"'],
  ['encoding EBCDIC', 'xml.encoding', '<?xml version="1.0" encoding="IBM037"?><a/>'],
  ['encoding UTF-7', 'xml.encoding', '<?xml version="1.0" encoding="UTF-7"?><a/>'],
];

const binaryAttacks: readonly (readonly [name: string, rule: string, bytes: readonly number[]])[] =
  [
    ['UTF-16 little endian', 'xml.encoding', [0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00]],
    ['UTF-16 big endian', 'xml.encoding', [0xfe, 0xff, 0x00, 0x3c]],
    ['UTF-16 without mark', 'xml.encoding', [0x3c, 0x00, 0x61, 0x00]],
    ['UTF-32', 'xml.encoding', [0x00, 0x00, 0xfe, 0xff]],
    [
      'overlong encoding of <',
      'xml.encoding',
      [0x3c, 0x61, 0x3e, 0xc0, 0xbc, 0x3c, 0x2f, 0x61, 0x3e],
    ],
    [
      'half a surrogate',
      'xml.encoding',
      [0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e],
    ],
    ['a byte that is not UTF-8', 'xml.encoding', [0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]],
  ];

const readers = {
  camt: (bytes: Uint8Array) => readStatementFile(bytes).faults,
  'pain.001': (bytes: Uint8Array) => readPain001(bytes).faults,
  'pain.002': (bytes: Uint8Array) => readStatusReport(bytes).faults,
};

describe.each(Object.entries(readers))('XML attacks on the %s reader', (_name, read) => {
  test.each(attacks)('[RES-14] %s is refused by %s', (_attack, rule, text) => {
    expect(read(bytesOf(text)).find((fault) => fault.severity === 'fatal')?.rule).toBe(rule);
  });

  test.each(binaryAttacks)('[RES-14] %s is refused by %s', (_attack, rule, bytes) => {
    const fault = read(Uint8Array.from(bytes)).find((found) => found.severity === 'fatal');
    expect(fault?.rule).toBe(rule);
  });
});

test('[RES-14] an attack inside a true statement quarantines it with its line', () => {
  const text = camtText('camt.053', {
    entries: `\n\n${simpleEntry('1.00', 'CRDT', '<AddtlNtryInf>&xxe;</AddtlNtryInf>')}`,
  });
  const fault = readStatementFile(bytesOf(text)).faults.find((found) => found.severity === 'fatal');
  expect(fault).toMatchObject({ rule: 'xml.entity', line: 3 });
});

test('an attack in a part of the file that nobody reads is refused all the same', () => {
  const text = camtText('camt.053', { entries: '<SplmtryData><Envlp>&xxe;</Envlp></SplmtryData>' });
  expect(readStatementFile(bytesOf(text)).faults[0]?.rule).toBe('xml.entity');
});

test('an element of another vocabulary inside an entry is not taken for the entry’s own', () => {
  const foreign =
    '<SplmtryData><Envlp><x:Amt xmlns:x="urn:x" Ccy="EUR">9.99</x:Amt></Envlp></SplmtryData>';
  const text = camtText('camt.053', { entries: simpleEntry('1.00', 'CRDT', foreign) });
  expect(readStatementFile(bytesOf(text)).statements[0]?.entries[0]?.amountMinor).toBe(100n);
});

test('limits are reached from below: 64 levels, 64 attributes and a megabyte are read', () => {
  const level = (text: string): DetectedFormat => readAnyFile(bytesOf(text)).format;
  expect(level(`${'<a>'.repeat(62)}<BkToCstmrStmt/>${'</a>'.repeat(62)}`)).toBe('camt.053');
  expect(readStatementFile(bytesOf(nested(64))).faults[0]?.rule).toBe('camt.message');
  expect(readStatementFile(bytesOf(`<a ${attributes(64)}/>`)).faults[0]?.rule).toBe('camt.message');
  const text = `<a>${'x'.repeat(1_048_576)}</a>`;
  expect(readStatementFile(bytesOf(text)).faults[0]?.rule).toBe('camt.message');
});

test('a golden file read a hundred times through one name table leaves nothing behind', () => {
  const bytes = readFileSync(new URL('golden/camt053.xml', import.meta.url));
  const first = readStatementFile(bytes);
  for (let round = 0; round < 100; round += 1) expect(readStatementFile(bytes)).toEqual(first);
});
