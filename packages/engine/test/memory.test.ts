import { describeLaws } from './support/laws.ts';
import { createMemoryHarness } from './support/memory-harness.ts';

describeLaws('in memory', createMemoryHarness);
