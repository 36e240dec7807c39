export {
  type AnchoredCheckpoint,
  AnchorTaken,
  type CheckpointAnchor,
  openAnchorFolder,
} from './anchor-folder.ts';
export {
  AuditKeyError,
  type AuditKeyFiles,
  auditKeyFiles,
  type AuditKeys,
  openAuditKeys,
  type RandomBytes,
  readDigestSalt,
  readVerifierKey,
} from './keys.ts';
export { openTreeFile, type TreeMemory } from './sealed-tree.ts';
export type { SealerAlarm, SealerAlarmCode } from './sealer-alarm.ts';
export { openSealerLock, type SealerLock } from './sealer-lock.ts';
export { createSealer, type Sealer, type SealerOptions, type SealReport } from './sealer.ts';
export {
  type InstallationReport,
  verifyInstallation,
  type VerifyInstallationInput,
  type VerifyProgress,
} from './verify.ts';
