import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { accountColumns } from './columns.ts';
import { link, optionalText } from './decode.ts';
import { noSuch, search } from './session.ts';
import type { Session } from './session.ts';

export type AccountRole = 'bank_fee' | 'interest' | 'transfer' | 'discount';

type CodeByRole = Readonly<Partial<Record<AccountRole, string>>>;

/**
 * Where fees, interest and discounts go in the charts that Odoo ships, unless configured otherwise:
 * the generic chart, Plan comptable général (627, 661, 765), SKR 03 and SKR 04.
 */
const codesByChart: Readonly<Record<string, CodeByRole>> = {
  generic_coa: { bank_fee: '620000', discount: '643000' },
  fr: { bank_fee: '627000', interest: '661600', discount: '765000' },
  de_skr03: { bank_fee: '4970', interest: '2110', discount: '3730' },
  de_skr04: { bank_fee: '6855', interest: '7310', discount: '5730' },
};

/**
 * The account of a role in a company: by the configured code, else the company's transfer account,
 * else by the code that the company's chart has for it. Errors: rejected when there is none.
 */
export async function accountForRole(
  session: Session,
  companyId: number,
  role: AccountRole,
): Promise<Outcome<number>> {
  const configured = session.config.accounts[companyId.toString()]?.[role];
  if (configured !== undefined)
    return accountByCode(session, { companyId, code: configured, role });
  const found = await search(session, {
    model: 'res.company',
    domain: [['id', '=', companyId]],
    columns: { chart_template: optionalText, transfer_account_id: link },
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const [company] = found.value;
  if (company === undefined) return refuse(noSuch('company'));
  if (role === 'transfer' && company.transfer_account_id !== null) {
    return succeed(company.transfer_account_id);
  }
  const code = codesByChart[company.chart_template ?? '']?.[role];
  if (code === undefined) return refuse(noAccount(role));
  return accountByCode(session, { companyId, code, role });
}

/** Codes belong to a company from 18 on, so they are read in that company's context. */
async function accountByCode(
  session: Session,
  wanted: { readonly companyId: number; readonly code: string; readonly role: AccountRole },
): Promise<Outcome<number>> {
  const found = await search(session, {
    model: 'account.account',
    domain: [['code', '=', wanted.code]],
    columns: accountColumns,
    companyIds: [wanted.companyId],
  });
  if (!found.ok) return found;
  const [account, second] = found.value.filter(({ code }) => code === wanted.code);
  if (account === undefined || second !== undefined) return refuse(noAccount(wanted.role));
  return succeed(account.id);
}

const noAccount = (role: AccountRole): Fault =>
  fault(
    'rejected',
    'odoo.no_account',
    `Name the account for ${role.replace('_', ' ')} in the configuration of the connection.`,
  );
