import type { HttpPort, HttpRequest, HttpResult } from '@quittance/connector-kit';
import { ConnectionLost, type OdooSimulator } from '@quittance/sandbox';
import type { Swarm } from '../faults/swarm.ts';
import type { VirtualProcess } from './process.ts';
import type { Owner, VirtualScheduler } from './scheduler.ts';

export interface HttpInput {
  readonly odoo: OdooSimulator;
  readonly process: VirtualProcess;
  readonly swarm: Swarm;
  readonly scheduler: VirtualScheduler;
  /** Lets go of calls that commit late; it belongs to no process. */
  readonly wire: Owner;
}

const failure = (reached: boolean, code: string): HttpResult => ({
  kind: 'failure',
  reached,
  code,
  message: 'no answer',
});

const answer = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResult => ({ kind: 'answer', status, headers, body });

const page = '<html><body><h1>Under maintenance</h1></body></html>';

/** A call that was given up commits at most this long after: ten minutes. */
const lateMsMax = 600_000;

/** Odoo over a network that loses questions and answers, and behind a server with bad days. */
export function openHttp(input: HttpInput): HttpPort {
  return {
    async request(request) {
      await input.process.park('odoo.call');
      const result = await carry(input, request);
      await input.process.park('odoo.answered');
      return result;
    },
  };
}

async function carry(input: HttpInput, request: HttpRequest): Promise<HttpResult> {
  const { swarm, odoo, process } = input;
  if (odoo.faults.down) {
    swarm.note('odoo.down');
    return failure(false, 'ECONNREFUSED');
  }
  if (swarm.strikes('odoo.throttled')) {
    return answer(429, 'too many requests', { 'retry-after': `${swarm.random.integer(1, 90)}` });
  }
  if (swarm.strikes('odoo.maintenance')) return answer(503, page);
  if (swarm.strikes('odoo.pageForAnswer')) return answer(200, page);
  if (swarm.strikes('odoo.errorBefore')) return answer(500, 'Internal Server Error');
  if (swarm.strikes('odoo.resetBefore')) return failure(true, 'ECONNRESET');
  if (swarm.strikes('odoo.timeoutBefore')) {
    await process.sleep(request.timeoutMs);
    return failure(true, 'TIMEOUT');
  }
  if (isWrite(request) && swarm.strikes('odoo.lateCommit')) return commitLate(input, request);
  if (swarm.strikes('odoo.serializationFailure')) odoo.faults.add({ kind: 'serializationFailure' });
  return afterwards(input, request, await ask(odoo, request));
}

/** Only calls that may change something can commit late. */
const isWrite = (request: HttpRequest): boolean => request.timeoutMs > readTimeoutMsMax;
const readTimeoutMsMax = 30_000;

/** What happens to the answer of a call that was carried out. */
async function afterwards(
  input: HttpInput,
  request: HttpRequest,
  result: HttpResult,
): Promise<HttpResult> {
  const { swarm, process } = input;
  if (result.kind !== 'answer') return result;
  if (swarm.strikes('odoo.resetAfter')) return failure(true, 'ECONNRESET');
  if (swarm.strikes('odoo.errorAfterCommit')) return answer(500, 'Internal Server Error');
  if (swarm.strikes('odoo.brokenAnswer')) {
    return answer(200, result.body.slice(0, Math.floor(result.body.length / 2)));
  }
  if (swarm.strikes('odoo.timeoutAfter')) {
    await process.sleep(request.timeoutMs);
    return failure(true, 'TIMEOUT');
  }
  return result;
}

async function commitLate(input: HttpInput, request: HttpRequest): Promise<HttpResult> {
  const { odoo, scheduler, wire, swarm, process } = input;
  odoo.faults.add({ kind: 'lateCommit' });
  void ask(odoo, request);
  const atMs = scheduler.nowMs() + request.timeoutMs + swarm.random.integer(1, lateMsMax);
  scheduler.at(wire, atMs, () => odoo.faults.release());
  await process.sleep(request.timeoutMs);
  return failure(true, 'TIMEOUT');
}

async function ask(odoo: OdooSimulator, request: HttpRequest): Promise<HttpResult> {
  const { method, url, headers, body } = request;
  try {
    const said = await odoo.answer({
      url,
      method,
      headers: { get: (name) => headers?.[name] ?? null },
      text: body ?? '',
    });
    return answer(said.status, said.text, said.headers);
  } catch (error) {
    if (error instanceof ConnectionLost) return failure(true, error.code);
    throw error;
  }
}
