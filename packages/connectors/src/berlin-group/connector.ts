import {
  type AwaitedAccount,
  type AwaitedMessage,
  type BearerResult,
  type Connector,
  type ConnectorPorts,
  createBearerCaller,
  createTokenProvider,
  type FetchedAnswer,
  type FetchedAnswers,
  type InquiryOutcome,
  type OpenConnection,
  type Outcome,
  type PaymentMessage,
  type SubmissionOutcome,
} from '@quittance/connector-kit';
import { addDays, type Fault, refuse, succeed } from '@quittance/domain';
import { type BerlinGroupConfig, berlinGroupConfigSchema } from './config.ts';
import { type Asked, askedOf, drift, outcomeOfPayment } from './faults.ts';
import { outgoingOf, requestIdOf } from './payment.ts';
import { readDelivery } from './translate.ts';
import { readAccounts, readTransactions } from './wire.ts';

/** A statement of 100,000 movements; anything larger is asked for by file. */
const answerBytesMax = 128_000_000;

/**
 * A bank by NextGenPSD2 (Berlin Group XS2A framework 1.3): payments single in JSON or in bulk as
 * pain.001, their status, and movements of accounts as camt.053 or in JSON.
 */
export const berlinGroupConnector: Connector<typeof berlinGroupConfigSchema> = {
  name: 'berlin-group',
  versions: ['1.3'],
  reachedBy: 'HTTPS by NextGenPSD2 (JSON, ISO 20022) and OAuth 2.0',
  owner: 'Treasury',
  stage: 'supported',
  capabilities: [
    'payments.submit',
    'payments.inquire',
    'statuses.fetch',
    'statements.fetch',
    'deliveries.read',
  ],
  configSchema: berlinGroupConfigSchema,
  rateLimit: { requests: 50, perSeconds: 1 },
  pageSizeMax: 1,
  open: (config, ports) => Promise.resolve(openConnection(config, ports)),
};

interface Bank {
  readonly config: BerlinGroupConfig;
  readonly ports: ConnectorPorts;
  /** Asks; `accept` names the form that the answer should have. */
  ask(path: string, accept?: string): Promise<Asked>;
  initiate(path: string, of: Initiation): Promise<BearerResult>;
  /** Our accounts there, by number; read once and kept. */
  readonly accountIds: Map<string, string>;
}

interface Initiation {
  readonly body: string;
  readonly mediaType: string;
  readonly requestId: string;
}

function openConnection(config: BerlinGroupConfig, ports: ConnectorPorts): OpenConnection {
  const bank = openBank(config, ports);
  return {
    capabilities: {
      'payments.submit': (message) => submit(bank, message),
      'payments.inquire': (asked) => inquire(bank, asked),
      'statuses.fetch': ({ messages }) => fetchStatuses(bank, messages),
      'statements.fetch': ({ accounts }) => fetchStatements(bank, accounts),
      'deliveries.read': readDelivery,
    },
    check: async () => {
      bank.accountIds.clear();
      const trouble = await learnAccounts(bank);
      const ok = trouble === null;
      const count = bank.accountIds.size.toString();
      return {
        ok,
        version: '1.3',
        detail: trouble?.message ?? `${count} account(s) are open to us`,
      };
    },
    close: () => Promise.resolve(),
  };
}

function openBank(config: BerlinGroupConfig, ports: ConnectorPorts): Bank {
  const { url, clientId, clientSecret, refreshToken, consentId } = config;
  const tokens = createTokenProvider({
    ports,
    tokenUrl: config.tokenUrl ?? `${url}/oauth/token`,
    clientId,
    clientSecretName: clientSecret,
    ...(refreshToken === undefined ? {} : { refreshTokenName: refreshToken }),
  });
  const timeoutMs = config.timeoutSeconds * 1_000;
  const call = createBearerCaller({ ports, tokens, timeoutMs, sizeBytesMax: answerBytesMax });
  let asked = 0;
  return {
    config,
    ports,
    accountIds: new Map(),
    ask: async (path, accept = 'application/json') => {
      asked += 1;
      const headers = {
        accept,
        'x-request-id': requestIdOf(`${path} ${ports.now()} ${asked.toString()}`),
        ...(consentId === undefined ? {} : { 'consent-id': consentId }),
      };
      const result = await call({ method: 'GET', url: `${url}/v1/${path}`, headers });
      return askedOf(result, Date.parse(ports.now()));
    },
    initiate: (path, { body, mediaType, requestId }) =>
      call({
        method: 'POST',
        url: `${url}/v1/${path}`,
        headers: {
          accept: 'application/json',
          'content-type': mediaType,
          'psu-ip-address': config.customerAddress,
          'x-request-id': requestId,
        },
        body,
      }),
  };
}

async function submit(bank: Bank, message: PaymentMessage): Promise<SubmissionOutcome> {
  const outgoing = outgoingOf(message.bytes, bank.config.initiation);
  if (!outgoing.ok) return { kind: 'refused', fault: outgoing.error };
  const { resource } = outgoing.value;
  const result = await bank.initiate(resource, outgoing.value);
  const outcome = outcomeOfPayment(result, { nowMs: Date.parse(bank.ports.now()), resource });
  const detail = outcome.kind === 'acknowledged' ? undefined : outcome.fault.code;
  const event = `berlin_group.submit.${outcome.kind}`;
  bank.ports.log({ event, ...(detail === undefined ? {} : { detail }) });
  return outcome;
}

