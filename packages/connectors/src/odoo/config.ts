import { z } from 'zod';

const recordNumber = z.string().regex(/^[1-9]\d{0,9}$/, 'the number of a record, as text');
const accountCode = z.string().min(1).max(64);
const accountCodes = z.strictObject({
  bank_fee: accountCode.optional(),
  interest: accountCode.optional(),
  transfer: accountCode.optional(),
  discount: accountCode.optional(),
});

/** What a connection to one Odoo database needs to be told. Secrets are named, never given. */
export const odooConfigSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address of the server, without /jsonrpc'),
  database: z.string().min(1).max(64),
  login: z.string().min(1).max(256).describe('Login of the service user'),
  apiKeySecret: z.string().min(1).max(200).describe('Name of the secret with its API key'),
  version: z.enum(['18']).default('18'),
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

export type OdooConfig = z.infer<typeof odooConfigSchema>;
