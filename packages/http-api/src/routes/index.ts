import type { Route } from '../route/route.ts';
import { bankRoutes } from './bank.ts';
import { batchRoutes } from './batches.ts';
import { eventRoutes } from './events.ts';
import { groupRoutes } from './group.ts';
import { paymentRoutes } from './payments.ts';
import { runRoutes } from './runs.ts';
import { systemRoutes } from './system.ts';

/** Every operation below `/api/v1`; what is not here is not served. */
export const routes: readonly Route[] = [
  ...groupRoutes,
  ...batchRoutes,
  ...runRoutes,
  ...paymentRoutes,
  ...bankRoutes,
  ...eventRoutes,
  ...systemRoutes,
];
