import type { TableDescription } from './description.ts';

/** States asked for, as the column `final_state` tells them apart. */
export interface Ends {
  readonly final: readonly string[];
  /** True: others are asked for as well; `final_state` is null for all of them. */
  readonly other: boolean;
}

/** How states lie in `final_state`; null for a table that has no such column. */
export function endsOf(
  { finalStates }: Pick<TableDescription, 'finalStates'>,
  states: readonly unknown[],
): Ends | null {
  if (finalStates === undefined) return null;
  const final = finalStates.filter((state) => states.includes(state));
  return { final, other: final.length < new Set(states).size };
}
