import type { EntityId, Id, PersonId } from './value/identifier.ts';
import type { Instant } from './value/plain-date.ts';

interface PermissionEntry {
  /** What a token with it may do, in a sentence. */
  readonly meaning: string;
  /** Whether a service account may hold it: a machine reads and hands evidence in, no more. */
  readonly machine: boolean;
}

const reading = (what: string): PermissionEntry => ({ meaning: `Reads ${what}.`, machine: true });
const acting = (meaning: string): PermissionEntry => ({ meaning, machine: false });

/**
 * What a token of the HTTP API may be made for (SEC-03). A permission only ever narrows: the roles
 * of the person decide in every verb, whatever the token says.
 */
export const permissionCatalogue = Object.freeze({
  'accounts:read': reading('own accounts, their numbers masked, and their balances'),
  'approvals:decide': acting('Approves or rejects a batch as the person.'),
  'approvals:read': reading('requests for approval'),
  'audit:read': reading('audit leaves, checkpoints and the result of a verification'),
  'batches:read': reading('proposals and batches'),
  'batches:release': acting('Asks for the release of an approved batch as the person.'),
  'batches:write': acting('Proposes, validates, submits and reopens batches as the person.'),
  'cases:read': reading('exception cases'),
  'cases:write': acting('Resolves cases and asks the accounts again as the person.'),
  'connections:read': reading('connections and how they last answered'),
  'entities:read': reading('companies, persons and flows'),
  'events:read': reading('events of the outbox, as a list and as a stream'),
  'evidence:read': reading('the bytes of evidence, account numbers included'),
  'matches:read': reading('matches'),
  'matches:undo': acting('Asks that a match be taken back as the person.'),
  'metrics:read': reading('business and technical figures'),
  'open-items:read': reading('open bills and credit notes'),
  'parties:read': reading('suppliers and customers, their account numbers masked'),
  'payments:cancel': acting('Cancels payments that have not left as the person.'),
  'payments:read': reading('payments, attempts and their traces'),
  'statements:import': {
    meaning: 'Hands a bank file in, as evidence that is then checked like any other.',
    machine: true,
  },
  'statements:read': reading('bank statements and their lines'),
  'stops:engage': acting('Stops all releases of an account as the person.'),
  'stops:read': reading('emergency stops'),
  'stops:resume': acting('Agrees to resume releases as the person.'),
  'tasks:read': reading('tasks, operations and dead letters'),
  'tasks:replay': acting('Puts dead letters back to work as the person.'),
  'tokens:read': reading('tokens of the API, without their text'),
  'tokens:revoke': acting('Revokes tokens as the person.'),
  'webhooks:read': reading('outgoing subscriptions and their delivery log'),
  'webhooks:write': acting('Subscribes, unsubscribes and replays deliveries as the person.'),
} as const satisfies Record<string, PermissionEntry>);

export type Permission = keyof typeof permissionCatalogue;

/** True for a permission of the catalogue. */
export const isPermission = (text: string): text is Permission =>
  Object.hasOwn(permissionCatalogue, text);

/** Every permission, in alphabetical order. */
export const permissions = (): readonly Permission[] =>
  Object.keys(permissionCatalogue).filter(isPermission);

/** Whether a service account may hold it; approving and all that moves money is for people. */
export const machineMayHold = (permission: Permission): boolean =>
  permissionCatalogue[permission].machine;

/** A key to the HTTP API: it acts as its person, within permissions and entities, until it ends. */
export interface ApiToken {
  readonly id: Id<'token'>;
  readonly version: number;
  readonly name: string;
  /** SHA-256 of the token's text (lower-case hex); the text is shown once and kept nowhere. */
  readonly tokenDigest: string;
  /** Whose it is: a human being, or a service account. */
  readonly personId: PersonId;
  readonly permissions: readonly string[];
  readonly entityIds: readonly EntityId[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
}
