import {
  asId,
  isId,
  isMessageReference,
  isPaymentReference,
  type OwnAccount,
  type Payment,
  type PaymentBatch,
  type Person,
  problem,
  ProblemError,
} from '@quittance/domain';
import type { ServiceContext } from '@quittance/services';
import { openQueries, type Queries, type Scope } from '@quittance/store';
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { type HubDatabase, openDatabase } from '../hub/database.ts';
import { type Hub, must, openHub } from '../hub/open-hub.ts';
import { createOutput, type Output } from './output.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  /** E-mail address of the person who acts. */
  readonly as?: string;
}

/** An installation opened for one command. */
export interface Session {
  readonly options: CommonOptions;
  readonly output: Output;
  readonly config: Config;
  readonly database: HubDatabase;
  readonly hub: Hub;
  readonly queries: Queries;
  /** What this command may see: the companies of the person who acts, or all without one. */
  readonly scope: Scope;
}

/** Opens the installation for a command, does its work, and lets everything go whatever happens. */
export async function withSession(
  command: Command,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<CommonOptions>();
  const output = createOutput(options.json ?? false);
  const { config } = must(loadConfig(options.config));
  const database = await openDatabase({ config, log: output.tell, as: 'guest' });
  try {
    const hub = await openHub({
      config,
      database,
      supervise: false,
      log: () => undefined,
      onError: (error) => output.tell(error instanceof Error ? error.message : String(error)),
    });
    const queries = await openQueries({
      connectionString: database.url('quittance_app'),
      kind: config.kind,
      applicationName: 'quittance-cli',
      poolSizeMax: 2,
    });
    try {
      const scope = await scopeOf(hub, options);
      await work({ options, output, config, database, hub, queries, scope });
    } finally {
      await queries.close();
      await hub.close();
    }
  } finally {
    await database.stop();
  }
}

async function scopeOf(hub: Hub, options: CommonOptions): Promise<Scope> {
  if (options.as === undefined) return hub.serviceContext('cli').scope;
  const { scope } = await hub.personContext(await personOf(hub, options));
  return scope;
}

/** The person who acts, by e-mail address. Errors: BAD_INPUT, FORBIDDEN. */
async function personOf(hub: Hub, options: CommonOptions): Promise<Person> {
  const email = options.as;
  if (email === undefined) {
    throw new ProblemError(problem('BAD_INPUT', 'say who acts: --as name@company.example'));
  }
  const { scope } = hub.serviceContext('cli');
  const persons = await hub.store.transaction(scope, (transaction) =>
    transaction.find('person', {}),
  );
  const person = persons.find((one) => one.email?.toLowerCase() === email.toLowerCase());
  if (person === undefined) throw new ProblemError(problem('FORBIDDEN', `nobody is ${email}`));
  return person;
}

/** A context for a verb in the name of the person who acts. */
export async function personContext(session: Session): Promise<ServiceContext> {
  return session.hub.personContext(await personOf(session.hub, session.options));
}

/** An own account by its name or the end of its number. Errors: BAD_INPUT. */
export async function accountOf(session: Session, name: string): Promise<OwnAccount> {
  const { scope } = session;
  const accounts = await session.hub.store.transaction(scope, (transaction) =>
    transaction.find('own_account', {}),
  );
  const found = accounts.filter((one) => one.name === name || one.accountNumber.endsWith(name));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = accounts.map((one) => one.name).join(', ');
  throw new ProblemError(problem('BAD_INPUT', `${name} is not one account; there are: ${names}`));
}

/** A batch by its reference or id. Errors: NOT_FOUND. */
export async function batchOf(session: Session, name: string): Promise<PaymentBatch> {
  const criteria = isId(name)
    ? { id: asId<'batch'>(name) }
    : isMessageReference(name)
      ? { reference: name }
      : null;
  const [batch] =
    criteria === null
      ? []
      : await session.hub.store.transaction(session.scope, (transaction) =>
          transaction.find<'payment_batch'>('payment_batch', criteria),
        );
  if (batch === undefined) throw new ProblemError(problem('NOT_FOUND', `batch ${name}`));
  return batch;
}

/** A payment by its reference. Errors: BAD_INPUT, NOT_FOUND. */
export async function paymentOf(session: Session, reference: string): Promise<Payment> {
  if (!isPaymentReference(reference)) {
    throw new ProblemError(problem('BAD_INPUT', `${reference} is not a payment reference`));
  }
  const { scope } = session;
  const [payment] = await session.hub.store.transaction(scope, (transaction) =>
    transaction.find('payment', { reference }),
  );
  if (payment === undefined) throw new ProblemError(problem('NOT_FOUND', `payment ${reference}`));
  return payment;
}
