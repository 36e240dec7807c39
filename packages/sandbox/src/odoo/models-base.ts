import { defineModel } from './schema.ts';
import type { ModelSpec } from './schema.ts';

/** Companies, people, currencies, files and the technical models. */
export const baseModels = (): ModelSpec[] => [
  ...partyModels(),
  ...currencyModels(),
  ...technicalModels(),
];

const partyModels = (): ModelSpec[] => [
  defineModel({
    name: 'res.company',
    label: 'Companies',
    order: 'sequence, name, id',
    fields: `char:name!,company_registry,vat,email,phone,street,zip,city,bank_account_code_prefix
      many2one>res.country:country_id many2one>res.currency:currency_id!
      many2one>res.partner:partner_id many2one>res.company:parent_id integer:sequence,
      fiscalyear_last_day selection:chart_template,fiscalyear_last_month boolean:active
      many2many>res.users:user_ids date:fiscalyear_lock_date,tax_lock_date,sale_lock_date,
      purchase_lock_date,hard_lock_date date:user_fiscalyear_lock_date,user_tax_lock_date,
      user_sale_lock_date,user_purchase_lock_date,user_hard_lock_date
      many2one>account.account:account_journal_suspense_account_id,transfer_account_id
      many2one>account.account:account_journal_payment_debit_account_id,
      account_journal_payment_credit_account_id
      many2one>account.account:income_currency_exchange_account_id,
      expense_currency_exchange_account_id many2one>account.journal:currency_exchange_journal_id
      many2one>account.tax:account_sale_tax_id,account_purchase_tax_id`,
  }),
  defineModel({
    name: 'res.partner',
    label: 'Contact',
    order: 'complete_name, id desc',
    indexed: 'ref vat name',
    company: 'company_id',
    labels: { name: 'Name' },
    fields: `char:name,complete_name,ref,vat,email,phone,street,street2,zip,city,lang,comment,
      website
      many2one>res.country:country_id boolean:active,is_company integer:supplier_rank,
      customer_rank many2one>res.company:company_id many2one>res.partner:parent_id,
      commercial_partner_id selection:type,company_type,autopost_bills
      one2many>res.partner.bank/partner_id:bank_ids one2many>res.partner/parent_id:child_ids
      many2many>res.partner.category:category_id
      many2one>account.account:property_account_payable_id,property_account_receivable_id
      many2one>account.payment.term:property_payment_term_id,property_supplier_payment_term_id`,
  }),
  defineModel({
    name: 'res.partner.category',
    label: 'Partner Tags',
    fields: 'char:name! boolean:active',
  }),
  defineModel({
    name: 'res.partner.bank',
    label: 'Bank Accounts',
    order: 'sequence, id',
    indexed: 'partner_id sanitized_acc_number acc_number',
    company: 'company_id',
    labels: { partner_id: 'Account Holder', acc_number: 'Account Number' },
    fields: `char:acc_number!,sanitized_acc_number,acc_holder_name,bank_name,bank_bic,aba_routing
      selection:acc_type many2one>res.partner:partner_id!
      many2one>res.bank:bank_id many2one>res.currency:currency_id
      many2one>res.company:company_id boolean:active,allow_out_payment,lock_trust_fields
      integer:sequence one2many>account.journal/bank_account_id:journal_id`,
  }),
  defineModel({
    name: 'res.bank',
    label: 'Bank',
    order: 'name, id',
    fields: 'char:name!,bic boolean:active many2one>res.country:country',
  }),
];

const currencyModels = (): ModelSpec[] => [
  defineModel({
    name: 'res.currency',
    label: 'Currency',
    order: 'active desc, name, id',
    indexed: 'name',
    fields: `char:name!,full_name,symbol boolean:active integer:decimal_places float:rate,
      inverse_rate,
      rounding selection:position`,
  }),
  defineModel({
    name: 'res.currency.rate',
    label: 'Currency Rate',
    order: 'name desc, id',
    indexed: 'currency_id',
    company: 'company_id',
    fields: `date:name! many2one>res.currency:currency_id! many2one>res.company:company_id
      float:rate,
      company_rate,inverse_company_rate`,
  }),
  defineModel({
    name: 'res.country',
    label: 'Country',
    order: 'name, id',
    indexed: 'code',
    fields: 'char:name!,code',
  }),
  defineModel({
    name: 'res.users',
    label: 'User',
    order: 'name, login, id',
    indexed: 'login',
    fields: `char:name,login!,email,password,lang,tz many2one>res.partner:partner_id
      many2one>res.company:company_id! many2many>res.company:company_ids
      many2many>res.groups:groups_id boolean:active,share datetime:login_date`,
  }),
  defineModel({
    name: 'res.groups',
    label: 'Access Groups',
    order: 'name, id',
    fields: `char:name!,full_name many2many>res.groups:implied_ids,trans_implied_ids
      many2many>res.users:users`,
  }),
  defineModel({
    name: 'ir.attachment',
    label: 'Attachment',
    order: 'id desc',
    indexed: 'res_id',
    fields: `char:name!,res_model,res_field,mimetype,checksum,url text:description integer:res_id,
      file_size selection:type binary:datas,raw boolean:public many2one>res.company:company_id`,
  }),
  defineModel({
    name: 'mail.message',
    label: 'Message',
    order: 'id desc',
    indexed: 'res_id',
    fields: `char:model,subject integer:res_id html:body many2one>res.partner:author_id
      selection:message_type datetime:date many2many>ir.attachment:attachment_ids
      many2one>mail.message.subtype:subtype_id`,
  }),
  defineModel({ name: 'mail.message.subtype', label: 'Message subtypes', fields: 'char:name!' }),
];

const technicalModels = (): ModelSpec[] => [
  defineModel({
    name: 'ir.model',
    label: 'Models',
    order: 'model, id',
    indexed: 'model',
    fields: `char:name!,model! selection:state one2many>ir.model.fields/model_id:field_id
      one2many>ir.model.access/model_id:access_ids boolean:transient`,
  }),
  defineModel({
    name: 'ir.model.fields',
    label: 'Fields',
    order: 'name, id',
    indexed: 'model model_id name',
    fields: `char:name!,model,field_description,relation,relation_field,help selection:ttype!,state
      many2one>ir.model:model_id! boolean:index,copied,store,required,readonly`,
  }),
  defineModel({
    name: 'ir.model.access',
    label: 'Model Access',
    indexed: 'model_id',
    fields: `char:name! many2one>ir.model:model_id! many2one>res.groups:group_id boolean:active,
      perm_read,perm_write,perm_create,perm_unlink`,
  }),
  defineModel({
    name: 'ir.model.data',
    label: 'Model Data',
    indexed: 'name res_id',
    fields: 'char:name!,module!,complete_name,model! integer:res_id boolean:noupdate',
  }),
  defineModel({
    name: 'ir.actions.server',
    label: 'Server Action',
    order: 'sequence, name, id',
    indexed: 'base_automation_id name',
    fields: `char:name!,webhook_url selection:state!,usage,type integer:sequence
      many2one>ir.model:model_id! char:model_name text:code many2many>res.groups:groups_id
      many2one>base.automation:base_automation_id many2many>ir.model.fields:webhook_field_ids`,
  }),
  defineModel({
    name: 'base.automation',
    label: 'Automation Rule',
    indexed: 'model_id name',
    fields: `char:name!,filter_domain,filter_pre_domain,model_name many2one>ir.model:model_id!
      selection:trigger! boolean:active many2many>ir.model.fields:trigger_field_ids
      one2many>ir.actions.server/base_automation_id:action_server_ids datetime:last_run`,
  }),
];
