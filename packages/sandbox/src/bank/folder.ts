import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BankSimulator } from './bank.ts';

/** A bank's file area on a plain folder. */
export interface FolderMirror {
  readonly directory: string;
  /**
   * Brings folder and bank together: finished files of `in` go to the bank and are removed, new
   * and changed files of `out` and `archive` are written (under an unfinished name, then renamed).
   * Does nothing while the bank is down. Answers how many files moved.
   */
  readonly sync: () => number;
}

/** Mirrors a bank's file area to a folder with `in`, `out` and `archive`, which are made. */
export function mirrorToFolder(bank: BankSimulator, directory: string): FolderMirror {
  const { directories, unfinishedSuffix } = bank.facts;
  const published = new Map<string, string>();
  for (const name of Object.values(directories)) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  function takeIn(): number {
    const folder = join(directory, directories.in);
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(unfinishedSuffix))
      .map((entry) => entry.name)
      .toSorted();
    for (const name of names) {
      bank.files.write(`${directories.in}/${name}`, readFileSync(join(folder, name)));
      rmSync(join(folder, name));
    }
    return names.length;
  }
  function giveOut(area: string): number {
    let count = 0;
    for (const entry of bank.files.list(area)) {
      const path = `${area}/${entry.name}`;
      const version = `${entry.modified} ${entry.sizeBytes}`;
      if (entry.isDirectory || published.get(path) === version) continue;
      const target = join(directory, path);
      writeFileSync(`${target}${unfinishedSuffix}`, bank.files.read(path));
      renameSync(`${target}${unfinishedSuffix}`, target);
      published.set(path, version);
      count += 1;
    }
    return count;
  }
  function sync(): number {
    if (bank.faults.take('down')) return 0;
    return takeIn() + giveOut(directories.out) + giveOut(directories.archive);
  }
  return { directory, sync };
}
