import type {
  BankDetailsId,
  EntityId,
  Instant,
  MessageReference,
  money,
  Money,
  PaymentId,
  PaymentReference,
  PlainDate,
} from '@quittance/domain';
import { describe, expect, test } from 'vitest';

/** Whether a call with these arguments compiles; the compiler infers as it does for a real call. */
type Compiles<Verb, Arguments extends readonly unknown[]> = Verb extends (
  ...given: Arguments
) => unknown
  ? true
  : false;
type Fits<Given, Wanted> = Given extends Wanted ? true : false;
type Euro = Money<'EUR'>;
type Dollar = Money<'USD'>;

/** Each constant has the type of the compiler's answer: a wrong one fails the type check. */
const accepted: readonly [Compiles<typeof money, ['EUR', bigint]>, Fits<Euro, Money>] = [
  true,
  true,
];

const refused: readonly [
  Fits<Dollar, Euro>,
  Compiles<typeof money, ['EUR', number]>,
  Compiles<typeof money, ['EURO', bigint]>,
  Fits<EntityId, PaymentId>,
  Fits<string, BankDetailsId>,
  Fits<PaymentReference, MessageReference>,
  Fits<string, PlainDate>,
  Fits<Instant, PlainDate>,
] = [false, false, false, false, false, false, false, false];

describe('what does not compile', () => {
  test('[I3] two currencies, floats and unknown codes; ids and dates of another kind', () => {
    expect(accepted).not.toContain(false);
    expect(refused).not.toContain(true);
  });
});