/**
 * Asks for a payment: under the bank's id where it gave one, else among what the accounts show as
 * pending and booked today, since the interface knows no other name of it. Never writes.
 */
async function inquire(
  bank: Bank,
  of: { readonly bankReference?: string | null; readonly endToEndIds?: readonly string[] },
): Promise<Outcome<InquiryOutcome>> {
  if (of.bankReference !== undefined && of.bankReference !== null) {
    const asked = await bank.ask(`${of.bankReference}/status`, statusForms);
    if (asked.kind === 'fault') return refuse(asked.fault);
    const where = 'payments by the id of the bank';
    return succeed({ kind: asked.kind === 'answer' ? 'found' : 'absent', where });
  }
  const trouble = await learnAccounts(bank);
  if (trouble !== null) return refuse(trouble);
  const wanted = new Set(of.endToEndIds);
  const where = 'pending and booked movements of today';
  for (const id of bank.accountIds.values()) {
    const asked = await bank.ask(transactionsPath(id, bank.ports.now().slice(0, 10)));
    if (asked.kind === 'fault') return refuse(asked.fault);
    if (asked.kind === 'absent') continue;
    const told = readTransactions(asked.body);
    if (told === null) return refuse(drift('transactions'));
    const { booked, pending } = told.transactions;
    const found = [...booked, ...pending].some((one) => wanted.has(one.endToEndId ?? ''));
    if (found) return succeed({ kind: 'found', where });
  }
  return succeed({ kind: 'absent', where });
}

const transactionsPath = (accountId: string, day: string): string =>
  `accounts/${encodeURIComponent(accountId)}/transactions` +
  `?dateFrom=${day}&dateTo=${day}&bookingStatus=both&withBalance=true`;

/** Reads which accounts are open to us; null when it is known. */
async function learnAccounts(bank: Bank): Promise<Fault | null> {
  if (bank.accountIds.size > 0) return null;
  const asked = await bank.ask('accounts');
  if (asked.kind === 'fault') return asked.fault;
  const told = asked.kind === 'answer' ? readAccounts(asked.body) : null;
  if (told === null) return drift('accounts');
  for (const { resourceId, iban, bban, currency } of told.accounts) {
    bank.accountIds.set(`${iban ?? bban ?? ''} ${currency}`, resourceId);
  }
  return null;
}

/** A bulk answers with pain.002 where it can; a single payment with itself and its status. */
const statusForms = 'application/xml, application/json';

function fetchStatuses(bank: Bank, messages: readonly AwaitedMessage[]): Promise<FetchedAnswers> {
  const wanted = messages.flatMap(({ bankReference, messageId }): readonly Wanted[] => {
    if (bankReference === null) return [];
    const isBulk = bankReference.startsWith('bulk-payments/');
    const path = isBulk ? `${bankReference}/status` : bankReference;
    const accept = isBulk ? statusForms : 'application/json';
    return [{ path, accept, name: `payment ${messageId}` }];
  });
  return fetchEach(bank, wanted);
}

async function fetchStatements(
  bank: Bank,
  accounts: readonly AwaitedAccount[],
): Promise<FetchedAnswers> {
  const trouble = await learnAccounts(bank);
  if (trouble !== null) return { answers: [], fault: trouble };
  const accept = bank.config.statements === 'camt' ? 'application/xml' : 'application/json';
  const wanted: Wanted[] = [];
  for (const { accountNumber, currency, from, to } of accounts) {
    const id = bank.accountIds.get(`${accountNumber} ${currency}`);
    if (id === undefined) continue;
    for (let day = from; day <= to; day = addDays(day, 1)) {
      wanted.push({ path: transactionsPath(id, day), accept, name: `account ${id} ${day}` });
    }
  }
  return fetchEach(bank, wanted);
}

interface Wanted {
  readonly path: string;
  readonly accept: string;
  /** Carries no account number: it is shown and stored in the clear. */
  readonly name: string;
}

/** What the bank does not have is left out; the answers come back as they came. */
async function fetchEach(bank: Bank, wanted: readonly Wanted[]): Promise<FetchedAnswers> {
  const answers: FetchedAnswer[] = [];
  let first: Fault | null = null;
  for (const { path, accept, name } of wanted) {
    const asked = await bank.ask(path, accept);
    if (asked.kind === 'answer') {
      const bytes = new TextEncoder().encode(asked.body);
      answers.push({ name, bytes, mediaType: asked.mediaType });
    }
    if (asked.kind !== 'fault') continue;
    first ??= asked.fault;
    // A bank that asks us to wait, or refuses our access, says the same to the next question.
    if (asked.fault.kind !== 'retry' && asked.fault.kind !== 'drift') break;
    if (asked.fault.code === 'berlin_group.down') break;
  }
  return { answers, fault: first };
}
