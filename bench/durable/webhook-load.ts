/** A process that pushes signed events as a bank does, and tells how long each was on its way. */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { signEvent } from '@quittance/sandbox';

export interface Load {
  readonly url: string;
  readonly events: number;
  readonly connections: number;
  /** Base64. */
  readonly secret: string;
  readonly now: string;
}

export interface LoadResult {
  readonly seconds: number;
  /** Events that were acknowledged at last, each once. */
  readonly acknowledged: number;
  /** Pushed a second time on purpose, as banks do. */
  readonly repeated: number;
  readonly toldToWait: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Every so many events one is pushed twice. */
const repeatEvery = 10;
const triesMax = 100;

/** Guarantee: the process is started with one word, a load as JSON. */
const loadOf = (word: string | undefined): Load => JSON.parse(word ?? '') as Load;

const load = loadOf(process.argv[2]);
const begun = performance.now();
const agent = new Agent({ keepAlive: true, maxSockets: load.connections });

function post(number: number): Promise<number> {
  const id = `EV-${number.toString().padStart(8, '0')}`;
  const clientOrderId = `Q${number.toString().padStart(12, '0')}`;
  const body = JSON.stringify({ event: id, kind: 'order.phase', clientOrderId, phase: 'DONE' });
  const at = new Date(Date.parse(load.now) + performance.now() - begun).toISOString();
  const signed = signEvent({ id, body, at, secret: load.secret });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { ...signed.headers, 'content-length': Buffer.byteLength(signed.body) };
  const sent = request(load.url, { method: 'POST', agent, headers }, (answer) => {
    answer.resume().on('end', () => {
      resolve(answer.statusCode ?? 0);
    });
  });
  sent.on('error', reject).end(signed.body);
  return promise;
}

const timesMs: number[] = [];
const told = { acknowledged: 0, repeated: 0, toldToWait: 0 };
let next = 0;

/** Pushes one until it is acknowledged. Errors: another answer, or too many tries. */
async function push(number: number): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const started = performance.now();
    const status = await post(number);
    timesMs.push(performance.now() - started);
    if (status === 202) return;
    if (status !== 429) throw new Error(`the hub answered ${status.toString()}`);
    told.toldToWait += 1;
    await wait(50);
  }
  throw new Error('an event was never taken');
}

async function client(): Promise<void> {
  while (next < load.events) {
    next += 1;
    const number = next;
    await push(number);
    told.acknowledged += 1;
    if (number % repeatEvery !== 0) continue;
    await push(number);
    told.repeated += 1;
  }
}

await Promise.all(Array.from({ length: load.connections }, client));
const seconds = (performance.now() - begun) / 1_000;
const ordered = timesMs.toSorted((left, right) => left - right);
const share = (of: number): number => ordered[Math.floor((ordered.length - 1) * of)] ?? 0;
const result: LoadResult = { seconds, ...told, p50Ms: share(0.5), p99Ms: share(0.99) };
process.stdout.write(JSON.stringify(result));
agent.destroy();
