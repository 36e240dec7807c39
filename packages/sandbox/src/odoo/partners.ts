import { checkMayTrust } from './access.ts';
import { createOne, insertRow, writeColumns } from './crud.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError, validationError } from './errors.ts';
import { flag, isTrue, must, ref, refs, str, textOf } from './values.ts';
import type { Row, WireObject } from './values.ts';

interface PartnerAccount {
  readonly partnerId: number | null;
  readonly companyId: number;
  readonly side: 'payable' | 'receivable';
}

/** The payable or receivable account of a partner in a company: the company's own default. */
export const partnerAccount = (env: Env, input: PartnerAccount): number => {
  const type = input.side === 'payable' ? 'liability_payable' : 'asset_receivable';
  const account = env.db
    .rowsWhere('account.account', 'account_type', type)
    .find((row) => refs(row, 'company_ids').includes(input.companyId) && !flag(row, 'non_trade'));
  if (account === undefined) throw userError('Cannot find a chart of accounts for this company.');
  return account.id;
};

const vatPatterns: Readonly<Record<string, RegExp>> = {
  DE: /^DE\d{9}$/,
  FR: /^FR[0-9A-Z]{2}\d{9}$/,
  GB: /^GB(\d{9}|\d{12})$/,
  NL: /^NL\d{9}B\d{2}$/,
  IT: /^IT\d{11}$/,
  AT: /^ATU\d{8}$/,
};

const checkVat = (values: WireObject): void => {
  const vat = textOf(values['vat']);
  const pattern = vat === null ? undefined : vatPatterns[vat.slice(0, 2)];
  if (vat === null || pattern === undefined || pattern.test(vat.replaceAll(' ', ''))) return;
  const name = textOf(values['name']) ?? '';
  throw validationError(
    `\nThe VAT number [${vat}] for partner [${name}] does not seem to be ` +
      `valid. \nNote: the expected format is ${vat.slice(0, 2)}123456788`,
  );
};

export const partnerBehaviour: Behaviour = {
  create: (env, values) => {
    checkVat(values);
    const { bank_ids: banks, ...rest } = values;
    const partner = insertRow(env, 'res.partner', {
      values: rest,
      defaults: {
        complete_name: textOf(values['name']),
        is_company: false,
        supplier_rank: 0,
        customer_rank: 0,
      },
    });
    for (const command of Array.isArray(banks) ? banks : []) addBank(env, partner, command);
    return partner;
  },
  write: (env, rows, values) => {
    checkVat(values);
    writeColumns(env, { model: 'res.partner', rows }, values);
    for (const row of rows) env.set('res.partner', row, { complete_name: str(row, 'name') });
  },
  displayName: (_env, row) => str(row, 'complete_name') ?? str(row, 'name'),
  compute: {
    commercial_partner_id: (_env, row) => ref(row, 'parent_id') ?? row.id,
    property_account_payable_id: (env, row) =>
      partnerAccount(env, { partnerId: row.id, companyId: env.companyId, side: 'payable' }),
    property_account_receivable_id: (env, row) =>
      partnerAccount(env, { partnerId: row.id, companyId: env.companyId, side: 'receivable' }),
  },
};

const addBank = (env: Env, partner: Row, command: unknown): void => {
  if (!Array.isArray(command) || command[0] !== 0) return;
  const values: unknown = command[2];
  if (typeof values !== 'object' || values === null) return;
  createOne(env, 'res.partner.bank', { ...values, partner_id: partner.id });
};

export const sanitized = (accountNumber: string): string =>
  accountNumber.replace(/\W+/g, '').toUpperCase();

const isIban = (number: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number)) return false;
  const turned = number.slice(4) + number.slice(0, 4);
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
};

const assertUniqueAccount = (env: Env, row: Row): void => {
  const twins = env.db
    .rowsWhere('res.partner.bank', 'sanitized_acc_number', str(row, 'sanitized_acc_number'))
    .filter((other) => other.id !== row.id && ref(other, 'partner_id') === ref(row, 'partner_id'));
  if (twins.length === 0) return;
  throw validationError(
    'The operation cannot be completed: The combination Account Number/Partner must be unique.',
  );
};

export const partnerBankBehaviour: Behaviour = {
  create: (env, values) => {
    if (isTrue(values['allow_out_payment'])) checkMayTrust(env);
    const number = textOf(values['acc_number']) ?? '';
    const row = insertRow(env, 'res.partner.bank', {
      values,
      defaults: {
        sanitized_acc_number: sanitized(number),
        allow_out_payment: false,
        sequence: 10,
      },
    });
    assertUniqueAccount(env, row);
    return row;
  },
  guardWrite: (env, _rows, values) => {
    if (values['allow_out_payment'] !== undefined) checkMayTrust(env);
  },
  write: (env, rows, values) => {
    const changesIdentity =
      values['acc_number'] !== undefined || values['partner_id'] !== undefined;
    const stillTrusted = values['allow_out_payment'] === undefined;
    if (changesIdentity && stillTrusted && rows.some((row) => flag(row, 'allow_out_payment'))) {
      throw userError(
        'You cannot modify the account number or partner of an account that has been trusted.',
      );
    }
    writeColumns(env, { model: 'res.partner.bank', rows }, values);
    for (const row of rows) {
      env.set('res.partner.bank', row, {
        sanitized_acc_number: sanitized(str(row, 'acc_number') ?? ''),
      });
      if (changesIdentity) assertUniqueAccount(env, row);
    }
  },
  displayName: (_env, row) => str(row, 'acc_number'),
  compute: {
    acc_type: (_env, row) => (isIban(str(row, 'sanitized_acc_number') ?? '') ? 'iban' : 'bank'),
    acc_holder_name: (env, row) =>
      str(row, 'acc_holder_name') === null
        ? str(env.get('res.partner', must(row, 'partner_id')), 'name')
        : (row.values['acc_holder_name'] ?? null),
    bank_bic: (env, row) => bankColumn(env, row, 'bic'),
    bank_name: (env, row) => bankColumn(env, row, 'name'),
    lock_trust_fields: (_env, row) => flag(row, 'allow_out_payment'),
  },
};

const bankColumn = (env: Env, row: Row, field: string): string | null => {
  const bank = ref(row, 'bank_id');
  return bank === null ? null : str(env.get('res.bank', bank), field);
};
