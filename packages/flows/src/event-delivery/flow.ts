import type { Flow } from '../flow/flow.ts';
import { deliverHandler } from './deliver.ts';
import { fanOutHandler } from './fan-out.ts';

/** From a committed event to every system that subscribed to it. */
export const eventDelivery: Flow = {
  declaration: {
    name: 'event-delivery',
    v: 1,
    owner: { role: 'controller', name: 'Integration' },
    trigger: 'A schedule; and the end of each try, for the next one.',
    frequency: 'Every minute; a delivery that fails is tried ten times in about three days.',
    timingOwner: 'Integration, by the schedule and the ladder of tries.',
    systemOfRecord: { event: 'hub', subscription: 'hub', delivery: 'hub' },
    sequencing:
      'Events are read behind the horizon of the log, in its order; after a failed try a ' +
      'subscriber may get them out of order, and tells by the version in the data.',
    reconciliationRule: 'Every delivery that is owed ends delivered or as a dead letter.',
    exceptionPath: 'A dead letter opens one case a subscriber; a controller replays it.',
    slaMinutes: 5,
    tasks: ['webhook.fanOut', 'webhook.deliver'],
  },
  handlers: { 'webhook.fanOut': fanOutHandler, 'webhook.deliver': deliverHandler },
};
