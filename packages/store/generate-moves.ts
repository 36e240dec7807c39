/**
 * Prints the rows of `lifecycle_move` as the domain declares them, for a new migration:
 * `node packages/store/generate-moves.ts`. A test proves that the migrations and the domain agree.
 */
import { tableNames, tableShape } from './src/tables.ts';

const rows = tableNames.flatMap((table) => {
  const { lifecycle } = tableShape(table);
  if (lifecycle === undefined) return [];
  const initial = (lifecycle.initial ?? []).map((state) => ['', state]);
  const moves = lifecycle.moves.map(({ from, to }) => [from, to]);
  return [...initial, ...moves].map(([from, to]) => `  ('${table}', '${from}', '${to}')`);
});

process.stdout.write(
  `insert into lifecycle_move (lifecycle, from_state, to_state) values\n${rows.join(',\n')};\n`,
);
