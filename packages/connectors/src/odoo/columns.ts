import {
  amount,
  date,
  flag,
  json,
  link,
  moment,
  optional,
  optionalAmount,
  optionalDate,
  optionalMoment,
  optionalText,
  recordId,
  requiredLink,
  text,
  whole,
} from './decode.ts';

/** The columns that the connector reads, model by model, with the shape each must have. */
export const moveColumns = {
  id: recordId,
  name: optionalText,
  ref: optionalText,
  state: text,
  move_type: text,
  posted_before: flag,
  partner_id: link,
  commercial_partner_id: link,
  invoice_date: optionalDate,
  invoice_date_due: optionalDate,
  date,
  currency_id: requiredLink,
  company_id: requiredLink,
  amount_total: amount,
  payment_state: optionalText,
  create_uid: link,
  write_uid: link,
  write_date: moment,
};

export const payableLineColumns = {
  id: recordId,
  move_id: requiredLink,
  parent_state: text,
  account_id: requiredLink,
  partner_id: link,
  currency_id: requiredLink,
  amount_currency: amount,
  balance: amount,
  amount_residual_currency: amount,
  reconciled: flag,
  date_maturity: optionalDate,
  discount_date: optionalDate,
  discount_amount_currency: optionalAmount,
};

export const moveLineColumns = {
  id: recordId,
  move_id: requiredLink,
  parent_state: text,
  account_id: requiredLink,
  partner_id: link,
  currency_id: requiredLink,
  amount_currency: amount,
  balance: amount,
  amount_residual_currency: amount,
  reconciled: flag,
};

export const partialColumns = {
  id: recordId,
  debit_move_id: requiredLink,
  credit_move_id: requiredLink,
  debit_amount_currency: amount,
  credit_amount_currency: amount,
  create_uid: link,
};

export const companyColumns = {
  id: recordId,
  name: text,
  country_id: link,
  currency_id: requiredLink,
};

export const userColumns = {
  id: recordId,
  login: text,
  name: text,
  email: optionalText,
  active: flag,
};

export const partnerColumns = {
  id: recordId,
  name: optionalText,
  country_id: link,
  street: optionalText,
  city: optionalText,
  zip: optionalText,
  email: optionalText,
  vat: optionalText,
  active: flag,
};

export const partnerBankColumns = {
  id: recordId,
  partner_id: requiredLink,
  acc_number: text,
  bank_bic: optionalText,
  currency_id: link,
  allow_out_payment: flag,
  write_uid: link,
  active: flag,
};

export const journalColumns = {
  id: recordId,
  code: text,
  company_id: requiredLink,
  currency_id: link,
  bank_account_id: link,
  suspense_account_id: link,
  default_account_id: link,
};

export const currencyColumns = { id: recordId, name: text };
export const countryColumns = { id: recordId, code: optionalText };
export const accountColumns = { id: recordId, code: optionalText };

export const paymentColumns = {
  id: recordId,
  x_hub_ref: optionalText,
  state: text,
  payment_type: text,
  date,
  amount,
  currency_id: requiredLink,
  company_id: requiredLink,
  journal_id: requiredLink,
  partner_id: link,
  move_id: link,
  outstanding_account_id: link,
  destination_account_id: link,
  is_matched: flag,
  x_hub_state: optionalText,
  x_hub_state_at: optionalMoment,
};

export const statementLineColumns = {
  id: recordId,
  x_hub_ref: optionalText,
  move_id: requiredLink,
  journal_id: requiredLink,
  company_id: requiredLink,
  date,
  amount,
  payment_ref: optionalText,
  partner_id: link,
  is_reconciled: flag,
  transaction_details: json,
};

export const hubStateColumns = {
  id: recordId,
  x_hub_state: optionalText,
  x_hub_state_at: optionalMoment,
};

export const outboxColumns = { id: recordId, x_res_id: whole, x_payload: optionalText };
export const attachmentColumns = { id: recordId, checksum: optional(text) };
export const idColumns = { id: recordId };
export const changeColumns = { id: recordId, write_date: moment };
