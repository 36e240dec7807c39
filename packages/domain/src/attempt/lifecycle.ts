import type { Lifecycle } from '../lifecycle/lifecycle.ts';

/** One message to the bank: a file or a call; committed before any byte leaves. */
export const attemptStates = [
  'prepared',
  'sending',
  'acknowledged',
  'rejected',
  'unknown',
  'void',
] as const;
export type AttemptState = (typeof attemptStates)[number];

export const attemptCommands = ['send', 'acknowledge', 'refuse', 'loseTrack', 'void'] as const;
export type AttemptCommand = (typeof attemptCommands)[number];

const table: Record<AttemptState, Record<AttemptCommand, AttemptState | null>> = {
  prepared: { send: 'sending', acknowledge: null, refuse: null, loseTrack: null, void: 'void' },
  sending: {
    send: null,
    acknowledge: 'acknowledged',
    refuse: 'rejected',
    loseTrack: 'unknown',
    void: 'void',
  },
  acknowledged: { send: null, acknowledge: null, refuse: null, loseTrack: null, void: null },
  rejected: { send: null, acknowledge: null, refuse: null, loseTrack: null, void: null },
  unknown: {
    send: null,
    acknowledge: 'acknowledged',
    refuse: 'rejected',
    loseTrack: null,
    void: 'void',
  },
  void: { send: null, acknowledge: null, refuse: null, loseTrack: null, void: null },
};

export const attemptLifecycle: Lifecycle<AttemptState, AttemptCommand> = {
  name: 'attempt',
  states: attemptStates,
  commands: attemptCommands,
  initial: ['prepared'],
  table,
};
