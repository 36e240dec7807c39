/**
 * What can go wrong between asking for the embedded PostgreSQL and having it.
 *
 * - `platform`     no binaries for this processor or operating system
 * - `not-runnable` the binaries are there but this account may not run them
 * - `in-use`       another living hub has the data folder open
 * - `not-running`  a command wanted to attach and no server answers
 * - `port-taken`   something else listens on the requested port
 * - `disk-full`    the disk has no room for the data folder
 * - `version`      the data folder belongs to another major version
 * - `secret-lost`  the file with the port and the superuser's password is gone
 * - `failed`       anything else; the message quotes the end of the server's log
 */
export type PostgresFault =
  | 'platform'
  | 'not-runnable'
  | 'in-use'
  | 'not-running'
  | 'port-taken'
  | 'disk-full'
  | 'version'
  | 'secret-lost'
  | 'failed';

/** A refusal of the embedded PostgreSQL in words that say what to do next. */
export class PostgresError extends Error {
  readonly fault: PostgresFault;

  constructor(fault: PostgresFault, message: string) {
    super(message);
    this.name = 'PostgresError';
    this.fault = fault;
  }
}

/** The `code` of a Node or PostgreSQL error (`ENOENT`, `57P03`), or '' where there is none. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** Turns what the server or initdb wrote last into the fault it names. */
export function faultFromLog(logTail: string): PostgresError {
  const quoted = logTail.trim() === '' ? '' : `\n${logTail.trim()}`;
  if (/No space left on device|Disk quota exceeded/.test(logTail)) {
    return new PostgresError(
      'disk-full',
      `The disk is full: PostgreSQL could not write its data folder. Free some room.${quoted}`,
    );
  }
  if (/Address already in use/.test(logTail)) {
    return new PostgresError(
      'port-taken',
      `Another program listens on the port PostgreSQL was to use.${quoted}`,
    );
  }
  return new PostgresError('failed', `PostgreSQL did not start.${quoted}`);
}
