import { ProblemError } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import type { Flow, FlowHandler } from '@quittance/flows';
import type { Logger } from 'pino';
import { monotonicMs } from '../adapters/clock.ts';

/** Every task leaves a line with its correlation id: when it ended, how, and how long it took. */
export const loggedFlows = (flows: readonly Flow[], logger: Logger): readonly Flow[] =>
  flows.map((flow) => ({
    ...flow,
    handlers: Object.fromEntries(
      Object.entries(flow.handlers).map(([name, handler]) => [name, logged(handler, flow, logger)]),
    ),
  }));

const logged =
  (handler: FlowHandler, flow: Flow, logger: Logger): FlowHandler =>
  async (run) => {
    const { id: taskId, name: task, retryCount, data } = run.task;
    const { correlationId, entityId } = data;
    const about = {
      flow: flow.declaration.name,
      task,
      taskId,
      retryCount,
      correlationId,
      entityId,
    };
    const startedMs = monotonicMs();
    const tookMs = (): number => Math.round(monotonicMs() - startedMs);
    try {
      await handler(run);
      logger.info({ ...about, tookMs: tookMs() }, 'task done');
    } catch (error) {
      logger.warn({ ...about, tookMs: tookMs(), why: reasonOf(error) }, 'task not done');
      throw error;
    }
  };

function reasonOf(error: unknown): string {
  if (error instanceof TaskFault) return `${error.fault.kind} ${error.fault.code}`;
  if (error instanceof ProblemError) return error.problem.code;
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
}
