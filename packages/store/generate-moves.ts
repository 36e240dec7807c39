/**
 * Prints what holds every lifecycle in the database as the domain declares it, for a new migration:
 * `node packages/store/generate-moves.ts`. A test proves that the migrations and the domain agree.
 * The moves are a domain, since the server reads the condition of a trigger anew for each
 * statement, at more than the statement itself costs where a hundred moves stand in it.
 */
import { tableNames, tableShape, versionedTables } from './src/tables.ts';

/** Both are words of our own tables: `grant` and `match` are words of SQL as well. */
const quoted = (table: string): string => `"${table}"`;

const listed = (values: readonly string[]): string =>
  `(\n    ${values.map((value) => `'${value}'`).join(',\n    ')}\n  )`;

const versions = versionedTables.map(
  (table) => `create trigger a_version before update on ${quoted(table)}
  for each row when (new.version <> old.version + 1) execute function refuse_version();`,
);

const lifecycles = tableNames.flatMap((table) => {
  const { lifecycle } = tableShape(table);
  if (lifecycle === undefined) return [];
  const moves = lifecycle.moves
    .filter(({ from, to }) => from !== to)
    .map(({ from, to }) => `${from} ${to}`);
  const move = `create domain ${table}_move as text
  constraint ${table}_move check (value in ${listed(moves)});
create trigger b_move before update on ${quoted(table)}
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::${table}_move is null
  ) execute function refuse_move();`;
  const { initial } = lifecycle;
  if (initial === null) return [move];
  return [
    move,
    `create trigger b_initial_state before insert on ${quoted(table)}
  for each row when (new.state not in ${listed(initial)})
  execute function refuse_initial_state();`,
  ];
});

process.stdout.write(`${[...versions, ...lifecycles].join('\n\n')}\n`);
