/** The tidy check of the whole repository: `npm run tidy`. Exit code 1 when there is a finding. */
import { fileURLToPath } from 'node:url';
import { checkTree, longFiles } from './tidy/check.ts';
import { describeFinding } from './tidy/source.ts';
import { readTree } from './tidy/tree.ts';

const files = readTree(fileURLToPath(new URL('..', import.meta.url)));
const findings = checkTree(files);
const long = longFiles(files);
for (const finding of findings) console.error(describeFinding(finding));
if (long.length > 0) console.error(`long files (allowed, better split):\n  ${long.join('\n  ')}`);
console.error(`tidy: ${files.length} files, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
