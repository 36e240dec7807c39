-- Statements, their lines, and what explains each line.

create table statement (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  own_account_id uuid not null,
  evidence_hash text not null,
  bank_statement_id text not null,
  sequence_number text,
  currency text not null,
  from_date date not null,
  to_date date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  line_count integer not null,
  state text not null,
  imported_at timestamptz(3) not null,
  constraint statement_pkey primary key (entity_id, id),
  constraint statement_evidence_hash_hex check (is_hash(evidence_hash)),
  constraint statement_line_count_nonnegative check (line_count >= 0),
  constraint statement_state_known check (
    state in (
      'received',
      'stored',
      'parsed',
      'verified',
      'loaded',
      'closed',
      'quarantined',
      'duplicate',
      'superseded'
    )
  )
);
create index statement_own_account_id_to_date on statement (entity_id, own_account_id, to_date);
create index statement_evidence_hash on statement (entity_id, evidence_hash);

create table statement_line (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  own_account_id uuid not null,
  statement_id uuid not null,
  entry_key text not null,
  booking_date date not null,
  value_date date not null,
  currency text not null,
  amount_minor bigint not null,
  kind text not null,
  bank_reference text,
  end_to_end_id text,
  message_id text,
  transaction_count integer,
  party_name text,
  party_account_digest text,
  remittance text not null,
  return_reason text,
  state text not null,
  posted boolean not null,
  constraint statement_line_pkey primary key (entity_id, id),
  constraint statement_line_entry_key_unique unique (entity_id, own_account_id, entry_key),
  constraint statement_line_state_known check (
    state in (
      'new',
      'candidate',
      'suggested',
      'matched',
      'rule_posted',
      'case',
      'suspense'
    )
  ),
  constraint statement_line_transaction_count_nonnegative check (transaction_count >= 0)
);
create index statement_line_statement_id on statement_line (entity_id, statement_id);
create index statement_line_entry_key on statement_line (entity_id, entry_key);
create index statement_line_state on statement_line (entity_id, state, id);
create index statement_line_end_to_end_id on statement_line (entity_id, end_to_end_id);
create index statement_line_message_id on statement_line (entity_id, message_id);
create index statement_line_bank_reference on statement_line (entity_id, bank_reference);

create table "match" (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  statement_line_id uuid not null,
  evidence_class text not null,
  rule text not null,
  explanation text not null,
  state text not null,
  made_at timestamptz(3) not null,
  external_reconciliation text,
  constraint match_pkey primary key (entity_id, id),
  constraint match_state_known check (
    state in (
      'proposed',
      'posting',
      'posted',
      'undone'
    )
  )
);
create index match_statement_line_id on "match" (entity_id, statement_line_id);
create index match_state on "match" (entity_id, state, id);

create table match_allocation (
  id uuid not null,
  entity_id uuid not null,
  match_id uuid not null,
  kind text not null,
  payment_id uuid,
  open_item_id uuid,
  account_role text,
  amount_minor bigint not null,
  constraint match_allocation_pkey primary key (entity_id, id)
);
create index match_allocation_match_id on match_allocation (entity_id, match_id);
create index match_allocation_payment_id on match_allocation (entity_id, payment_id);
create index match_allocation_open_item_id on match_allocation (entity_id, open_item_id);

alter table statement add constraint statement_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table statement_line add constraint statement_line_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table statement_line add constraint statement_line_statement
  foreign key (entity_id, statement_id) references statement (entity_id, id);
alter table "match" add constraint match_line
  foreign key (entity_id, statement_line_id) references statement_line (entity_id, id);
alter table match_allocation add constraint match_allocation_match
  foreign key (entity_id, match_id) references "match" (entity_id, id);
alter table match_allocation add constraint match_allocation_payment
  foreign key (entity_id, payment_id) references payment (entity_id, id);
alter table match_allocation add constraint match_allocation_open_item
  foreign key (entity_id, open_item_id) references open_item (entity_id, id);
