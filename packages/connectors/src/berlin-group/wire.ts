import { z } from 'zod';

/**
 * JSON of NextGenPSD2 that the hub reads; a field that is not named is passed over. Amounts are
 * texts in this interface. Source: Joint Initiative on a PSD2 Compliant XS2A Interface,
 * Implementation Guidelines 1.3.
 */
const text = z.string().min(1).max(500);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const amount = z.object({ currency: z.string().length(3), amount: text });
const account = z.object({ iban: text.optional(), bban: text.optional() });
const link = z.object({ href: text });

const createdForm = z.object({
  transactionStatus: text,
  paymentId: text,
  psuMessage: z.string().max(500).optional(),
  _links: z.object({ scaRedirect: link.optional(), scaStatus: link.optional() }).optional(),
});

const paymentForm = z.object({
  transactionStatus: text,
  endToEndIdentification: text,
  instructedAmount: amount,
  tppMessages: z.array(z.object({ code: text, text: text.optional() })).optional(),
});

const accountsForm = z.object({
  accounts: z
    .array(
      z.object({ resourceId: text, iban: text.optional(), bban: text.optional(), currency: text }),
    )
    .max(10_000),
});

const movementForm = z.object({
  transactionId: text.optional(),
  entryReference: text.optional(),
  endToEndId: text.optional(),
  bookingDate: day.optional(),
  valueDate: day.optional(),
  transactionAmount: amount,
  creditorName: z.string().optional(),
  creditorAccount: account.optional(),
  debtorName: z.string().optional(),
  debtorAccount: account.optional(),
  remittanceInformationUnstructured: z.string().optional(),
  bankTransactionCode: text.optional(),
  proprietaryBankTransactionCode: text.optional(),
  additionalInformation: z.string().optional(),
  batchIndicator: z.boolean().optional(),
  batchNumberOfTransactions: z.number().int().nonnegative().optional(),
});

const transactionsForm = z.object({
  account: account.extend({ currency: text }),
  balances: z
    .array(z.object({ balanceType: text, balanceAmount: amount, referenceDate: day }))
    .max(20),
  transactions: z.object({
    booked: z.array(movementForm).max(100_000),
    pending: z.array(movementForm).max(100_000).default([]),
    // A page is not its day: what is missing from it could be taken for absent (I14).
    _links: z.object({ next: z.undefined().optional() }).optional(),
  }),
});

const errorForm = z.object({ tppMessages: z.array(z.object({ code: text })).min(1) });

export type CreatedAnswer = z.infer<typeof createdForm>;
export type PaymentAnswer = z.infer<typeof paymentForm>;
export type MovementAnswer = z.infer<typeof movementForm>;
export type TransactionsAnswer = z.infer<typeof transactionsForm>;
export type AccountsAnswer = z.infer<typeof accountsForm>;

export const readCreated = (body: string): CreatedAnswer | null =>
  createdForm.safeParse(readJson(body)).data ?? null;

export const readAccounts = (body: string): AccountsAnswer | null =>
  accountsForm.safeParse(readJson(body)).data ?? null;

export const readTransactions = (body: string): TransactionsAnswer | null =>
  transactionsForm.safeParse(readJson(body)).data ?? null;

/** The first code of `tppMessages`, or null when it is no error of the interface. */
export const errorCodeOf = (body: string): string | null =>
  errorForm.safeParse(readJson(body)).data?.tppMessages[0]?.code ?? null;

/** What a stored answer is; `drift` names the first field that is not as announced. */
export type Told =
  | { readonly kind: 'payment'; readonly payment: PaymentAnswer }
  | { readonly kind: 'transactions'; readonly told: TransactionsAnswer }
  | { readonly kind: 'drift'; readonly path: string; readonly sentence: string };

/** Reads a stored answer; null when it is no JSON. */
export function readTold(body: string): Told | null {
  const wire = readJson(body);
  if (wire === undefined) return null;
  const isAccount = typeof wire === 'object' && wire !== null && 'transactions' in wire;
  if (isAccount) {
    const found = transactionsForm.safeParse(wire);
    return found.success ? { kind: 'transactions', told: found.data } : driftOf(found.error);
  }
  const payment = paymentForm.safeParse(wire);
  return payment.success ? { kind: 'payment', payment: payment.data } : driftOf(payment.error);
}

function driftOf(error: z.ZodError): Told {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return { kind: 'drift', path, sentence: `The answer is not in the announced form: ${path}.` };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
