-- A payment in another currency than its account's: what was instructed and what was debited are both
-- kept, with the bank's rate as it was written.
alter table statement_line
  add column instructed_minor bigint,
  add column instructed_currency text,
  add column exchange_rate text,
  add column exchange_unit_currency text,
  add column exchange_source text;
alter table match_allocation add column payment_minor bigint;
