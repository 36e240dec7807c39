import type { Fault, FaultKind } from '@quittance/domain';
import type { CapabilityName } from '../capability.ts';

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
    /** Asks the counterparty, without acting, for the act that was silent or never left. */
    inquire(after: 'silence' | 'unreachable'): Promise<'found' | 'absent'>;
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
    /** Reads in pages smaller than what happened; answers the keys of each page. */
    read(): Promise<readonly (readonly string[])[]>;
  };
  /** A counterparty that asks to wait is heard. */
  readonly throttling: {
    /** The wait that the counterparty asks for. */
    readonly waitMs: number;
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
    readonly mutants: readonly Mutant[];
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

/** One changed answer, and what is to come of it. */
export interface Mutant {
  readonly name: string;
  /** `same` where the change leaves the meaning alone, `fault` where nobody can know it. */
  readonly expected: 'same' | 'fault';
  /** `same` when exactly what the unchanged answer says was read. */
  read(): Promise<Fault | 'same'>;
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

/**
 * Why a scenario is blank. `notApplicable`: it cannot be asked of this connector, and counts for
 * nothing. `notWritten`: it could be, and counts as a mark that is missing.
 */
export type Blank = { readonly notApplicable: string } | { readonly notWritten: string };

/** Every scenario is answered for: a forgotten one does not compile. */
export type Scenarios<Rig> = {
  readonly [Name in ScenarioName]: ((rig: Rig) => ScenarioProbes[Name]) | Blank;
};

/**
 * Capabilities that make a scenario due: who has one of them cannot wave it aside as not
 * applicable.
 */
export const dueWith: Readonly<Record<ScenarioName, readonly CapabilityName[]>> = {
  idempotencyKey: [
    'payments.submit',
    'payments.register',
    'payments.settle',
    'statementLines.post',
  ],
  unknownOutcome: ['payments.submit', 'payments.register', 'payments.settle'],
  ordering: ['openItems.read', 'files.fetch', 'statements.fetch'],
  sameInstantPaging: ['openItems.read', 'files.fetch'],
  throttling: ['openItems.read', 'statuses.fetch', 'statements.fetch'],
  tokenExpiry: ['masterData.read', 'payments.submit', 'statuses.fetch', 'files.fetch'],
  reversal: ['payments.withdraw', 'reconciliations.undo'],
  schemaDrift: ['openItems.read', 'files.fetch', 'deliveries.read'],
  secretsNeverLogged: ['masterData.read', 'payments.submit', 'statuses.fetch', 'files.fetch'],
};

/** The fault kinds that an unknown form may come back as. */
export const driftKinds: readonly FaultKind[] = ['drift', 'rejected', 'unsupported'];
