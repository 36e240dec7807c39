import { type Connection, type CorrelationId, type EntityId, present } from '@quittance/domain';
import type { NewTask } from '@quittance/engine';
import { type Config, leadsToBank } from '../config/schema.ts';

/** A task that comes back on a cron expression, in UTC. */
export interface Schedule {
  readonly task: NewTask;
  readonly cron: string;
}

/**
 * What runs by itself: each bank is asked for files, each accounts system for news, each company is
 * looked over for what stays too long, and events are handed to their subscribers (SYN-04).
 */
export function schedulesOf(of: {
  readonly config: Config;
  readonly connections: readonly Pick<Connection, 'id' | 'name'>[];
  readonly entityIds: readonly EntityId[];
  readonly correlationId: CorrelationId;
}): readonly Schedule[] {
  const { config, connections, entityIds, correlationId } = of;
  const { bankFetch, accountsSync, deadlineSweep } = config.schedules;
  const taskOf = (name: string, entityId: EntityId | null, ids: readonly string[]): NewTask => ({
    name,
    data: { v: 1, entityId, correlationId, ids },
    singletonKey: ids[0] ?? name,
  });
  const polls = config.connections.map(({ name, connector }): Schedule => {
    const { id } = present(
      connections.find((row) => row.name === name),
      `connection ${name}`,
    );
    return leadsToBank(connector)
      ? { task: taskOf('bank.fetch', null, [id]), cron: bankFetch }
      : { task: taskOf('accounts.sync', null, [id]), cron: accountsSync };
  });
  const sweeps = entityIds.map((id): Schedule => {
    return { task: taskOf('deadline.sweep', id, [id]), cron: deadlineSweep };
  });
  return [...polls, ...sweeps, { task: taskOf('webhook.fanOut', null, []), cron: '* * * * *' }];
}
