import { refuse, type Result, succeed } from '../value/result.ts';

/** A total table: every state answers every command, with a next state or with `null` (illegal). */
export interface Lifecycle<State extends string, Command extends string> {
  readonly name: string;
  readonly states: readonly State[];
  readonly commands: readonly Command[];
  readonly initial: readonly State[];
  readonly table: Readonly<Record<State, Readonly<Record<Command, State | null>>>>;
}

/** A command that its state does not allow; a value, so that no caller can miss it (I10). */
export interface IllegalTransition {
  readonly code: 'ILLEGAL_TRANSITION';
  readonly lifecycle: string;
  readonly from: string;
  readonly command: string;
}

/** Runs one command on the table; pure. Refuses with {@link IllegalTransition}. */
export function step<State extends string, Command extends string>(
  lifecycle: Lifecycle<State, Command>,
  from: State,
  command: Command,
): Result<State, IllegalTransition> {
  const to = lifecycle.table[from][command];
  if (to !== null) return succeed(to);
  return refuse(
    Object.freeze({ code: 'ILLEGAL_TRANSITION', lifecycle: lifecycle.name, from, command }),
  );
}

/** The commands that a state allows, in the order of the table. */
export const allowedCommands = <State extends string, Command extends string>(
  lifecycle: Lifecycle<State, Command>,
  from: State,
): readonly Command[] =>
  lifecycle.commands.filter((command) => lifecycle.table[from][command] !== null);

/** Every legal pair of states by command: the rows of the database's transition table. */
export function legalMoves<State extends string, Command extends string>(
  lifecycle: Lifecycle<State, Command>,
): readonly { readonly from: State; readonly to: State }[] {
  const moves = new Map<string, { readonly from: State; readonly to: State }>();
  for (const from of lifecycle.states) {
    for (const command of lifecycle.commands) {
      const to = lifecycle.table[from][command];
      if (to !== null) moves.set(`${from} ${to}`, { from, to });
    }
  }
  return [...moves.values()];
}
