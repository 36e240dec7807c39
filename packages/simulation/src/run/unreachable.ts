/** Moves that are declared and that the simulated path does not make, each with the reason. */
export const unreachable: Readonly<Record<string, string>> = {};
