import type { Connector, ConnectorPorts } from '@quittance/connector-kit';
import { asInstant } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import * as door from '../src/index.ts';
import { createMemoryFolder } from './support/memory-folder.ts';
import { settings } from './support/settings.ts';

const ports: ConnectorPorts = {
  http: { request: () => Promise.reject(new Error('opening a connection calls nobody')) },
  openFolder: () => Promise.resolve(createMemoryFolder()),
  now: () => asInstant('2026-11-23T10:00:00.000Z'),
  secret: () => 'secret',
  log: () => undefined,
};

const isConnector = (value: unknown): value is Connector =>
  typeof value === 'object' && value !== null && 'pageSizeMax' in value && 'open' in value;

describe('the connectors that ship', () => {
  test('[GOV-08] are all that the room exports, each under its own name', () => {
    const exported = Object.values(door).filter(isConnector);
    expect(new Set(door.shippedConnectors)).toEqual(new Set(exported));
    const names = door.shippedConnectors.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('[GOV-08] have an owner, a stage and a way to be reached', () => {
    for (const { name, owner, reachedBy, versions } of door.shippedConnectors) {
      expect(owner.length, name).toBeGreaterThan(3);
      expect(reachedBy.length, name).toBeGreaterThan(10);
      expect(versions.length, name).toBeGreaterThan(0);
    }
  });

  test('[GOV-14] open exactly the capabilities that they declare', async () => {
    for (const connector of door.shippedConnectors) {
      const config = connector.configSchema.parse(settings[connector.name] ?? {});
      const connection = await connector.open(config, ports);
      expect(Object.keys(connection.capabilities).toSorted(), connector.name).toEqual(
        connector.capabilities.toSorted(),
      );
      await connection.close();
    }
  });
});
