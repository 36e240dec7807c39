/** Only a fatal fault quarantines a file; `info` and `warning` are shown beside what was read. */
export type FaultSeverity = 'info' | 'warning' | 'fatal';

/** One thing found wrong in a file, in words that a person in finance understands. */
export interface FormatFault {
  readonly severity: FaultSeverity;
  /** Stable machine word of the rule, for example `camt.amount.decimals`. */
  readonly rule: string;
  /** Line of the file, counted from 1; 0 for the whole file and for a value before writing. */
  readonly line: number;
  /** Which field, for example `Stmt[1]/Ntry[3]/Amt`. */
  readonly path: string;
  /** A plain sentence; never carries an account number. */
  readonly sentence: string;
}

/** The parts of a fault in the order in which one says them. */
export interface FaultPlace {
  readonly line: number;
  readonly path: string;
}

/** Makes a frozen fault. */
export function formatFault(
  severity: FaultSeverity,
  rule: string,
  at: FaultPlace & { readonly sentence: string },
): FormatFault {
  return Object.freeze({ severity, rule, line: at.line, path: at.path, sentence: at.sentence });
}

/** True when one of the faults quarantines the file. */
export const hasFatal = (faults: readonly FormatFault[]): boolean =>
  faults.some((fault) => fault.severity === 'fatal');

/**
 * Faults of one file, at most {@link faultsMax} of them: a file of a million bad entries must not
 * fill the memory with sentences. A fatal one always finds its place.
 */
export class FaultList {
  private readonly list: FormatFault[] = [];
  private left = 0;
  private fatal = false;

  /** Adds a fault; beyond the limit it is only counted. */
  add(fault: FormatFault): void {
    const first = fault.severity === 'fatal' && !this.fatal;
    if (first) this.fatal = true;
    if (this.list.length < faultsMax || first) this.list.push(fault);
    else this.left += 1;
  }

  /** Everything added so far, and as the last one how many were left out. */
  all(): readonly FormatFault[] {
    if (this.left === 0) return Object.freeze([...this.list]);
    const sentence = `${this.left} more faults of this file are not listed.`;
    const more = formatFault('info', 'file.faults.many', { line: 0, path: '', sentence });
    return Object.freeze([...this.list, more]);
  }

  /** True once a fatal fault was added. */
  hasFatal(): boolean {
    return this.fatal;
  }
}

/** Enough for a person to see what is wrong; a screen shows fifty. */
export const faultsMax = 1000;
