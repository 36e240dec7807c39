import { defineConfig } from 'vitest/config';

const ROOMS = '{packages,apps}/*/test/**';

/** What every project of the run has in common. */
const shared = {
  // Limits are there to end what hangs; how fast the machine is must not decide a test.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  teardownTimeout: 60_000,
};

const needsPostgres = { globalSetup: ['tools/vitest-global-setup.ts'] };

export default defineConfig({
  test: {
    // The machines that run this have two cores, and PostgreSQL wants one of them.
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          // Files of one worker share the modules they load, which is a quarter of the time; so no
          // test may replace a module, and what it changes of the process it puts back.
          isolate: false,
          include: [`${ROOMS}/*.test.ts`, 'tools/test/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{database,process}.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          ...needsPostgres,
          name: 'database',
          include: [`${ROOMS}/*.database.test.ts`, 'bench/test/*.database.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          ...needsPostgres,
          name: 'process',
          include: [`${ROOMS}/*.process.test.ts`, 'tools/test/*.process.test.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
