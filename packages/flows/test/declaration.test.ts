import { checkFlow, type Flow, flows, type FlowPorts, workFlows } from '@quittance/flows';
import { present, ProblemError } from '@quittance/domain';
import type { TaskQueue } from '@quittance/engine';
import { taskKinds } from '@quittance/services';
import { describe, expect, test } from 'vitest';

const whole = present(
  flows.find((flow) => flow.declaration.name === 'supplier-payment'),
  'flow',
);

/** A queue that only notes what is worked on. */
function listeningQueue(): { readonly queue: TaskQueue; readonly worked: readonly string[] } {
  const worked: string[] = [];
  const work = (name: string): Promise<void> => {
    worked.push(name);
    return Promise.resolve();
  };
  // Guarantee: workFlows calls nothing but `work`.
  return { queue: { work } as unknown as TaskQueue, worked };
}

// Guarantee: no handler runs here, so that no port is ever used.
const ports = {} as unknown as FlowPorts;

async function load(given: readonly Flow[], tasks?: readonly string[]) {
  const { queue, worked } = listeningQueue();
  const options = tasks === undefined ? { concurrency: 1 } : { concurrency: 1, tasks };
  try {
    await workFlows(queue, ports, { flows: given, options });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { worked, ...error.problem };
  }
  return { worked, code: 'none', detail: '' };
}

const withDeclaration = (patch: Partial<Flow['declaration']>): Flow => ({
  ...whole,
  declaration: { ...whole.declaration, ...patch },
});

describe('what a flow must declare', () => {
  test.each([
    ['its name', 'name', { name: ' ' }],
    ['what starts it', 'trigger', { trigger: '' }],
    ['how often it runs', 'frequency', { frequency: '' }],
    ['who owns its timing', 'timingOwner', { timingOwner: '' }],
    ['its order', 'sequencing', { sequencing: '' }],
    ['how it is reconciled', 'reconciliationRule', { reconciliationRule: '' }],
    ['where its exceptions go', 'exceptionPath', { exceptionPath: '' }],
    ['who answers for it', 'owner', { owner: { role: 'releaser', name: '' } }],
    ['by when it is done', 'slaMinutes', { slaMinutes: 0 }],
    ['whose data it moves', 'systemOfRecord', { systemOfRecord: {} }],
    ['its tasks', 'tasks', { tasks: [] }],
  ] as const)('[SYN-17] [GOV-06] [CAN-04] [ORC-01] without %s it does not load', async (...row) => {
    const [, field, patch] = row;
    const loaded = await load([withDeclaration(patch)]);
    expect(loaded.code).toBe('CONFIGURATION_INVALID');
    expect(loaded.detail).toContain(field);
    expect(loaded.worked).toStrictEqual([]);
  });

  test('[SYN-17] a field that is absent altogether is missed as well', () => {
    for (const field of Object.keys(whole.declaration)) {
      if (field === 'v') continue;
      const rest = Object.fromEntries(
        Object.entries(whole.declaration).filter(([name]) => name !== field),
      );
      const checked = checkFlow(rest, Object.keys(whole.handlers));
      expect(checked.ok ? 'loads' : checked.error.detail).toContain(field);
    }
  });

  test('[SYN-17] one flow that lacks something keeps all of them from loading', async () => {
    const loaded = await load([whole, withDeclaration({ frequency: '' })]);
    expect(loaded.code).toBe('CONFIGURATION_INVALID');
    expect(loaded.worked).toStrictEqual([]);
  });

  test('[ORC-01] a task without a handler, or the other way round, does not load', async () => {
    const { 'batch.release': release, ...others } = whole.handlers;
    const lacking = await load([{ ...whole, handlers: others }]);
    expect(lacking.detail).toContain('handler of batch.release');
    const stray = { ...whole.handlers, 'lines.match': present(release, 'handler') };
    const undeclared = await load([{ ...whole, handlers: stray }]);
    expect(undeclared.detail).toContain('declaration of lines.match');
  });
});

describe('the flows that ship', () => {
  test('[SYN-17] [GOV-06] all of them load, with every task they declare', async () => {
    const loaded = await load(flows);
    expect(loaded.code).toBe('none');
    expect(loaded.worked.toSorted()).toStrictEqual(
      flows.flatMap((flow) => flow.declaration.tasks).toSorted(),
    );
  });

  test('[ORC-01] a sender works on its own tasks only', async () => {
    const loaded = await load(flows, ['attempt.submit']);
    expect(loaded.worked).toStrictEqual(['attempt.submit']);
  });

  test('[ORC-01] every task that a flow handles is a known kind, and belongs to one flow', () => {
    const handled = flows.flatMap((flow) => flow.declaration.tasks);
    expect(new Set(handled).size).toBe(handled.length);
    const known: readonly string[] = taskKinds.map((kind) => kind.name);
    for (const name of handled) expect(known).toContain(name);
  });

  test('[CAN-04] one kind of object has one system of record, whichever flow names it', () => {
    const owners = new Map<string, Set<string>>();
    for (const { declaration } of flows) {
      for (const [object, owner] of Object.entries(declaration.systemOfRecord)) {
        owners.set(object, (owners.get(object) ?? new Set()).add(owner));
      }
    }
    for (const [object, named] of owners) expect([object, named.size]).toStrictEqual([object, 1]);
  });
});
