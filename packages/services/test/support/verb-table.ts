import { hubVerbs } from './hub-verbs.ts';
import { personVerbs } from './person-verbs.ts';
import type { VerbRow } from './verb-row.ts';

/** Every verb that changes something. A new one without a row fails the census. */
export const verbTable: Readonly<Record<string, VerbRow>> = { ...hubVerbs, ...personVerbs };

/** Exported functions that change nothing: reads that plan, and helpers of the flows. */
export const notVerbs: readonly string[] = [
  'activeStop',
  'approvalSheetHtml',
  'approvalSheetText',
  'authenticate',
  'chunked',
  'cloudEventOf',
  'foreseeReplay',
  'groupDeadLetters',
  'isEventFilter',
  'isEventType',
  'isTaskName',
  'linkScheme',
  'maskedAccount',
  'planDeliveries',
  'planLines',
  'planMatches',
  'planPayments',
  'planRelease',
  'planRemittances',
  'planUndoneMatches',
  'readApprovalSheet',
  'readAwaited',
  'readCompanies',
  'readCursor',
  'readDelivery',
  'readEventData',
  'readMessage',
  'readRunReport',
  'readUnknownOutcomes',
  'runReportHtml',
  'runReportText',
  'selectForPayment',
  'takesEvent',
];
