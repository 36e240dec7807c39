/**
 * Runs projects of the tests, each to its end whatever the others do: `node tools/run-tests.ts
 * unit database process`. The first run after `--fresh` forgets what ran before.
 */
import { forgetLastRun } from './requirements/reports.ts';
import { runProject } from './requirements/run-tests.ts';

const words = process.argv.slice(2);
if (words.includes('--fresh')) forgetLastRun();
const projects = words.filter((word) => !word.startsWith('--'));
const outcomes = projects.map((project) => runProject(project, 'stdout'));
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
