import type { Config } from '../config/schema.ts';
import { type HubDatabase, openDatabase } from './database.ts';
import { type Hub, openHub } from './open-hub.ts';

export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Looks at everything the hub depends on; a counterparty that is down is a finding, no error. */
export async function examine(
  config: Config,
  log: (line: string) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [{ what: 'configuration', ok: true, detail: config.kind }];
  let database: HubDatabase | null = null;
  let hub: Hub | null = null;
  try {
    database = await openDatabase({ config, log, as: 'guest' });
    const onError = (): void => undefined;
    hub = await openHub({ config, database, supervise: false, log: () => undefined, onError });
    findings.push({
      what: 'database',
      ok: true,
      detail: database.embedded ? 'embedded' : 'external',
    });
    findings.push(...(await examineConnections(hub)), ...(await examineQueue(hub)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    findings.push({ what: 'database', ok: false, detail });
  } finally {
    await hub?.close();
    await database?.stop();
  }
  return findings;
}

async function examineConnections(hub: Hub): Promise<readonly Finding[]> {
  const { scope } = hub.serviceContext('doctor');
  const rows = await hub.store.transaction(scope, (transaction) =>
    transaction.find('connection', {}),
  );
  const configured = new Set(hub.config.connections.map((one) => one.name));
  const findings: Finding[] = [];
  // The hub keeps rows of its own beside them, such as how far events were handed out.
  for (const row of rows.filter((one) => configured.has(one.name))) {
    const connection = await hub.ports.connection(row.id);
    const check = await connection.check();
    const version = check.version === null ? '' : ` (${check.version})`;
    findings.push({
      what: `connection ${row.name}`,
      ok: check.ok,
      detail: `${check.detail}${version}`,
    });
  }
  return findings;
}

async function examineQueue(hub: Hub): Promise<readonly Finding[]> {
  const depths = await hub.queue.depths();
  const sum = (count: (depth: (typeof depths)[number]) => number): number =>
    depths.reduce((total, depth) => total + count(depth), 0);
  const waiting = sum((depth) => depth.waiting);
  const dead = sum((depth) => depth.deadLetters);
  return [
    { what: 'tasks', ok: true, detail: `${waiting.toString()} wait` },
    { what: 'dead letters', ok: dead === 0, detail: dead === 0 ? 'none' : dead.toString() },
  ];
}
