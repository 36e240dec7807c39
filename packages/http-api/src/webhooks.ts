import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiPorts } from './ports.ts';
import { sendRefusal } from './route/serve.ts';

/** The largest pushed message; banks push notices and not statements. */
const messageBytesMax = 1_048_576;

/**
 * `POST /webhooks/{connectionName}`: what another system pushes. It carries no token: its signature
 * is checked over exactly the bytes that came, and it is stored before it is acknowledged (I26).
 */
export async function serveWebhooks(server: FastifyInstance, ports: ApiPorts): Promise<void> {
  await server.register((pushed, _options, done) => {
    pushed.removeAllContentTypeParsers();
    const raw = { parseAs: 'buffer' } as const;
    pushed.addContentTypeParser('*', raw, (_request, body, parsed) => {
      parsed(null, body);
    });
    pushed.post<{ Params: { connectionName: string } }>(
      '/webhooks/:connectionName',
      { bodyLimit: messageBytesMax, config: { operationId: 'receiveWebhook' } },
      async (request, reply) => {
        const taken = await ports.receiveWebhook({
          connectionName: request.params.connectionName,
          headers: headersOf(request),
          rawBody: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
        });
        if (!taken.ok) {
          return sendRefusal(reply, request.correlationId, { problem: taken.error });
        }
        const { received, duplicates } = taken.value;
        return reply.code(202).send({ received, duplicates });
      },
    );
    done();
  });
}

const headersOf = (request: FastifyRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.join(', ') : value]];
    }),
  );
