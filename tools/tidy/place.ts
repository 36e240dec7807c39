import { ROOMS } from '../rooms.mjs';
import type { Place } from './source.ts';

/** Finds the room a file belongs to by its path. */
export function placeOf(path: string): Place {
  const room = Object.entries(ROOMS).find(([, { folder }]) => path.startsWith(`${folder}/`));
  if (room === undefined) {
    const isTool = path.startsWith('tools/');
    return { room: isTool ? 'tools' : '', isTest: path.startsWith('tools/test/') };
  }
  const [name, { folder }] = room;
  return { room: name, isTest: path.startsWith(`${folder}/test/`) };
}
