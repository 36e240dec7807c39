/** One kind of canonical event: what it is about and when it is told. */
export interface EventEntry {
  /** The kind of object that `data.id` names. */
  readonly objectKind: string;
  /** When it is told, in a sentence. */
  readonly meaning: string;
}

const payment = (meaning: string): EventEntry => ({ objectKind: 'payment', meaning });
const attempt = (meaning: string): EventEntry => ({ objectKind: 'attempt', meaning });
const approval = (meaning: string): EventEntry => ({ objectKind: 'approval', meaning });
const openItem = (meaning: string): EventEntry => ({ objectKind: 'open_item', meaning });
const batch = (meaning: string): EventEntry => ({ objectKind: 'payment_batch', meaning });

/**
 * Every canonical event that other systems may hear of (CAN-02), independent of any accounting
 * system (CAN-12). `docs/reference/events.md` is generated from it, and a test proves that
 * no verb tells an event that is not in it.
 */
export const eventCatalogue = Object.freeze({
  'openItem.posted': openItem('A bill or credit note was posted in the accounts.'),
  'openItem.changed': openItem('The accounts changed it: paid in part or whole, or amended.'),
  'proposal.created': batch('Due bills became a payment proposal.'),
  'approval.requested': approval('A batch was frozen and waits for its approvals.'),
  'approval.partially_approved': approval('One person approved; more are required.'),
  'approval.approved': approval('The required number of persons approved.'),
  'approval.rejected': approval('A person rejected; the batch is cancelled.'),
  'approval.void': approval('The batch changed, so its approvals count no longer.'),
  'approval.expired': approval('The approval was not used in time and no longer counts.'),
  'batch.approved': batch('The batch may be released.'),
  'batch.cancelled': batch('The batch was rejected or routed anew; its payments are given up.'),
  'batch.released': batch('The message of the batch was committed and is on its way to the bank.'),
  'batch.closed': batch('Nothing of the batch is under way any more.'),
  'attempt.acknowledged': attempt('The bank took the message for transport; it executed nothing.'),
  'attempt.rejected': attempt('The bank refused the message as a whole.'),
  'attempt.unknown': attempt('The hand-over was never answered; the bank is being asked.'),
  'attempt.void': attempt('The message provably never left; its payments may be released anew.'),
  'payment.released': payment('The payment is in a message to the bank.'),
  'payment.heldBack': payment('The payment was taken out at release; the others of it left.'),
  'payment.submitted': payment('The message with the payment was handed over.'),
  'payment.unknown': payment('It is not known whether the bank has the payment.'),
  'payment.accepted': payment('The bank accepted the payment; it is not executed yet.'),
  'payment.pending_settlement': payment('The bank executes the payment; it is not settled yet.'),
  'payment.partially_settled': payment('The bank booked a smaller amount than instructed.'),
  'payment.settled': payment('The payment is settled by the rule of the bank profile.'),
  'payment.reconciled': payment('The payment is matched and reconciled in the accounts.'),
  'payment.failed': payment('The bank refused the payment; no money moved.'),
  'payment.returned': payment('The money came back.'),
  'payment.reversed': payment('The booking was reversed.'),
  'payment.recalled': payment('The bank agreed to the recall.'),
  'payment.cancelled': payment('The payment was cancelled.'),
  'payment.remittanceSent': payment('The payee was told what the payment pays.'),
  'statement.loaded': { objectKind: 'statement', meaning: 'A statement was checked and loaded.' },
  'line.matched': { objectKind: 'match', meaning: 'A booked line was explained by a match.' },
  'match.posted': { objectKind: 'match', meaning: 'A match was reconciled in the accounts.' },
  'match.undone': { objectKind: 'match', meaning: 'A match was taken back in the accounts.' },
  'case.opened': { objectKind: 'exception_case', meaning: 'An exception needs a person.' },
  'case.resolved': { objectKind: 'exception_case', meaning: 'An exception was resolved.' },
  'stop.engaged': { objectKind: 'emergency_stop', meaning: 'Releases of an entity were stopped.' },
  'stop.resumeRequested': {
    objectKind: 'emergency_stop',
    meaning: 'One of two persons asked to resume releases.',
  },
  'stop.resumed': { objectKind: 'emergency_stop', meaning: 'Two persons resumed releases.' },
} as const satisfies Record<string, EventEntry>);

export type EventType = keyof typeof eventCatalogue;

/** True for a type of the catalogue. */
export const isEventType = (text: string): text is EventType => Object.hasOwn(eventCatalogue, text);

/** True for what a subscriber may ask for: a type, a family such as `payment.*`, or `*`. */
export function isEventFilter(filter: string): boolean {
  if (filter === '*' || isEventType(filter)) return true;
  if (!filter.endsWith('.*')) return false;
  return Object.keys(eventCatalogue).some((type) => type.startsWith(filter.slice(0, -1)));
}

/** Whether any of the filters takes the type. */
export const takesEvent = (filters: readonly string[], type: string): boolean =>
  filters.some(
    (filter) =>
      filter === '*' ||
      filter === type ||
      (filter.endsWith('.*') && type.startsWith(filter.slice(0, -1))),
  );
