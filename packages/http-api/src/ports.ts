import type { ConnectionId, EntityId, Instant, Problem, Result } from '@quittance/domain';
import type { Scheduler } from '@quittance/engine';
import type { Caller, ServicePorts } from '@quittance/services';
import type { AppendOnlyReader, Queries, RequestKeys } from '@quittance/store';

/** A message that another system pushed to the hub, before anybody has believed it. */
export interface PushedMessage {
  readonly connectionName: string;
  /** Names in lower case; several values of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly the bytes that were signed. */
  readonly rawBody: Uint8Array;
}

/**
 * Checks the signature by the connector, stores the bytes as evidence, and takes the message into
 * the inbox; one that came before has no effect again. Errors: `NOT_FOUND` for a connection that
 * takes no pushed messages, `SIGNATURE_INVALID` for one that is not believed.
 */
export type ReceiveWebhook = (
  message: PushedMessage,
) => Promise<Result<{ readonly received: number; readonly duplicates: number }, Problem>>;

/** A flow as the catalogue tells it; the flows themselves are no business of the API. */
export interface FlowEntry {
  readonly name: string;
  readonly v: number;
  readonly owner: { readonly role: string; readonly name: string };
  readonly trigger: string;
  readonly frequency: string;
  readonly timingOwner: string;
  readonly systemOfRecord: Readonly<Record<string, string>>;
  readonly sequencing: string;
  readonly reconciliationRule: string;
  readonly exceptionPath: string;
  readonly slaMinutes: number;
  readonly tasks: readonly string[];
}

/** What a verification of the audit log came to. */
export interface AuditVerification {
  readonly ok: boolean;
  readonly findingCount: number;
  readonly leavesChecked: number;
  readonly rowsChecked: number;
  readonly evidenceChecked: number;
  readonly findings: readonly { readonly code: string; readonly sentence: string }[];
}

/** One line about one request; never a body, a token or an account number. */
export interface ApiLogLine {
  readonly route: string;
  readonly status: number;
  readonly tookMs: number;
  readonly requestId: string;
  readonly correlationId: string;
  readonly tokenId: string | null;
}

/** How much one caller may ask for. */
export interface ApiLimits {
  /** Requests of one token in a minute. */
  readonly requestsPerMinute: number;
  /** Requests of one network address in a minute, with a token or without. */
  readonly addressRequestsPerMinute: number;
  /** Event streams open at the same time in this process. */
  readonly streamsMax: number;
  /** Hours for which an answer to an Idempotency-Key is kept. */
  readonly answerHours: number;
}

/** Everything the API may use of the world. */
export interface ApiPorts {
  readonly services: ServicePorts;
  /** Every entity of the installation; a caller sees those of its token. */
  readonly entityIds: readonly EntityId[];
  readonly queries: Queries;
  readonly keys: RequestKeys;
  readonly events: AppendOnlyReader;
  readonly now: () => Instant;
  /** Milliseconds for durations and rate limits; not a time of day. */
  readonly monotonicMs: () => number;
  readonly scheduler: Scheduler;
  readonly flows: readonly FlowEntry[];
  /** Verifies the installation. Errors: `IN_USE` while another verification runs here. */
  readonly verifyAudit: () => Promise<Result<AuditVerification, Problem>>;
  /** Every company with an account at the bank of this connection. */
  readonly entitiesOfBank: (connectionId: ConnectionId) => Promise<readonly EntityId[]>;
  readonly receiveWebhook: ReceiveWebhook;
  readonly limits: ApiLimits;
  readonly log: (line: ApiLogLine) => void;
  readonly onError: (error: unknown) => void;
}

export type { Caller };
