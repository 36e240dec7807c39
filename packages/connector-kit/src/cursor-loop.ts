import { type Fault, refuse, type Result, succeed } from '@quittance/domain';
import type { Outcome, Page } from './capability.ts';

export interface CursorLoopRequest<Item> {
  /** Where the last run ended; null begins anew. */
  readonly cursor: string | null;
  /** Asks the counterparty for the page after a cursor. */
  readonly read: (cursor: string | null) => Promise<Outcome<Page<Item>>>;
  /**
   * Takes a page and keeps its cursor in ONE transaction: whoever crashes in between reads the
   * page again and never skips one. A refusal ends the loop.
   */
  readonly take: (page: Page<Item>) => Promise<Result<null, Fault>>;
  /** A run ends after so many pages; the next one goes on from the cursor kept. */
  readonly pagesMax: number;
  /** Checked between pages. */
  readonly signal?: AbortSignal;
}

export interface CursorLoopReport {
  readonly pages: number;
  readonly items: number;
  /** The cursor kept last. */
  readonly cursor: string | null;
  /** True when the counterparty has nothing more for now. */
  readonly finished: boolean;
}

/**
 * Reads page after page until there are no more, the bound is reached or somebody stops it. Faults
 * come back as they are; what was taken before stays taken. A counterparty that promises more but
 * stays on the same cursor without items is `drift`: it would never end.
 */
export async function runCursorLoop<Item>(
  request: CursorLoopRequest<Item>,
): Promise<Outcome<CursorLoopReport>> {
  const { read, take, pagesMax, signal } = request;
  let report: CursorLoopReport = { pages: 0, items: 0, cursor: request.cursor, finished: false };
  const goesOn = (): boolean =>
    !report.finished && report.pages < pagesMax && signal?.aborted !== true;
  while (goesOn()) {
    const answer = await read(report.cursor);
    if (!answer.ok) return answer;
    const page = answer.value;
    if (page.hasMore && page.items.length === 0 && page.cursor === report.cursor) {
      return refuse(standsStill);
    }
    const taken = await take(page);
    if (!taken.ok) return taken;
    report = {
      pages: report.pages + 1,
      items: report.items + page.items.length,
      cursor: page.cursor,
      finished: !page.hasMore,
    };
  }
  return succeed(report);
}

const standsStill: Fault = Object.freeze({
  kind: 'drift',
  code: 'CURSOR_STANDS_STILL',
  message: 'The counterparty promises more but neither gives items nor moves its cursor on.',
});
