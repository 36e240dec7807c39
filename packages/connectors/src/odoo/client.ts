import type { ConnectorPorts, Outcome } from '@quittance/connector-kit';
import type { CallIntent } from './faults.ts';
import type { Argument, Wire } from './json.ts';
import type { TransportName } from './versions.ts';

export interface ClientSettings {
  readonly url: string;
  readonly database: string;
  readonly login: string;
  readonly apiKeySecret: string;
  readonly transport: TransportName;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly answerSizeBytesMax: number;
}

export interface OdooCall {
  readonly model: string;
  readonly method: string;
  /** In Python's order: a method on records takes their ids first. */
  readonly args: readonly Argument[];
  readonly kwargs?: { readonly [name: string]: Argument };
  /** Sent as `allowed_company_ids`; the first is where new records go. */
  readonly companyIds: readonly number[];
  readonly context?: { readonly [name: string]: Argument };
  readonly intent: CallIntent;
}

export interface OdooClient {
  /**
   * One call of a method. `undefined` is the answer of a method that returns nothing, which is
   * success. Never repeats by itself, except the log-in.
   */
  call(call: OdooCall): Promise<Outcome<Wire | undefined>>;
  /** The id of the user that our key belongs to, kept until access is denied. */
  userId(): Promise<Outcome<number>>;
  /** The server's own version text, such as `18.0-20250702`, or null when it does not tell. */
  version(): Promise<string | null>;
}

export type ClientPorts = Pick<ConnectorPorts, 'http' | 'secret' | 'log'>;

/** The context of a call: what it asks for itself, and the companies it works in. */
export function contextOf({ companyIds, context }: OdooCall): {
  readonly [name: string]: Argument;
} {
  // Only what belongs to no company, such as currencies, is asked without companies.
  const scope = companyIds.length === 0 ? {} : { allowed_company_ids: companyIds };
  return { ...context, ...scope };
}

/** How long a call may take: a write has time to end, so that silence is rare. In milliseconds. */
export const timeoutMsOf = (settings: ClientSettings, intent: CallIntent): number =>
  intent === 'read' ? settings.readTimeoutMs : settings.writeTimeoutMs;

export const baseUrl = (settings: ClientSettings): string => settings.url.replace(/\/+$/, '');

/** The first forty characters of a version text; null for anything else. */
export const versionText = (value: Wire | undefined): string | null =>
  typeof value === 'string' ? value.slice(0, 40) : null;

/** Asks once for something and keeps it; what failed, or was forgotten, is asked for again. */
export function keepOnce<Value>(ask: () => Promise<Outcome<Value>>): {
  get(): Promise<Outcome<Value>>;
  forget(): void;
} {
  let kept: Promise<Outcome<Value>> | null = null;
  return {
    async get() {
      kept ??= ask();
      const answer = await kept;
      if (!answer.ok) kept = null;
      return answer;
    },
    forget() {
      kept = null;
    },
  };
}
