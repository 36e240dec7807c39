import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { errorCode } from './errors.ts';

/** What the launcher must know of a data folder before it can speak to the server in it. */
const launchStateSchema = z.strictObject({
  v: z.literal(1),
  port: z.int().min(1).max(65_535),
  superuserPassword: z.string().min(20),
});

export type LaunchState = z.infer<typeof launchStateSchema>;

const passwordsSchema = z.record(z.string(), z.string().min(20));

/** The passwords of the hub's own roles, by role name. */
export type RolePasswords = Readonly<Record<string, string>>;

/** A password of 192 random bits in characters that need no quoting in a URL. */
export function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}

export function launchStatePath(dataDirectory: string): string {
  return `${dataDirectory}.launch.json`;
}

export function rolePasswordsPath(dataDirectory: string): string {
  return `${dataDirectory}.roles.json`;
}

/** Reads the port and the superuser's password; undefined when the folder is new. */
export function readLaunchState(dataDirectory: string): LaunchState | undefined {
  const text = readIfThere(launchStatePath(dataDirectory));
  return text === undefined ? undefined : launchStateSchema.parse(JSON.parse(text));
}

export function writeLaunchState(dataDirectory: string, state: LaunchState): void {
  replaceFile(launchStatePath(dataDirectory), JSON.stringify(state));
}

/** Reads the roles' passwords from a file of mode 0600; empty when there is none yet. */
export function readRolePasswords(path: string): RolePasswords {
  const text = readIfThere(path);
  return text === undefined ? {} : passwordsSchema.parse(JSON.parse(text));
}

export function writeRolePasswords(path: string, passwords: RolePasswords): void {
  replaceFile(path, JSON.stringify(passwords, null, 2));
}

/** Writes a file only its owner can read, and returns when the disk has it. */
export function writeFileDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.new`;
  writeFileDurably(draft, text);
  renameSync(draft, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
