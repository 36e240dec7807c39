import type { Lifecycle } from '../lifecycle/lifecycle.ts';

/** An exception: owner, cause, money at risk, next action, and its history. */
export const caseStates = [
  'open',
  'triaged',
  'in_progress',
  'waiting_external',
  'proposed_resolution',
  'approved_resolution',
  'resolved',
  'closed',
] as const;
export type CaseState = (typeof caseStates)[number];

export const caseCommands = [
  'triage',
  'work',
  'wait',
  'propose',
  'approve',
  'resolve',
  'close',
  'reopen',
] as const;
export type CaseCommand = (typeof caseCommands)[number];

const table: Record<CaseState, Record<CaseCommand, CaseState | null>> = {
  open: {
    triage: 'triaged',
    work: 'in_progress',
    wait: null,
    propose: 'proposed_resolution',
    approve: null,
    resolve: 'resolved',
    close: null,
    reopen: null,
  },
  triaged: {
    triage: null,
    work: 'in_progress',
    wait: 'waiting_external',
    propose: 'proposed_resolution',
    approve: null,
    resolve: 'resolved',
    close: null,
    reopen: null,
  },
  in_progress: {
    triage: null,
    work: null,
    wait: 'waiting_external',
    propose: 'proposed_resolution',
    approve: null,
    resolve: 'resolved',
    close: null,
    reopen: null,
  },
  waiting_external: {
    triage: null,
    work: 'in_progress',
    wait: null,
    propose: 'proposed_resolution',
    approve: null,
    resolve: 'resolved',
    close: null,
    reopen: null,
  },
  proposed_resolution: {
    triage: null,
    work: null,
    wait: null,
    propose: null,
    approve: 'approved_resolution',
    resolve: 'resolved',
    close: null,
    reopen: null,
  },
  approved_resolution: {
    triage: null,
    work: null,
    wait: null,
    propose: null,
    approve: null,
    resolve: 'resolved',
    close: null,
    reopen: null,
  },
  resolved: {
    triage: null,
    work: null,
    wait: null,
    propose: null,
    approve: null,
    resolve: null,
    close: 'closed',
    reopen: 'open',
  },
  closed: {
    triage: null,
    work: null,
    wait: null,
    propose: null,
    approve: null,
    resolve: null,
    close: null,
    reopen: 'open',
  },
};

export const caseLifecycle: Lifecycle<CaseState, CaseCommand> = {
  name: 'case',
  states: caseStates,
  commands: caseCommands,
  initial: ['open'],
  table,
};
