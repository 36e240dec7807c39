import {
  type BankProfile,
  isIban,
  type MessageReference,
  money,
  type Party,
  type PartyBankDetails,
  type Payment,
  present,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import {
  type PaymentFileInput,
  type PaymentTransaction,
  provePain001,
  writePain001,
} from '@quittance/formats';
import type { ServiceContext } from '../context/context.ts';
import { inChunks, type UnitOfWork } from '../context/unit-of-work.ts';
import type { BatchContents } from './contents.ts';

export interface PaymentFile {
  readonly messageId: MessageReference;
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

interface FileSource {
  readonly contents: BatchContents;
  readonly leaving: readonly Payment[];
  readonly messageId: MessageReference;
}

/**
 * Builds the bytes that leave for the bank under its profile, and reads them back: every amount,
 * account, name, reference, count and sum must be what was approved, or nothing leaves (I2, I4).
 */
export async function buildPaymentFile(
  ctx: ServiceContext,
  unit: UnitOfWork,
  source: FileSource,
): Promise<Result<PaymentFile, Problem>> {
  const { account } = source.contents;
  const profile = ctx.settings.bankProfiles.get(account.bankProfile);
  if (profile === undefined) return refuse(problem('NOT_FOUND', `profile ${account.bankProfile}`));
  const partyIds = [...new Set(source.leaving.map((payment) => payment.partyId))];
  const parties = await inChunks(partyIds, (chunk) =>
    unit.transaction.find('party', { id: { in: chunk } }),
  );
  const byId = new Map(parties.map((party) => [party.id, party]));
  const content: PaymentFileInput = {
    messageId: source.messageId,
    createdAt: unit.transaction.now,
    initiatingParty: { name: source.contents.entity.name, id: null },
    batches: [
      {
        ...debtorOf(source, profile),
        transactions: source.leaving.map((payment) => {
          const details = source.contents.details.get(payment.bankDetailsId ?? '');
          const party = present(byId.get(payment.partyId), 'payee of a payment');
          return transactionOf(payment, party, present(details, 'payee account'));
        }),
      },
    ],
  };
  const written = writePain001(content, profile);
  if (!written.ok) {
    const [first] = written.error;
    return refuse(problem('INVALID_PAYMENT', first?.sentence ?? 'the file breaks a rule'));
  }
  const { bytes } = written.value;
  const proof = provePain001({ bytes, expected: content, profile });
  if (!proof.ok) return refuse(problem('CONTENT_CHANGED', `read back: ${proof.error.path}`));
  const fileName = `${source.messageId}.xml`;
  if (!new RegExp(profile.payment.fileNamePattern).test(fileName)) {
    return refuse(
      problem('CONFIGURATION_INVALID', `${fileName} is no file name of ${profile.name}`),
    );
  }
  return succeed({ bytes, fileName, messageId: source.messageId });
}

function debtorOf(source: FileSource, profile: BankProfile) {
  const { contents, leaving, messageId } = source;
  const { account, batch, entity } = contents;
  return {
    id: messageId,
    debtorName: entity.name,
    debtorAccount: accountOf(account.accountNumber),
    debtorAccountCurrency: account.currency,
    debtorAgentBic: account.bic,
    debtorAgentClearing: null,
    executionDate: batch.executionDate,
    batchBooking: profile.payment.booking === 'batch',
    urgent: leaving.some((payment) => payment.priority === 'urgent'),
    chargeBearer: 'SHAR' as const,
  };
}

const accountOf = (number: string) =>
  isIban(number) ? ({ kind: 'iban', number } as const) : ({ kind: 'other', number } as const);

function transactionOf(
  payment: Payment,
  party: Party,
  details: PartyBankDetails,
): PaymentTransaction {
  const { clearingNumber } = details;
  return {
    endToEndId: payment.reference,
    amount: money(payment.currency, payment.instructedMinor),
    creditorName: party.name,
    creditorAddress: addressOf(party),
    creditorAccount: accountOf(details.accountNumber),
    creditorAgentBic: details.bic,
    creditorAgentClearing:
      clearingNumber === null ? null : { system: 'USABA', memberId: clearingNumber },
    remittance: payment.remittance,
  };
}

/** A structured address needs town and country; without them none is sent. */
function addressOf(party: Party): PaymentTransaction['creditorAddress'] {
  const { country, city, street, postalCode } = party;
  if (country === null || city === null) return null;
  return { country, town: city, street, postalCode, buildingNumber: null, lines: [] };
}
