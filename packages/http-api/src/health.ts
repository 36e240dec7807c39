import type { FastifyInstance } from 'fastify';
import type { ApiPorts } from './ports.ts';

/**
 * `/livez`: the process answers. `/readyz`: it can also do its work, since the database answers.
 * Both are for the machine that watches the process, and say nothing else.
 */
export function serveHealth(server: FastifyInstance, ports: ApiPorts): void {
  server.get('/livez', { config: { operationId: 'livez' } }, () => ({ status: 'alive' }));
  server.get('/readyz', { config: { operationId: 'readyz' } }, async (_request, reply) => {
    try {
      await ports.queries.ping();
      return { status: 'ready' };
    } catch {
      // Why it does not answer is for the log of the hub, not for whoever asks.
      return reply.code(503).send({ status: 'database down' });
    }
  });
}
