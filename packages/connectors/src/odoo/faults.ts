import { fault } from '@quittance/domain';
import type { Fault, FaultKind } from '@quittance/domain';
import type { HttpResult } from '@quittance/connector-kit';
import { heldBackCode, maskText } from '@quittance/connector-kit';
import { isWireObject } from './json.ts';
import type { Wire } from './json.ts';

/** Whether a call can change anything; silence after a write may hide a committed change. */
export type CallIntent = 'read' | 'write';

/** Names of the unique indexes that `quittance odoo setup` makes: stable in every language. */
export const uniqueIndexNames = {
  move: 'hub_account_move_x_hub_ref_uniq',
  payment: 'hub_account_payment_x_hub_ref_uniq',
} as const;

export const duplicateReferenceCode = 'odoo.duplicate_reference';

/**
 * Python class (`error.data.name`) → what to do next. An error object proves that Odoo rolled the
 * transaction back, so none of these is an unknown outcome, except a lost database connection.
 */
const kindByName: Readonly<Record<string, FaultKind>> = {
  'odoo.exceptions.AccessDenied': 'unauthorised',
  'odoo.exceptions.AccessError': 'unauthorised',
  'odoo.http.SessionExpiredException': 'unauthorised',
  'odoo.exceptions.MissingError': 'rejected',
  'odoo.exceptions.UserError': 'rejected',
  'odoo.exceptions.ValidationError': 'rejected',
  'odoo.exceptions.RedirectWarning': 'rejected',
  'builtins.AttributeError': 'unsupported',
  'builtins.ValueError': 'drift',
  'builtins.TypeError': 'drift',
  'builtins.KeyError': 'drift',
  'psycopg2.errors.NumericValueOutOfRange': 'drift',
  'psycopg2.errors.UndefinedColumn': 'drift',
  'psycopg2.errors.UndefinedTable': 'drift',
  'psycopg2.errors.SerializationFailure': 'retry',
  'psycopg2.errors.DeadlockDetected': 'retry',
  'psycopg2.errors.LockNotAvailable': 'retry',
  'psycopg2.errors.QueryCanceled': 'retry',
  'psycopg2.errors.InFailedSqlTransaction': 'retry',
  'psycopg2.pool.PoolError': 'retry',
  'odoo.sql_db.PoolError': 'retry',
  'werkzeug.exceptions.TooManyRequests': 'retryAfter',
  'werkzeug.exceptions.ServiceUnavailable': 'retry',
  'werkzeug.exceptions.NotFound': 'unsupported',
  'werkzeug.exceptions.Forbidden': 'unauthorised',
  'werkzeug.exceptions.Unauthorized': 'unauthorised',
  'werkzeug.exceptions.BadRequest': 'drift',
  'werkzeug.exceptions.UnprocessableEntity': 'drift',
  'werkzeug.exceptions.UnsupportedMediaType': 'drift',
};

/** The connection to PostgreSQL went: before the commit or after it, nobody can say. */
const connectionLost: ReadonlySet<string> = new Set([
  'psycopg2.OperationalError',
  'psycopg2.InterfaceError',
  'psycopg2.errors.AdminShutdown',
  'psycopg2.errors.CrashShutdown',
  'psycopg2.errors.IdleInTransactionSessionTimeout',
]);

const retryAfterDefaultMs = 30_000;

/**
 * Classifies what Odoo says of an exception: `error.data` of a JSON-RPC reply, the whole body of a
 * JSON-2 one. An unlearned class is drift.
 */
export function faultOfError(data: Wire | undefined, intent: CallIntent): Fault {
  const name = isWireObject(data) ? data['name'] : undefined;
  const message = isWireObject(data) ? data['message'] : undefined;
  if (typeof name !== 'string' || !/^[\w.]{1,120}$/.test(name)) {
    return fault('drift', 'odoo.error_shape', 'Odoo answered with an error of unknown shape.');
  }
  const words = typeof message === 'string' ? plainWords(message) : 'Odoo refused the call.';
  if (connectionLost.has(name)) return lostFault(intent, name);
  const index = Object.values(uniqueIndexNames).find(
    (candidate) => typeof message === 'string' && message.includes(candidate),
  );
  if (name === 'odoo.exceptions.ValidationError' && index !== undefined) {
    return fault('rejected', duplicateReferenceCode, `The reference is taken (${index}).`);
  }
  const kind = Object.hasOwn(kindByName, name) ? kindByName[name] : undefined;
  if (kind === 'retryAfter') return waitFault(name, retryAfterDefaultMs);
  return fault(kind ?? 'drift', name, words);
}

