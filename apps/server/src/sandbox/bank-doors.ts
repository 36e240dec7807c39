import type { ApiFaults, BankName, BankSimulator, EventPost } from '@quittance/sandbox';
import type { Config } from '../config/schema.ts';

/** How a bank of the sandbox is reached: files over SFTP, or one of its APIs. */
export const doorKinds = ['file', 'berlin-group', 'berlin-group-single', 'order-bank'] as const;
export type DoorKind = (typeof doorKinds)[number];

export type BankDoors = Partial<Record<BankName, DoorKind>>;

/** An API of a simulated bank on a socket of this machine. */
export interface OpenDoor {
  readonly connector: 'berlin-group' | 'order-bank';
  readonly url: string;
  readonly profileKey: string;
  /** What the hub needs to be told, and the secrets that it names. */
  readonly config: Config['connections'][number]['config'];
  readonly secrets: Readonly<Record<string, string>>;
  readonly faults: ApiFaults;
  /** Events that the bank owes its customer. */
  takeEvents(): readonly EventPost[];
  close(): Promise<void>;
}

/** Opens the doors that are asked for, by the name of the bank. */
export async function openDoors(of: {
  readonly banks: readonly BankSimulator[];
  readonly seed: number;
  readonly doors: BankDoors;
}): Promise<ReadonlyMap<string, OpenDoor>> {
  const opened = new Map<string, OpenDoor>();
  for (const bank of of.banks) {
    const kind = of.doors[bank.name] ?? 'file';
    if (kind === 'order-bank') opened.set(bank.name, await openOrders(bank, of.seed));
    else if (kind !== 'file') opened.set(bank.name, await openXs2a(bank, of.seed, kind));
  }
  return opened;
}

async function openOrders(bank: BankSimulator, seed: number): Promise<OpenDoor> {
  const { createOrderBank, listenHttp } = await import('@quittance/sandbox');
  const clientSecret = `client-secret-${bank.name}-${seed.toString()}`;
  const eventSecret = Buffer.from(`event-secret-${bank.name}`).toString('base64');
  const clientId = 'halden-hub';
  const orders = createOrderBank({ bank, seed, clientId, clientSecret, eventSecret });
  const listener = await listenHttp(orders, { port: 0 });
  const names = { client: `${bank.name}-client-secret`, event: `${bank.name}-event-secret` };
  return {
    connector: 'order-bank',
    url: listener.url,
    profileKey: `${bank.name}-orders`,
    config: {
      url: listener.url,
      clientId,
      clientSecret: names.client,
      eventSecret: names.event,
    },
    secrets: { [names.client]: clientSecret, [names.event]: eventSecret },
    faults: orders.faults,
    takeEvents: () => orders.takeEvents(),
    close: () => listener.close(),
  };
}

async function openXs2a(
  bank: BankSimulator,
  seed: number,
  kind: 'berlin-group' | 'berlin-group-single',
): Promise<OpenDoor> {
  const { createBerlinGroup, listenHttp } = await import('@quittance/sandbox');
  const isSingle = kind === 'berlin-group-single';
  const names = { client: `${bank.name}-client-secret` };
  const clientSecret = `client-secret-${bank.name}-${seed.toString()}`;
  const clientId = 'halden-hub';
  const door = createBerlinGroup({ bank, seed, clientId, clientSecret });
  const listener = await listenHttp(door, { port: 0 });
  return {
    connector: 'berlin-group',
    url: listener.url,
    profileKey: `${bank.name}-${isSingle ? 'single' : 'bulk'}`,
    config: {
      url: listener.url,
      clientId,
      clientSecret: names.client,
      initiation: isSingle ? 'single' : 'bulk',
      statements: isSingle ? 'json' : 'camt',
    },
    secrets: { [names.client]: clientSecret },
    faults: door.faults,
    takeEvents: () => [],
    close: () => listener.close(),
  };
}
