import { problem, type Problem, refuse, type Result, type Role, succeed } from '@quittance/domain';
import type { TaskName } from '@quittance/services';

/**
 * What a flow says of itself before it may run (SYN-17, GOV-06, CAN-04): who answers for it, what
 * starts it, whose data it moves, in which order, how it is proven complete, and by when.
 */
export interface FlowDeclaration {
  readonly name: string;
  readonly v: number;
  /** The role that answers for the flow, and how people call it. */
  readonly owner: { readonly role: Role; readonly name: string };
  readonly trigger: string;
  readonly frequency: string;
  /** Who decides on the timing: cut-offs, windows, calendars. */
  readonly timingOwner: string;
  /** Per object: the system that alone may change it. */
  readonly systemOfRecord: Readonly<Record<string, 'accounts' | 'hub' | 'bank'>>;
  readonly sequencing: string;
  readonly reconciliationRule: string;
  readonly exceptionPath: string;
  /** From the trigger to the end of the flow, when nobody has to wait for a person. */
  readonly slaMinutes: number;
  /** The tasks that this flow handles; one task belongs to one flow. */
  readonly tasks: readonly TaskName[];
}

const texts = [
  'name',
  'trigger',
  'frequency',
  'timingOwner',
  'sequencing',
  'reconciliationRule',
  'exceptionPath',
] as const;

/**
 * Lets a flow load only when everything is declared and every declared task has a handler. Refuses
 * with `CONFIGURATION_INVALID`, naming what is missing.
 */
export function checkFlow(
  declaration: Partial<FlowDeclaration>,
  handled: readonly string[],
): Result<null, Problem> {
  const missing: string[] = texts.filter((field) => (declaration[field] ?? '').trim() === '');
  if ((declaration.owner?.name ?? '').trim() === '') missing.push('owner');
  if ((declaration.slaMinutes ?? 0) <= 0) missing.push('slaMinutes');
  if (Object.keys(declaration.systemOfRecord ?? {}).length === 0) missing.push('systemOfRecord');
  const tasks: readonly string[] = declaration.tasks ?? [];
  if (tasks.length === 0) missing.push('tasks');
  for (const task of tasks) if (!handled.includes(task)) missing.push(`handler of ${task}`);
  for (const task of handled) if (!tasks.includes(task)) missing.push(`declaration of ${task}`);
  if (missing.length === 0) return succeed(null);
  const name = declaration.name ?? 'unnamed';
  return refuse(
    problem('CONFIGURATION_INVALID', `flow ${name} does not load: ${missing.join(', ')}`),
  );
}
