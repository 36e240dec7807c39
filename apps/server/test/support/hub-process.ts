import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('open-postgres.ts', import.meta.url));

const lineSchema = z.union([
  z.object({ url: z.string(), adopted: z.boolean() }),
  z.object({ error: z.string() }),
]);

export type HubProcess = {
  readonly said: z.infer<typeof lineSchema>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
};

/** Starts another process that opens the data folder, and returns when it has said how it went. */
export async function startHubProcess(
  dataDirectory: string,
  account: { readonly uid?: number; readonly gid?: number } = {},
): Promise<HubProcess> {
  const child = spawn(process.execPath, [SCRIPT, dataDirectory], {
    ...account,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await firstLine(child);
  return {
    said: lineSchema.parse(JSON.parse(line)),
    stop: () => endBy(child, () => child.stdin?.end()),
    kill: () => endBy(child, () => child.kill('SIGKILL')),
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The child has no standard output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The child ended without a word');
}

async function endBy(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  end();
  await exited;
}
