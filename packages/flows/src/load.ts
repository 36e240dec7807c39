import { ProblemError } from '@quittance/domain';
import type { Task, TaskLease, TaskQueue } from '@quittance/engine';
import { checkFlow } from './flow/declaration.ts';
import { type Flow, type FlowPorts, flowRun } from './flow/flow.ts';
import { eventDelivery } from './event-delivery/flow.ts';
import { statementSync } from './statement-sync/flow.ts';
import { supplierPayment } from './supplier-payment/flow.ts';

/** Every flow that ships. */
export const flows: readonly Flow[] = [supplierPayment, statementSync, eventDelivery];

/** How many batches of each task one worker handles at a time. */
export interface WorkOptions {
  readonly concurrency: number;
  /** Only these tasks, or all when absent: a sender handles no others. */
  readonly tasks?: readonly string[];
}

/**
 * Registers the handlers of flows with the queue. A flow that does not declare what it must does
 * not load. Errors: `ProblemError` with CONFIGURATION_INVALID.
 */
export async function workFlows(
  queue: TaskQueue,
  ports: FlowPorts,
  of: { readonly flows: readonly Flow[]; readonly options: WorkOptions },
): Promise<void> {
  for (const flow of of.flows) {
    const checked = checkFlow(flow.declaration, Object.keys(flow.handlers));
    if (!checked.ok) throw new ProblemError(checked.error);
  }
  for (const flow of of.flows) {
    for (const [name, handler] of Object.entries(flow.handlers)) {
      if (of.options.tasks !== undefined && !of.options.tasks.includes(name)) continue;
      const handle = async (tasks: readonly Task[], lease: TaskLease): Promise<void> => {
        for (const task of tasks) await handler(flowRun(ports, task, lease));
      };
      await queue.work(name, handle, of.options.concurrency);
    }
  }
}
