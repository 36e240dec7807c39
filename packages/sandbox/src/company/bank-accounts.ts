import type { BankName } from '../bank/facts.ts';
import type { LedgerAccount } from '../bank/ledger.ts';
import { minorUnits } from '../money.ts';
import type { SampleCompany } from './types.ts';

/** The sample company's accounts at a bank, as `createBank` takes them. */
export function ledgerAccountsOf(company: SampleCompany, bank: BankName): readonly LedgerAccount[] {
  return company.bankAccounts
    .filter((account) => account.bank === bank)
    .map(({ accountNumber, bic, currency, openingBalance }) => {
      const amount = minorUnits(openingBalance, currency);
      if (amount === null) throw new RangeError(`not an amount in ${currency}: ${openingBalance}`);
      return { accountNumber, bic, currency, openingBalance: amount };
    });
}
