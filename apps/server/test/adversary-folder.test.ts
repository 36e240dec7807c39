import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLocalFolder } from '../src/adapters/net/local-folder.ts';

/** A disk that takes the new name and then fails to confirm that it is safe. */
const failing = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('i/o'), { code: 'EIO' }));

test('[I14] a rename that fails after the name was given may have happened', async () => {
  const root = await mkdtemp(join(tmpdir(), 'quittance-folder-'));
  try {
    await mkdir(join(root, 'in'));
    await writeFile(join(root, 'in', 'a.xml.part'), '<Document/>');
    const folder = openLocalFolder(root, failing);
    await expect(folder.rename('in/a.xml.part', 'in/a.xml')).rejects.toMatchObject({
      code: 'lost',
      mayHaveActed: true,
    });
  } finally {
    await rm(root, { recursive: true });
  }
});
