import { FolderError } from '@quittance/connector-kit';

/**
 * A path below a root: parts of the given path without `.`, one slash between. Errors: `denied`
 * for a way out of the root or a control character; nothing was touched.
 */
export function partsBelow(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || /[\p{Cc}\\]/u.test(path)) {
    throw new FolderError('denied', 'the path leads out of its folder', false);
  }
  return parts;
}
