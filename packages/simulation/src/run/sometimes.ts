import { odooFactsByVersion, odooVersions } from '@quittance/connectors';
import type { World } from '../hub/open-hub.ts';

const odooName = (release: string, transport: string): string => `odoo ${release} by ${transport}`;

/** What some seed of many must have had: each release of Odoo over each of its transports. */
export const wantedSometimes: readonly string[] = odooVersions.flatMap((version) =>
  odooFactsByVersion[version].transports.map((transport) => odooName(version, transport)),
);

/**
 * What a world had or came to, with how often: its Odoo, what banks said of payments and for which
 * reasons, and the cases that were opened. A run of many seeds shows by these how far it reached.
 */
export async function sometimesOf(world: World): Promise<ReadonlyMap<string, number>> {
  const { memory, odoo, odooTransport } = world;
  const counts = new Map<string, number>([[odooName(odoo.release, odooTransport), 1]]);
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { code, reason } of await memory.dump('bank_fact')) {
    count(`bank says ${code}`);
    if (reason !== null) count(`reason ${reason}`);
  }
  for (const { kind } of await memory.dump('exception_case')) count(`case ${kind}`);
  return counts;
}
