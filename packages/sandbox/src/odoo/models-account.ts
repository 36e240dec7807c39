import { defineModel } from './schema.ts';
import type { ModelSpec } from './schema.ts';

/** The accounting models, limited to the columns that recorded exchanges and integrations name. */
export const accountModels = (): ModelSpec[] => [
  ...documentModels(),
  ...paymentModels(),
  ...bankModels(),
  ...accountConfigurationModels(),
];

const documentModels = (): ModelSpec[] => [
  defineModel({
    name: 'account.move',
    label: 'Journal Entry',
    order: 'date desc, name desc, invoice_date desc, id desc',
    indexed:
      'ref name partner_id journal_id statement_line_id reversed_entry_id origin_payment_id state',
    company: 'company_id',
    labels: { partner_id: 'Partner' },
    fields: `char:name,ref,payment_reference,invoice_origin,invoice_partner_display_name,
      sequence_prefix date:date!,invoice_date,invoice_date_due,delivery_date selection:state!,
      move_type!,payment_state,status_in_payment,auto_post many2one>account.journal:journal_id!
      many2one>res.company:company_id many2one>res.partner:partner_id,commercial_partner_id,
      bank_partner_id many2one>res.partner.bank:partner_bank_id
      many2one>account.payment.term:invoice_payment_term_id many2one>res.currency:currency_id!,
      company_currency_id many2one>account.payment:origin_payment_id
      many2one>account.bank.statement.line:statement_line_id
      many2one>account.move:reversed_entry_id many2one>ir.attachment:message_main_attachment_id
      many2one>res.users:invoice_user_id,user_id
      many2one>account.payment.method.line:preferred_payment_method_line_id
      one2many>account.move.line/move_id:line_ids,invoice_line_ids
      one2many>account.move/reversed_entry_id:reversal_move_ids
      one2many>ir.attachment/res_id:attachment_ids one2many>mail.message/res_id:message_ids
      one2many>account.payment/move_id:payment_ids many2many>account.payment:matched_payment_ids
      monetary@currency_id:amount_untaxed,amount_tax,amount_total,amount_residual
      monetary:amount_untaxed_signed,amount_tax_signed,amount_total_signed,
      amount_residual_signed monetary@currency_id:amount_total_in_currency_signed
      float:invoice_currency_rate html:narration integer:sequence_number,payment_count
      boolean:posted_before,checked,is_move_sent,has_reconciled_entries
      json:invoice_payments_widget`,
  }),
  defineModel({
    name: 'account.move.line',
    label: 'Journal Item',
    order: 'date desc, move_name desc, id',
    indexed: 'move_id account_id partner_id full_reconcile_id',
    company: 'company_id',
    fields: `many2one>account.move:move_id! many2one>account.journal:journal_id
      many2one>res.company:company_id many2one>res.currency:company_currency_id,currency_id!
      char:move_name,ref,name,matching_number,account_code,account_name selection:parent_state,
      display_type!,move_type selection:account_type,account_internal_group date:date,
      invoice_date,date_maturity,discount_date,payment_date many2one>account.account:account_id
      many2one>res.partner:partner_id monetary:debit,credit,balance,amount_residual,
      discount_balance,tax_base_amount monetary@currency_id:amount_currency,
      amount_residual_currency,price_unit,price_subtotal,price_total,discount_amount_currency
      boolean:reconciled,is_account_reconcile many2one>account.full.reconcile:full_reconcile_id
      many2one>account.payment:payment_id many2one>account.bank.statement.line:statement_line_id
      many2one>account.bank.statement:statement_id many2one>account.tax:tax_line_id
      many2many>account.tax:tax_ids json:analytic_distribution float:quantity,discount
      integer:sequence one2many>account.partial.reconcile/credit_move_id:matched_debit_ids
      one2many>account.partial.reconcile/debit_move_id:matched_credit_ids`,
  }),
];

const paymentModels = (): ModelSpec[] => [
  defineModel({
    name: 'account.payment',
    label: 'Payments',
    order: 'date desc, name desc, id desc',
    indexed: 'move_id state partner_id journal_id',
    company: 'company_id',
    fields: `char:name,memo,payment_reference date:date! many2one>account.move:move_id
      many2one>account.journal:journal_id! many2one>res.company:company_id! selection:state!,
      payment_type!,partner_type! boolean:is_reconciled,is_matched,is_sent
      many2one>res.partner.bank:partner_bank_id
      many2one>account.payment.method.line:payment_method_line_id char:payment_method_code
      monetary@currency_id:amount,amount_signed monetary:amount_company_currency_signed
      many2one>res.currency:currency_id,company_currency_id many2one>res.partner:partner_id
      many2one>account.account:outstanding_account_id,destination_account_id
      many2many>account.move:invoice_ids,reconciled_invoice_ids,reconciled_bill_ids
      many2many>account.bank.statement.line:reconciled_statement_line_ids
      integer:reconciled_bills_count,reconciled_invoices_count,reconciled_statement_lines_count
      one2many>ir.attachment/res_id:attachment_ids one2many>mail.message/res_id:message_ids
      many2one>ir.attachment:message_main_attachment_id`,
  }),
  defineModel({
    name: 'account.payment.register',
    label: 'Pay',
    fields: `date:payment_date! monetary@currency_id:amount,payment_difference,
      source_amount_currency
      monetary:source_amount char:communication,writeoff_label boolean:group_payment
      selection:payment_difference_handling,payment_type,partner_type
      many2one>res.currency:currency_id,source_currency_id many2one>account.journal:journal_id
      many2one>res.partner.bank:partner_bank_id many2many>account.move.line:line_ids
      many2one>res.company:company_id many2one>res.partner:partner_id
      many2one>account.payment.method.line:payment_method_line_id
      many2one>account.account:writeoff_account_id`,
  }),
  defineModel({
    name: 'account.move.reversal',
    label: 'Account Move Reversal',
    fields: `date:date char:reason many2one>account.journal:journal_id!
      many2one>res.company:company_id
      many2many>account.move:move_ids,new_move_ids`,
  }),
  defineModel({
    name: 'account.bank.statement',
    label: 'Bank Statement',
    order: 'first_line_index desc, id desc',
    company: 'company_id',
    indexed: 'journal_id',
    fields: `char:name,reference,first_line_index date:date many2one>res.company:company_id
      monetary@currency_id:balance_start,balance_end,balance_end_real
      many2one>res.currency:currency_id many2one>account.journal:journal_id
      one2many>account.bank.statement.line/statement_id:line_ids boolean:is_complete,is_valid
      text:problem_description`,
  }),
];

