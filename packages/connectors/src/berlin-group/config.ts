import { secretName } from '@quittance/connector-kit';
import { z } from 'zod';

/** What a connection by NextGenPSD2 needs to be told. Secrets are named, never given. */
export const berlinGroupConfigSchema = z.strictObject({
  url: z.url().describe('Address of the interface, without /v1'),
  tokenUrl: z.url().optional().describe('Where tokens are given; <url>/oauth/token when absent'),
  clientId: z.string().min(1).max(200),
  clientSecret: secretName.describe('Name of the secret of our client'),
  refreshToken: secretName
    .optional()
    .describe('Name of the refresh token of a person who authorised the hub; else our own access'),
  consentId: z.string().min(1).max(200).optional().describe('Consent for account information'),
  initiation: z
    .enum(['bulk', 'single'])
    .default('bulk')
    .describe('bulk: pain.001 as it is; single: one payment a call, in JSON'),
  statements: z
    .enum(['camt', 'json'])
    .default('camt')
    .describe('Whether movements come as camt.053 of closed days, or in JSON'),
  customerAddress: z
    .union([z.ipv4(), z.ipv6()])
    .default('127.0.0.1')
    .describe('PSU-IP-Address: where the customer speaks from'),
  timeoutSeconds: z.number().int().min(1).max(120).default(30),
});

export type BerlinGroupConfig = z.infer<typeof berlinGroupConfigSchema>;
