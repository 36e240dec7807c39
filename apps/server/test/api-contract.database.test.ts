/** Calls every operation of the committed document, with input that is valid or not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissions, present } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endBankDay, payDueBills, prepareAccounts, rows } from '../src/demo/run-demo.ts';
import { type ApiWorld, openApiWorld, type Told } from './support/api-world.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Media;
  readonly responses: Readonly<Record<string, Media>>;
  readonly 'x-permission'?: string;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const file = join(import.meta.dirname, '../../../docs/reference/openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    id: operation.operationId,
    path,
    method: method.toUpperCase(),
    operation,
  })),
);
type One = (typeof operations)[number];

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'api', components: document.components });

/** What is wrong with a body by the document, or nothing. */
function faultsOf(schema: object, body: unknown): readonly string[] {
  const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
  const validate = ajv.compile(JSON.parse(text) as object);
  return validate(body)
    ? []
    : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

let world: ApiWorld;
/** Every permission, in the hands of somebody who controls everything and holds no other role. */
let token = '';
let ids: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  world = await openApiWorld({
    seed: 5,
    api: { requestsPerMinute: 100_000, addressRequestsPerMinute: 1_000_000 },
  });
  const { hub, sandbox } = world.run;
  const run = { hub, sandbox, tell: () => undefined };
  await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 2 } });
  await prepareAccounts(run);
  await payDueBills(run);
  await endBankDay(run, sandbox.today);
  token = await world.token('controller');
  ids = await idsOf();
}, 180_000);
afterAll(async () => {
  await world.close();
});

/** One object of each kind, by the name that the paths give it. */
async function idsOf(): Promise<Readonly<Record<string, string>>> {
  const { hub } = world.run;
  // One that may be revoked: the token of the tests is made before it.
  await world.token('controller');
  const spare = present((await rows(hub, 'api_token', {})).at(-1), 'token');
  const first = async (table: Parameters<typeof rows>[1]): Promise<string> =>
    present((await rows(hub, table, {}))[0], table).id;
  const payment = present(
    (await rows(hub, 'payment', { state: 'settled' }))[0] ?? (await rows(hub, 'payment', {}))[0],
    'payment',
  );
  const banks = await rows(hub, 'own_account', {});
  const leaves = await rows(hub, 'audit_leaf', { verb: 'batch.release' });
  return {
    entityId: hub.entityIds[0] ?? '',
    partyId: await first('party'),
    ownAccountId: await first('own_account'),
    connectionId: present(banks[0], 'account').bankConnectionId,
    openItemId: await first('open_item'),
    batchId: payment.batchId,
    paymentId: payment.id,
    approvalId: await first('approval'),
    attemptId: await first('attempt'),
    statementId: await first('statement'),
    matchId: await first('match'),
    caseId: await first('exception_case'),
    stopId: '01930000-0000-7000-8000-000000000000',
    subscriptionId: '01930000-0000-7000-8000-000000000000',
    tokenId: spare.id,
    operationId: present(leaves[0], 'leaf').correlationId,
    hash: present((await rows(hub, 'statement', {}))[0], 'statement').evidenceHash,
    anyId: payment.reference,
    connectionName: 'nordhafen',
  };
}

/** Bodies that the document allows, by operation; whether the verb agrees is the verb's. */
const bodies: Readonly<Record<string, () => object>> = {
  createProposal: () => ({ ownAccountId: ids['ownAccountId'], dueUntil: '2020-01-01' }),
  proposeRun: () => ({ entityId: ids['entityId'], dueUntil: '2020-01-01' }),
  rerouteBatch: () => ({}),
  decideBatch: () => ({ decision: 'approve', contentHash: `1:${'0'.repeat(64)}` }),
  cancelPayment: () => ({ reason: 'not needed' }),
  undoMatch: () => ({ reason: 'not ours' }),
  resolveCase: () => ({ resolution: 'asked the bank' }),
  engageStop: () => ({ entityId: ids['entityId'], ownAccountId: null, reason: 'a drill' }),
  replayDeadLetters: () => ({ ids: ['01930000-0000-7000-8000-000000000000'] }),
  subscribe: () => ({ name: 'x', url: 'https://x.example/', eventTypes: ['*'], secretName: 'x' }),
  replayDeliveries: () => ({ entityId: ids['entityId'] }),
};

