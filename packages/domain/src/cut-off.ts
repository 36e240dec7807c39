import type { BankProfile } from './bank-profile.ts';
import { addBusinessDays, businessDayFrom, isBusinessDay } from './calendar.ts';
import { problem, ProblemError } from './problem.ts';
import type { Currency } from './value/currency.ts';
import { type Instant, localTime, type PlainDate } from './value/plain-date.ts';

/** When a bank stops taking orders of one currency for the same day. */
export type CutOff = BankProfile['cutOffs'][number];

/** What these helpers need of a profile. */
export type CutOffProfile = Pick<BankProfile, 'key' | 'cutOffs'>;

/** The cut-off of a currency. Errors: `ProblemError` (`CONFIGURATION_INVALID`) without one. */
export function cutOffOf(profile: CutOffProfile, currency: Currency): CutOff {
  const cutOff = profile.cutOffs.find((candidate) => candidate.currency === currency);
  if (cutOff !== undefined) return cutOff;
  const detail = `Bank profile ${profile.key} has no cut-off for ${currency}.`;
  throw new ProblemError(problem('CONFIGURATION_INVALID', detail));
}

/**
 * The earliest day on which the bank executes an order that reaches it now: today where it is a
 * business day and the cut-off, in the bank's own zone, has not struck; else the next business day.
 * `notBefore` asks for a later day. Errors: as {@link cutOffOf}.
 */
export function executionDateFor(asked: {
  readonly profile: CutOffProfile;
  readonly currency: Currency;
  readonly now: Instant;
  readonly notBefore?: PlainDate;
}): PlainDate {
  const { calendar, time, timeZone } = cutOffOf(asked.profile, asked.currency);
  const local = localTime(asked.now, timeZone);
  // The minute of the cut-off itself is too late: banks say "until".
  const stillToday = isBusinessDay(calendar, local.day) && local.time < time;
  const earliest = stillToday ? local.day : addBusinessDays(calendar, local.day, 1);
  const { notBefore } = asked;
  return notBefore !== undefined && notBefore > earliest
    ? businessDayFrom(calendar, notBefore)
    : earliest;
}

/** True when an order that reaches the bank now is too late for the day. Errors: as above. */
export const isPastCutOff = (asked: {
  readonly profile: CutOffProfile;
  readonly currency: Currency;
  readonly executionDate: PlainDate;
  readonly now: Instant;
}): boolean => asked.executionDate < executionDateFor(asked);
