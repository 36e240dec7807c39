import { refuse, succeed } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import type { OdooClient } from './client.ts';
import { describeStep, setupSteps } from './setup-steps.ts';
import type { SetupStep } from './setup-steps.ts';
import { applyStep, undoStep } from './setup-acts.ts';
import { isInPlace } from './setup-lookup.ts';
import type { VersionFacts } from './versions.ts';

export interface SetupInput {
  /** Logged in as an administrator (`base.group_system`), never as the service user. */
  readonly admin: OdooClient;
  readonly facts: VersionFacts;
  /** The login that the hub works with. */
  readonly serviceLogin: string;
}

export interface SetupPlanItem {
  readonly sentence: string;
  readonly isInPlace: boolean;
}

/** Shows what the set-up would change; changes nothing. */
export async function planSetup(input: SetupInput): Promise<Outcome<readonly SetupPlanItem[]>> {
  const plan: SetupPlanItem[] = [];
  for (const step of setupSteps(input.facts, input.serviceLogin)) {
    const found = await isInPlace(input, step);
    if (!found.ok) return found;
    plan.push({ sentence: describeStep(step), isInPlace: found.value });
  }
  return succeed(plan);
}

/** Does what the plan shows as missing and answers the sentences of what it did. Idempotent. */
export async function applySetup(input: SetupInput): Promise<Outcome<readonly string[]>> {
  const applied: string[] = [];
  for (const step of setupSteps(input.facts, input.serviceLogin)) {
    const done = await settleStep(input, step);
    if (!done.ok) return done;
    if (done.value) applied.push(describeStep(step));
  }
  return succeed(applied);
}

/** Applies a step that is missing; silence is looked up before it is repeated. */
async function settleStep(input: SetupInput, step: SetupStep): Promise<Outcome<boolean>> {
  const before = await isInPlace(input, step);
  if (!before.ok) return before;
  if (before.value) return succeed(false);
  const applied = await applyStep(input, step);
  if (applied.ok) return succeed(true);
  if (applied.error.kind !== 'unknownOutcome') return refuse(applied.error);
  const after = await isInPlace(input, step);
  return after.ok && after.value ? succeed(true) : refuse(applied.error);
}

/**
 * Takes the set-up back, last step first, and answers what it undid. The columns go with all that
 * the hub wrote in them. Rights of the service user stay, since others may rely on them.
 */
export async function undoSetup(input: SetupInput): Promise<Outcome<readonly string[]>> {
  const undone: string[] = [];
  for (const step of setupSteps(input.facts, input.serviceLogin).toReversed()) {
    if (step.kind === 'group') continue;
    const found = await isInPlace(input, step);
    if (!found.ok) return found;
    if (!found.value) continue;
    const taken = await undoStep(input, step);
    if (!taken.ok) return taken;
    undone.push(describeStep(step));
  }
  return succeed(undone);
}
