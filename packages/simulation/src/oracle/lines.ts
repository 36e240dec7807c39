import type { BankLedger } from './bank-ledger.ts';
import type { HubClaims, Violation } from './claims.ts';

/** Every entry of a bank is one line of the hub, and every line is explained or in a case (I6). */
export function judgeLines(ledger: BankLedger, claims: HubClaims): readonly Violation[] {
  const keyOf = (one: { accountNumber: string; date: string; amount: bigint }): string =>
    `${one.accountNumber} ${one.date} ${one.amount}`;
  const entries = countsOf(ledger.entries.map(keyOf));
  const lines = countsOf(claims.lines.map(keyOf));
  const different = [...new Set([...entries.keys(), ...lines.keys()])].filter(
    (key) => (entries.get(key) ?? 0) !== (lines.get(key) ?? 0),
  );
  const unowned = claims.lines.filter(
    ({ id, state }) => !explained.includes(state) && !claims.objectsInOpenCases.has(id),
  );
  return [
    ...different.map((key) => ({
      rule: 'lineMissing' as const,
      subject: key,
      explanation: `the bank booked ${entries.get(key) ?? 0}, the hub has ${lines.get(key) ?? 0}`,
    })),
    ...unowned.map(({ id, state, date, amount }) => ({
      rule: 'notOwned' as const,
      subject: id,
      explanation: `the line of ${date} over ${amount} is ${state}, and no case speaks of it`,
    })),
  ];
}

const explained: readonly string[] = ['matched', 'rule_posted', 'suspense'];

function countsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
