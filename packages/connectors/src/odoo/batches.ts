import { refuse } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { ItemOutcome, Outcome } from '@quittance/connector-kit';

/** Cuts a list into batches of at most `size`. */
export function batchesOf<Item>(
  items: readonly Item[],
  size: number,
): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += size) {
    batches.push(items.slice(start, start + size));
  }
  return batches;
}

/** Groups items by a key, keeping their order. */
export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * Does an all-or-nothing act on many items; when a batch is refused, halves it until the bad item
 * stands alone, so that one bad item never hides the others. `afterSilence` looks up which items
 * are done and returns the rest, which is then tried once more: call only with acts that Odoo
 * refuses to do twice. Returns the fault of each item that is not done.
 */
export async function actWithBisection<Item>(input: {
  readonly items: readonly Item[];
  readonly act: (items: readonly Item[]) => Promise<Outcome<unknown>>;
  readonly afterSilence: (items: readonly Item[]) => Promise<Outcome<readonly Item[]>>;
}): Promise<ReadonlyMap<Item, Fault>> {
  const faults = new Map<Item, Fault>();
  const run = async (items: readonly Item[], attemptsLeft: number): Promise<void> => {
    if (items.length === 0) return;
    const outcome = await input.act(items);
    if (outcome.ok) return;
    const { error } = outcome;
    if (error.kind === 'unknownOutcome' || error.kind === 'rejected') {
      const rest = await input.afterSilence(items);
      if (!rest.ok) {
        // The look-up failed too: what was silent stays unknown.
        for (const item of items) faults.set(item, error);
        return;
      }
      const open = rest.value;
      if (error.kind === 'rejected' && open.length > 1) {
        const middle = Math.ceil(open.length / 2);
        await run(open.slice(0, middle), attemptsLeft);
        await run(open.slice(middle), attemptsLeft);
        return;
      }
      if (error.kind === 'unknownOutcome' && attemptsLeft > 0) {
        await run(open, attemptsLeft - 1);
        return;
      }
      for (const item of open) faults.set(item, error);
      return;
    }
    for (const item of items) faults.set(item, error);
  };
  await run(input.items, 1);
  return faults;
}

/** The same fault for each of several things asked. */
export const refuseAll = <Value>(
  keys: readonly string[],
  error: Fault,
): readonly ItemOutcome<Value>[] => keys.map((key) => ({ key, outcome: refuse(error) }));
