import { asRecord } from '../json.ts';
import { ROOMS, type Room } from '../rooms.mjs';
import type { Finding, SourceFile } from './source.ts';

const TABLE = 'tools/rooms.mjs';
const SCOPE = '@quittance/';

type Rooms = Readonly<Record<string, Room>>;

/** The table itself must make sense: every room known, and no room reaching itself. */
export function checkTable(rooms: Rooms = ROOMS): readonly Finding[] {
  const findings = Object.entries(rooms).flatMap(([name, room]) => {
    const unknown = room.mayImport.filter((other) => rooms[other] === undefined);
    const cycle = findCycle(rooms, name);
    return [
      ...unknown.map((other) => tableFinding(`${name} may import ${other}, which is no room`)),
      ...(cycle === undefined ? [] : [tableFinding(`a cycle: ${cycle.join(' → ')}`)]),
    ];
  });
  return findings;
}

/** Every room's package.json must declare exactly what the table allows, and one door. */
export function checkManifests(
  files: readonly SourceFile[],
  rooms: Rooms = ROOMS,
): readonly Finding[] {
  return Object.entries(rooms).flatMap(([name, room]) => {
    const path = `${room.folder}/package.json`;
    const file = files.find((candidate) => candidate.path === path);
    if (file === undefined) return [tableFinding(`the room ${name} has no ${path}`)];
    const manifest = readManifest(file);
    const rooms = room.mayImport.map((other) => `${SCOPE}${other}`);
    const allowed = [...rooms, ...room.packages].toSorted();
    const message =
      compare(allowed, manifest.dependencies) ??
      (manifest.name === `${SCOPE}${name}` ? undefined : `its name is not ${SCOPE}${name}`) ??
      (manifest.doors.join() === '.' ? undefined : 'its only door must be exports["."]');
    return message === undefined ? [] : [{ path, line: 1, rule: 'rooms', message }];
  });
}

function tableFinding(message: string): Finding {
  return { path: TABLE, line: 1, rule: 'rooms', message };
}

function findCycle(rooms: Rooms, start: string): readonly string[] | undefined {
  const walk = (path: readonly string[]): readonly string[] | undefined => {
    for (const next of rooms[path.at(-1) ?? '']?.mayImport ?? []) {
      if (next === start) return [...path, next];
      const found = path.includes(next) ? undefined : walk([...path, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk([start]);
}

function compare(allowed: readonly string[], declared: readonly string[]): string | undefined {
  const missing = allowed.filter((name) => !declared.includes(name));
  const extra = declared.filter((name) => !allowed.includes(name));
  if (missing.length === 0 && extra.length === 0) return undefined;
  const parts = [
    ...(missing.length === 0 ? [] : [`it lacks ${missing.join(', ')}`]),
    ...(extra.length === 0 ? [] : [`the table does not allow ${extra.join(', ')}`]),
  ];
  return `dependencies and ${TABLE} disagree: ${parts.join('; ')}`;
}

function readManifest(file: SourceFile): {
  readonly name: unknown;
  readonly dependencies: readonly string[];
  readonly doors: readonly string[];
} {
  const manifest = asRecord(JSON.parse(file.text));
  const dependencies = [
    ...Object.keys(asRecord(manifest['dependencies'])),
    ...Object.keys(asRecord(manifest['optionalDependencies'])),
  ];
  return {
    name: manifest['name'],
    dependencies,
    doors: Object.keys(asRecord(manifest['exports'])),
  };
}
