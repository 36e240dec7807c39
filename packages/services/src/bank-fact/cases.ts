import type { DerivedBankState, Payment } from '@quittance/domain';
import { reasonMeaning } from '@quittance/formats';
import type { NewCase } from '../case/open.ts';

/** What every case about a payment says of it. */
export const aboutPayment = (payment: Payment) => ({
  entityId: payment.entityId,
  objectKind: 'payment',
  objectId: payment.id,
  currency: payment.currency,
  atRiskMinor: payment.instructedMinor,
});

/** The bank speaks of a payment that has no message under way: it may be paid without us. */
export function unreleasedCases(payment: Payment, derived: DerivedBankState): readonly NewCase[] {
  if (derived.state === 'released') return [];
  const moneyMoved =
    derived.settledMinor > 0n || derived.returnedMinor > 0n || derived.reversedMinor > 0n;
  const name = `Payment ${payment.reference} is ${payment.state} here, yet the bank`;
  const conflict = moneyMoved
    ? { cause: 'BOOKED_BUT_NOT_RELEASED', detail: `${name} says that money moved for it.` }
    : { cause: 'KNOWN_BUT_NOT_RELEASED', detail: `${name} has it: ${derived.state}.` };
  return [{ ...aboutPayment(payment), kind: 'evidence_conflict', ...conflict }];
}

/** The bank's code, what it means and what it asks for; a code that nobody knows stands alone. */
function wordsOf(code: string | null): string {
  if (code === null) return 'no reason given.';
  const { words, nextAction } = reasonMeaning(code);
  return `${code}, ${words}. ${nextAction}`;
}

/** What the bank's word on a released payment means for people. */
export function casesOf(payment: Payment, derived: DerivedBankState): readonly NewCase[] {
  const about = aboutPayment(payment);
  const name = `Payment ${payment.reference}`;
  const cause = derived.reason ?? 'no reason given';
  const reason = wordsOf(derived.reason);
  const cases: NewCase[] = [];
  if (derived.conflict !== null) {
    const detail = `${name}: the bank's answers contradict each other (${derived.conflict}).`;
    cases.push({ ...about, kind: 'evidence_conflict', cause: derived.conflict, detail });
  }
  if (derived.state === 'failed') {
    const detail = `${name} was rejected by the bank: ${reason}`;
    cases.push({ ...about, kind: 'rejected_payment', cause, detail });
  }
  if (derived.state === 'returned' || derived.state === 'reversed') {
    const detail = `${name} came back from the payee's bank: ${reason}`;
    cases.push({ ...about, kind: 'returned_payment', cause, detail });
  }
  const { settledMinor } = derived;
  const isBack = derived.returnedMinor > 0n || derived.reversedMinor > 0n;
  if (isBack && settledMinor > 0n && settledMinor < payment.instructedMinor) {
    const detail =
      `${name} came back, of which the bank had booked a part only. The accounts are not told of ` +
      'it before the rest is booked.';
    cases.push({ ...about, kind: 'evidence_conflict', cause: 'RETURNED_AFTER_A_PART', detail });
  }
  if (derived.hold !== null) {
    cases.push({
      ...about,
      kind: 'bank_hold',
      cause: derived.hold,
      detail: `${name} is held by the bank: ${derived.hold}.`,
    });
  }
  return cases;
}
