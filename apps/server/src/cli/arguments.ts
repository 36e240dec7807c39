import {
  asId,
  type Currency,
  type Id,
  isId,
  isPlainDate,
  parseDecimal,
  type PlainDate,
  problem,
  ProblemError,
} from '@quittance/domain';

/** A day that a person wrote. Errors: BAD_INPUT. */
export function dayOf(text: string): PlainDate {
  if (isPlainDate(text)) return text;
  throw new ProblemError(problem('BAD_INPUT', `${text} is not a day such as 2026-11-30`));
}

/** An amount that a person wrote, in minor units. Errors: BAD_INPUT. */
export function minorOf(currency: Currency, text: string): bigint {
  try {
    return parseDecimal(currency, text).minor;
  } catch {
    throw new ProblemError(problem('BAD_INPUT', `${text} is not an amount of ${currency}`));
  }
}

/** An id that a person gave. Errors: BAD_INPUT saying what shows such ids. */
export function idOf<Kind extends string>(text: string, shownBy: string): Id<Kind> {
  if (isId(text)) return asId<Kind>(text);
  throw new ProblemError(problem('BAD_INPUT', `${text} is no id; ${shownBy} shows them`));
}
