import { createHash } from 'node:crypto';
import {
  addMilliseconds,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import type { KeyedRequest, StoredAnswer } from '@quittance/store';
import { httpMeanings } from '../problem/statuses.ts';
import type { ApiPorts } from '../ports.ts';
import type { Answer, Call, Refusal, Route } from './route.ts';

/** Longer than any transaction may last: whoever began earlier without an answer is dead. */
const abandonedAfterMs = 120_000;
const hourMs = 3_600_000;
const keyForm = /^[\x21-\x7e]{1,255}$/;

/** A request with its key, ready to be claimed. */
export interface OnceInput {
  readonly ports: ApiPorts;
  readonly route: Route;
  readonly call: Call;
  /** Value of Idempotency-Key, if any. */
  readonly key: string | undefined;
  /** Method and path as they were asked for. */
  readonly target: string;
}

/** An answer that was told, or a refusal, and whether it is a repetition. */
export interface Once {
  readonly result: Result<Answer, Refusal>;
  readonly replayed: boolean;
}

/**
 * Lets a request have its effect once (draft-ietf-httpapi-idempotency-key-header): the first one
 * with a key acts, and its answer is kept in the transaction in which it acted; the same request
 * again gets the same answer. What may succeed later is not kept, so that it can be tried again.
 */
export async function once(
  input: OnceInput,
  tell: (refusal: Refusal) => StoredAnswer,
): Promise<Once> {
  const { ports, route, call } = input;
  const keyed = keyedRequest(input);
  if (!keyed.ok) return { result: refuse({ problem: keyed.error }), replayed: false };
  const request = keyed.value;
  const start = await ports.keys.begin(request);
  if (start.kind === 'answered') {
    return { result: succeed(answerFrom(start.answer)), replayed: true };
  }
  if (start.kind !== 'begun') {
    return { result: refuse({ problem: notBegun(start.kind) }), replayed: false };
  }
  let kept = false;
  try {
    const result = await route.handle({
      ...call,
      async keep(transaction, answer) {
        await ports.keys.answerWithin(transaction, request, storedAnswer(answer));
        kept = true;
      },
    });
    if (result.ok && !kept) await ports.keys.answer(request, storedAnswer(result.value));
    if (!result.ok) await settleRefusal({ ports, request, refusal: result.error }, tell);
    return { result, replayed: false };
  } catch (error) {
    // Nobody knows how far it came: where its verb committed, the answer is kept with it, and
    // where it did not, the key is free again.
    await ports.keys.release(request);
    throw error;
  }
}

async function settleRefusal(
  of: { readonly ports: ApiPorts; readonly request: KeyedRequest; readonly refusal: Refusal },
  tell: (refusal: Refusal) => StoredAnswer,
): Promise<void> {
  const { ports, request, refusal } = of;
  const { retryable, status } = httpMeanings[refusal.problem.code];
  if (retryable || status >= 500) await ports.keys.release(request);
  else await ports.keys.answer(request, tell(refusal));
}

function keyedRequest(input: OnceInput): Result<KeyedRequest, Problem> {
  const { ports, call, key, target } = input;
  if (key === undefined) {
    return refuse(problem('IDEMPOTENCY_KEY_MISSING', 'send an Idempotency-Key of your own'));
  }
  if (!keyForm.test(key)) {
    return refuse(problem('IDEMPOTENCY_KEY_MISSING', 'a key has 1 to 255 visible characters'));
  }
  const at = ports.now();
  return succeed({
    tokenId: call.caller.token.id,
    key,
    fingerprint: fingerprintOf(target, call),
    at,
    expiresAt: addMilliseconds(at, ports.limits.answerHours * hourMs),
    abandonedBefore: addMilliseconds(at, -abandonedAfterMs),
  });
}

/** Two requests are the same when target, precondition and body are. */
function fingerprintOf(target: string, { body, ifMatch }: Call): string {
  const digest = createHash('sha256').update(JSON.stringify([target, ifMatch]), 'utf8');
  if (body instanceof Uint8Array) return digest.update(body).digest('hex');
  return digest.update(JSON.stringify(body ?? null), 'utf8').digest('hex');
}

function notBegun(kind: 'inFlight' | 'otherRequest'): Problem {
  return kind === 'inFlight'
    ? problem('IDEMPOTENCY_KEY_IN_FLIGHT', 'the first request with this key is not answered yet')
    : problem('IDEMPOTENCY_KEY_REUSED', 'the key was used for another request');
}

const storedAnswer = ({ status, headers, body }: Answer): StoredAnswer => ({
  status,
  headers: JSON.stringify(headers),
  body: JSON.stringify(body),
});

/** Guarantee: whatever is stored was written by {@link storedAnswer} or told as a problem. */
const answerFrom = ({ status, headers, body }: StoredAnswer): Answer => ({
  status,
  headers: JSON.parse(headers) as Readonly<Record<string, string>>,
  body: JSON.parse(body) as unknown,
});
