import type { Lifecycle } from '../lifecycle/lifecycle.ts';

/** A booked statement line, from loaded to explained. */
export const statementLineStates = [
  'new',
  'candidate',
  'suggested',
  'matched',
  'rule_posted',
  'case',
  'suspense',
] as const;
export type StatementLineState = (typeof statementLineStates)[number];

export const statementLineCommands = [
  'block',
  'suggest',
  'match',
  'postByRule',
  'openCase',
  'park',
  'unmatch',
] as const;
export type StatementLineCommand = (typeof statementLineCommands)[number];

const table: Record<StatementLineState, Record<StatementLineCommand, StatementLineState | null>> = {
  new: {
    block: 'candidate',
    suggest: 'suggested',
    match: 'matched',
    postByRule: 'rule_posted',
    openCase: 'case',
    park: 'suspense',
    unmatch: null,
  },
  candidate: {
    block: null,
    suggest: 'suggested',
    match: 'matched',
    postByRule: 'rule_posted',
    openCase: 'case',
    park: 'suspense',
    unmatch: null,
  },
  suggested: {
    block: null,
    suggest: null,
    match: 'matched',
    postByRule: 'rule_posted',
    openCase: 'case',
    park: 'suspense',
    unmatch: null,
  },
  matched: {
    block: null,
    suggest: null,
    match: null,
    postByRule: null,
    openCase: null,
    park: null,
    unmatch: 'new',
  },
  rule_posted: {
    block: null,
    suggest: null,
    match: null,
    postByRule: null,
    openCase: null,
    park: null,
    unmatch: 'new',
  },
  case: {
    block: null,
    suggest: 'suggested',
    match: 'matched',
    postByRule: 'rule_posted',
    openCase: null,
    park: null,
    unmatch: null,
  },
  suspense: {
    block: null,
    suggest: 'suggested',
    match: 'matched',
    postByRule: 'rule_posted',
    openCase: 'case',
    park: null,
    unmatch: null,
  },
};

export const statementLineLifecycle: Lifecycle<StatementLineState, StatementLineCommand> = {
  name: 'statementLine',
  states: statementLineStates,
  commands: statementLineCommands,
  initial: ['new'],
  table,
};
