import { describeLaws } from './support/laws.ts';
import { createPostgresHarness } from './support/postgres-harness.ts';

describeLaws('on PostgreSQL', createPostgresHarness);
