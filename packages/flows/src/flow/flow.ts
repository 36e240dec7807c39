import type { Capabilities, ConnectionCheck, HttpPort } from '@quittance/connector-kit';
import {
  asId,
  type ConnectionId,
  type CorrelationId,
  type EntityId,
  fault,
  type Fault,
  type Problem,
  type Result,
} from '@quittance/domain';
import { type Task, TaskFault, type TaskLease } from '@quittance/engine';
import type { EventReader, ServiceContext, ServicePorts } from '@quittance/services';
import type { FlowDeclaration } from './declaration.ts';

/** One configured counterparty as a flow sees it. */
export interface FlowConnection {
  readonly id: ConnectionId;
  readonly name: string;
  readonly capabilities: Capabilities;
  check(): Promise<ConnectionCheck>;
}

/** A mail to somebody outside; the port decides how it travels. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Names the mail for ever: the same one is never sent twice. */
  readonly messageId: string;
}

/** What flows may use: verbs by their ports, counterparties by their capabilities, the clock. */
export interface FlowPorts extends ServicePorts {
  readonly connection: (id: ConnectionId) => Promise<FlowConnection>;
  /** The accounts that an entity keeps its books in. */
  readonly accountsOf: (entityId: EntityId) => Promise<FlowConnection>;
  /** The bank that an own account is held with. */
  readonly bankOf: (ownAccountId: string) => Promise<FlowConnection>;
  /** The entities that a connection serves. */
  readonly entitiesOf: (connectionId: ConnectionId) => Promise<readonly EntityId[]>;
  readonly sendMail: (mail: OutgoingMail) => Promise<void>;
  /** How events leave; an installation without it delivers none. */
  readonly http?: HttpPort;
  readonly webhookSigner?: WebhookSigner;
  readonly events?: EventSource;
}

/** The outbox, and the companies whose events leave this installation. */
export interface EventSource extends EventReader {
  readonly entityIds: readonly EntityId[];
}

export interface SigningRequest {
  /** Name of the subscriber's secret in the configuration. */
  readonly secretName: string;
  readonly messageId: string;
  readonly body: string;
}

/** Signs a body as Standard Webhooks says; returns the headers to send with it. */
export interface WebhookSigner {
  /** Errors: throws when the secret is unknown or no key. */
  headers(request: SigningRequest): Readonly<Record<string, string>>;
}

/** What a handler of one task is given. */
export interface FlowRun {
  readonly ports: FlowPorts;
  readonly task: Task;
  readonly lease: TaskLease;
  /** A context for verbs of this task; the last one of them completes the task with its commit. */
  ctx(entityIds: readonly EntityId[], completes?: 'completes'): ServiceContext;
}

export type FlowHandler = (run: FlowRun) => Promise<void>;

export interface Flow {
  readonly declaration: FlowDeclaration;
  readonly handlers: Readonly<Record<string, FlowHandler>>;
}

/** Makes the run of one task: the hub acts in the name of the task. */
export function flowRun(ports: FlowPorts, task: Task, lease: TaskLease): FlowRun {
  return {
    ports,
    task,
    lease,
    ctx: (entityIds, completes) => ({
      ...ports,
      scope: {
        actor: { kind: 'service', id: task.name, name: task.name },
        entityIds,
        correlationId: asId<'correlation'>(task.data.correlationId) satisfies CorrelationId,
      },
      ...(completes === undefined
        ? {}
        : { atCommit: (transaction) => lease.complete(transaction, [task]) }),
    }),
  };
}

/** The entity that the task belongs to; every task of an entity table names it. */
export const entityOf = (task: Task): EntityId => asId<'entity'>(task.data.entityId ?? '');

/** The value of a verb, or the fault that makes the queue try again or give up. */
export function valueOf<Value>(result: Result<Value, Problem>): Value {
  if (result.ok) return result.value;
  const { code, detail } = result.error;
  if (code === 'STOPPED') throw stopped(detail);
  const again = code === 'CONFLICTING_CHANGE' || code === 'DATABASE_DOWN';
  throw new TaskFault(fault(again ? 'retry' : 'rejected', code, detail));
}

const stopWaitMs = 60_000;

/** Work that people stopped waits for them to resume it: that is no failure, and is not counted. */
export const stopped = (reason: string): TaskFault =>
  new TaskFault({ ...fault('retryAfter', 'STOPPED', reason), retryAfterMs: stopWaitMs });

/**
 * The value of a capability call, or its fault on the way to the queue. A refused log-in changed
 * nothing and may pass (an expired session, a key that is being replaced): it is tried again.
 */
export function answerOf<Value>(outcome: Result<Value, Fault>): Value {
  if (outcome.ok) return outcome.value;
  const { error } = outcome;
  throw new TaskFault(error.kind === 'unauthorised' ? { ...error, kind: 'retry' } : error);
}

/** The capability, or an unsupported fault that ends the task. */
export function capability<Name extends keyof Capabilities>(
  connection: FlowConnection,
  name: Name,
): NonNullable<Capabilities[Name]> {
  const found = connection.capabilities[name];
  if (found !== undefined) return found;
  throw new TaskFault(fault('unsupported', 'NO_CAPABILITY', `${connection.name} cannot ${name}`));
}

/**
 * Splits answers into done, refused for good, and the first fault that is worth another try. What
 * was asked and not answered is asked again: a counterparty that leaves one out has told nothing.
 */
export function sortOutcomes<Value>(
  asked: readonly string[],
  outcomes: readonly { readonly key: string; readonly outcome: Result<Value, Fault> }[],
): {
  readonly done: readonly { readonly key: string; readonly value: Value }[];
  readonly refused: readonly { readonly key: string; readonly fault: Fault }[];
  readonly again: Fault | null;
} {
  const done: { key: string; value: Value }[] = [];
  const refused: { key: string; fault: Fault }[] = [];
  let again: Fault | null = null;
  const answered = new Set(outcomes.map(({ key }) => key));
  const missing = asked.filter((key) => !answered.has(key));
  if (missing.length > 0) {
    const detail = `${missing.length.toString()} of ${asked.length.toString()} were not answered`;
    again = fault('retry', 'NOT_ANSWERED', detail);
  }
  for (const { key, outcome } of outcomes) {
    if (outcome.ok) done.push({ key, value: outcome.value });
    else if (isWorthAnotherTry(outcome.error)) again ??= outcome.error;
    else refused.push({ key, fault: outcome.error });
  }
  return { done, refused, again };
}

/** Postings are idempotent by reference, so that even an unknown outcome may be asked again. */
const isWorthAnotherTry = (given: Fault): boolean =>
  given.kind === 'retry' ||
  given.kind === 'retryAfter' ||
  given.kind === 'unknownOutcome' ||
  given.kind === 'unauthorised';

/** Throws the fault that is worth another try, in the form the queue understands. */
export function throwAgain(again: Fault | null): void {
  if (again === null) return;
  throw new TaskFault(again.kind === 'retryAfter' ? again : { ...again, kind: 'retry' });
}
