import { checkAccess } from './access.ts';
import { insertRow } from './crud.ts';
import { minorToFloat, parseScaled, divideHalfUp } from './decimal.ts';
import { rateOn } from './currencies.ts';
import { Database } from './database.ts';
import { inDialect } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Behaviour, Env, World } from './environment.ts';
import { validationError } from './errors.ts';
import { lineMethods, moveBehaviour } from './move-methods.ts';
import { moveLineBehaviour } from './move-lines.ts';
import { accountModels } from './models-account.ts';
import { baseModels } from './models-base.ts';
import { partnerBankBehaviour, partnerBehaviour } from './partners.ts';
import { paymentBehaviour } from './payments.ts';
import { paymentRegisterBehaviour } from './payment-register.ts';
import { partialBehaviour } from './reconcile.ts';
import { currencyDecimals } from './records.ts';
import { refresh } from './refresh.ts';
import { reversalBehaviour } from './reversal.ts';
import { attachmentBehaviour, companyBehaviour } from './companies.ts';
import { setupBehaviours } from './setup-models.ts';
import { statementBehaviour } from './statements.ts';
import { statementLineBehaviour } from './statement-lines.ts';
import { createJournal } from './chart.ts';
import { money, must, ref, refs, str, textOf } from './values.ts';
import type { Row, Value } from './values.ts';

const accountBehaviour: Behaviour = {
  create: (env, values) => {
    const type = textOf(values['account_type']) ?? '';
    const company = values['company_id'];
    const reconcile = type === 'asset_receivable' || type === 'liability_payable';
    return insertRow(env, 'account.account', {
      values,
      defaults: {
        company_ids: [typeof company === 'number' ? company : env.companyId],
        reconcile,
        deprecated: false,
      },
    });
  },
  displayName: (_env, row) => `${str(row, 'code') ?? ''} ${str(row, 'name') ?? ''}`.trim(),
  compute: {
    // From 18 on a code belongs to a company: in the context of another one the account has none.
    code: (env, row) =>
      !env.dialect.accountsAreShared || refs(row, 'company_ids').includes(env.companyId)
        ? str(row, 'code')
        : null,
    company_id: (_env, row) => refs(row, 'company_ids')[0] ?? null,
    current_balance: (env, row) =>
      env.db
        .rowsWhere('account.move.line', 'account_id', row.id)
        .filter((line) => str(env.get('account.move', must(line, 'move_id')), 'state') === 'posted')
        .reduce((sum, line) => sum + money(line, 'balance'), 0n),
  },
};

const methodLines =
  (type: 'inbound' | 'outbound') =>
  (env: Env, journal: Row): Value =>
    env.db
      .rowsWhere('account.payment.method.line', 'journal_id', journal.id)
      .filter((row) => str(row, 'payment_type') === type)
      .map((row) => row.id);

const journalBehaviour: Behaviour = {
  create: (env, values) => {
    checkAccess(env, 'account.account', 'create');
    return createJournal(env, values);
  },
  compute: {
    inbound_payment_method_line_ids: methodLines('inbound'),
    outbound_payment_method_line_ids: methodLines('outbound'),
    bank_acc_number: (env, row) => {
      const bank = ref(row, 'bank_account_id');
      return bank === null ? null : str(env.get('res.partner.bank', bank), 'acc_number');
    },
  },
};

const invert = (rate: string): string => {
  const scaled = parseScaled(rate);
  if (scaled === null || scaled.digits === 0n) return '0';
  const digits = divideHalfUp(10n ** BigInt(scaled.scale + 16), scaled.digits)
    .toString()
    .padStart(17, '0');
  return `${digits.slice(0, -16)}.${digits.slice(-16)}`;
};

const rateBehaviour: Behaviour = {
  create: (env, values) => {
    const row = insertRow(env, 'res.currency.rate', {
      values,
      defaults: {
        company_id: env.companyId,
        name: env.today,
        rate: '1',
      },
    });
    const rate = parseScaled(str(row, 'rate') ?? '0');
    if (rate === null || rate.digits <= 0n) {
      throw validationError(
        'The operation cannot be completed: The currency rate must be strictly positive.',
      );
    }
    const twin = env.db
      .rowsWhere('res.currency.rate', 'currency_id', ref(row, 'currency_id'))
      .some(
        (other) =>
          other.id !== row.id &&
          str(other, 'name') === str(row, 'name') &&
          ref(other, 'company_id') === ref(row, 'company_id'),
      );
    if (twin)
      throw validationError(
        'The operation cannot be completed: Only one currency rate per day allowed!',
      );
    return row;
  },
  compute: {
    company_rate: (_env, row) => str(row, 'rate'),
    inverse_company_rate: (_env, row) => invert(str(row, 'rate') ?? '1'),
  },
};

