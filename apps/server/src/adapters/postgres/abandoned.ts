import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './errors.ts';
import { lockHolder } from './lock.ts';
import { readLaunchState } from './secret-files.ts';
import { findRunning } from './server.ts';

/** Where folders that live only as long as their process lie, and how they are told apart. */
export type AbandonedPlace = {
  readonly parent: string;
  readonly prefix: string;
  /** Name of the data folder inside each of them. */
  readonly data: string;
};

/**
 * Ends the servers of processes that were killed with -9 and removes their folders. Those of the
 * living are left alone, and so is one that is just being made.
 */
export async function sweepAbandonedServers(place: AbandonedPlace): Promise<void> {
  const { parent, prefix, data } = place;
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    try {
      await sweep(join(parent, name), join(parent, name, data));
    } catch (error) {
      // Another process is ending and removes its folder at this moment, or it is another person's.
      if (!['ENOENT', 'EACCES', 'EPERM'].includes(errorCode(error))) throw error;
    }
  }
}

async function sweep(folder: string, dataDirectory: string): Promise<void> {
  const state = readLaunchState(dataDirectory);
  // A folder without a state file is one that is just starting.
  if (state === undefined || lockHolder(dataDirectory) !== undefined) return;
  if (existsSync(dataDirectory)) await (await findRunning(state, dataDirectory))?.stop();
  rmSync(folder, { recursive: true, force: true });
}
