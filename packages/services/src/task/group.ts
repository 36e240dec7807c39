import type { Instant } from '@quittance/domain';
import type { DeadLetter } from '@quittance/engine';

/** Dead letters of one task that died of one fault: one mend serves them all. */
export interface LetterGroup {
  /** `task/fault code`, by which people name the group. */
  readonly key: string;
  readonly task: string;
  /** What the engine was told to do next, and the code of the fault. */
  readonly fault: string;
  /** The whole cause of the oldest letter. */
  readonly example: string;
  readonly letters: number;
  readonly oldestAt: Instant;
  /** Oldest first. */
  readonly ids: readonly string[];
}

/** The cause without its message, which differs from one letter to the next. */
const faultOf = (cause: string): string => cause.split(':', 1)[0] ?? cause;

const codeOf = (fault: string): string => fault.slice(fault.indexOf(' ') + 1);

/** Groups dead letters by cause (RES-03), the largest group first. Pure. */
export function groupDeadLetters(letters: readonly DeadLetter[]): readonly LetterGroup[] {
  const groups = Map.groupBy(letters, ({ name, cause }) => `${name} ${faultOf(cause)}`);
  return [...groups.values()].flatMap(groupOf).toSorted(largestFirst);
}

function groupOf(letters: readonly DeadLetter[]): readonly LetterGroup[] {
  const sorted = letters.toSorted((left, right) => (left.failedAt < right.failedAt ? -1 : 1));
  const [oldest] = sorted;
  if (oldest === undefined) return [];
  const fault = faultOf(oldest.cause);
  return [
    {
      key: `${oldest.name}/${codeOf(fault)}`,
      task: oldest.name,
      fault,
      example: oldest.cause,
      letters: sorted.length,
      oldestAt: oldest.failedAt,
      ids: sorted.map(({ id }) => id),
    },
  ];
}

const largestFirst = (left: LetterGroup, right: LetterGroup): number =>
  right.letters - left.letters || (left.key < right.key ? -1 : 1);
