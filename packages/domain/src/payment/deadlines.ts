import type { Role } from '../entity.ts';
import { finalStates, type PaymentState } from './lifecycle.ts';

/** How long a payment may stay in a state before somebody must look, and who (I15). */
export interface StateDeadline {
  readonly hours: number;
  readonly ownerRole: Role;
  /** What the owner does when it strikes. */
  readonly nextAction: string;
}

const hour = 1;
const day = 24;

const deadline = (hours: number, ownerRole: Role, nextAction: string): StateDeadline =>
  Object.freeze({ hours, ownerRole, nextAction });

/**
 * A deadline and an owner for every state that a payment must leave, counted from `stateSince`;
 * null for the states that are final. Total, so that no state can be forgotten (I15). A bank
 * profile may set a shorter silence; it never sets a longer one.
 */
export const paymentDeadlines: Readonly<Record<PaymentState, StateDeadline | null>> = Object.freeze(
  {
    imported: deadline(day, 'preparer', 'Validate it, or take it out of the proposal.'),
    draft: deadline(3 * day, 'preparer', 'Validate it, or take it out of the proposal.'),
    invalid: deadline(3 * day, 'preparer', 'Correct what the checks name, or cancel it.'),
    validated: deadline(3 * day, 'preparer', 'Request approval, or cancel it.'),
    awaiting_approval: deadline(day, 'approver', 'Approve or reject it.'),
    rejected: null,
    approved: deadline(day, 'releaser', 'Release it before its cut-off, or let it expire.'),
    released: deadline(hour, 'releaser', 'Find out why its message did not leave.'),
    submitted: deadline(day, 'releaser', 'Ask the bank for its status report.'),
    unknown: deadline(4 * hour, 'releaser', 'Ask the bank whether it has the order.'),
    accepted: deadline(2 * day, 'releaser', 'Ask the bank when it executes the order.'),
    pending_settlement: deadline(3 * day, 'reconciler', 'Ask the bank for the booked entry.'),
    partially_settled: deadline(day, 'reconciler', 'Ask the bank for the missing part.'),
    settled: deadline(3 * day, 'reconciler', 'Match the statement line and post it.'),
    reconciled: null,
    failed: null,
    returned: null,
    reversed: null,
    // Recall answers are due within ten banking days (SEPA credit transfer rulebook, 4.3.2.3).
    recall_pending: deadline(14 * day, 'releaser', 'Ask the bank for the answer to the recall.'),
    recalled: null,
    cancel_pending: deadline(day, 'releaser', 'Ask the bank whether it cancelled the order.'),
    cancelled: null,
    expired: null,
  },
);

/** True for a state that a payment must leave: it has a deadline and an owner. */
export const isTransientState = (state: PaymentState): boolean => !finalStates.includes(state);