const bankModels = (): ModelSpec[] => [
  defineModel({
    name: 'account.bank.statement.line',
    label: 'Bank Statement Line',
    order: 'internal_index desc',
    indexed: 'move_id journal_id statement_id is_reconciled',
    company: 'company_id',
    delegate: { model: 'account.move', through: 'move_id' },
    fields: `many2one>account.move:move_id! many2one>account.journal:journal_id!
      many2one>res.company:company_id! many2one>account.bank.statement:statement_id
      many2many>account.payment:payment_ids integer:sequence many2one>res.partner:partner_id
      char:account_number,partner_name,transaction_type,payment_ref,internal_index,
      statement_name many2one>res.currency:currency_id,foreign_currency_id
      monetary@currency_id:amount,running_balance monetary@foreign_currency_id:amount_currency
      monetary@currency_id:amount_residual boolean:is_reconciled boolean:statement_complete,
      statement_valid json:transaction_details`,
  }),
  defineModel({
    name: 'account.partial.reconcile',
    label: 'Partial Reconcile',
    indexed: 'debit_move_id credit_move_id full_reconcile_id',
    company: 'company_id',
    fields: `many2one>account.move.line:debit_move_id!,credit_move_id!
      many2one>account.full.reconcile:full_reconcile_id many2one>account.move:exchange_move_id
      monetary:amount monetary@debit_currency_id:debit_amount_currency
      monetary@credit_currency_id:credit_amount_currency
      many2one>res.currency:debit_currency_id,credit_currency_id,company_currency_id
      many2one>res.company:company_id date:max_date`,
  }),
  defineModel({
    name: 'account.full.reconcile',
    label: 'Full Reconcile',
    fields: `one2many>account.partial.reconcile/full_reconcile_id:partial_reconcile_ids
      one2many>account.move.line/full_reconcile_id:reconciled_line_ids
      many2one>account.move:exchange_move_id`,
  }),
];

const accountConfigurationModels = (): ModelSpec[] => [
  defineModel({
    name: 'account.account',
    label: 'Account',
    order: 'code, id',
    indexed: 'account_type',
    company: 'company_ids',
    fields: `char:code,name! selection:account_type!,internal_group boolean:reconcile,deprecated,
      non_trade,include_initial_balance many2one>res.currency:currency_id,company_currency_id
      many2many>res.company:company_ids! many2many>account.tax:tax_ids text:note
      monetary:current_balance`,
  }),
  defineModel({
    name: 'account.journal',
    label: 'Journal',
    order: 'sequence, type, code, id',
    indexed: 'code type',
    company: 'company_id',
    fields: `char:name!,code! selection:type!,bank_statements_source integer:sequence,color
      boolean:active,show_on_dashboard,refund_sequence,payment_sequence
      many2one>account.account:default_account_id,suspense_account_id,profit_account_id,
      loss_account_id many2one>res.currency:currency_id many2one>res.company:company_id!
      many2one>res.partner.bank:bank_account_id char:bank_acc_number many2one>res.bank:bank_id
      many2one>res.partner:company_partner_id monetary@currency_id:current_statement_balance
      one2many>account.payment.method.line/journal_id:inbound_payment_method_line_ids,
      outbound_payment_method_line_ids`,
  }),
  defineModel({
    name: 'account.payment.method.line',
    label: 'Payment Methods',
    order: 'sequence, id',
    indexed: 'journal_id',
    company: 'company_id',
    fields: `char:name,code selection:payment_type integer:sequence
      many2one>account.account:payment_account_id,default_account_id
      many2one>account.journal:journal_id many2one>res.company:company_id`,
  }),
  defineModel({
    name: 'account.payment.term',
    label: 'Payment Terms',
    order: 'sequence, id',
    company: 'company_id',
    fields: `char:name! integer:sequence,discount_days many2one>res.company:company_id
      boolean:active,
      early_discount float:discount_percentage
      one2many>account.payment.term.line/payment_id:line_ids`,
  }),
  defineModel({
    name: 'account.payment.term.line',
    label: 'Payment Terms Line',
    indexed: 'payment_id',
    fields: `many2one>account.payment.term:payment_id selection:value,delay_type float:value_amount
      integer:nb_days`,
  }),
  ...taxModels(),
];

const taxModels = (): ModelSpec[] => [
  defineModel({
    name: 'account.tax',
    label: 'Tax',
    order: 'sequence, id',
    company: 'company_id',
    fields: `char:name!,invoice_label selection:type_tax_use!,amount_type! boolean:active,
      price_include
      float:amount! integer:sequence many2one>res.company:company_id!
      many2one>account.account:repartition_account_id`,
  }),
  defineModel({
    name: 'account.analytic.account',
    label: 'Analytic Account',
    company: 'company_id',
    order: 'plan_id, name, id',
    fields: 'char:name!,code many2one>res.company:company_id integer:plan_id! boolean:active',
  }),
];
