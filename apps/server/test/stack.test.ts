import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asId, fault, problem, ProblemError } from '@quittance/domain';
import { TaskFault } from '@quittance/engine';
import { type FlowRun, statementSync } from '@quittance/flows';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLogger } from '../src/adapters/logger.ts';
import { checkConfig } from '../src/config/load.ts';
import { loggedFlows } from '../src/hub/logged-flows.ts';
import { must } from '../src/hub/open-hub.ts';
import { schedulesOf } from '../src/hub/schedules.ts';
import { openSecrets } from '../src/hub/secrets.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quittance-stack-'));
});
afterEach(() => {
  delete process.env['QUITTANCE_SECRET_BANK_PASSWORD'];
  rmSync(folder, { recursive: true });
});

const correlationId = asId<'correlation'>('01990000-0000-7000-8000-000000000001');
const entityId = asId<'entity'>('01990000-0000-7000-8000-000000000002');

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly correlationId?: string;
  readonly why?: string;
}

/** The lines that a logger wrote; the one cast, since we wrote them. */
const linesOf = (): readonly Line[] =>
  readFileSync(join(folder, 'log', 'hub.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** A run of a task as a handler sees it; the handlers here use its task alone. */
const runOf = (name: string): FlowRun => {
  const data = { v: 1, entityId, correlationId, ids: [] };
  return { task: { id: 'task-1', name, data, retryCount: 2 } } as unknown as FlowRun;
};

describe('[DEP-08] the log', () => {
  test('tells each task with its correlation id, done or not and why', async () => {
    const logger = openLogger(folder, 'test');
    const declaration = statementSync.declaration;
    const handlers = {
      good: () => Promise.resolve(),
      faulty: () => Promise.reject(new TaskFault(fault('retry', 'BANK_DOWN', 'no answer'))),
      refused: () => Promise.reject(new ProblemError(problem('STOPPED', 'stopped'))),
    };
    const [flow] = loggedFlows([{ declaration, handlers }], logger);
    await flow?.handlers['good']?.(runOf('good'));
    await expect(flow?.handlers['faulty']?.(runOf('faulty'))).rejects.toBeInstanceOf(TaskFault);
    await expect(flow?.handlers['refused']?.(runOf('refused'))).rejects.toBeInstanceOf(
      ProblemError,
    );
    const lines = linesOf();
    expect(lines.map((line) => [line.level, line.msg, line.why])).toEqual([
      ['info', 'task done', undefined],
      ['warn', 'task not done', 'retry BANK_DOWN'],
      ['warn', 'task not done', 'STOPPED'],
    ]);
    expect(new Set(lines.map((line) => line.correlationId))).toEqual(new Set([correlationId]));
  });

  test('[I24] holds no account number and no secret', async () => {
    const logger = openLogger(folder, 'test');
    logger.info({ why: 'IBAN DE89370400440532013000 refused, password=hunter22' }, 'call');
    const text = readFileSync(join(folder, 'log', 'hub.jsonl'), 'utf8');
    expect(text).toContain('refused');
    expect(text).not.toContain('DE89370400440532013000');
    expect(text).not.toContain('hunter22');
  });
});

test('[DEP-08] a secret comes from the environment, and a missing one is named', () => {
  process.env['QUITTANCE_SECRET_BANK_PASSWORD'] = 'from the environment';
  const secret = openSecrets(undefined);
  expect(secret('bank-password')).toBe('from the environment');
  expect(() => secret('other-key')).toThrow(/other-key.*QUITTANCE_SECRET_OTHER_KEY/);
});

test('[SYN-04] every bank is asked for statements, the accounts for news, by schedule', () => {
  const bank = { connector: 'file-bank', config: {} };
  const text = JSON.stringify({
    kind: 'sandbox',
    connections: [
      { name: 'odoo', connector: 'odoo', config: {} },
      { name: 'north', ...bank },
      { name: 'king', ...bank },
    ],
    entities: [
      {
        code: 'HDE',
        name: 'Halden',
        country: 'DE',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        accounts: 'odoo',
      },
    ],
    accounts: [],
    persons: [],
    policies: [],
    mail: { kind: 'folder', path: 'mail', from: 'pay@halden.example' },
    schedules: { bankFetch: '*/3 6-20 * * 1-5', accountsSync: '*/7 * * * *' },
  });
  const config = must(checkConfig(text, 'test'));
  const connections = ['odoo', 'north', 'king'].map((name, index) => ({
    name,
    id: asId<'connection'>(`01990000-0000-7000-8000-0000000000${(10 + index).toString()}`),
  }));
  const schedules = schedulesOf({ config, connections, entityIds: [entityId], correlationId });
  const told = schedules.map(({ task, cron }) => [task.name, task.data.ids[0] ?? null, cron]);
  expect(told).toEqual([
    ['accounts.sync', connections[0]?.id, '*/7 * * * *'],
    ['bank.fetch', connections[1]?.id, '*/3 6-20 * * 1-5'],
    ['bank.fetch', connections[2]?.id, '*/3 6-20 * * 1-5'],
    ['deadline.sweep', entityId, '*/10 * * * *'],
    ['webhook.fanOut', null, '* * * * *'],
  ]);
  const keys = schedules.map(({ task }) => `${task.name} ${task.singletonKey ?? ''}`);
  expect(new Set(keys).size).toBe(schedules.length);
});
