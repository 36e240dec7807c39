import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../src/config/schema.ts';
import { ask, prepareAccounts, rows, whenSettled } from '../src/demo/run-demo.ts';
import { configureHub, type Hub, must, openHub } from '../src/hub/open-hub.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { type RunDatabase, sharedDatabase } from './support/run-database.ts';

/** Stands between hub and Odoo, and can change the words of its answers. */
interface Interpreter {
  readonly url: string;
  /** Replaces one word of each answer by another; null changes nothing. */
  changes: readonly [string, string] | null;
  close(): Promise<void>;
}

async function interpret(odooUrl: string): Promise<Interpreter> {
  const state: { changes: Interpreter['changes'] } = { changes: null };
  const server: Server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = 'GET', url = '/', headers } = request;
      const answer = await fetch(new URL(url, odooUrl), {
        method,
        headers: { 'content-type': headers['content-type'] ?? 'application/json' },
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      const [from, to] = state.changes ?? ['', ''];
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(from === '' ? text : text.replaceAll(`"${from}"`, `"${to}"`));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port.toString()}`,
    get changes() {
      return state.changes;
    },
    set changes(changes) {
      state.changes = changes;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const through = (config: Config, url: string): Config => ({
  ...config,
  connections: config.connections.map((one) =>
    one.name === 'odoo' ? { ...one, config: { ...one.config, url } } : one,
  ),
});

describe('an Odoo whose answers change their shape', () => {
  let folder = '';
  let sandbox: Sandbox;
  let database: RunDatabase;
  let interpreter: Interpreter;
  let hub: Hub;

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-drift-'));
    sandbox = await startSandbox({ seed: 3, dataDirectory: folder, database: 'drift' });
    interpreter = await interpret(sandbox.odooUrl);
    database = await sharedDatabase();
    hub = await openHub({
      config: through(sandbox.config, interpreter.url),
      database,
      now: sandbox.clock.now,
      supervise: false,
      log: () => undefined,
      onError: () => undefined,
    });
    await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
    must(await configureHub(hub));
    await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 1 } });
    await prepareAccounts({ hub, sandbox, tell: () => undefined });
  }, 120_000);
  afterAll(async () => {
    await hub.close();
    await database.stop();
    await interpreter.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sync = async (): Promise<void> => {
    await ask(hub, { name: 'accounts.sync', connectionName: 'odoo' });
    await whenSettled(hub);
  };
  const bills = async () =>
    (await rows(hub, 'open_item', {}))
      .map(({ id, version, state, residualMinor }) => [id, version, state, residualMinor].join(' '))
      .toSorted();

  test.each([
    ['a column that is gone', ['amount_residual_currency', 'amount_rest']],
    ['a state that nobody knows', ['posted', 'confirmed']],
  ] as const)(
    '[FT-03] %s is given up with its cause, and nothing is guessed',
    async (_, changes) => {
      const before = await bills();
      expect(before.length).toBeGreaterThan(300);
      const known = new Set((await hub.queue.deadLetters()).map((letter) => letter.id));
      const [bill] = sandbox.odoo
        .books()
        .moves.filter((move) => move.moveType === 'in_invoice' && move.paymentState === 'not_paid');
      const moveId = present(bill, 'a bill').id;
      sandbox.odoo.control.payBillByHand({ moveId, login: 'anke.brandt' });
      interpreter.changes = changes;
      await sync();
      interpreter.changes = null;
      expect(await bills()).toEqual(before);
      const letters = (await hub.queue.deadLetters()).filter((letter) => !known.has(letter.id));
      expect(letters.map((letter) => letter.name)).toEqual(['accounts.sync']);
      expect(letters[0]?.cause).toMatch(/odoo\.drift|drift/i);
      await sync();
      expect(await bills()).not.toEqual(before);
    },
  );
});
