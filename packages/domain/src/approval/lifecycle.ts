import type { Lifecycle } from '../lifecycle/lifecycle.ts';

/** A request for approval of one content hash; consumed once, by the instruction. */
export const approvalStates = [
  'requested',
  'partially_approved',
  'approved',
  'rejected',
  'withdrawn',
  'void',
  'expired',
  'consumed',
] as const;
export type ApprovalState = (typeof approvalStates)[number];

export const approvalCommands = [
  'approve',
  'complete',
  'reject',
  'withdraw',
  'void',
  'expire',
  'consume',
  'giveBack',
] as const;
export type ApprovalCommand = (typeof approvalCommands)[number];

const table: Record<ApprovalState, Record<ApprovalCommand, ApprovalState | null>> = {
  requested: {
    approve: 'partially_approved',
    complete: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
    void: 'void',
    expire: 'expired',
    consume: null,
    giveBack: null,
  },
  partially_approved: {
    approve: 'partially_approved',
    complete: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
    void: 'void',
    expire: 'expired',
    consume: null,
    giveBack: null,
  },
  approved: {
    approve: null,
    complete: null,
    reject: null,
    withdraw: null,
    void: 'void',
    expire: 'expired',
    consume: 'consumed',
    giveBack: null,
  },
  rejected: {
    approve: null,
    complete: null,
    reject: null,
    withdraw: null,
    void: null,
    expire: null,
    consume: null,
    giveBack: null,
  },
  withdrawn: {
    approve: null,
    complete: null,
    reject: null,
    withdraw: null,
    void: null,
    expire: null,
    consume: null,
    giveBack: null,
  },
  void: {
    approve: null,
    complete: null,
    reject: null,
    withdraw: null,
    void: null,
    expire: null,
    consume: null,
    giveBack: null,
  },
  expired: {
    approve: null,
    complete: null,
    reject: null,
    withdraw: null,
    void: null,
    expire: null,
    consume: null,
    giveBack: null,
  },
  consumed: {
    approve: null,
    complete: null,
    reject: null,
    withdraw: null,
    void: null,
    expire: null,
    consume: null,
    giveBack: 'approved',
  },
};

export const approvalLifecycle: Lifecycle<ApprovalState, ApprovalCommand> = {
  name: 'approval',
  states: approvalStates,
  commands: approvalCommands,
  initial: ['requested'],
  table,
};
