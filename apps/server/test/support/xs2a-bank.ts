import type { ConnectorLogLine, OpenConnection } from '@quittance/connector-kit';
import { berlinGroupConfigSchema, berlinGroupConnector } from '@quittance/connectors';
import { asInstant } from '@quittance/domain';
import {
  type BankSimulator,
  type BerlinGroupBank,
  createBank,
  createBerlinGroup,
  listenHttp,
  QUIET_BEHAVIOUR,
  type StrongAuthentication,
} from '@quittance/sandbox';
import { createHttpClient } from '../../src/adapters/net/index.ts';
import { testAccount } from './file-bank.ts';

/** A simulated bank behind NextGenPSD2 on a socket of this machine. */
export interface Xs2aWorld {
  readonly bank: BankSimulator;
  readonly door: BerlinGroupBank;
  /** Values of secrets by name; the connector keeps successors of refresh tokens here. */
  readonly secrets: Map<string, string>;
  readonly written: string[];
  readonly now: () => string;
  setNow(instant: string): void;
  /** Another connection, in JSON throughout or in ISO 20022, as told. */
  connect(of?: {
    readonly initiation?: 'bulk' | 'single';
    readonly clientSecret?: string;
    readonly url?: string;
    readonly renews?: boolean;
  }): Promise<OpenConnection>;
  close(): Promise<void>;
}

export async function openXs2aWorld(
  authentication: StrongAuthentication = 'exempted',
): Promise<Xs2aWorld> {
  let now = '2026-11-23T10:00:00.000Z';
  const account = { accountNumber: testAccount, bic: 'NOHADEHHXXX', currency: 'EUR' };
  const bank = createBank({
    profile: 'nordhafen',
    seed: 1,
    clock: () => now,
    accounts: [{ ...account, openingBalance: 1_000_000_000n }],
    behaviour: QUIET_BEHAVIOUR,
  });
  const secrets = new Map([
    ['client', 'client-secret-of-a-test'],
    ['refresh', 'refresh-token-of-a-person'],
  ]);
  const clientId = 'hub';
  const door = createBerlinGroup({
    bank,
    seed: 1,
    clientId,
    clientSecret: secrets.get('client') ?? '',
    refreshToken: secrets.get('refresh') ?? '',
    authentication,
  });
  const listener = await listenHttp(door, { port: 0 });
  const written: string[] = [];
  const log = (line: ConnectorLogLine): void => void written.push(JSON.stringify(line));
  const http = createHttpClient({ log });
  return {
    bank,
    door,
    secrets,
    written,
    now: () => now,
    setNow: (instant) => {
      now = instant;
    },
    connect: ({ initiation = 'single', clientSecret, url = listener.url, renews = false } = {}) =>
      berlinGroupConnector.open(
        berlinGroupConfigSchema.parse({
          url,
          clientId,
          clientSecret: 'client',
          ...(renews ? { refreshToken: 'refresh' } : {}),
          initiation,
          statements: initiation === 'bulk' ? 'camt' : 'json',
          timeoutSeconds: 2,
        }),
        {
          http,
          openFolder: () => Promise.reject(new Error('this interface needs no folder')),
          now: () => asInstant(now),
          secret: (name) =>
            name === 'client'
              ? (clientSecret ?? secrets.get(name) ?? '')
              : (secrets.get(name) ?? ''),
          keepSecret: (name, value) => void secrets.set(name, value),
          log,
        },
      ),
    close: async () => {
      http.close();
      await listener.close();
    },
  };
}