/** Classifies what is no reply of Odoo's own at all: silence, proxies, maintenance pages. */
export function faultOfHttp(result: HttpResult, intent: CallIntent): Fault {
  if (result.kind === 'failure') {
    if (result.code === heldBackCode) return waitFault('odoo.held_back', waitMsOf(result.message));
    if (!result.reached) return fault('retry', 'odoo.not_reached', 'Odoo was not reached.');
    return lostFault(intent, 'odoo.no_answer');
  }
  const { status } = result;
  const code = `odoo.http_${status}`;
  if (status === 429) return waitFault(code, retryAfterMs(result.headers) ?? retryAfterDefaultMs);
  if (status === 401 || status === 403) {
    return fault('unauthorised', code, 'The web server before Odoo refused us.');
  }
  if (status === 413) return fault('rejected', code, 'The call is too large for the server.');
  const asked = retryAfterMs(result.headers);
  if (status === 503 && asked !== null) return waitFault(code, asked);
  if (status === 503) return fault('retry', code, 'Odoo is down for maintenance.');
  if (status >= 500) return lostFault(intent, code);
  if (status >= 300) return fault('unsupported', code, 'This address is not an Odoo server.');
  if (/^\s*</.test(result.body)) {
    return fault('retry', 'odoo.maintenance', 'Odoo answered with a page; it is being maintained.');
  }
  return lostFault(intent, 'odoo.broken_answer');
}

function lostFault(intent: CallIntent, code: string): Fault {
  return intent === 'read'
    ? fault('retry', code, 'Odoo did not answer.')
    : fault('unknownOutcome', code, 'Odoo did not answer; it may or may not have done it.');
}

const waitFault = (code: string, waitMs: number): Fault =>
  Object.freeze({
    ...fault('retryAfter', code, 'Odoo asked us to wait.'),
    retryAfterMs: waitMs,
  });

/** The guard of the port tells in its message how long it holds calls back. */
const waitMsOf = (message: string): number =>
  // not money: milliseconds to wait
  /^\d{1,9}$/.test(message) ? Number.parseInt(message, 10) : retryAfterDefaultMs;

/** RFC 9110, section 10.2.3, seconds only; null for a date or nothing. */
function retryAfterMs(headers: Readonly<Record<string, string>>): number | null {
  const seconds = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after');
  const text = seconds?.[1] ?? '';
  // not money: milliseconds to wait
  return /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) * 1000 : null;
}

/**
 * The first line of Odoo's message, with anything that looks like an account number or a key
 * masked, since faults reach screens and logs.
 */
export function plainWords(message: string): string {
  const [line = ''] = message.split('\n');
  return maskText(line.slice(0, 300), { emails: true })
    .replaceAll(/\b[0-9a-f]{32,}\b/gi, '…')
    .replaceAll(/\d(?:[ -]?\d){7,}/g, '…');
}

/** A reply whose shape we have not learned. The detail names fields, never values. */
export const driftFault = (detail: string): Fault => fault('drift', 'odoo.unknown_shape', detail);

/** A strange reply to a write leaves open whether it happened; to a read it is drift. */
export const unreadableFault = (intent: CallIntent, detail: string): Fault =>
  intent === 'read' ? driftFault(detail) : fault('unknownOutcome', 'odoo.unknown_shape', detail);

/** The wanted date lies in a closed period and nothing was posted. */
export const closedPeriodFault = (lockedUntil: string): Fault =>
  fault('rejected', 'odoo.closed_period', `The books are closed up to ${lockedUntil}.`);
