/** The closing line of a run: how many tests passed and failed, over all its reports. */
import { lastRun } from './requirements/reports.ts';

const tests = lastRun();
const count = (status: string): number => tests.filter((test) => test.status === status).length;
const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`;
console.log(`tests: ${count('passed')} passed, ${count('failed')} failed${skipped}`);
