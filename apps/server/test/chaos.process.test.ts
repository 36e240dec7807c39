import { expect, test } from 'vitest';
import { openCleanUp, runChaos, shortcomings, smokePlan } from './chaos/run.ts';

test('[RES-01][RES-05][FT-04][FT-12][FT-13] what is killed and cut off loses nothing', async () => {
  const lines: string[] = [];
  const cleanUp = openCleanUp((line) => lines.push(line));
  const plan = smokePlan(3);
  try {
    const result = await runChaos(plan, cleanUp, (line) => lines.push(line));
    expect(shortcomings(result, plan), lines.join('\n')).toEqual([]);
    expect(result).toMatchObject({ lost: 0, duplicates: 0, unexplained: 0, stuckWithoutOwner: 0 });
    expect(result.proxyFaults).toBeGreaterThan(0);
    expect(result.requests).toBeGreaterThan(result.requestsUnknown);
  } finally {
    await cleanUp.run();
  }
}, 900_000);
