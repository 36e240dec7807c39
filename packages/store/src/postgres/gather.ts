import type { Client, PoolClient } from 'pg';

const gathering = new WeakSet<PoolClient>();

/**
 * Lets statements that are started in one go leave in one packet, since to send one and to wake the
 * server for it costs more than what most of them do there. Call it before each.
 */
export function gather(client: PoolClient): void {
  if (gathering.has(client)) return;
  gathering.add(client);
  const { stream } = connectionOf(client);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(client);
    stream.uncork();
  });
}

/** Guarantee: a pool of pg makes its clients by `Client`. */
const connectionOf = (client: PoolClient): Client['connection'] =>
  (client as unknown as Client).connection;
