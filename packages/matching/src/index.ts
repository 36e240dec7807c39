export * from './candidate.ts';
export * from './duplicate-bills.ts';
export * from './match-lines.ts';
export * from './result.ts';
export * from './rules.ts';
export { normaliseName, normaliseNumber } from './text.ts';
