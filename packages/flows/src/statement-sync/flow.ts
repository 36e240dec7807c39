import type { Flow } from '../flow/flow.ts';
import { postLinesHandler, postMatchesHandler, syncHandler } from './accounts.ts';
import { sweepHandler } from './deadlines.ts';
import { undoMatchesHandler } from './undo.ts';
import { applyHandler, fetchHandler, matchHandler } from './files.ts';

/** From the bank's file to the line reconciled in the accounts, and their news to the hub. */
export const statementSync: Flow = {
  declaration: {
    name: 'statement-sync',
    v: 1,
    owner: { role: 'reconciler', name: 'Cash accounting' },
    trigger: 'A schedule, and whenever a bank leaves a file.',
    frequency: 'Every minute for status files; statements at the times of the bank profile.',
    timingOwner: 'Cash accounting, by the bank profile and the close calendar of the entity.',
    systemOfRecord: {
      statement: 'bank',
      entry: 'bank',
      match: 'hub',
      bill: 'accounts',
      reconciliation: 'accounts',
    },
    sequencing:
      'Stored before acknowledged; a line is posted before its match, a payment likewise.',
    reconciliationRule: 'Opening balance plus lines is the closing balance; each line once.',
    exceptionPath: 'Unreadable files are quarantined; unmatched lines become cases.',
    slaMinutes: 30,
    tasks: [
      'bank.fetch',
      'inbox.apply',
      'lines.match',
      'accounts.sync',
      'line.post',
      'match.post',
      'match.undo',
      'deadline.sweep',
    ],
  },
  handlers: {
    'bank.fetch': fetchHandler,
    'inbox.apply': applyHandler,
    'lines.match': matchHandler,
    'accounts.sync': syncHandler,
    'line.post': postLinesHandler,
    'match.post': postMatchesHandler,
    'match.undo': undoMatchesHandler,
    'deadline.sweep': sweepHandler,
  },
};
