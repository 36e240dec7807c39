import type { Instant } from '@quittance/domain';
import type { z } from 'zod';
import type { Capabilities, CapabilityName } from './capability.ts';

/** What a connector may use of the world; nothing else reaches it. */
export interface ConnectorPorts {
  /** HTTP with a time limit, no redirects, and logging that masks secrets. */
  readonly http: HttpPort;
  /** Opens a remote or local folder; the configuration says which. */
  readonly openFolder: (location: FolderLocation) => Promise<FolderPort>;
  readonly now: () => Instant;
  /** Resolves a secret's name to its value; values never enter logs, errors or rows. */
  readonly secret: (name: string) => string;
  /** Keeps the successor of a secret that its counterparty replaced; absent: it is not kept. */
  readonly keepSecret?: (name: string, value: string) => void;
  readonly log: (line: ConnectorLogLine) => void;
}

export interface ConnectorLogLine {
  readonly event: string;
  readonly durationMs?: number;
  readonly status?: number;
  readonly detail?: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly sizeBytesMax: number;
}

/** `reached` tells whether the first byte may have left: below it, nothing can have happened. */
export type HttpResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | {
      readonly kind: 'failure';
      readonly reached: boolean;
      readonly code: string;
      readonly message: string;
    };

export interface HttpPort {
  request(request: HttpRequest): Promise<HttpResult>;
}

export type FolderLocation =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'sftp';
      readonly host: string;
      readonly port: number;
      readonly username: string;
      /** Names of secrets. */
      readonly passwordSecret?: string;
      readonly privateKeySecret?: string;
      /** `SHA256:…` fingerprint; any other key is refused. */
      readonly hostKeyFingerprint: string;
      readonly path: string;
      /** An operation without an answer for so long is given up. */
      readonly operationTimeoutMs?: number;
    };

export interface FolderEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Instant;
}

/** Errors of every method: `FolderError`, which says whether the act may have happened. */
export interface FolderPort {
  list(directory: string): Promise<readonly FolderEntry[]>;
  read(path: string, sizeBytesMax: number): Promise<Uint8Array>;
  write(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  close(): Promise<void>;
}

export class FolderError extends Error {
  override readonly name = 'FolderError';
  readonly code: 'down' | 'denied' | 'missing' | 'exists' | 'too_large' | 'lost';
  /** True when the act may have happened although no answer came. */
  readonly mayHaveActed: boolean;
  constructor(code: FolderError['code'], message: string, mayHaveActed: boolean) {
    super(message);
    this.code = code;
    this.mayHaveActed = mayHaveActed;
  }
}

/**
 * Where a connector stands in its life (GOV-08). `draft`: scenarios are still to be written, only a
 * sandbox may name it. `supported`: every scenario passes or cannot be asked. `retiring`: it works,
 * and its owner says what takes its place.
 */
export type ConnectorStage = 'draft' | 'supported' | 'retiring';

/** A connector is data: what it is, what it can do, what it needs to be told. */
export interface Connector<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly versions: readonly string[];
  /** In a few words for people: by which way the counterparty is reached. */
  readonly reachedBy: string;
  /** Who answers for it: changes of the counterparty's interface are told to them (GOV-08). */
  readonly owner: string;
  readonly stage: ConnectorStage;
  readonly capabilities: readonly CapabilityName[];
  readonly configSchema: Schema;
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  readonly pageSizeMax: number;
  open(config: z.infer<Schema>, ports: ConnectorPorts): Promise<OpenConnection>;
}

export interface OpenConnection {
  readonly capabilities: Capabilities;
  /** One cheap call that proves that the counterparty answers and accepts our credentials. */
  check(): Promise<ConnectionCheck>;
  close(): Promise<void>;
}

export interface ConnectionCheck {
  readonly ok: boolean;
  readonly version: string | null;
  readonly detail: string;
}
