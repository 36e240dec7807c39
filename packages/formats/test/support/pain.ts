import { asInstant, asPlainDate, money } from '@quittance/domain';
import type {
  PaymentBatchInput,
  PaymentFileInput,
  PaymentProfile,
  PaymentTransaction,
} from '@quittance/formats';

export const profileOf = (changes: Partial<PaymentProfile['payment']> = {}): PaymentProfile => ({
  payment: {
    messageVersion: 'pain.001.001.09',
    booking: 'single',
    transactionsMax: 1_000,
    remittanceLengthMax: 140,
    nameLengthMax: 70,
    characterSet: 'sepa_latin',
    structuredAddress: true,
    fileNamePattern: '',
    folder: '',
    ...changes,
  },
});

export const transactionOf = (changes: Partial<PaymentTransaction> = {}): PaymentTransaction => ({
  endToEndId: 'Q0000000000011',
  amount: money('EUR', 119_000n),
  creditorName: 'Supplier Ltd',
  creditorAddress: null,
  creditorAccount: { kind: 'iban', number: 'GB29NWBK60161331926819' },
  creditorAgentBic: null,
  creditorAgentClearing: null,
  remittance: 'Invoice 2026-001',
  ...changes,
});

export const batchOf = (changes: Partial<PaymentBatchInput> = {}): PaymentBatchInput => ({
  id: 'B0000000000AA1-1',
  debtorName: 'Sample GmbH',
  debtorAccount: { kind: 'iban', number: 'DE89370400440532013000' },
  debtorAccountCurrency: 'EUR',
  debtorAgentBic: 'NOHADEHHXXX',
  debtorAgentClearing: null,
  executionDate: asPlainDate('2026-11-24'),
  batchBooking: false,
  urgent: false,
  chargeBearer: null,
  transactions: [transactionOf()],
  ...changes,
});

export const fileOf = (changes: Partial<PaymentFileInput> = {}): PaymentFileInput => ({
  messageId: 'B0000000000AA1',
  createdAt: asInstant('2026-11-23T08:15:00.000Z'),
  initiatingParty: { name: 'Sample GmbH', id: null },
  batches: [batchOf()],
  ...changes,
});
