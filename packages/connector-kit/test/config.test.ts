import { describe, expect, test } from 'vitest';
import { folderLocation, folderPath, secretName } from '../src/index.ts';

const sftp = {
  kind: 'sftp',
  host: 'bank.example',
  username: 'hub',
  passwordSecret: 'bank-password',
  hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
};

describe('configuration of folders', () => {
  test('SFTP has defaults for what is the same everywhere', () => {
    const defaults = { port: 22, path: '/', operationTimeoutMs: 60_000 };
    expect(folderLocation.parse(sftp)).toEqual({ ...sftp, ...defaults });
    expect(folderLocation.parse({ kind: 'folder', path: './bank' })).toEqual({
      kind: 'folder',
      path: './bank',
    });
  });

  test.each([
    ['no pinned host key', { ...sftp, hostKeyFingerprint: undefined }],
    ['a fingerprint of another sort', { ...sftp, hostKeyFingerprint: 'MD5:aa:bb' }],
    ['no credentials', { ...sftp, passwordSecret: undefined }],
    ['two credentials', { ...sftp, privateKeySecret: 'key' }],
    ['a way out of the folder', { ...sftp, path: '/in/../../etc' }],
    ['an unknown key', { ...sftp, password: 'geheim' }],
  ])('[SEC-09] %s is refused', (_, given) => {
    expect(folderLocation.safeParse(given).success).toBe(false);
  });

  test('a secret is named, not given', () => {
    expect(secretName.safeParse('nordhafen.password').success).toBe(true);
    expect(secretName.safeParse('p@ss word!').success).toBe(false);
    expect(folderPath.safeParse('a\u0000b').success).toBe(false);
  });
});
