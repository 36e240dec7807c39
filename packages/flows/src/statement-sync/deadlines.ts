import { sweepDeadlines } from '@quittance/services';
import { entityOf, type FlowHandler, valueOf } from '../flow/flow.ts';

/** Looks for payments that stay in a transient state for too long; closes what is done (I15). */
export const sweepHandler: FlowHandler = async (run) => {
  const entityId = entityOf(run.task);
  const ctx = run.ctx([entityId], 'completes');
  valueOf(await sweepDeadlines({ ctx, input: { entityId } }));
};
