import { type Currency, isCurrency } from '@quittance/domain';
import { readAmount } from '../amount.ts';
import { readDay } from '../date.ts';
import type { PlainDate } from '@quittance/domain';
import { FaultList, type FaultSeverity, formatFault } from '../fault.ts';
import { type ElementRecord, listSeparator } from '../xml/shape.ts';

/** Reads values of records and says where in the file they went wrong. */
export class CamtContext {
  readonly faults = new FaultList();
  /** Where the reader is, for example `Stmt[1]/Ntry[3]`. */
  place = '';

  fault(
    severity: FaultSeverity,
    rule: string,
    at: { record: ElementRecord; field: string; sentence: string },
  ): void {
    const path = at.field === '' ? this.place : `${this.place}/${at.field}`;
    const where = { line: at.record.line, path, sentence: at.sentence };
    this.faults.add(formatFault(severity, `camt.${rule}`, where));
  }

  /** A non-negative amount in minor units, or null after a fault of the given severity. */
  amount(
    record: ElementRecord,
    field: { readonly name: string; readonly text: string; readonly severity: FaultSeverity },
    currency: Currency,
  ): bigint | null {
    const reading = readAmount(field.text, currency);
    const at = { record, field: field.name };
    if (!reading.ok) {
      this.fault(field.severity, reading.rule, { ...at, sentence: reading.sentence });
      return null;
    }
    if (reading.minor >= 0n) return reading.minor;
    const sentence = 'An amount is negative; its direction belongs into CdtDbtInd.';
    this.fault(field.severity, 'amount.negative', { ...at, sentence });
    return null;
  }

  /** A known currency, or null after a fault. */
  currency(
    record: ElementRecord,
    field: { readonly name: string; readonly text: string; readonly severity: FaultSeverity },
  ): Currency | null {
    if (isCurrency(field.text)) return field.text;
    const shown = JSON.stringify(field.text.slice(0, 8));
    const sentence = `${shown} is no currency that is known here.`;
    this.fault(field.severity, 'currency', { record, field: field.name, sentence });
    return null;
  }

  /** 1 for a credit, −1 for a debit, null (without a fault) when the field is missing. */
  direction(
    record: ElementRecord,
    text: string | undefined,
    severity: FaultSeverity,
  ): 1n | -1n | null {
    if (text === 'CRDT') return 1n;
    if (text === 'DBIT') return -1n;
    if (text === undefined) return null;
    const sentence = `${JSON.stringify(text.slice(0, 8))} is neither CRDT nor DBIT.`;
    this.fault(severity, 'direction', { record, field: 'CdtDbtInd', sentence });
    return null;
  }

  /** A day, or null; what is no day is a warning. */
  day(record: ElementRecord, field: string, text: string | undefined): PlainDate | null {
    if (text === undefined) return null;
    const day = readDay(text);
    if (day === null) {
      const sentence = `${JSON.stringify(text.slice(0, 30))} is no day.`;
      this.fault('warning', 'date', { record, field, sentence });
    }
    return day;
  }

  /**
   * A money field that stands twice could be read either way, so it is not read at all. True when
   * one of the given slots stands twice; reported as fatal.
   */
  twice(record: ElementRecord, slots: readonly (readonly [number, string])[]): boolean {
    const { repeated } = record;
    if (repeated === null) return false;
    const found = slots.find(([slot]) => repeated.includes(slot));
    if (found === undefined) return false;
    const sentence = `${found[1]} stands more than once.`;
    this.fault('fatal', 'repeated', { record, field: found[1], sentence });
    return true;
  }
}

/** The texts of a field that may repeat. */
export const listOf = (text: string | undefined): readonly string[] =>
  text === undefined ? noTexts : text.split(listSeparator);

const noTexts: readonly string[] = Object.freeze([]);
