import type { Fault } from '@quittance/domain';
import { type RetryPolicy, type Task, TaskFault } from '../port.ts';

/** A task and what its handler threw for it. */
export interface FailedTask {
  readonly task: Task;
  readonly error: unknown;
}

/** What is kept of a failure beside the task; never the error itself, which may carry payloads. */
export interface FailureCause {
  readonly kind: Fault['kind'];
  readonly code: string;
  readonly message: string;
}

/** What becomes of a failed task. Delays in milliseconds. */
export type FailureDecision =
  | { readonly kind: 'retry'; readonly cause: FailureCause }
  | { readonly kind: 'postpone'; readonly delayMs: number; readonly cause: FailureCause }
  | { readonly kind: 'deadLetter'; readonly cause: FailureCause };

/**
 * How often a counterparty may ask a task to wait (`retryAfter`) before its waiting counts as
 * failing. With the default minute of a token bucket this is a day of standing in line.
 */
export const postponementsMax = 1_440;

/** A counterparty that asks for a longer pause than this is asked again after it (one day). */
const postponementMsMax = 86_400_000;

const messageLengthMax = 300;
const accountLike = /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g;

/** Kind, code and message of whatever was thrown; account numbers are masked (I24). */
export function causeOf(error: unknown): FailureCause {
  if (error instanceof TaskFault) {
    const { kind, code, message } = error.fault;
    return { kind, code, message: safeText(message) };
  }
  const isError = error instanceof Error;
  const code = isError ? error.name : 'UNKNOWN';
  return { kind: 'retry', code, message: safeText(isError ? error.message : String(error)) };
}

/**
 * The retry policy of every kind of fault (I16). Only what is known to be harmless is repeated:
 * `retry` counts, `retryAfter` waits as asked without counting, and everything else needs a person,
 * so it becomes a dead letter at once.
 */
export function decideFailure(error: unknown, policy: RetryPolicy): FailureDecision {
  const cause = causeOf(error);
  if (cause.kind === 'retry') return { kind: 'retry', cause };
  if (cause.kind !== 'retryAfter') return { kind: 'deadLetter', cause };
  const asked = error instanceof TaskFault ? error.fault.retryAfterMs : undefined;
  const delayMs = Math.min(asked ?? policy.delaySeconds * 1_000, postponementMsMax);
  return { kind: 'postpone', delayMs: Math.max(delayMs, 0), cause };
}

/**
 * Seconds before try number `retryCount + 2`: doubles each time up to the cap. `spread` in [0, 1)
 * takes away up to half of it, so that tasks that failed together do not come back together.
 */
export function backoffSeconds(policy: RetryPolicy, retryCount: number, spread: number): number {
  const full = Math.max(policy.delaySeconds, 1) * 2 ** Math.min(retryCount + 1, 16);
  return Math.min(policy.delaySecondsMax, full / 2 + (full / 2) * spread);
}

/** One line for people: kind, code, message. */
export const describeCause = (cause: FailureCause): string =>
  `${cause.kind} ${cause.code}: ${cause.message}`;

const safeText = (text: string): string =>
  text.replaceAll(accountLike, '[account]').slice(0, messageLengthMax);
