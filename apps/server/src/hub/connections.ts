import { bankProfiles, shippedConnectors } from '@quittance/connectors';
import {
  type Connector,
  type ConnectorPorts,
  guardHttp,
  type OpenConnection,
} from '@quittance/connector-kit';
import { type ConnectionId, present, problem, ProblemError } from '@quittance/domain';
import { createCallGuard, type FlowConnection } from '@quittance/flows';
import { type Config, leadsToBank } from '../config/schema.ts';

/** Every connector that ships, by name. */
const connectors: ReadonlyMap<string, Connector> = new Map(
  shippedConnectors.map((connector) => [connector.name, connector]),
);

export { bankProfiles };

/** Open connections by name; each is opened when it is first needed and kept. */
export interface ConnectionPool {
  open(name: string): Promise<OpenConnection>;
  close(): Promise<void>;
}

/** Why a connector may not be used by such an installation; null when it may (GOV-08). */
export const stageFault = (
  { name, stage }: Pick<Connector, 'name' | 'stage'>,
  kind: Config['kind'],
): string | null =>
  stage === 'draft' && kind === 'production'
    ? `connector ${name} is a draft: only a sandbox may use it`
    : null;

/** Checks the settings of every connection; the error names connection and key. */
export function checkConnections(config: Config): readonly string[] {
  return config.connections.flatMap(({ name, connector, config: settings }) => {
    const known = connectors.get(connector);
    if (known === undefined) return [`connections.${name}: no connector ${connector}`];
    const stage = stageFault(known, config.kind);
    if (stage !== null) return [`connections.${name}: ${stage}`];
    const parsed = known.configSchema.safeParse(settings);
    if (parsed.success) return [];
    return parsed.error.issues.map(
      (issue) => `connections.${name}.config.${issue.path.join('.')}: ${issue.message}`,
    );
  });
}

/** Makes the pool; every connection has a guard of its own before the network. */
export function createConnectionPool(
  config: Config,
  ports: ConnectorPorts,
  time: { readonly nowMs: () => number; readonly sleep: (durationMs: number) => Promise<void> },
): ConnectionPool {
  const { nowMs, sleep } = time;
  const faults = checkConnections(config);
  if (faults.length > 0) {
    throw new ProblemError(problem('CONFIGURATION_INVALID', faults.join('; ')));
  }
  const opened = new Map<string, Promise<OpenConnection>>();
  const openOne = (name: string): Promise<OpenConnection> => {
    const settings = config.connections.find((one) => one.name === name);
    const found = present(settings, `connection ${name} in the configuration`);
    const connector = present(connectors.get(found.connector), `connector ${found.connector}`);
    // Banks refuse what is too fast; the accounts' own limit keeps room for people and is advice.
    const guard = createCallGuard(nowMs, leadsToBank(found.connector) ? connector.rateLimit : null);
    const http = guardHttp(ports.http, guard, { nowMs, sleep });
    return connector.open(connector.configSchema.parse(found.config), { ...ports, http });
  };
  return {
    open(name) {
      const known = opened.get(name) ?? openOne(name);
      opened.set(name, known);
      known.catch(() => opened.delete(name));
      return known;
    },
    async close() {
      const all = await Promise.allSettled(opened.values());
      for (const one of all) if (one.status === 'fulfilled') await one.value.close();
    },
  };
}

/** A connection as a flow sees it. */
export function flowConnection(
  of: { readonly id: ConnectionId; readonly name: string },
  open: OpenConnection,
): FlowConnection {
  return { ...of, capabilities: open.capabilities, check: () => open.check() };
}
