export { faultKinds } from './faults/kinds.ts';
export type { Violation } from './oracle/claims.ts';
export { rare, unreachable } from './run/unreachable.ts';
export * from './simulate.ts';
export * from './tally.ts';
export { type Story, tellSeed } from './story.ts';
