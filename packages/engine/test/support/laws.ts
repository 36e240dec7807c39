import type { CreateHarness } from './law-rig.ts';
import { describeCommits } from './laws-of-commits.ts';
import { describeFailures } from './laws-of-failures.ts';
import { describeLanes } from './laws-of-lanes.ts';

/** The laws of a task queue, the same for every implementation. */
export function describeLaws(name: string, create: CreateHarness): void {
  describeCommits(name, create);
  describeFailures(name, create);
  describeLanes(name, create);
}
