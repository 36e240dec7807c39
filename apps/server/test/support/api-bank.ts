import type { Capabilities, ConnectorLogLine, OpenConnection } from '@quittance/connector-kit';
import { orderBankConfigSchema, orderBankConnector } from '@quittance/connectors';
import { asInstant } from '@quittance/domain';
import {
  type BankSimulator,
  createBank,
  createOrderBank,
  type HttpListener,
  listenHttp,
  type OrderBank,
  QUIET_BEHAVIOUR,
} from '@quittance/sandbox';
import { createHttpClient } from '../../src/adapters/net/index.ts';
import { testAccount } from './file-bank.ts';

/** A simulated bank behind its order API on a socket of this machine. */
export interface OrderWorld {
  readonly bank: BankSimulator;
  readonly door: OrderBank;
  readonly listener: HttpListener;
  readonly secrets: { readonly client: string; readonly event: string };
  /** Log lines and whatever a test adds: everything that anybody might write down. */
  readonly written: string[];
  readonly now: () => string;
  setNow(instant: string): void;
  /** A connection with these credentials to this address; the right ones unless given. */
  connect(clientSecret?: string, url?: string): Promise<OpenConnection>;
  close(): Promise<void>;
}

export async function openOrderWorld(): Promise<OrderWorld> {
  let now = '2026-11-23T10:00:00.000Z';
  const account = { accountNumber: testAccount, bic: 'NOHADEHHXXX', currency: 'EUR' };
  const bank = createBank({
    profile: 'nordhafen',
    seed: 1,
    clock: () => now,
    accounts: [{ ...account, openingBalance: 1_000_000_000n }],
    behaviour: QUIET_BEHAVIOUR,
  });
  const secrets = { client: 'client-secret-of-a-test', event: 'ZXZlbnQtc2VjcmV0LW9mLWEtdGVzdA==' };
  const clientId = 'hub';
  const door = createOrderBank({
    bank,
    seed: 1,
    clientId,
    clientSecret: secrets.client,
    eventSecret: secrets.event,
  });
  const listener = await listenHttp(door, { port: 0 });
  const written: string[] = [];
  const log = (line: ConnectorLogLine): void => void written.push(JSON.stringify(line));
  const http = createHttpClient({ log });
  return {
    bank,
    door,
    listener,
    secrets,
    written,
    now: () => now,
    setNow: (instant) => {
      now = instant;
    },
    connect: (clientSecret = secrets.client, url = listener.url) =>
      orderBankConnector.open(
        orderBankConfigSchema.parse({
          url,
          clientId,
          clientSecret: 'client',
          eventSecret: 'event',
          timeoutSeconds: 2,
        }),
        {
          http,
          openFolder: () => Promise.reject(new Error('orders need no folder')),
          now: () => asInstant(now),
          secret: (name) => (name === 'event' ? secrets.event : clientSecret),
          log,
        },
      ),
    close: async () => {
      http.close();
      await listener.close();
    },
  };
}

/** The connector declares these; asking for another is a mistake of the test. */
export const complete = (connection: OpenConnection): Required<Capabilities> =>
  connection.capabilities as Required<Capabilities>;
