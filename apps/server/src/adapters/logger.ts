import { join } from 'node:path';
import { maskText } from '@quittance/connector-kit';
import pino, { type Logger } from 'pino';
import { makeDataFolder } from './files.ts';

/** One JSON document a line, every text masked; `hub.jsonl` in the data folder's `log`. */
export function openLogger(dataDirectory: string, name: string): Logger {
  const folder = join(dataDirectory, 'log');
  makeDataFolder(folder);
  const destination = pino.destination({
    dest: join(folder, 'hub.jsonl'),
    sync: true,
    mode: 0o600,
  });
  return pino(
    {
      name,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: maskFields },
    },
    destination,
  );
}

/** Masks what may carry an account number or a secret; numbers and ids pass. */
const maskFields = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      typeof value === 'string' && !isPlainId(value) ? maskText(value) : value,
    ]),
  );

const isPlainId = (text: string): boolean => /^[0-9a-f-]{36}$|^[a-zA-Z.]{1,40}$/.test(text);
