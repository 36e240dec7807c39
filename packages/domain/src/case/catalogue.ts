import type { Role } from '../entity.ts';
import type { CaseKind } from './case.ts';

/** What every case of a kind has in common; `docs/reference` is generated from it. */
export interface CaseEntry {
  /** Technical failures and business exceptions are never mixed (EXC-14). */
  readonly nature: 'technical' | 'business';
  /** 1: money may be wrong or lost; 2: a payment or posting waits; 3: work to tidy up. */
  readonly severity: 1 | 2 | 3;
  readonly ownerRole: Role;
  /** What the owner does next, in plain words. */
  readonly nextAction: string;
  /** Hours after which the case escalates. */
  readonly dueHours: number;
}

/** The one catalogue of exceptions (EXC-13): total, so that no kind is without an owner. */
export const caseCatalogue: Readonly<Record<CaseKind, CaseEntry>> = Object.freeze({
  rejected_posting: {
    nature: 'business',
    severity: 2,
    ownerRole: 'controller',
    nextAction: 'Read why the accounts refused the posting, correct the cause and post it again.',
    dueHours: 24,
  },
  duplicate_invoice: {
    nature: 'business',
    severity: 2,
    ownerRole: 'preparer',
    nextAction: 'Compare the bills; cancel the copy, or confirm that they are different.',
    dueHours: 24,
  },
  closed_period: {
    nature: 'business',
    severity: 2,
    ownerRole: 'controller',
    nextAction: 'Choose a date in an open period, or have the period reopened by two persons.',
    dueHours: 24,
  },
  rejected_payment: {
    nature: 'business',
    severity: 2,
    ownerRole: 'preparer',
    nextAction: "Read the bank's reason, correct the data and propose the bills again.",
    dueHours: 24,
  },
  returned_payment: {
    nature: 'business',
    severity: 2,
    ownerRole: 'preparer',
    nextAction: 'Ask the supplier for the right account; the bills are open again.',
    dueHours: 24,
  },
  missing_bank_reference: {
    nature: 'business',
    severity: 3,
    ownerRole: 'reconciler',
    nextAction: 'Find the payment of the line by amount and party, and match it by hand.',
    dueHours: 72,
  },
  approval_mismatch: {
    nature: 'business',
    severity: 1,
    ownerRole: 'controller',
    nextAction: 'Find out who changed what after the approval; approve anew or cancel.',
    dueHours: 4,
  },
  orphaned_payment: {
    nature: 'business',
    severity: 1,
    ownerRole: 'controller',
    nextAction: 'Find out whose order the bank executed; nothing of ours explains it.',
    dueHours: 4,
  },
  evidence_conflict: {
    nature: 'business',
    severity: 1,
    ownerRole: 'controller',
    nextAction: 'Ask the bank which of its contradicting messages is true.',
    dueHours: 4,
  },
  unknown_outcome: {
    nature: 'technical',
    severity: 1,
    ownerRole: 'releaser',
    nextAction: 'Ask the bank whether it has the order; send nothing again until it is known.',
    dueHours: 4,
  },
  unmatched_line: {
    nature: 'business',
    severity: 3,
    ownerRole: 'reconciler',
    nextAction: 'Look at the suggestions and match the line, or post it by hand.',
    dueHours: 72,
  },
  statement_gap: {
    nature: 'business',
    severity: 2,
    ownerRole: 'reconciler',
    nextAction: 'Ask the bank for the statement that is missing between these two.',
    dueHours: 24,
  },
  statement_imbalance: {
    nature: 'business',
    severity: 2,
    ownerRole: 'reconciler',
    nextAction: 'Ask the bank for a corrected statement; nothing of this one was booked.',
    dueHours: 24,
  },
  quarantined_file: {
    nature: 'technical',
    severity: 2,
    ownerRole: 'controller',
    nextAction: 'Read line and rule, then have the file sent again or its reader corrected.',
    dueHours: 24,
  },
  invalid_payment: {
    nature: 'business',
    severity: 3,
    ownerRole: 'preparer',
    nextAction: 'Correct what the checks name, then validate the payment again.',
    dueHours: 24,
  },
  bill_changed: {
    nature: 'business',
    severity: 2,
    ownerRole: 'preparer',
    nextAction: 'Look at what changed in the bill; propose it again or leave it.',
    dueHours: 24,
  },
  drift: {
    nature: 'technical',
    severity: 2,
    ownerRole: 'controller',
    nextAction: 'Compare the accounts with what was posted, and undo whichever edit was wrong.',
    dueHours: 24,
  },
  bank_hold: {
    nature: 'business',
    severity: 1,
    ownerRole: 'releaser',
    nextAction: 'Call the bank: it holds the payment and wants the payee confirmed.',
    dueHours: 4,
  },
  bank_confirmation: {
    nature: 'business',
    severity: 1,
    ownerRole: 'releaser',
    nextAction: 'Confirm the message at the bank before its deadline, or refuse it there.',
    dueHours: 1,
  },
  dead_letter: {
    nature: 'technical',
    severity: 2,
    ownerRole: 'controller',
    nextAction: 'Read the last fault, remove its cause and replay the task.',
    dueHours: 24,
  },
} as const);
