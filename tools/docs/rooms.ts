import { ROOMS } from '../rooms.mjs';
import { code, markdownTable, page } from './markdown.ts';

/** Who may import whom, from the one table. */
export function roomsPage(): string {
  const rows = Object.entries(ROOMS).map(([name, room]) => [
    code(name),
    code(room.folder),
    room.mayImport
      .map((other) => {
        if (room.typesOnly?.includes(other) === true) return `${other} (types)`;
        return room.onRequest?.includes(other) === true ? `${other} (on request)` : other;
      })
      .join(', '),
    room.packages.join(', '),
    room.builtins === 'all' ? 'all' : room.builtins.join(', '),
    room.why,
  ]);
  return page(
    '# Rooms',
    'A room is imported as `@quittance/<room>` and never deeper. The linter and the tidy test ' +
      'are derived from the same table, `tools/rooms.mjs`. `(types)`: `import type` only. ' +
      '`(on request)`: `await import()` only. Tests may also use fast-check, libxml2-wasm, ' +
      "vitest and the room's own test packages. Only `apps/server/src/adapters` has a clock, " +
      'timers, randomness and network; only the server reads the environment.',
    markdownTable(['Room', 'Folder', 'May import', 'npm packages', "Node's own", 'Why'], rows),
  );
}
