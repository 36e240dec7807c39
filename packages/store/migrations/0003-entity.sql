-- Tables of one legal entity: entity_id leads every key.

create table own_account (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  account_number text not null,
  account_digest text not null,
  bic text,
  name text not null,
  currency text not null,
  bank_profile text not null,
  bank_connection_id uuid not null,
  booked_balance_minor bigint,
  balance_date date,
  constraint own_account_pkey primary key (entity_id, id)
);
create index own_account_account_digest on own_account (entity_id, account_digest);
create index own_account_bank_connection_id on own_account (entity_id, bank_connection_id);

create table emergency_stop (
  id uuid not null,
  version integer not null,
  entity_id uuid,
  own_account_id uuid,
  active boolean not null,
  reason text not null,
  stopped_by uuid not null,
  stopped_at timestamptz(3) not null,
  resumed_by uuid[] not null,
  constraint emergency_stop_pkey primary key (id)
);
create index emergency_stop_active on emergency_stop (entity_id, active);

create table "grant" (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  person_id uuid not null,
  role text not null,
  limit_minor bigint,
  active boolean not null,
  constraint grant_pkey primary key (entity_id, id),
  constraint grant_limit_minor_nonnegative check (limit_minor >= 0)
);
create index grant_person_id on "grant" (entity_id, person_id);

create table approval_policy (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  currency text not null,
  from_minor bigint not null,
  approvers_required integer not null,
  payment_max_minor bigint not null,
  constraint approval_policy_pkey primary key (entity_id, id),
  constraint approval_policy_threshold_unique unique (entity_id, currency, from_minor),
  constraint approval_policy_approvers_required_nonnegative check (approvers_required >= 0),
  constraint approval_policy_from_minor_nonnegative check (from_minor >= 0),
  constraint approval_policy_payment_max_minor_nonnegative check (payment_max_minor >= 0)
);

create table open_item (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  party_id uuid not null,
  number text not null,
  supplier_reference text,
  invoice_date date not null,
  due_date date not null,
  discount_date date,
  discount_minor bigint,
  currency text not null,
  total_minor bigint not null,
  residual_minor bigint not null,
  state text not null,
  blocked boolean not null,
  baselined boolean not null,
  created_by uuid,
  last_edited_by uuid,
  constraint open_item_pkey primary key (entity_id, id),
  constraint open_item_discount_minor_nonnegative check (discount_minor >= 0),
  constraint open_item_residual_minor_nonnegative check (residual_minor >= 0),
  constraint open_item_state_known check (
    state in (
      'open',
      'paid',
      'reset',
      'cancelled'
    )
  ),
  constraint open_item_total_minor_nonnegative check (total_minor >= 0)
);
create index open_item_party_id on open_item (entity_id, party_id);
create index open_item_state_due_date on open_item (entity_id, state, due_date);
create index open_item_number on open_item (entity_id, number);

create table link (
  id uuid not null,
  entity_id uuid,
  scheme text not null,
  external_id text not null,
  object_kind text not null,
  object_id text not null,
  constraint link_pkey primary key (id),
  constraint link_external_id_unique unique nulls not distinct (entity_id, scheme, external_id, object_kind)
);
-- Rows of the group have no entity, so that these two begin with what is searched for.
create index link_object on link (object_id, object_kind);
create index link_external_id on link (external_id, scheme);

create table exception_case (
  id uuid not null,
  version integer not null,
  entity_id uuid not null,
  kind text not null,
  nature text not null,
  severity integer not null,
  state text not null,
  object_kind text not null,
  object_id text not null,
  cause text not null,
  detail text not null,
  next_action text not null,
  owner_role text not null,
  owner_id uuid,
  currency text,
  at_risk_minor bigint not null,
  opened_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  resolution text,
  constraint exception_case_pkey primary key (entity_id, id),
  constraint exception_case_at_risk_minor_nonnegative check (at_risk_minor >= 0),
  constraint exception_case_state_known check (
    state in (
      'open',
      'triaged',
      'in_progress',
      'waiting_external',
      'proposed_resolution',
      'approved_resolution',
      'resolved',
      'closed'
    )
  )
);
create unique index exception_case_open_unique on exception_case (entity_id, object_kind, object_id, kind, cause)
  where state in ('open', 'triaged', 'in_progress', 'waiting_external', 'proposed_resolution', 'approved_resolution');
create index exception_case_state on exception_case (entity_id, state, id);
create index exception_case_object_id on exception_case (entity_id, object_id);

alter table own_account add constraint own_account_legal_entity
  foreign key (entity_id) references legal_entity (id);
alter table own_account add constraint own_account_connection
  foreign key (bank_connection_id) references connection (id);
alter table emergency_stop add constraint emergency_stop_own_account
  foreign key (entity_id, own_account_id) references own_account (entity_id, id);
alter table emergency_stop add constraint emergency_stop_stopper
  foreign key (stopped_by) references person (id);
alter table "grant" add constraint grant_legal_entity
  foreign key (entity_id) references legal_entity (id);
alter table "grant" add constraint grant_person
  foreign key (person_id) references person (id);
alter table approval_policy add constraint approval_policy_legal_entity
  foreign key (entity_id) references legal_entity (id);
alter table open_item add constraint open_item_connection
  foreign key (connection_id) references connection (id);
alter table open_item add constraint open_item_party
  foreign key (party_id) references party (id);
alter table open_item add constraint open_item_creator
  foreign key (created_by) references person (id);
alter table open_item add constraint open_item_last_editor
  foreign key (last_edited_by) references person (id);
alter table exception_case add constraint exception_case_owner
  foreign key (owner_id) references person (id);
