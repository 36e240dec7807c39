import { readFileSync } from 'node:fs';

/** An object of which nothing is known but that its fields are there to be looked at. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Guarantee: only fields are read from the answer, and each of them is `unknown`. */
export function asRecord(value: unknown): UnknownRecord {
  const isRecord = typeof value === 'object' && value !== null;
  return isRecord ? (value as UnknownRecord) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function readJson(path: string | URL): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
