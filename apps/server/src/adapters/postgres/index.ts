export { sweepAbandonedServers } from './abandoned.ts';
export type { Account } from './account.ts';
export { PostgresError, type PostgresFault } from './errors.ts';
export {
  type PostgresLogger,
  type PostgresOptions,
  type RunningPostgres,
  startPostgres,
} from './launcher.ts';
export { administratorSql, bootstrapCluster, type RoleName, ROLES } from './roles.ts';
export type { RolePasswords } from './secret-files.ts';
export type { Durability } from './server.ts';