const isJsonBody = (one: One): boolean =>
  one.operation.requestBody?.content?.['application/json'] !== undefined;

let keysMade = 0;

interface Asked {
  readonly token?: string | null;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly key?: string | null;
  readonly body?: string | Uint8Array | null;
}

/** Sends what the document asks for, but for what the test wants otherwise. */
function send(one: One, asked: Asked = {}): Promise<Told> {
  const values = { ...ids, ...asked.path };
  const path = one.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? name);
  const headers = new Headers();
  keysMade += 1;
  const wantsKey = one.operation.parameters?.some(({ name }) => name === 'Idempotency-Key');
  if (wantsKey === true && asked.key !== null) headers.set('idempotency-key', `k${keysMade}`);
  const made = bodies[one.id]?.();
  const usual =
    made === undefined ? (one.id === 'uploadFile' ? '<nothing/>' : null) : JSON.stringify(made);
  const body = asked.body === undefined ? usual : asked.body;
  if (body !== null) {
    headers.set('content-type', isJsonBody(one) ? 'application/json' : 'application/octet-stream');
  }
  const by = asked.token === undefined ? token : asked.token;
  return world.ask(`${path}${asked.query ?? ''}`, {
    method: one.method,
    headers,
    ...(body === null ? {} : { body: Buffer.from(body) }),
    ...(by === null ? {} : { token: by }),
  });
}

function expectProblem(told: Told, code: string, status: number): void {
  expect(told.body).toMatchObject({ code, status });
  expect(told.status).toBe(status);
  expect(told.headers.get('content-type')).toContain('application/problem+json');
  expect(faultsOf({ $ref: '#/components/schemas/Problem' }, told.body)).toEqual([]);
  expect(told.headers.get('x-request-id')).toBeTruthy();
  expect(told.body).toMatchObject({ correlationId: told.headers.get('x-correlation-id') });
}

const named = operations.map((one) => [one.id, one] as const);
/** The stream never ends by itself; it has tests of its own. */
const answering = named.filter(([id]) => id !== 'streamEvents');
const closed = named.filter(([, { operation }]) => operation.security === undefined);
const versioned = closed.filter(([, { path }]) => path.startsWith('/api/v1'));
const acting = closed.filter(([, { method }]) => method === 'POST');

test('the document has the operations that are tested', () => {
  expect(named.length).toBeGreaterThan(60);
  const withBody = acting.filter(([, one]) => isJsonBody(one)).map(([id]) => id);
  expect(withBody.filter((id) => bodies[id] === undefined)).toEqual([]);
});

describe('[SEC-14] without a token', () => {
  test.each(closed)('%s tells nothing', async (_, one) => {
    expectProblem(await send(one, { token: null }), 'UNAUTHENTICATED', 401);
  });
});

describe('[SEC-03][CAN-04] with a token for everything else', () => {
  test.each(closed)('%s is refused', async (_, one) => {
    const wanted = present(one.operation['x-permission'], 'permission');
    const other = await others(wanted);
    expectProblem(await send(one, { token: other }), 'FORBIDDEN', 403);
  });
});

const tokenWithout = new Map<string, Promise<string>>();
function others(permission: string): Promise<string> {
  const known = tokenWithout.get(permission);
  const rest = permissions().filter((name) => name !== permission);
  const made = known ?? world.token('controller', rest);
  tokenWithout.set(permission, made);
  return made;
}

