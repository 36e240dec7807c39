import { fileURLToPath } from 'node:url';

/** Where the schemas and the real files lie: outside of the repository, and maybe nowhere. */
export const sharedFolder: string =
  process.env['QUITTANCE_SHARED'] ??
  fileURLToPath(new URL('../../../../../shared', import.meta.url));