const currentRate = (env: Env, row: Row): string =>
  rateOn(env, row.id, { companyId: env.companyId, date: textOf(env.context['date']) ?? env.today });

const currencyBehaviour: Behaviour = {
  compute: {
    rate: currentRate,
    inverse_rate: (env, row) => invert(currentRate(env, row)),
    rounding: (_env, row) => {
      const decimals = ref(row, 'decimal_places') ?? 2;
      return decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
    },
  },
};

const userBehaviour: Behaviour = {
  create: (env, values) => {
    const name = textOf(values['name']) ?? textOf(values['login']) ?? '';
    if (env.db.rowsWhere('res.users', 'login', textOf(values['login'])).length > 0) {
      throw validationError(
        'The operation cannot be completed: You can not have two users with the same login!',
      );
    }
    const partner = insertRow(env, 'res.partner', {
      values: { name, email: values['email'] ?? false },
      defaults: { complete_name: name },
    });
    const user = insertRow(env, 'res.users', {
      values,
      defaults: {
        company_id: env.companyId,
        partner_id: partner.id,
        share: false,
      },
    });
    if (refs(user, 'company_ids').length === 0)
      env.set('res.users', user, { company_ids: [must(user, 'company_id')] });
    if (refs(user, 'groups_id').length === 0) env.set('res.users', user, { groups_id: [1] });
    return user;
  },
  modelMethods: {
    context_get: (env) => ({ lang: 'en_US', tz: false, uid: env.uid }),
  },
};

const behaviours: readonly (readonly [string, Behaviour])[] = [
  ['account.move', moveBehaviour],
  ['account.move.line', { ...moveLineBehaviour, methods: lineMethods }],
  ['account.payment', paymentBehaviour],
  ['account.payment.register', paymentRegisterBehaviour],
  ['account.move.reversal', reversalBehaviour],
  ['account.bank.statement', statementBehaviour],
  ['account.bank.statement.line', statementLineBehaviour],
  ['account.partial.reconcile', partialBehaviour],
  ['account.full.reconcile', { displayName: (_env, row) => String(row.id) }],
  ['account.account', accountBehaviour],
  ['account.journal', journalBehaviour],
  [
    'account.payment.method.line',
    {
      displayName: (env, row) => {
        const journal = ref(row, 'journal_id');
        const suffix =
          journal === null ? '' : ` (${str(env.get('account.journal', journal), 'name') ?? ''})`;
        return `${str(row, 'name') ?? ''}${suffix}`;
      },
    },
  ],
  [
    'account.tax',
    {
      create: (env, values) =>
        insertRow(env, 'account.tax', {
          values,
          defaults: {
            type_tax_use: 'sale',
            amount_type: 'percent',
            amount: '0',
            company_id: env.companyId,
          },
        }),
    },
  ],
  ['res.partner', partnerBehaviour],
  ['res.partner.bank', partnerBankBehaviour],
  ['res.currency', currencyBehaviour],
  ['res.currency.rate', rateBehaviour],
  ['res.users', userBehaviour],
  ['res.company', companyBehaviour],
  [
    'res.groups',
    {
      compute: { users: (env, row) => membersOf(env, row) },
      displayName: (_env, row) => str(row, 'full_name'),
    },
  ],
  ['ir.attachment', attachmentBehaviour],
  ...setupBehaviours,
];

const membersOf = (env: Env, group: Row): number[] =>
  [...env.db.table('res.users').rows.values()]
    .filter((user) => refs(user, 'groups_id').includes(group.id))
    .map((user) => user.id);

/** An empty database with every model of the sandbox. */
export const createWorld = (clock: () => string, dialect: Dialect): World => {
  const db = new Database();
  for (const spec of [...baseModels(), ...accountModels()]) db.addTable(inDialect(dialect, spec));
  return {
    db,
    dialect,
    clock,
    behaviours: new Map(behaviours),
    staleExternalIds: new Map(),
    externalIdCommits: new Map(),
    refresh,
    amount: (env, minor, currencyId) => minorToFloat(minor, currencyDecimals(env, currencyId)),
    transactions: 0,
  };
};
