export * from './cursor.ts';
export * from './errors.ts';
export * from './evidence-folder.ts';
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
export * from './postgres/request-keys.ts';
export * from './seal.ts';
export type {
  BatchFilter,
  CaseFilter,
  Listed,
  ListRequest,
  Page,
  PaymentFilter,
} from './queries/lists.ts';
export type { Figures } from './queries/figures.ts';
export { openQueries, type Queries, type TraceResult } from './queries/queries.ts';
export type { StateTotal } from './queries/totals.ts';
export type { PaymentTrace } from './queries/trace.ts';
export { openSealStore } from './postgres/seal-store.ts';
export { openVerificationReader } from './postgres/verification.ts';
export { tableNames, versionedTables } from './tables.ts';
