-- Payments, their approvals, the messages that carry them, and what the bank says of them.

create table payment_batch (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  reference text not null,
  own_account_id uuid not null,
  currency text not null,
  execution_date date not null,
  state text not null,
  payment_count integer not null,
  total_minor bigint not null,
  content_hash text,
  proposed_by uuid not null,
  released_by uuid,
  created_at timestamptz(3) not null,
  constraint payment_batch_pkey primary key (entity_id, id),
  constraint payment_batch_reference_unique unique (reference),
  constraint payment_batch_content_hash_hex check (is_content_hash(content_hash)),
  constraint payment_batch_payment_count_nonnegative check (payment_count >= 0),
  constraint payment_batch_state_known check (
    state in (
      'open',
      'frozen',
      'approved',
      'released',
      'closed',
      'cancelled'
    )
  ),
  constraint payment_batch_total_minor_nonnegative check (total_minor >= 0)
);
create index payment_batch_state on payment_batch (entity_id, state, id);
create index payment_batch_own_account_id_execution_date on payment_batch (entity_id, own_account_id, execution_date);

create table payment (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  reference text not null,
  batch_id uuid not null,
  own_account_id uuid not null,
  party_id uuid not null,
  bank_details_id uuid,
  bank_details_version integer,
  currency text not null,
  instructed_minor bigint not null,
  settled_minor bigint not null,
  returned_minor bigint not null,
  reversed_minor bigint not null,
  execution_date date not null,
  priority text not null,
  remittance text not null,
  state text not null,
  state_since timestamptz(3) not null,
  content_hash text,
  live_attempt_id uuid,
  hold text,
  reason text,
  accounts_state text not null,
  replaces_payment_id uuid,
  constraint payment_pkey primary key (entity_id, id),
  constraint payment_reference_unique unique (reference),
  constraint payment_content_hash_hex check (is_content_hash(content_hash)),
  constraint payment_instructed_minor_nonnegative check (instructed_minor >= 0),
  constraint payment_returned_minor_nonnegative check (returned_minor >= 0),
  constraint payment_reversed_minor_nonnegative check (reversed_minor >= 0),
  constraint payment_settled_minor_nonnegative check (settled_minor >= 0),
  constraint payment_state_known check (
    state in (
      'imported',
      'draft',
      'invalid',
      'validated',
      'awaiting_approval',
      'rejected',
      'approved',
      'released',
      'submitted',
      'unknown',
      'accepted',
      'pending_settlement',
      'partially_settled',
      'settled',
      'reconciled',
      'failed',
      'returned',
      'reversed',
      'recall_pending',
      'recalled',
      'cancel_pending',
      'cancelled',
      'expired'
    )
  )
);
create index payment_batch_id on payment (entity_id, batch_id);
create index payment_state on payment (entity_id, state, id);
create index payment_live_attempt_id on payment (entity_id, live_attempt_id)
  where live_attempt_id is not null;

create table payment_item (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  payment_id uuid not null,
  open_item_id uuid not null,
  amount_minor bigint not null,
  discount_minor bigint not null,
  live boolean not null,
  constraint payment_item_pkey primary key (entity_id, id),
  constraint payment_item_discount_minor_nonnegative check (discount_minor >= 0)
);
create unique index payment_item_live_claim_unique on payment_item (entity_id, open_item_id)
  where live;
create index payment_item_payment_id on payment_item (entity_id, payment_id);
create index payment_item_open_item_id on payment_item (entity_id, open_item_id);

create table approval (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  subject text not null,
  subject_id text not null,
  content_hash text not null,
  policy_version integer not null,
  approvers_required integer not null,
  state text not null,
  requested_by uuid not null,
  requested_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  constraint approval_pkey primary key (entity_id, id),
  constraint approval_approvers_required_nonnegative check (approvers_required >= 0),
  constraint approval_content_hash_hex check (is_content_hash(content_hash)),
  constraint approval_state_known check (
    state in (
      'requested',
      'partially_approved',
      'approved',
      'rejected',
      'withdrawn',
      'void',
      'expired',
      'consumed'
    )
  )
);
create index approval_subject_id on approval (entity_id, subject_id);
create index approval_state on approval (entity_id, state, id);

create table approval_decision (
  id uuid not null,
  entity_id uuid not null,
  approval_id uuid not null,
  person_id uuid not null,
  decision text not null,
  content_hash text not null,
  reason text,
  decided_at timestamptz(3) not null,
  constraint approval_decision_pkey primary key (entity_id, id),
  constraint approval_decision_person_unique unique (entity_id, approval_id, person_id),
  constraint approval_decision_content_hash_hex check (is_content_hash(content_hash))
);

