import { fault } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import { fanOutEvents } from '@quittance/services';
import { type EventSource, type FlowHandler, type FlowRun, valueOf } from '../flow/flow.ts';

/** Passes of one task; more events wait for the next one. */
const passesMax = 50;

/** Owes every new event to everybody who subscribed to it; repeating it has no effect. */
export const fanOutHandler: FlowHandler = async (run) => {
  const events = sourceOf(run);
  const ctx = run.ctx(events.entityIds);
  for (let passes = 0; passes < passesMax; passes += 1) {
    const { hasMore } = valueOf(await fanOutEvents({ ctx, input: { events } }));
    if (!hasMore || run.lease.signal.aborted) return;
  }
};

function sourceOf(run: FlowRun): EventSource {
  const { events } = run.ports;
  if (events !== undefined) return events;
  throw new TaskFault(fault('unsupported', 'NO_EVENTS', 'this process reads no outbox'));
}
