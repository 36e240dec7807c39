import { z } from 'zod';
import type { FolderLocation } from './connector.ts';

/** The name under which a secret is kept; never the secret itself. */
export const secretName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,99}$/, 'the name of a secret, not its value');

/** A path without `..`, blanks at its ends or control characters; at most 255 characters. */
export const folderPath = z
  .string()
  .min(1)
  .max(255)
  .refine((path) => isCleanPath(path), 'a path without ".." and control characters');

const controlCharacter = /\p{Cc}/u;

const isCleanPath = (path: string): boolean =>
  path.trim() === path && !path.split(/[\\/]/).includes('..') && !controlCharacter.test(path);

/** The fingerprint of a host key as `ssh-keygen -l` prints it: SHA-256, base64 without padding. */
export const hostKeyFingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256:… as ssh-keygen -l prints it');

const localFolder = z.strictObject({ kind: z.literal('folder'), path: folderPath });

const sftpFolder = z.strictObject({
  kind: z.literal('sftp'),
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535).default(22),
  username: z.string().min(1).max(64),
  passwordSecret: secretName.optional(),
  privateKeySecret: secretName.optional(),
  hostKeyFingerprint,
  path: folderPath.default('/'),
  operationTimeoutMs: z
    .number()
    .int()
    .min(1_000)
    .max(600_000)
    .default(60_000)
    .describe('An operation without an answer for so long is given up; its outcome is unknown'),
});

/**
 * Where files are exchanged: a folder of this machine, or SFTP with a pinned host key and either
 * password or private key by the name of its secret.
 */
export const folderLocation = z
  .discriminatedUnion('kind', [localFolder, sftpFolder])
  .refine(
    (location) =>
      location.kind === 'folder' ||
      (location.passwordSecret === undefined) !== (location.privateKeySecret === undefined),
    'name either passwordSecret or privateKeySecret',
  )
  .transform(asLocation);

/** Leaves absent optional keys out, as {@link FolderLocation} wants them. */
function asLocation(
  given: z.infer<typeof localFolder> | z.infer<typeof sftpFolder>,
): FolderLocation {
  if (given.kind === 'folder') return given;
  const { passwordSecret, privateKeySecret, ...rest } = given;
  return {
    ...rest,
    ...(passwordSecret === undefined ? {} : { passwordSecret }),
    ...(privateKeySecret === undefined ? {} : { privateKeySecret }),
  };
}
