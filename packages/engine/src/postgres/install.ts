import { PgBoss } from 'pg-boss';
import { engineSchema } from './names.ts';

/** Who may do what in the engine's schema besides its owner. */
export interface EngineGrants {
  /** Roles whose transactions add and complete tasks. */
  readonly workers: readonly string[];
  /** Roles that read the tables whole, for the backup. */
  readonly readers: readonly string[];
}

const defaultGrants: EngineGrants = {
  workers: ['quittance_app', 'quittance_sender'],
  readers: ['quittance_backup'],
};

/**
 * Makes or upgrades the engine's schema as its owner; part of `quittance migrate`. Workers never
 * change the schema. The tables have no row-level security, which is why tasks carry ids only.
 */
export async function installTaskQueue(
  ownerUrl: string,
  grants: EngineGrants = defaultGrants,
): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    application_name: 'quittance-migrate',
    schema: engineSchema,
    max: 1,
    migrate: true,
    supervise: false,
    schedule: false,
  });
  // What goes wrong here comes back as a rejection; a listener keeps it from ending the process.
  boss.on('error', () => undefined);
  await boss.start();
  try {
    const statements = [...cheapTasks, ...grantStatements(grants)];
    for (const statement of statements) await boss.getDb().executeSql(statement);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/**
 * What keeps a task cheap. It changes once or twice in its short life, together with its
 * neighbours: room beside it keeps the next version on its page, and the log of the server to what
 * differs. The index of running tasks by group serves a limit of pg-boss that is not used.
 */
const cheapTasks = [
  `alter table ${engineSchema}.job_common set (fillfactor = 50)`,
  `drop index if exists ${engineSchema}.job_common_i7`,
];

function grantStatements(grants: EngineGrants): readonly string[] {
  const worker = grants.workers.map(quoteIdentifier).join(', ');
  const reader = grants.readers.map(quoteIdentifier).join(', ');
  const everybody = [worker, reader].filter((names) => names !== '').join(', ');
  return [
    everybody === '' ? '' : `grant usage on schema ${engineSchema} to ${everybody}`,
    worker === ''
      ? ''
      : `grant select, insert, update, delete on all tables in schema ${engineSchema} to ${worker}`,
    worker === ''
      ? ''
      : `grant usage, select on all sequences in schema ${engineSchema} to ${worker}`,
    worker === '' ? '' : `grant execute on all functions in schema ${engineSchema} to ${worker}`,
    reader === '' ? '' : `grant select on all tables in schema ${engineSchema} to ${reader}`,
  ].filter((statement) => statement !== '');
}

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
