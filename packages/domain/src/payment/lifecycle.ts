import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import {
  type PaymentCommand,
  paymentCommands,
  type PaymentState,
  paymentStates,
} from './states.ts';
import { paymentTable } from './transition-table.ts';

export { type PaymentCommand, paymentCommands, type PaymentState, paymentStates };

/**
 * The life of one payment instruction. Commands of people and of the hub are the events of the
 * table; bank evidence is not an event: `deriveBankState` yields the state from all of it, and
 * `evidenceMoves` lists where that derivation may take a payment. The states that finance named
 * (submitted, accepted, pending settlement, settled, failed, reversed, reconciled) are never
 * collapsed into paid and unpaid. SPEC.md beside this file states the invariants.
 */

/** Where evidence may take a payment from each state; anything else stays and is explained. */
export const evidenceMoves: Record<PaymentState, readonly PaymentState[]> = {
  imported: [],
  draft: [],
  invalid: [],
  validated: [],
  awaiting_approval: [],
  rejected: [],
  approved: [],
  released: [
    'submitted',
    'unknown',
    'accepted',
    'pending_settlement',
    'partially_settled',
    'settled',
    'failed',
    'returned',
    'reversed',
    'cancelled',
  ],
  submitted: [
    'unknown',
    'accepted',
    'pending_settlement',
    'partially_settled',
    'settled',
    'failed',
    'returned',
    'reversed',
    'cancelled',
  ],
  unknown: [
    'submitted',
    'accepted',
    'pending_settlement',
    'partially_settled',
    'settled',
    'failed',
    'returned',
    'reversed',
    'cancelled',
  ],
  accepted: [
    'unknown',
    'pending_settlement',
    'partially_settled',
    'settled',
    'failed',
    'returned',
    'reversed',
    'cancelled',
  ],
  pending_settlement: [
    'unknown',
    'partially_settled',
    'settled',
    'failed',
    'returned',
    'reversed',
    'cancelled',
  ],
  partially_settled: ['settled', 'returned', 'reversed'],
  // Settled by the word of the bank only: a smaller booked entry outranks the status.
  settled: ['partially_settled', 'returned', 'reversed'],
  reconciled: ['returned', 'reversed'],
  // Failed by a refusal of our call, which the bank's own word outranks.
  failed: [
    'submitted',
    'unknown',
    'accepted',
    'pending_settlement',
    'partially_settled',
    'settled',
    'returned',
    'reversed',
    'cancelled',
  ],
  returned: ['reversed'],
  reversed: [],
  recall_pending: ['recalled', 'reversed'],
  recalled: ['reversed'],
  cancel_pending: [
    'unknown',
    'partially_settled',
    'settled',
    'failed',
    'returned',
    'reversed',
    'cancelled',
  ],
  cancelled: ['unknown', 'partially_settled', 'settled', 'failed', 'returned', 'reversed'],
  expired: [],
};

export const paymentLifecycle: Lifecycle<PaymentState, PaymentCommand> = {
  name: 'payment',
  states: paymentStates,
  commands: paymentCommands,
  initial: ['draft', 'imported'],
  table: paymentTable,
};

/** States in which the payment still claims its bills: nothing else may pay them meanwhile. */
export const claimingStates: readonly PaymentState[] = [
  'imported',
  'draft',
  'invalid',
  'validated',
  'awaiting_approval',
  'approved',
  'released',
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'partially_settled',
  'settled',
  'recall_pending',
  'cancel_pending',
];

/** States that nobody has to act on any more; late evidence may still leave them (I13). */
export const finalStates: readonly PaymentState[] = [
  'reconciled',
  'failed',
  'returned',
  'reversed',
  'recalled',
  'cancelled',
  'expired',
  'rejected',
];
