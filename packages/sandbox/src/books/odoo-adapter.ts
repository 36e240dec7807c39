import type { SampleCompany } from '../company/types.ts';
import { minorUnits } from '../money.ts';
import type { AuditedOdoo, OdooBill, OdooPayment } from './types.ts';

/**
 * The part of the simulated Odoo's books that the judge reads; amounts are decimal text, columns of
 * the hub (`x_…`) are in `custom`.
 */
export interface OdooBooksSource {
  readonly companies: readonly { readonly id: number; readonly currency: string }[];
  readonly journals: readonly {
    readonly id: number;
    readonly companyId: number;
    readonly code: string;
    readonly accountNumber: string | null;
    readonly currency: string;
    readonly ledgerBalance: string;
  }[];
  readonly moves: readonly {
    readonly id: number;
    readonly companyId: number;
    readonly moveType: string;
    readonly state: string;
    readonly ref: string | null;
    readonly partnerId: number | null;
    readonly partnerName: string | null;
    readonly currency: string;
    readonly amountTotal: string;
    readonly amountResidual: string;
    readonly custom: CustomColumnsSource;
  }[];
  readonly payments: readonly {
    readonly id: number;
    readonly companyId: number;
    readonly moveId: number | null;
    readonly state: string;
    readonly amount: string;
    readonly currency: string;
    readonly invoiceIds: readonly number[];
    readonly custom: CustomColumnsSource;
  }[];
  readonly statementLines: readonly {
    readonly id: number;
    readonly companyId: number;
    readonly journalId: number;
    readonly date: string;
    readonly amount: string;
    readonly currency: string;
    readonly isReconciled: boolean;
    readonly custom: CustomColumnsSource;
  }[];
  readonly reconciliations: readonly {
    readonly debitMoveId: number;
    readonly creditMoveId: number;
  }[];
}

type CustomColumnsSource = Readonly<Record<string, string | null>>;

function exactMinor(text: string, currency: string): bigint {
  const amount = minorUnits(text, currency);
  if (amount === null) throw new RangeError(`not an amount in ${currency}: ${text}`);
  return amount;
}

/** Empty text and Odoo's `false` both mean that there is no reference. */
function columnOf(custom: CustomColumnsSource, name: string): string | null {
  const value = custom[name] ?? null;
  return value === '' || value === 'false' ? null : value;
}

const PAYMENT_STATES: Readonly<Record<string, OdooPayment['state']>> = {
  draft: 'draft',
  in_process: 'in_process',
  paid: 'paid',
  canceled: 'canceled',
  cancel: 'canceled',
  rejected: 'rejected',
  // Odoo 17 has no states of its own for payments.
  posted: 'in_process',
};

function paymentState(state: string): OdooPayment['state'] {
  const known = PAYMENT_STATES[state];
  if (known === undefined) throw new RangeError(`payment state ${state} is not known`);
  return known;
}

/** Moves reconciled with each move. */
function partnersOfMoves(books: OdooBooksSource): ReadonlyMap<number, ReadonlySet<number>> {
  const partners = new Map<number, Set<number>>();
  const add = (from: number, to: number): void => {
    partners.set(from, (partners.get(from) ?? new Set()).add(to));
  };
  for (const { debitMoveId, creditMoveId } of books.reconciliations) {
    add(debitMoveId, creditMoveId);
    add(creditMoveId, debitMoveId);
  }
  return partners;
}

function billsOf(
  books: OdooBooksSource,
  accounts: ReadonlyMap<string, readonly string[]>,
): readonly OdooBill[] {
  return books.moves.flatMap((move): readonly OdooBill[] => {
    const { moveType, currency } = move;
    const isBill = moveType === 'in_invoice' || moveType === 'in_refund';
    if (!isBill || move.state !== 'posted') return [];
    return [
      {
        id: String(move.id),
        company: String(move.companyId),
        kind: moveType,
        supplier: String(move.partnerId),
        supplierAccounts: accounts.get(move.partnerName ?? '') ?? [],
        supplierReference: move.ref ?? '',
        currency,
        total: exactMinor(move.amountTotal, currency),
        residual: exactMinor(move.amountResidual, currency),
        hubState: columnOf(move.custom, 'x_hub_state'),
      },
    ];
  });
}

function paymentsOf(books: OdooBooksSource, billIds: ReadonlySet<string>): readonly OdooPayment[] {
  const partners = partnersOfMoves(books);
  return books.payments.map((payment) => {
    const reconciled = payment.moveId === null ? [] : (partners.get(payment.moveId) ?? []);
    const ids = new Set([...payment.invoiceIds, ...reconciled].map(String));
    return {
      id: String(payment.id),
      company: String(payment.companyId),
      hubReference: columnOf(payment.custom, 'x_hub_ref'),
      amount: exactMinor(payment.amount, payment.currency),
      currency: payment.currency,
      state: paymentState(payment.state),
      billIds: [...ids].filter((id) => billIds.has(id)),
    };
  });
}

/**
 * The simulated Odoo's books as the judge reads them. The suppliers' account numbers come from the
 * sample company, where the judge knows them without asking the hub or Odoo.
 */
export function auditedOdoo(input: {
  readonly books: OdooBooksSource;
  readonly company: Pick<SampleCompany, 'suppliers'>;
}): AuditedOdoo {
  const { books, company } = input;
  const accounts = new Map(
    company.suppliers.map((supplier) => [
      supplier.name,
      supplier.accounts.map((account) => account.accountNumber),
    ]),
  );
  const bills = billsOf(books, accounts);
  const journals = books.journals.flatMap((journal) =>
    journal.accountNumber === null
      ? []
      : [
          {
            code: journal.code,
            company: String(journal.companyId),
            accountNumber: journal.accountNumber.replaceAll(' ', ''),
            currency: journal.currency,
            ledgerBalance: exactMinor(journal.ledgerBalance, journal.currency),
          },
        ],
  );
  const codes = new Map(books.journals.map((journal) => [journal.id, journal.code]));
  return {
    companies: books.companies.map(({ id, currency }) => ({ code: String(id), currency })),
    journals,
    statementLines: books.statementLines.map((line) => ({
      id: String(line.id),
      company: String(line.companyId),
      journal: codes.get(line.journalId) ?? '',
      date: line.date,
      amount: exactMinor(line.amount, line.currency),
      hubReference: columnOf(line.custom, 'x_hub_ref'),
      reconciled: line.isReconciled,
    })),
    payments: paymentsOf(books, new Set(bills.map((bill) => bill.id))),
    bills,
  };
}
