import type { AuditedOdoo } from '@quittance/sandbox';
import type { ClaimedLine, HandedOver, HubClaims, Violation } from './claims.ts';

interface Words {
  readonly claims: HubClaims;
  readonly odooBooks: AuditedOdoo;
  readonly handedOver: readonly HandedOver[];
}

/** Holds what the hub says of messages, files and matches against what became of them. */
export const judgeWords = (words: Words): readonly Violation[] => [
  ...neverThere(words),
  ...asideInSilence(words),
  ...matchedDifferently(words),
];

/** A message that a bank is said to have was in its hands at some time (I14). */
function neverThere({ claims, handedOver }: Words): readonly Violation[] {
  const there = new Set(handedOver.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
  return claims.messages
    .filter(({ state, fileName }) => state === 'acknowledged' && !there.has(fileName))
    .map(({ fileName: subject }) => ({
      rule: 'hubDisagrees',
      subject,
      explanation: 'the bank is said to have this message, and it never got it',
    }));
}

/** A file that cannot be applied has an owner (I12). */
const asideInSilence = ({ claims }: Words): readonly Violation[] =>
  claims.deliveriesAside
    .filter((id) => !claims.objectsInAnyCase.has(id))
    .map((subject) => ({
      rule: 'notOwned',
      subject,
      explanation: 'a file of a bank was put aside, and no case speaks of it',
    }));

/** A line that is matched in the hub is so in the accounts, and the other way round (I6, I7). */
function matchedDifferently({ claims, odooBooks }: Words): readonly Violation[] {
  const inOdoo = new Map(odooBooks.statementLines.map((line) => [line.hubReference, line]));
  return claims.lines.flatMap((line): readonly Violation[] => {
    const reconciled = inOdoo.get(`L${line.id}`)?.reconciled;
    // A match that waits for its payment to be posted is owned by the case of that payment.
    const isOwned = line.ids.some((id) => claims.objectsInOpenCases.has(id));
    const why = disagreement(line, { reconciled, isOwned });
    return why === null ? [] : [{ rule: 'odooDisagrees', subject: line.id, explanation: why }];
  });
}

function disagreement(
  { state, date, amount }: ClaimedLine,
  of: { readonly reconciled: boolean | undefined; readonly isOwned: boolean },
): string | null {
  const line = `the line of ${date} over ${amount} is ${state}`;
  const isMatched = state === 'matched' || state === 'rule_posted';
  if (isMatched && of.reconciled !== true && !of.isOwned) {
    return `${line}, and open in the accounts`;
  }
  return !isMatched && of.reconciled === true ? `${line}, and matched in the accounts` : null;
}
