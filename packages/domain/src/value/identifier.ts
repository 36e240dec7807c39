declare const idKind: unique symbol;

/** A UUIDv7 naming one object of a kind; ids of two kinds do not mix. */
export type Id<Kind extends string> = string & { readonly [idKind]: Kind };

export type EntityId = Id<'entity'>;
export type PartyId = Id<'party'>;
export type BankDetailsId = Id<'bank_details'>;
export type PersonId = Id<'person'>;
export type OwnAccountId = Id<'own_account'>;
export type ConnectionId = Id<'connection'>;
export type OpenItemId = Id<'open_item'>;
export type BatchId = Id<'batch'>;
export type PaymentId = Id<'payment'>;
export type AttemptId = Id<'attempt'>;
export type StatementId = Id<'statement'>;
export type StatementLineId = Id<'statement_line'>;
export type MatchId = Id<'match'>;
export type CaseId = Id<'case'>;
export type InboxId = Id<'inbox'>;
/** Ties every line, header, leaf and event of one piece of work together (AUD-03). */
export type CorrelationId = Id<'correlation'>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the lower-case text form of RFC 9562, section 4. The version is not checked. */
export const isId = (text: string): boolean => uuid.test(text);

/** Brands a text as an id of a kind. Errors: `InvalidIdError` when it is not a UUID. */
export function asId<Kind extends string>(text: string): Id<Kind> {
  if (!isId(text)) throw new InvalidIdError(text);
  return brandId<Kind>(text);
}

/** The one cast of this family: its guarantee is the check in {@link asId}. */
const brandId = <Kind extends string>(text: string): Id<Kind> => text as Id<Kind>;

export class InvalidIdError extends Error {
  override readonly name = 'InvalidIdError';
  constructor(text: string) {
    super(`not an identifier: ${JSON.stringify(text.slice(0, 64))}`);
  }
}
