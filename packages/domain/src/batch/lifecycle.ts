import type { Lifecycle } from '../lifecycle/lifecycle.ts';

/** Payments of one own account and execution date; an open batch is a payment proposal. */
export const batchStates = [
  'open',
  'frozen',
  'approved',
  'released',
  'closed',
  'cancelled',
] as const;
export type BatchState = (typeof batchStates)[number];

export const batchCommands = [
  'freeze',
  'thaw',
  'approve',
  'reject',
  'release',
  'takeBack',
  'close',
  'cancel',
] as const;
export type BatchCommand = (typeof batchCommands)[number];

const table: Record<BatchState, Record<BatchCommand, BatchState | null>> = {
  open: {
    freeze: 'frozen',
    thaw: null,
    approve: null,
    reject: null,
    release: null,
    takeBack: null,
    close: null,
    cancel: 'cancelled',
  },
  frozen: {
    freeze: null,
    thaw: 'open',
    approve: 'approved',
    reject: 'cancelled',
    release: null,
    takeBack: null,
    close: null,
    cancel: 'cancelled',
  },
  approved: {
    freeze: null,
    thaw: 'open',
    approve: null,
    reject: null,
    release: 'released',
    takeBack: null,
    close: null,
    cancel: 'cancelled',
  },
  released: {
    freeze: null,
    thaw: null,
    approve: null,
    reject: null,
    release: null,
    takeBack: 'approved',
    close: 'closed',
    cancel: null,
  },
  closed: {
    freeze: null,
    thaw: null,
    approve: null,
    reject: null,
    release: null,
    takeBack: null,
    close: null,
    cancel: null,
  },
  cancelled: {
    freeze: null,
    thaw: null,
    approve: null,
    reject: null,
    release: null,
    takeBack: null,
    close: null,
    cancel: null,
  },
};

export const batchLifecycle: Lifecycle<BatchState, BatchCommand> = {
  name: 'batch',
  states: batchStates,
  commands: batchCommands,
  initial: ['open'],
  table,
};