describe('[GOV-08] input that the document does not allow', () => {
  test.each(versioned)('%s takes no parameter that is not in it', async (_, one) => {
    expectProblem(await send(one, { query: '?unheardOf=1' }), 'BAD_INPUT', 400);
  });

  const byId = versioned.filter(([, { path }]) => /\{(?!anyId)\w+\}/.test(path));
  test.each(byId)('%s takes no id that is none', async (_, one) => {
    const wrong = Object.fromEntries(Object.keys(ids).map((name) => [name, 'NOT-AN-ID']));
    expectProblem(await send(one, { path: wrong }), 'BAD_INPUT', 400);
  });

  test.each(acting)('%s does nothing without an Idempotency-Key', async (_, one) => {
    expectProblem(await send(one, { key: null }), 'IDEMPOTENCY_KEY_MISSING', 400);
  });

  const withJson = acting.filter(([, one]) => isJsonBody(one));
  test.each(withJson)('%s takes no other body', async (id, one) => {
    const extra = { ...bodies[id]?.(), unheardOf: true };
    expectProblem(await send(one, { body: JSON.stringify(extra) }), 'BAD_INPUT', 400);
    expectProblem(await send(one, { body: '{"half":' }), 'BAD_INPUT', 400);
    expectProblem(await send(one, { body: '[]' }), 'BAD_INPUT', 400);
    const wide = JSON.stringify({ reason: 'x'.repeat(1_100_000) });
    expectProblem(await send(one, { body: wide }), 'BAD_INPUT', 413);
  });
});

describe('[GOV-14] input that the document allows', () => {
  test.each(answering)('%s is answered as the document says', async (id, one) => {
    const told = await send(one);
    const success = Object.keys(one.operation.responses).find((status) => status.startsWith('2'));
    const { status } = told;
    const documented = one.operation.responses[status.toString()];
    if (documented === undefined) {
      // Whether the state of the object allows it is the verb's to say, by a problem.
      expect([id, one.method, told.body]).toEqual([id, 'POST', told.body]);
      expect(faultsOf({ $ref: '#/components/schemas/Problem' }, told.body)).toEqual([]);
      expect(status).toBeGreaterThanOrEqual(400);
      return;
    }
    expect(status.toString()).toBe(success);
    const json = documented.content?.['application/json'];
    if (json !== undefined) expect(faultsOf(json.schema, told.body)).toEqual([]);
  });
});

test('[SEC-11] no answer tells an account number, but for the evidence itself', async () => {
  const { hub } = world.run;
  const numbers = [
    ...(await rows(hub, 'own_account', {})),
    ...(await rows(hub, 'party_bank_details', {})),
  ].map((row) => row.accountNumber);
  expect(numbers.length).toBeGreaterThan(5);
  for (const [id, one] of answering) {
    if (one.method !== 'GET' || id === 'downloadEvidence') continue;
    const told = await send(one);
    expect([id, told.status]).toEqual([id, 200]);
    const text = JSON.stringify(told.body);
    expect([id, numbers.filter((number) => text.includes(number))]).toEqual([id, []]);
  }
});

test('[I22] nobody sees or moves what belongs to a company out of reach', async () => {
  const { hub } = world.run;
  const [mine, other] = hub.entityIds;
  const narrow = await world.token('controller', undefined, [present(mine, 'a company')]);
  const foreign = (await rows(hub, 'payment', {})).find((row) => row.entityId === other);
  const id = present(foreign, 'a payment of another company').id;
  const told = await world.ask(`/api/v1/payments/${id}`, { token: narrow });
  expectProblem(told, 'NOT_FOUND', 404);
  const asked = await world.ask(`/api/v1/payments?entityId=${other ?? ''}`, { token: narrow });
  expectProblem(asked, 'FORBIDDEN', 403);
  const lists = operations.filter(
    (one) => one.method === 'GET' && !one.path.includes('{') && one.path.startsWith('/api/v1'),
  );
  for (const one of lists) {
    // A person's own tokens say what they reach, the wider ones too.
    if (one.id === 'streamEvents' || one.id === 'listTokens') continue;
    const answer = await send(one, { token: narrow });
    const text = JSON.stringify(answer.body);
    // Persons hold grants, connections serve several companies: the company itself is never told.
    expect([one.id, text.includes(other ?? 'none')]).toEqual([one.id, false]);
  }
});
