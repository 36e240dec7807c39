import {
  cancelPayment,
  createProposal,
  decide,
  engageStop,
  reopenBatch,
  requestRelease,
  resumeStop,
} from '@quittance/services';
import type { Problem, Result } from '@quittance/domain';
import type { World } from '../hub/open-hub.ts';
import type { Deed } from '../oracle/deeds.ts';
import { screenOf } from './deeds.ts';

/** The verbs of the hub that matter to control, as people call them: what they do is noted. */
export interface Acts {
  readonly createProposal: typeof createProposal;
  readonly decide: typeof decide;
  readonly reopenBatch: typeof reopenBatch;
  readonly requestRelease: typeof requestRelease;
  readonly cancelPayment: typeof cancelPayment;
  readonly engageStop: typeof engageStop;
  readonly resumeStop: typeof resumeStop;
}

/** What was done, less who did it and when. */
type Done = Deed extends infer Each
  ? Each extends Deed
    ? Omit<Each, 'at' | 'person'>
    : never
  : never;

export function openActs(world: World): Acts {
  const { memory } = world;
  const { screens } = world.deeds;
  return {
    async createProposal(call) {
      const accounts = await memory.dump('own_account');
      const account = accounts.find(({ id }) => id === call.input.ownAccountId);
      return noted(world, call, {
        verb: createProposal,
        doneOf: (value) => ({
          what: 'proposed',
          batch: value?.batchId ?? '',
          company: account?.entityId ?? '',
          references: value?.payments.map((payment) => payment.reference) ?? [],
        }),
      });
    },
    async decide(call) {
      const { batchId, decision } = call.input;
      const stood = await screenOf(memory, batchId);
      const batch = batchId;
      const done: Done =
        decision === 'reject'
          ? { what: 'rejected', batch }
          : { what: 'approved', batch, saw: screens.get(call.input.contentHash) ?? stood, stood };
      return noted(world, call, { verb: decide, doneOf: () => done });
    },
    reopenBatch: (call) =>
      noted(world, call, {
        verb: reopenBatch,
        doneOf: () => ({ what: 'reopened', batch: call.input.batchId }),
      }),
    requestRelease: (call) =>
      noted(world, call, {
        verb: requestRelease,
        doneOf: () => ({ what: 'released', batch: call.input.batchId }),
      }),
    async cancelPayment(call) {
      const payments = await memory.dump('payment');
      const one = payments.find(({ id }) => id === call.input.paymentId);
      const reference = one?.reference ?? '';
      return noted(world, call, {
        verb: cancelPayment,
        doneOf: () => ({ what: 'cancelled', reference }),
      });
    },
    engageStop: (call) =>
      noted(world, call, {
        verb: engageStop,
        doneOf: (value) => ({
          what: 'stopped',
          company: call.input.entityId,
          stop: value?.stopId ?? '',
        }),
      }),
    resumeStop: (call) =>
      noted(world, call, {
        verb: resumeStop,
        doneOf: (value) => ({
          what: 'resumed',
          stop: call.input.stopId,
          over: value?.active === false,
        }),
      }),
  };
}

interface AnyCall {
  readonly ctx: { readonly scope: { readonly actor: { readonly name: string } } };
}

/** Calls a verb and notes what it did; a refusal did nothing, a lost answer perhaps. */
async function noted<Call extends AnyCall, Value>(
  world: World,
  call: Call,
  of: {
    readonly verb: (call: Call) => Promise<Result<Value, Problem>>;
    readonly doneOf: (value: Value | null) => Done;
  },
): Promise<Result<Value, Problem>> {
  const { scheduler, deeds } = world;
  const { verb, doneOf } = of;
  const asked = scheduler.now();
  const person = call.ctx.scope.actor.name;
  try {
    const result = await verb(call);
    if (result.ok) {
      const at = { asked, answered: scheduler.now(), sure: true };
      deeds.add({ ...doneOf(result.value), at, person });
    }
    return result;
  } catch (error) {
    deeds.add({ ...doneOf(null), at: { asked, answered: scheduler.now(), sure: false }, person });
    throw error;
  }
}
