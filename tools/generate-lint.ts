/** Writes `.oxlintrc.json` from the table of rooms: `npm run generate:lint`. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { lintConfig } from './lint-config.ts';

const text = await format(JSON.stringify(lintConfig()), { parser: 'json', printWidth: 100 });
writeFileSync(new URL('../.oxlintrc.json', import.meta.url), text);
