import { join } from 'node:path';
import {
  auditKeyFiles,
  type InstallationReport,
  verifyInstallation,
  type VerifyProgress,
} from '../audit/index.ts';
import type { Config } from '../config/schema.ts';
import type { HubDatabase } from './database.ts';
import { anchorFolderOf } from './open-sealer.ts';

/** Holds an installation's database and evidence against what is anchored outside of it. */
export function verifyHub(input: {
  readonly config: Config;
  readonly database: HubDatabase;
  readonly onProgress?: (progress: VerifyProgress) => void;
}): Promise<InstallationReport> {
  const { config, database, onProgress } = input;
  const keys = auditKeyFiles(join(config.dataDirectory, 'keys'));
  return verifyInstallation({
    databaseUrl: database.url('quittance_backup'),
    kind: config.kind,
    anchorFolder: anchorFolderOf(config),
    publicKeyFile: keys.publicKeyFile,
    saltFile: keys.saltFile,
    evidenceFolder: join(config.dataDirectory, 'evidence'),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}
