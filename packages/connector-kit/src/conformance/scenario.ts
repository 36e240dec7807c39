import type { Fault, FaultKind } from '@quittance/domain';

/**
 * What every connector is tried for. Each has its own probe: the connector brings the moves (it
 * knows its simulator), the suite judges what they did.
 */
export interface ScenarioProbes {
  /** The same act twice under the same key has one effect. */
  readonly idempotencyKey: {
    act(): Promise<void>;
    /** How often the counterparty has carried the act out. */
    effects(): Promise<number>;
  };
  /** Silence is unknown, never failure; what provably never left is not sent. */
  readonly unknownOutcome: {
    /** Acts while the answer is lost after the counterparty has carried it out. */
    actWithoutAnswer(): Promise<OutcomeSeen>;
    /** Asks the counterparty without acting. */
    inquire(): Promise<'found' | 'absent'>;
    /** Acts while the counterparty cannot be reached at all. */
    actUnreachable(): Promise<OutcomeSeen>;
    effects(): Promise<number>;
  };
  /** Things come in the order in which they happened. */
  readonly ordering: {
    /** Makes things happen; answers their keys in order. */
    happen(): Promise<readonly string[]>;
    read(): Promise<readonly string[]>;
  };
  /** Things of one instant are neither lost nor doubled at the seam of two pages. */
  readonly sameInstantPaging: {
    happen(): Promise<readonly string[]>;
    /** Reads in pages smaller than what happened. */
    read(): Promise<readonly string[]>;
  };
  /** A counterparty that asks to wait is heard. */
  readonly throttling: {
    actThrottled(): Promise<Fault | null>;
    actAfterwards(): Promise<Fault | null>;
  };
  /** Credentials that are no longer accepted are said to be just that. */
  readonly tokenExpiry: {
    actExpired(): Promise<Fault | null>;
    actRenewed(): Promise<Fault | null>;
  };
  /** What was done can be undone without a trace in the books. */
  readonly reversal: {
    /** The books as text, for comparison. */
    books(): Promise<string>;
    act(): Promise<void>;
    undo(): Promise<void>;
  };
  /** An answer in an unknown form is never guessed at. */
  readonly schemaDrift: {
    /** Each reads one mutant: `same` when its meaning was unchanged, else the fault. */
    readonly mutants: readonly { readonly name: string; read(): Promise<Fault | 'same'> }[];
  };
  /** No secret reaches a log line, a fault or an error. */
  readonly secretsNeverLogged: {
    /** Does a bit of everything, failures included. */
    act(): Promise<void>;
    readonly secrets: readonly string[];
    /** Everything that was written down so far, faults and errors included. */
    written(): Promise<string>;
  };
}

export type ScenarioName = keyof ScenarioProbes;

/** What an act came to, as its caller saw it. */
export type OutcomeSeen = 'done' | 'notSent' | 'refused' | 'unknown';

export const scenarioNames = [
  'idempotencyKey',
  'unknownOutcome',
  'ordering',
  'sameInstantPaging',
  'throttling',
  'tokenExpiry',
  'reversal',
  'schemaDrift',
  'secretsNeverLogged',
] as const satisfies readonly ScenarioName[];

/** Why a scenario cannot be asked of a connector; empty words are refused. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** Every scenario is answered for: a forgotten one does not compile. */
export type Scenarios<Rig> = {
  readonly [Name in ScenarioName]: ((rig: Rig) => ScenarioProbes[Name]) | NotApplicable;
};

/** The fault kinds that an unknown form may come back as. */
export const driftKinds: readonly FaultKind[] = ['drift', 'rejected', 'unsupported'];
