import {
  type AwaitedAccount,
  type AwaitedMessage,
  type BearerCall,
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
import { type OrderBankConfig, orderBankConfigSchema } from './config.ts';
import { answerOrFault, drift, outcomeOfOrder } from './faults.ts';
import { orderOf } from './order.ts';
import { readDelivery } from './translate.ts';
import { eventReceiver } from './webhook.ts';

/** Days of an account with 100,000 movements; anything larger is no answer of this API. */
const answerBytesMax = 64_000_000;

/**
 * A bank that takes single orders in JSON, each once by its key, tells where each stands in words
 * of its own, and calls back. What it is beyond that is its bank profile.
 */
export const orderBankConnector: Connector<typeof orderBankConfigSchema> = {
  name: 'order-bank',
  versions: ['2'],
  reachedBy: 'HTTPS with JSON and OAuth 2.0; signed events',
  owner: 'Treasury',
  stage: 'supported',
  capabilities: [
    'payments.submit',
    'payments.inquire',
    'statuses.fetch',
    'statements.fetch',
    'deliveries.read',
    'events.receive',
  ],
  configSchema: orderBankConfigSchema,
  rateLimit: { requests: 100, perSeconds: 1 },
  pageSizeMax: 1,
  open: (config, ports) => Promise.resolve(openConnection(config, ports)),
};

interface Bank {
  readonly ports: ConnectorPorts;
  get(path: string): Promise<BearerResult>;
  post(path: string, of: Pick<BearerCall, 'headers' | 'body'>): Promise<BearerResult>;
}

function openConnection(config: OrderBankConfig, ports: ConnectorPorts): OpenConnection {
  const { url, clientId, clientSecret, eventSecret } = config;
  const tokenUrl = config.tokenUrl ?? `${url}/oauth/token`;
  const tokens = createTokenProvider({ ports, tokenUrl, clientId, clientSecretName: clientSecret });
  const timeoutMs = config.timeoutSeconds * 1_000;
  const call = createBearerCaller({ ports, tokens, timeoutMs, sizeBytesMax: answerBytesMax });
  const bank: Bank = {
    ports,
    get: (path) => call({ method: 'GET', url: `${url}/v2${path}` }),
    post: (path, of) => call({ method: 'POST', url: `${url}/v2${path}`, ...of }),
  };
  return {
    capabilities: {
      'payments.submit': (message) => submit(bank, message),
      'payments.inquire': ({ endToEndIds = [] }) => inquire(bank, endToEndIds),
      'statuses.fetch': ({ messages }) => fetchStatuses(bank, messages),
      'statements.fetch': ({ accounts }) => fetchDays(bank, accounts),
      'deliveries.read': readDelivery,
      ...(eventSecret === undefined
        ? {}
        : { 'events.receive': eventReceiver(() => ports.secret(eventSecret)) }),
    },
    check: async () => {
      const answer = answerOrFault(await bank.get('/hello'), nowMsOf(bank));
      if ('fault' in answer) return { ok: false, version: null, detail: answer.fault.message };
      return { ok: true, version: '2', detail: 'the bank answers and accepts our access' };
    },
    close: () => Promise.resolve(),
  };
}

const nowMsOf = ({ ports }: Bank): number => Date.parse(ports.now());

async function submit(bank: Bank, message: PaymentMessage): Promise<SubmissionOutcome> {
  const order = orderOf(message.bytes);
  if (!order.ok) return { kind: 'refused', fault: order.error };
  const { key, body } = order.value;
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const answer = await bank.post('/orders', { headers, body });
  const outcome = outcomeOfOrder(answer, { clientOrderId: key, nowMs: nowMsOf(bank) });
  const detail = outcome.kind === 'acknowledged' ? undefined : outcome.fault.code;
  const event = `order_bank.submit.${outcome.kind}`;
  bank.ports.log({ event, ...(detail === undefined ? {} : { detail }) });
  return outcome;
}

/** Asks for the order by our own key; the answer is looked at, not kept. */
async function inquire(
  bank: Bank,
  endToEndIds: readonly string[],
): Promise<Outcome<InquiryOutcome>> {
  const where = 'orders by our key';
  for (const id of endToEndIds) {
    const answer = answerOrFault(await bank.get(`/orders/${id}`), nowMsOf(bank));
    if ('fault' in answer) return refuse(answer.fault);
    const { envelope } = answer;
    if (envelope.ok) return succeed({ kind: 'found', where });
    if (envelope.problem !== 'NO_SUCH_ORDER') return refuse(drift(envelope.problem));
  }
  return succeed({ kind: 'absent', where });
}

const fetchStatuses = (
  bank: Bank,
  messages: readonly AwaitedMessage[],
): Promise<FetchedAnswers> => {
  const ids = messages.flatMap(({ endToEndIds }) => endToEndIds);
  return fetchEach(
    bank,
    ids.map((id) => ({ path: `/orders/${id}`, name: `order ${id}` })),
  );
};

function fetchDays(bank: Bank, accounts: readonly AwaitedAccount[]): Promise<FetchedAnswers> {
  const wanted: Wanted[] = [];
  for (const { accountNumber, from, to } of accounts) {
    const last4 = accountNumber.slice(-4);
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const path = `/accounts/${encodeURIComponent(accountNumber)}/days/${day}`;
      wanted.push({ path, name: `account ${last4} ${day}` });
    }
  }
  return fetchEach(bank, wanted);
}

interface Wanted {
  readonly path: string;
  /** Carries no account number: it is shown and stored in the clear. */
  readonly name: string;
}

/** What the bank does not have is left out; a form that nobody announced is kept as well. */
async function fetchEach(bank: Bank, wanted: readonly Wanted[]): Promise<FetchedAnswers> {
  const answers: FetchedAnswer[] = [];
  let first: Fault | null = null;
  for (const { path, name } of wanted) {
    const result = await bank.get(path);
    const answer = answerOrFault(result, nowMsOf(bank));
    const isAnswer = result.kind === 'answer';
    const isAbsent = 'envelope' in answer && !answer.envelope.ok;
    const isKept = isAnswer && ('envelope' in answer || answer.fault.kind === 'drift');
    if (isKept && !isAbsent) {
      const bytes = new TextEncoder().encode(result.body);
      answers.push({ name, bytes, mediaType: 'application/json' });
    }
    if ('fault' in answer && answer.fault.kind !== 'drift') {
      first ??= answer.fault;
      // A bank that asks us to wait or is away says the same to the next question.
      if (answer.fault.kind !== 'retry' || !isAnswer) break;
    }
  }
  return { answers, fault: first };
}
