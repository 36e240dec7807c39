import { folderLocation, folderPath } from '@quittance/connector-kit';
import { z } from 'zod';

/** What a connection to one bank's file area needs to be told. Secrets are named, never given. */
export const fileBankConfigSchema = z.strictObject({
  location: folderLocation.describe('A folder of this machine, or SFTP with a pinned host key'),
  folders: z
    .strictObject({
      in: folderPath.default('in').describe('Where payment files are put'),
      out: folderPath.default('out').describe("Where the bank's own files appear"),
      archive: folderPath
        .default('archive')
        .describe('Where the bank puts payment files that it took, and we put files we took'),
    })
    .prefault({}),
  acknowledge: z
    .enum(['archive', 'remove'])
    .default('archive')
    .describe('What becomes of fetched files; remove where the archive is for the bank alone'),
  quietSeconds: z
    .number()
    .int()
    .min(0)
    .max(3_600)
    .default(10)
    .describe('A file that nobody touched for so long is complete'),
  sizeBytesMax: z
    .number()
    .int()
    .min(1_024)
    .max(2_000_000_000)
    .default(500_000_000)
    .describe('Larger files are left where they are and reported'),
});

export type FileBankConfig = z.infer<typeof fileBankConfigSchema>;
