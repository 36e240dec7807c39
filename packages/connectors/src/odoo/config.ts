import { z } from 'zod';
import { factsByVersion, odooVersions } from './versions.ts';
import type { OdooVersion, TransportName } from './versions.ts';

const recordNumber = z.string().regex(/^[1-9]\d{0,9}$/, 'the number of a record, as text');
const accountCode = z.string().min(1).max(64);
const accountCodes = z.strictObject({
  bank_fee: accountCode.optional(),
  interest: accountCode.optional(),
  transfer: accountCode.optional(),
  discount: accountCode.optional(),
});

/** What a connection to one Odoo database needs to be told. Secrets are named, never given. */
const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address of the server, without a path'),
  database: z.string().min(1).max(64),
  login: z.string().min(1).max(256).describe('Login of the service user'),
  apiKeySecret: z.string().min(1).max(200).describe('Name of the secret with its API key'),
  version: z.enum(odooVersions).default('18').describe('Release of the server'),
  transport: z
    .enum(['jsonrpc', 'json2'])
    .optional()
    .describe('How to speak to it; by default JSON-2 from 19 on, JSON-RPC before'),
  companies: z
    .array(recordNumber)
    .max(200)
    .default([])
    .describe('Companies to work for; none means every company of the service user'),
  readTimeoutMs: z.number().int().min(1000).max(120_000).default(30_000),
  writeTimeoutMs: z
    .number()
    .int()
    .min(1000)
    .max(300_000)
    .default(120_000)
    .describe("Not below Odoo's limit_time_real, so that silence is rare"),
  batchSize: z.number().int().min(50).max(100).default(100).describe('Records a writing call'),
  pageSize: z.number().int().min(50).max(1000).default(500).describe('Records a reading call'),
  overlapMinutes: z
    .number()
    .int()
    .min(2)
    .max(120)
    .default(15)
    .describe('How far each poll reaches back; longer than the longest transaction'),
  closedPeriod: z
    .enum(['reject', 'move'])
    .default('reject')
    .describe('What to do with a date in a closed period: refuse it, or let Odoo move it'),
  accounts: z
    .record(recordNumber, accountCodes)
    .default({})
    .describe('By company: codes of the accounts for fees, interest, transfers and discounts'),
});

export const odooConfigSchema = settings.refine(
  ({ version, transport }) =>
    transport === undefined || factsByVersion[version].transports.includes(transport),
  { path: ['transport'], message: 'this release of Odoo has no JSON-2' },
);

/** How a connection speaks to its server. */
export const transportOf = (config: {
  readonly version: OdooVersion;
  readonly transport?: TransportName | undefined;
}): TransportName => config.transport ?? factsByVersion[config.version].transports[0];

export type OdooConfig = z.infer<typeof odooConfigSchema>;