create table attempt (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  batch_id uuid not null,
  own_account_id uuid not null,
  message_id text not null,
  number integer not null,
  file_name text not null,
  payload_hash text not null,
  payment_count integer not null,
  total_minor bigint not null,
  state text not null,
  fencing_token bigint not null,
  inquiries integer not null,
  prepared_at timestamptz(3) not null,
  sent_at timestamptz(3),
  constraint attempt_pkey primary key (entity_id, id),
  constraint attempt_message_id_unique unique (message_id),
  constraint attempt_number_unique unique (entity_id, batch_id, number),
  constraint attempt_fencing_token_nonnegative check (fencing_token >= 0),
  constraint attempt_inquiries_nonnegative check (inquiries >= 0),
  constraint attempt_payload_hash_hex check (is_hash(payload_hash)),
  constraint attempt_payment_count_nonnegative check (payment_count >= 0),
  constraint attempt_state_known check (
    state in (
      'prepared',
      'sending',
      'acknowledged',
      'rejected',
      'unknown',
      'void'
    )
  ),
  constraint attempt_total_minor_nonnegative check (total_minor >= 0)
);
create index attempt_state on attempt (entity_id, state, id);
create index attempt_own_account_id on attempt (entity_id, own_account_id);

create table attempt_item (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  attempt_id uuid not null,
  payment_id uuid not null,
  own_account_id uuid not null,
  end_to_end_id text not null,
  amount_minor bigint not null,
  live boolean not null,
  constraint attempt_item_pkey primary key (entity_id, id),
  constraint attempt_item_amount_minor_nonnegative check (amount_minor >= 0)
);
create unique index attempt_item_live_payment_unique on attempt_item (entity_id, payment_id)
  where live;
create unique index attempt_item_live_end_to_end_id_unique on attempt_item (entity_id, own_account_id, end_to_end_id)
  where live;
create index attempt_item_attempt_id on attempt_item (entity_id, attempt_id);
create index attempt_item_payment_id on attempt_item (entity_id, payment_id);
create index attempt_item_end_to_end_id on attempt_item (entity_id, end_to_end_id);

create table bank_fact (
  id uuid not null,
  payment_id uuid not null,
  attempt_id uuid,
  code text not null,
  reason text,
  amount_minor bigint,
  entry_key text,
  bank_time text not null,
  entity_id uuid not null,
  source text not null,
  evidence_hash text not null,
  recorded_at timestamptz(3) not null,
  constraint bank_fact_pkey primary key (entity_id, id),
  constraint bank_fact_amount_minor_nonnegative check (amount_minor >= 0),
  constraint bank_fact_evidence_hash_hex check (is_hash(evidence_hash))
);
create index bank_fact_payment_id on bank_fact (entity_id, payment_id);
create index bank_fact_attempt_id on bank_fact (entity_id, attempt_id);
create index bank_fact_evidence_hash on bank_fact (entity_id, evidence_hash);

alter table payment_batch add constraint payment_batch_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table payment_batch add constraint payment_batch_proposer
  foreign key (proposed_by) references person (id);
alter table payment_batch add constraint payment_batch_releaser
  foreign key (released_by) references person (id);
alter table payment add constraint payment_batch_of
  foreign key (entity_id, batch_id) references payment_batch (entity_id, id);
alter table payment add constraint payment_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table payment add constraint payment_party
  foreign key (party_id) references party (id);
alter table payment add constraint payment_bank_details
  foreign key (bank_details_id) references party_bank_details (id);
alter table payment add constraint payment_live_attempt
  foreign key (entity_id, live_attempt_id) references attempt (entity_id, id);
alter table payment add constraint payment_replaces
  foreign key (entity_id, replaces_payment_id) references payment (entity_id, id);
alter table payment_item add constraint payment_item_payment
  foreign key (entity_id, payment_id) references payment (entity_id, id);
alter table payment_item add constraint payment_item_open_item
  foreign key (entity_id, open_item_id) references open_item (entity_id, id);
alter table approval add constraint approval_requester
  foreign key (requested_by) references person (id);
alter table approval_decision add constraint approval_decision_approval
  foreign key (entity_id, approval_id) references approval (entity_id, id);
alter table approval_decision add constraint approval_decision_person
  foreign key (person_id) references person (id);
alter table attempt add constraint attempt_batch
  foreign key (entity_id, batch_id) references payment_batch (entity_id, id);
alter table attempt add constraint attempt_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table attempt_item add constraint attempt_item_attempt
  foreign key (entity_id, attempt_id) references attempt (entity_id, id);
alter table attempt_item add constraint attempt_item_payment
  foreign key (entity_id, payment_id) references payment (entity_id, id);
alter table attempt_item add constraint attempt_item_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table bank_fact add constraint bank_fact_payment
  foreign key (entity_id, payment_id) references payment (entity_id, id);
alter table bank_fact add constraint bank_fact_attempt
  foreign key (entity_id, attempt_id) references attempt (entity_id, id);
