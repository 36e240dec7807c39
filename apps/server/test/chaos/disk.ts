/** A file system of limited size for PostgreSQL alone, so that it can be full. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Fills what is free. */
  fill(): void;
  /** Gives the room back. */
  free(): void;
  unmount(): void;
}

const sizeMegabytes = 1_024;
const pieceBytes = 1_048_576;
const mountTriesMax = 50;

/**
 * Mounts the file system at a folder. PostgreSQL's log lies outside of it, for it must tell of the
 * full disk. Without the right to mount there is none, and the answer says why.
 */
export function mountSmallDisk(parent: string): SmallDisk | { readonly why: string } {
  if (process.getuid?.() !== 0) return { why: 'only root may mount a small file system' };
  const folder = join(parent, 'disk');
  mkdirSync(folder, { mode: 0o711 });
  const options = `size=${sizeMegabytes}m,mode=711`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    const said = mounted.error?.message ?? mounted.stderr.toString().trim();
    return { why: `no small file system could be mounted: ${said}` };
  }
  const log = join(parent, 'postgres.log');
  writeFileSync(log, '', { mode: 0o600 });
  symlinkSync(log, join(folder, 'postgres.log'));
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    unmount: () => unmount(folder),
  };
}

function fillUp(file: string): void {
  const piece = Buffer.alloc(pieceBytes);
  const handle = openSync(file, 'w');
  try {
    for (let size = piece.byteLength; size >= 512; size /= 2) {
      while (writesWhole(handle, piece.subarray(0, size)));
    }
  } finally {
    closeSync(handle);
  }
}

/** False when the disk is full. */
function writesWhole(handle: number, piece: Buffer): boolean {
  try {
    return writeSync(handle, piece) === piece.byteLength;
  } catch {
    return false;
  }
}

/** A process that has just ended may hold the folder for a moment longer. */
function unmount(folder: string): void {
  for (let tries = 0; tries < mountTriesMax; tries += 1) {
    if (spawnSync('umount', [folder]).status === 0) return;
    spawnSync('sleep', ['0.1']);
  }
  spawnSync('umount', ['-l', folder]);
}
