import { createHash } from 'node:crypto';
import type { SeedRun } from './run-seed.ts';

/** Text that is the same for the same values: amounts as digits, maps as their entries. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return inner.toString();
    return inner instanceof Map ? [...inner] : inner;
  });

const tables = [
  'payment',
  'payment_batch',
  'approval',
  'attempt',
  'bank_fact',
  'statement_line',
  'match',
  'exception_case',
] as const;

/**
 * The digest of everything a seed left: the hub's rows, every audit leaf, the books of both banks
 * and of Odoo, and what went over the wire. Two runs with one digest are the same run.
 */
export async function digestOf({ world, handOvers }: SeedRun): Promise<string> {
  const hash = createHash('sha256');
  for (const table of tables) hash.update(textOf(await world.memory.dump(table)));
  for (const { leafHash } of await world.memory.dump('audit_leaf')) hash.update(leafHash);
  for (const bank of world.banks) hash.update(textOf(bank.books()));
  hash.update(textOf(world.odoo.books()));
  for (const { at, path, bytes } of handOvers) hash.update(`${at} ${path}`).update(bytes);
  hash.update(textOf([...world.swarm.hits()]));
  return hash.digest('hex');
}
