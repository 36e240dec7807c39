/** Makes the types of the client from the committed document: `npm run generate:client`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const documentFile = join(import.meta.dirname, '../../../../docs/reference/openapi.json');
export const schemaFile = join(import.meta.dirname, '../../src/schema.ts');

/** The types as they are to be committed. */
export async function schemaText(): Promise<string> {
  const document: unknown = JSON.parse(readFileSync(documentFile, 'utf8'));
  // Guarantee: the document passes the linter of the gate.
  const nodes = await openapiTS(document as Parameters<typeof openapiTS>[0]);
  const head = '/** Written by npm run generate:client from docs/reference/openapi.json. */\n\n';
  return `${head}${astToString(nodes)}`;
}

if (import.meta.main) writeFileSync(schemaFile, await schemaText());
