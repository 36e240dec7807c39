import type { OpenItem, PartyBankDetails, PaymentBatch, PersonId } from '@quittance/domain';

/** What somebody did that keeps them from approving or releasing the payment (I17). */
export type MakerRole = 'bill_creator' | 'bill_editor' | 'bank_details_editor' | 'proposer';

/** A person who had a hand in what is paid; `null` when the accounts' user is not mapped. */
export interface Maker {
  readonly role: MakerRole;
  readonly personId: PersonId | null;
  /** The id of the bill, bank details or batch, for the explanation. */
  readonly objectId: string;
}

export interface MakerSources {
  readonly openItems: readonly OpenItem[];
  readonly bankDetails: readonly PartyBankDetails[];
  readonly batch: PaymentBatch;
}

/**
 * The makers of a batch: who keyed and last edited each bill, who last edited each payee account,
 * and who proposed the batch. An unmapped user of the accounts stays in the list as `null`, which
 * blocks approval.
 */
export function makersOf(sources: MakerSources): readonly Maker[] {
  const makers: Maker[] = [];
  for (const item of sources.openItems) {
    makers.push({ role: 'bill_creator', personId: item.createdBy, objectId: item.id });
    makers.push({ role: 'bill_editor', personId: item.lastEditedBy, objectId: item.id });
  }
  for (const details of sources.bankDetails) {
    makers.push({
      role: 'bank_details_editor',
      personId: details.lastEditedBy,
      objectId: details.id,
    });
  }
  makers.push({ role: 'proposer', personId: sources.batch.proposedBy, objectId: sources.batch.id });
  return makers;
}

const roleInWords: Record<MakerRole, string> = {
  bill_creator: 'keyed bill',
  bill_editor: 'last edited bill',
  bank_details_editor: 'last edited payee account',
  proposer: 'proposed batch',
};

/** What the maker did, as the middle of a sentence: `last edited bill 0190…`. */
export const deedOf = (maker: Maker): string => `${roleInWords[maker.role]} ${maker.objectId}`;
