import { RecordReader } from './xml/records.ts';
import { planShapes, type Shape } from './xml/shape.ts';

export type DetectedFormat =
  'pain.001' | 'pain.002' | 'pacs.002' | 'camt.052' | 'camt.053' | 'camt.054' | 'unknown';

export interface Detection {
  readonly format: DetectedFormat;
  /** By what it was recognised, or why it was not, in plain words. */
  readonly why: string;
}

const roots: Readonly<Record<Exclude<DetectedFormat, 'unknown'>, readonly string[]>> = {
  'pain.001': ['CstmrCdtTrfInitn', 'pain.001.001.02'],
  'pain.002': ['CstmrPmtStsRpt', 'pain.002.001.02'],
  'pacs.002': ['FIToFIPmtStsRpt'],
  'camt.052': ['BkToCstmrAcctRpt', 'BkToCstmrAcctRptV01'],
  'camt.053': ['BkToCstmrStmt', 'BkToCstmrStmtV01'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'BkToCstmrDbtCdtNtfctnV01'],
};

const formats: readonly DetectedFormat[] = [
  'pain.001',
  'pain.002',
  'pacs.002',
  'camt.052',
  'camt.053',
  'camt.054',
];

const shapeOf = (name: string): Shape => ({ name, slots: {} });

const plan = planShapes(
  Object.entries(roots).flatMap(([format, elements]) => {
    const shape = shapeOf(format);
    return elements.map((element) => ({ element, shape }));
  }),
);

/** The message's element stands within the first kilobytes, behind an envelope at most. */
const lookedAtBytesMax = 262_144;

/**
 * Recognises a file by what stands in it: the element of the message, wherever an envelope puts it.
 * Name, extension and namespace do not count. Reads no further than it must.
 */
export function detectFormat(bytes: Uint8Array): Detection {
  const found: { format: DetectedFormat } = { format: 'unknown' };
  const reader = new RecordReader(plan, {
    opened: (record) => {
      const name = plan.shapes[record.shape]?.name;
      if (found.format !== 'unknown') return;
      found.format = formats.find((format) => format === name) ?? 'unknown';
    },
    closed: () => undefined,
  });
  const head = bytes.subarray(0, lookedAtBytesMax);
  const failure = reader.push(head) ?? reader.finish();
  if (found.format !== 'unknown') {
    return { format: found.format, why: `It holds the element of a ${found.format} message.` };
  }
  if (bytes.length === 0) return { format: 'unknown', why: 'The file is empty.' };
  const why =
    failure === null || failure.rule === 'xml.truncated' ? otherMessage : failure.sentence;
  return { format: 'unknown', why };
}

const otherMessage = 'It is XML, but none of the messages that are read here.';
