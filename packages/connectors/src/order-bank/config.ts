import { secretName } from '@quittance/connector-kit';
import { z } from 'zod';

/** What a connection to a bank of single orders needs to be told. Secrets are named. */
export const orderBankConfigSchema = z.strictObject({
  url: z.url().describe('Address of the API, without /v2'),
  tokenUrl: z.url().optional().describe('Where tokens are given; <url>/oauth/token when absent'),
  clientId: z.string().min(1).max(200),
  clientSecret: secretName.describe('Name of the secret of our client'),
  eventSecret: secretName.optional().describe('Name of the secret that signs events, in base64'),
  timeoutSeconds: z.number().int().min(1).max(120).default(30),
});

export type OrderBankConfig = z.infer<typeof orderBankConfigSchema>;
