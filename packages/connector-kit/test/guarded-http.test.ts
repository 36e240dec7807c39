import { describe, expect, test } from 'vitest';
import {
  type CallGuard,
  guardHttp,
  heldBackCode,
  type HttpRequest,
  type HttpResult,
  retryAfterMsOf,
} from '../src/index.ts';

const request: HttpRequest = {
  method: 'GET',
  url: 'https://bank.example/',
  headers: {},
  timeoutMs: 1_000,
  sizeBytesMax: 1_000,
};

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): HttpResult => ({
  kind: 'answer',
  status,
  headers,
  body: '',
});

const nowMs = Date.parse('2026-11-23T08:00:00.000Z');

describe('the guarded HTTP port', () => {
  const run = async (result: HttpResult, allowed: ReturnType<CallGuard['ask']>) => {
    const seen: string[] = [];
    const guard: CallGuard = {
      ask: () => allowed,
      report: (outcome) => void seen.push(outcome),
      pause: (waitMs) => void seen.push(`pause ${waitMs}`),
    };
    const http = {
      request: () => {
        seen.push('called');
        return Promise.resolve(result);
      },
    };
    return { seen, result: await guardHttp(http, guard, { nowMs: () => nowMs }).request(request) };
  };

  test('[RES-15] a call held back never leaves and says so', async () => {
    const { seen, result } = await run(answer(200), { allowed: false, waitMs: 250 });
    expect(seen).toEqual([]);
    expect(result).toEqual({
      kind: 'failure',
      reached: false,
      code: heldBackCode,
      message: '250',
    });
  });

  test('what says that the endpoint is away counts as failure, a refusal does not', async () => {
    const lost: HttpResult = { kind: 'failure', reached: true, code: 'ECONNRESET', message: '' };
    expect((await run(lost, { allowed: true })).seen).toEqual(['called', 'failure']);
    expect((await run(answer(503), { allowed: true })).seen).toEqual(['called', 'failure']);
    expect((await run(answer(400), { allowed: true })).seen).toEqual(['called', 'success']);
    const busy = answer(429, { 'retry-after': '3' });
    expect((await run(busy, { allowed: true })).seen).toEqual(['called', 'success', 'pause 3000']);
  });

  test('[FT-10] Retry-After is read as seconds or as a date, and never beyond a day', () => {
    const read = (value: string, status = 429): number | null =>
      retryAfterMsOf(answer(status, { 'retry-after': value }), nowMs);
    expect(read('0')).toBe(0);
    expect(read('120')).toBe(120_000);
    expect(read('Mon, 23 Nov 2026 08:01:00 GMT')).toBe(60_000);
    expect(read('Mon, 23 Nov 2026 07:59:00 GMT')).toBe(0);
    expect(read('999999999')).toBe(86_400_000);
    expect(read('soon')).toBeNull();
    expect(read('5', 200)).toBeNull();
    expect(retryAfterMsOf(answer(429), nowMs)).toBeNull();
  });
});
