import type { Capabilities } from '@quittance/connector-kit';
import { asId, type EntityId, type Id, present } from '@quittance/domain';
import type { NewTask } from '@quittance/engine';
import { flowRun, flows, type FlowConnection, type FlowPorts } from '@quittance/flows';
import { openRowStore, type Tables } from './row-store.ts';

/** An id that a test can tell by its number. */
export const idOf = <Kind extends string>(n: number): Id<Kind> =>
  asId<Kind>(`01930000-0000-7000-8000-${n.toString().padStart(12, '0')}`);

export const entityId: EntityId = idOf<'entity'>(1);

export interface WorldOptions {
  readonly tables: Tables;
  /** What the one counterparty can do: bank and accounts in one. */
  readonly capabilities: Capabilities;
  readonly evidence?: FlowPorts['evidence']['get'];
}

/** A hub of plain rows with one counterparty; `handle` runs a task as a worker would. */
export function openWorld({ tables, capabilities, evidence }: WorldOptions) {
  const { store, rows } = openRowStore(tables);
  const added: NewTask[] = [];
  const completed: string[] = [];
  const connection: FlowConnection = {
    id: idOf<'connection'>(2),
    name: 'other',
    capabilities,
    check: () => Promise.resolve({ ok: true, version: null, detail: 'here' }),
  };
  let made = 1_000;
  const known = {
    store,
    ids: { newId: () => idOf((made += 1)), referenceBits: () => 0n },
    tasks: { enqueue: (_: unknown, tasks: readonly NewTask[]) => added.push(...tasks) },
    evidence: { get: evidence },
    settings: {
      digestSalt: new Uint8Array(32),
      bankProfiles: new Map([
        ['patient', { inquiry: { ladderSeconds: [15] }, answers: { silenceMsMax: 60_000 } }],
      ]),
    },
    accountsOf: () => Promise.resolve(connection),
    bankOf: () => Promise.resolve(connection),
  };
  // Guarantee: the handlers under test use no port but these.
  const ports = known as unknown as FlowPorts;
  const handle = async (name: string, ids: readonly string[]): Promise<void> => {
    const flow = present(
      flows.find((one) => one.handlers[name] !== undefined),
      `flow of ${name}`,
    );
    const task = {
      id: idOf(3),
      name,
      data: { v: 1, entityId, correlationId: idOf(4), ids },
      retryCount: 0,
    };
    const lease = {
      signal: new AbortController().signal,
      complete: () => {
        completed.push(name);
        return Promise.resolve();
      },
    };
    await present(flow.handlers[name], name)(flowRun(ports, task, lease));
  };
  return { handle, rows, added, completed };
}
