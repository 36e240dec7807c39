import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * What identifies a process beyond its number, which the system hands out again after the
 * process has gone: the instant it started, and the boot it started in.
 */
export type ProcessIdentity = {
  readonly pid: number;
  readonly startTicks: string;
  readonly bootId: string;
};

/** The identity of a living process; undefined when there is none or only its zombie is left. */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  // The second field is the command in parentheses and may hold spaces: count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTicks = fields[19];
  if (startTicks === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid, startTicks, bootId: readText('/proc/sys/kernel/random/boot_id').trim() };
}

/** Whether the very process that was recorded still lives. */
export function isAlive(recorded: ProcessIdentity): boolean {
  const now = processIdentity(recorded.pid);
  return now !== undefined && sameProcess(now, recorded);
}

/** Whether two identities name one process. */
function sameProcess(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return (
    left.pid === right.pid && left.startTicks === right.startTicks && left.bootId === right.bootId
  );
}

/**
 * The living PostgreSQL processes of a data folder. The postmaster and every one of its backends
 * change to that folder when they start, so this list is empty exactly when nothing of PostgreSQL
 * is left in it; a pid file cannot tell, for its number may name a zombie or, after a restart of
 * the machine, a stranger. A shell that stands in the folder does not count.
 */
export function serverProcessesIn(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .filter((pid) => readLink(`/proc/${pid}/cwd`) === folder)
    .filter((pid) => readText(`/proc/${pid}/comm`).trim() === 'postgres')
    .filter((pid) => processIdentity(pid) !== undefined);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A process may end between being listed and being read; that is the same as not being there.
    return '';
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // As above, and the processes of other persons are not readable; they are not ours.
    return '';
  }
}
