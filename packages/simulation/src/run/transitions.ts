import {
  approvalLifecycle,
  attemptLifecycle,
  batchLifecycle,
  evidenceMoves,
  type Lifecycle,
  paymentLifecycle,
  paymentStates,
  statementLineLifecycle,
} from '@quittance/domain';
import type { MemoryStore } from '@quittance/store';

/** The lifecycles of the payment path, by the table whose rows live them. */
const lifecycles = {
  approval: approvalLifecycle,
  attempt: attemptLifecycle,
  payment: paymentLifecycle,
  payment_batch: batchLifecycle,
  statement_line: statementLineLifecycle,
} as const;

const nameOf = (kind: string, from: string, to: string): string => `${kind} ${from} → ${to}`;

function movesOf<State extends string, Command extends string>(
  kind: string,
  { states, commands, table }: Lifecycle<State, Command>,
): readonly string[] {
  return states.flatMap((from) =>
    commands.flatMap((command) => {
      const to = table[from][command];
      return to === null || to === from ? [] : [nameOf(kind, from, to)];
    }),
  );
}

/** Every move that the lifecycles of the payment path declare, by command or by evidence. */
export const declaredTransitions: readonly string[] = [
  ...new Set([
    ...movesOf('approval', lifecycles.approval),
    ...movesOf('attempt', lifecycles.attempt),
    ...movesOf('payment', lifecycles.payment),
    ...paymentStates.flatMap((from) =>
      evidenceMoves[from].map((to) => nameOf('payment', from, to)),
    ),
    ...movesOf('payment_batch', lifecycles.payment_batch),
    ...movesOf('statement_line', lifecycles.statement_line),
  ]),
].toSorted();

/** Counts the moves of a world by its audit leaves: each names the state before and after. */
export async function transitionsOf(memory: MemoryStore): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { objectKind, detail } of await memory.dump('audit_leaf')) {
    if (!Object.hasOwn(lifecycles, objectKind)) continue;
    const { from, to } = changesOf(detail);
    if (from === undefined || to === undefined || from === to) continue;
    const name = nameOf(objectKind, from, to);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Guarantee: the hub wrote the text, and its changes hold states as texts. */
function changesOf(detail: string): { readonly from?: string; readonly to?: string } {
  const parsed = JSON.parse(detail) as { readonly changes?: { from?: string; to?: string } };
  return parsed.changes ?? {};
}
