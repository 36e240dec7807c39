import { randomBytes } from 'node:crypto';

/** So many bytes of the system's randomness, fit for keys. */
export const systemRandomBytes = (count: number): Uint8Array => new Uint8Array(randomBytes(count));
