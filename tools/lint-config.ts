import { PURE_ROOMS, ROOMS, type Room } from './rooms.mjs';

const SCOPE = '@quittance/';

/**
 * The linter's rules for every file. The categories bring the linter's own choice of what is
 * wrong or suspicious; the list adds what this house insists on and lifts what it does not.
 */
const RULES = {
  'typescript/no-explicit-any': 'error',
  'typescript/no-non-null-assertion': 'error',
  'typescript/no-floating-promises': 'error',
  'typescript/no-misused-promises': 'error',
  'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  'typescript/await-thenable': 'error',
  'typescript/only-throw-error': 'error',
  'typescript/no-unsafe-argument': 'error',
  'typescript/no-unsafe-assignment': 'error',
  'typescript/no-unsafe-call': 'error',
  'typescript/no-unsafe-member-access': 'error',
  'typescript/no-unsafe-return': 'error',
  'typescript/no-unsafe-enum-comparison': 'error',
  'typescript/restrict-plus-operands': 'error',
  'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  'typescript/prefer-promise-reject-errors': 'error',
  'typescript/return-await': ['error', 'in-try-catch'],
  'typescript/consistent-type-imports': 'error',
  'typescript/no-namespace': 'error',
  'typescript/no-require-imports': 'error',
  'typescript/no-import-type-side-effects': 'error',
  'typescript/no-dynamic-delete': 'error',
  'typescript/use-unknown-in-catch-callback-variable': 'error',
  'import/no-cycle': 'error',
  'import/no-commonjs': 'error',
  'eslint/eqeqeq': 'error',
  'eslint/no-var': 'error',
  'eslint/no-eval': 'error',
  'eslint/no-proto': 'error',
  'eslint/no-param-reassign': 'error',
  'eslint/no-console': 'error',
  'eslint/prefer-const': 'error',
  'unicorn/prefer-node-protocol': 'error',
  'unicorn/no-array-sort': 'error',
  'unicorn/no-array-reverse': 'error',
  // A helper that narrows (`asRecord`) is one unsafe assertion by its nature; tidy keeps `as`
  // inside helpers.
  'typescript/no-unsafe-type-assertion': 'off',
  // A loop that waits for one call before the next is how order is kept here.
  'eslint/no-await-in-loop': 'off',
  // Bank character sets and file names are checked for control characters on purpose.
  'eslint/no-control-regex': 'off',
  // A door may pass on a whole file that happens to hold types alone.
  'typescript/consistent-type-exports': 'off',
  // The compiler reports these with more knowledge.
  'eslint/no-unused-vars': 'off',
  'typescript/consistent-return': 'off',
  // A name is chosen for its reader; an inner `name` beside an outer one is no trap in short
  // functions.
  'eslint/no-shadow': 'off',
  // Errors without a cause are thrown from catch blocks on purpose where the cause is named.
  'eslint/preserve-caught-error': 'off',
  // Small helpers stand next to what they serve.
  'unicorn/consistent-function-scoping': 'off',
} as const;

const PLAIN_JAVASCRIPT = {
  'typescript/no-unsafe-argument': 'off',
  'typescript/no-unsafe-assignment': 'off',
  'typescript/no-unsafe-call': 'off',
  'typescript/no-unsafe-member-access': 'off',
  'typescript/no-unsafe-return': 'off',
} as const;

/** Builds the linter's whole configuration from the table of rooms. */
export function lintConfig(rooms: Readonly<Record<string, Room>> = ROOMS): object {
  return {
    $schema: './node_modules/oxlint/configuration_schema.json',
    plugins: ['typescript', 'unicorn', 'import', 'promise', 'oxc'],
    categories: { correctness: 'error', suspicious: 'error' },
    env: { builtin: true, node: true, es2024: true },
    ignorePatterns: ['node_modules', '.quittance', '.cache', 'coverage', '**/recorded/**'],
    rules: RULES,
    overrides: [
      {
        files: ['tools/**', 'bench/**', 'apps/server/bin/**'],
        rules: { 'eslint/no-console': 'off' },
      },
      // Plain JavaScript has no types to be unsafe with.
      { files: ['**/*.mjs'], rules: PLAIN_JAVASCRIPT },
      ...Object.entries(rooms).map(([name, room]) => ({
        files: [`${room.folder}/src/**`],
        rules: roomRules(name, room, Object.keys(rooms)),
      })),
    ],
  };
}

/** What the editor underlines at once; the tidy check says the same of every form of import. */
function roomRules(name: string, room: Room, names: readonly string[]): object {
  const forbiddenRooms = names.filter((other) => !room.mayImport.includes(other));
  const patterns = [
    {
      group: forbiddenRooms.flatMap((other) => [`${SCOPE}${other}`, `${SCOPE}${other}/**`]),
      message: `${name} may not import this room (tools/rooms.mjs).`,
    },
    {
      group: room.mayImport.map((other) => `${SCOPE}${other}/**`),
      message: 'A room is imported through its one door, without a path behind its name.',
    },
    {
      group: room.builtins === 'all' ? [] : ['node:*', 'node:*/*', ...negated(room.builtins)],
      message: `${name} may not use this module of Node (tools/rooms.mjs).`,
    },
  ].filter(({ group }) => group.length > 0);
  const globals = PURE_ROOMS.includes(name) ? ['Buffer', 'process', 'fetch', 'setTimeout'] : [];
  return {
    'eslint/no-restricted-imports': ['error', { patterns }],
    ...(globals.length === 0 ? {} : { 'eslint/no-restricted-globals': ['error', ...globals] }),
  };
}

function negated(names: readonly string[]): readonly string[] {
  return names.map((name) => `!${name}`);
}
