import { BANK_FAULT_KINDS, type BankFaultKind, type FaultOptions } from '../bank/behaviour.ts';
import type { BankSimulator } from '../bank/bank.ts';
import type { Fault, FaultKind, Faults } from '../odoo/faults.ts';
import { createRandom } from '../random.ts';

/**
 * A seeded script of misbehaviour for a run of some days: which counterparty does what wrong, on
 * which day of the run and at which moment of that day.
 */
export interface FaultScript {
  readonly seed: number;
  readonly steps: readonly ScriptStep[];
}

/**
 * - `reading`: before the accounts are read
 * - `submitting`: before payments are released
 * - `answering`: before the banks take in files and answer
 * - `booking`: before the banks close their day
 */
export type ScriptMoment = 'reading' | 'submitting' | 'answering' | 'booking';

interface At {
  /** 0 is the first day of the run. */
  readonly day: number;
  readonly moment: ScriptMoment;
}

export type ScriptStep =
  | (At & { readonly party: 'odoo'; readonly fault: Fault })
  | (At & {
      /** Place of the bank in the list of banks. */
      readonly party: number;
      readonly kind: BankFaultKind;
      readonly options?: FaultOptions;
    });

/** Days on which the script does anything; payments are to be released on each of them. */
export const SCRIPT_DAYS = 3;

/** Spoils answers to questions only: nobody asks what a creation has created. */
const readingFaults: readonly FaultKind[] = [
  'reorderedRows',
  'repeatedRows',
  'unknownFields',
  'missingField',
];

/** Strike at the first call of their method, whatever else goes wrong. */
const writingFaults: readonly (readonly [FaultKind, Partial<Fault>])[] = [
  ['timeoutBefore', { method: 'create' }],
  ['timeoutAfter', { method: 'create' }],
  ['lateCommit', { method: 'create' }],
  ['http500', { method: 'action_post' }],
  ['http500', { method: 'create', afterCommit: true }],
  ['drop', { method: 'create' }],
  ['drop', { method: 'create', afterCommit: true }],
  ['lostDatabase', { method: 'write' }],
  ['lostDatabase', { method: 'create', afterCommit: true }],
  ['serializationFailure', { method: 'reconcile' }],
  ['truncatedAnswer', { method: 'create' }],
  ['maintenance', {}],
  ['pageWith200', {}],
  ['throttled', {}],
  ['keyExpired', {}],
  ['slow', { delayMs: 300 }],
];

/** The script of a seed: the same seed asks for the same faults in the same places. */
export function faultScript(seed: number): FaultScript {
  const random = createRandom(seed);
  const [one = 0, other = 1] = random.shuffle([0, 1]);
  const reading = readingFaults.map((kind): ScriptStep => {
    const fault: Fault = { kind, method: 'search_read', skip: random.integer(0, 3) };
    return { day: random.integer(0, 1), moment: 'reading', party: 'odoo', fault };
  });
  const writing = writingFaults.map(([kind, rest]): ScriptStep => {
    const fault: Fault = { kind, ...rest, skip: random.integer(0, 2) };
    const day = random.integer(0, SCRIPT_DAYS - 1);
    return { day, moment: random.pick(['submitting', 'booking']), party: 'odoo', fault };
  });
  return { seed, steps: [...reading, ...writing, ...bankSteps(one, other)] };
}

/** What the two banks do; each fault of a message meets a message of its own. */
function bankSteps(one: number, other: number): readonly ScriptStep[] {
  const step = (at: At & { party: number }, kind: BankFaultKind, options?: FaultOptions) => ({
    ...at,
    kind,
    ...(options === undefined ? {} : { options }),
  });
  const on = (day: number, moment: ScriptMoment, party: number) => ({ day, moment, party });
  return [
    step(on(0, 'submitting', one), 'down', { times: 4 }),
    step(on(0, 'submitting', other), 'dropAfterRename'),
    step(on(1, 'submitting', one), 'failureAfterRename'),
    step(on(1, 'submitting', other), 'denied'),
    step(on(2, 'submitting', one), 'muteAfterRename'),
    step(on(2, 'submitting', other), 'dropBeforeRename'),
    step(on(0, 'answering', one), 'contradictoryStatus'),
    step(on(0, 'answering', one), 'unknownReference'),
    step(on(0, 'answering', other), 'truncatedFile', { on: 'status' }),
    step(on(1, 'answering', one), 'silent'),
    step(on(1, 'answering', other), 'unknownStatus'),
    step(on(1, 'answering', other), 'growingFile', { on: 'status' }),
    step(on(2, 'answering', one), 'partialAcceptance'),
    step(on(2, 'answering', one), 'driftedFile', { on: 'status' }),
    step(on(0, 'booking', one), 'driftedFile', { on: 'statement' }),
    step(on(0, 'booking', one), 'lateReturn', { times: 2 }),
    step(on(0, 'booking', other), 'sameFileTwice', { on: 'statement' }),
    step(on(0, 'booking', other), 'dropMidRead'),
    step(on(1, 'booking', one), 'wrongBalance'),
    step(on(1, 'booking', one), 'noticePage', { on: 'notification' }),
    step(on(1, 'booking', other), 'lateStatement'),
    step(on(1, 'booking', other), 'malformedFile', { on: 'notification' }),
    step(on(2, 'booking', one), 'heldBackFile', { on: 'statement' }),
    step(on(2, 'booking', other), 'slow', { times: 5, delayMs: 100 }),
  ];
}

/** What a script acts on. */
export interface Misbehaving {
  readonly odoo: { readonly faults: Faults };
  readonly banks: readonly BankSimulator[];
}

/** Asks for the faults of one moment. */
export function armFaults(script: FaultScript, at: At, { odoo, banks }: Misbehaving): void {
  for (const step of script.steps) {
    if (step.day !== at.day || step.moment !== at.moment) continue;
    if (step.party === 'odoo') odoo.faults.add(step.fault);
    else banks[step.party]?.faults.inject(step.kind, step.options);
  }
}

/** Ends all misbehaviour: held calls are answered, and what has not struck yet never will. */
export function calmFaults({ odoo, banks }: Misbehaving): void {
  odoo.faults.clear();
  odoo.faults.release();
  for (const { faults } of banks) for (const kind of BANK_FAULT_KINDS) faults.clear(kind);
}

/** How often each fault has happened, by `counterparty.kind`; those that never did are left out. */
export function countFaults({ odoo, banks }: Misbehaving): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  const add = (name: string, times: number): void => {
    if (times > 0) counts.set(name, (counts.get(name) ?? 0) + times);
  };
  for (const [kind, times] of Object.entries(odoo.faults.hits())) add(`odoo.${kind}`, times);
  for (const { faults } of banks) {
    for (const [kind, times] of Object.entries(faults.hits())) add(`bank.${kind}`, times);
  }
  return Object.fromEntries([...counts].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
