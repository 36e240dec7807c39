export * from './errors.ts';
export * from './port.ts';
export { type InstallationKind, type MigrationReport, migrate } from './postgres/migrate.ts';
export {
  type Migration,
  migrationFingerprint,
  readMigrations,
} from './postgres/migration-files.ts';
export {
  openPostgresStore,
  type PostgresStore,
  type PostgresStoreOptions,
} from './postgres/store.ts';
export {
  type Content,
  type MemoryStore,
  type MemoryStoreOptions,
  openMemoryStore,
} from './memory/memory-store.ts';
export { tableNames, versionedTables } from './tables.ts';
