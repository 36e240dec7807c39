import { z } from 'zod';

/** Names one fetched file and its look when fetched; opaque to everybody else. */
const handleSchema = z.strictObject({
  name: z.string().min(1).max(255),
  look: z.string().max(64),
  digest: z.string().regex(/^[0-9a-f]{16}$/),
});

export type FileHandle = z.infer<typeof handleSchema>;

export const writeHandle = (handle: FileHandle): string => JSON.stringify(handle);

/** The handle, or null when it is not one of ours. */
export function readHandle(text: string): FileHandle | null {
  try {
    return handleSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
