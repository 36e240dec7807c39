import type { FormatFault } from '../fault.ts';
import { type XmlLimits, xmlLimits } from './limits.ts';
import { NameTable } from './names.ts';
import { type XmlHandler, XmlReader } from './read.ts';
import {
  type ElementRecord,
  listSeparator,
  searchNode,
  type ShapePlan,
  skipNode,
} from './shape.ts';

/** Who receives the records of a file, in the order in which they begin and end. */
export interface RecordSink {
  /** A record begins; its fields are still empty, those of the records around it may not be. */
  opened(record: ElementRecord): void;
  /** A record is complete. */
  closed(record: ElementRecord): void;
}

/**
 * Reads the records of a plan from bytes. Text that no shape asks for is checked and thrown away,
 * so memory is bounded by the largest single record, not by the file.
 */
export class RecordReader implements XmlHandler {
  private readonly plan: ShapePlan;
  private readonly sink: RecordSink;
  private readonly reader: XmlReader;
  private readonly nodes: Int32Array;
  /** Copied for each record: a copy of a filled array is much cheaper than making one. */
  private readonly templates: readonly (readonly (string | undefined)[])[];
  private depth = 0;
  private skipped = 0;
  private readonly records: ElementRecord[] = [];
  private readonly namespaces: string[] = [];

  constructor(plan: ShapePlan, sink: RecordSink, limits: XmlLimits = xmlLimits) {
    this.plan = plan;
    this.sink = sink;
    // A name table of its own: the names of one hostile file do not outlive it.
    const names = new NameTable(plan.known);
    this.reader = new XmlReader(names, this, limits);
    this.nodes = new Int32Array(limits.depthMax + 2);
    this.templates = plan.slotCounts.map((count) => Array.from({ length: count }));
  }

  /** Takes the next bytes; returns the fault that ended the reading, or null. */
  push(chunk: Uint8Array): FormatFault | null {
    return this.reader.push(chunk);
  }

  /** Says that no bytes follow; returns the fault that ended the reading, or null. */
  finish(): FormatFault | null {
    return this.reader.end();
  }

  /** How many elements inside of the message no shape asks for; those within them not counted. */
  get skippedElements(): number {
    return this.skipped;
  }

  /** The line that is being read. */
  get line(): number {
    return this.reader.line;
  }

  /** Default namespaces that elements outside of the records declare, outermost first. */
  get declaredNamespaces(): readonly string[] {
    return this.namespaces;
  }

  start(name: number, line: number): boolean {
    const { plan } = this;
    const parent = this.nodes[this.depth] ?? skipNode;
    const found =
      name < plan.nameCount ? (plan.children[parent * plan.nameCount + name] ?? -1) : -1;
    const node = found >= 0 ? found : parent === searchNode ? searchNode : skipNode;
    if (node === skipNode && parent !== skipNode) this.skipped += 1;
    this.depth += 1;
    this.nodes[this.depth] = node;
    const shape = plan.shapeOf[node] ?? -1;
    if (shape >= 0) this.openRecord(shape, line);
    return (plan.slotOf[node] ?? -1) >= 0;
  }

  attribute(name: number, value: string): void {
    const node = this.nodes[this.depth] ?? skipNode;
    if (name === namespaceName) {
      if (this.records.length <= 1 && this.namespaces.length < 16) this.namespaces.push(value);
      return;
    }
    const slot = this.plan.attributeSlots[node * this.plan.nameCount + name] ?? -1;
    if (slot >= 0) this.assign(slot, value.trim(), false);
  }

  end(text: string): void {
    const node = this.nodes[this.depth] ?? skipNode;
    this.depth -= 1;
    const slot = this.plan.slotOf[node] ?? -1;
    if (slot >= 0) this.assign(slot, text, this.plan.repeats[node] === 1);
    if ((this.plan.shapeOf[node] ?? -1) < 0) return;
    const record = this.records.pop();
    if (record !== undefined) this.sink.closed(record);
  }

  private openRecord(shape: number, line: number): void {
    const values = (this.templates[shape] ?? noValues).slice();
    const record = { shape, line, values, repeated: null };
    this.records.push(record);
    this.sink.opened(record);
  }

  private assign(slot: number, raw: string, repeats: boolean): void {
    const record = this.records.at(-1);
    const value = trimmed(raw);
    if (record === undefined || value === '') return;
    const before = record.values[slot];
    if (before === undefined) record.values[slot] = value;
    else if (repeats) record.values[slot] = before + listSeparator + value;
    else (record.repeated ??= []).push(slot);
  }
}

const noValues: readonly (string | undefined)[] = [];

/** `xmlns` is always the first name of a plan. */
const namespaceName = 0;

const blankEnds = /^[ \t\n\r]+|[ \t\n\r]+$/g;

/** Without XML blanks at the ends; the check first, because hardly any text has one. */
function trimmed(text: string): string {
  const last = text.length - 1;
  if (last < 0 || (text.charCodeAt(0) > 0x20 && text.charCodeAt(last) > 0x20)) return text;
  return text.replaceAll(blankEnds, '');
}
