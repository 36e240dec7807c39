import type { FastifyInstance } from 'fastify';
import { documentHtml } from './html.ts';
import { openApiDocument } from './openapi.ts';
import { toldDocument } from './page.ts';

/** Serves the document of this release, for programs and for people. */
export function serveDocument(server: FastifyInstance): void {
  const document = openApiDocument();
  const json = JSON.stringify(document);
  const page = documentHtml(toldDocument(document));
  server.get('/api/openapi.json', { config: { operationId: 'getDocument' } }, (_request, reply) =>
    reply.type('application/json').send(json),
  );
  server.get('/api/docs', { config: { operationId: 'getReference' } }, (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(page),
  );
}
