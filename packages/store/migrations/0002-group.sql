-- Tables of the whole group of companies: who we are, whom we trade with, and what came in.

create table legal_entity (
  id uuid not null,
  version integer not null,
  code text not null,
  name text not null,
  country text not null,
  currency text not null,
  time_zone text not null,
  locked_until date,
  constraint legal_entity_pkey primary key (id),
  constraint legal_entity_code_unique unique (code)
);

create table person (
  id uuid not null,
  version integer not null,
  name text not null,
  email text,
  active boolean not null,
  machine boolean not null,
  constraint person_pkey primary key (id)
);
create index person_email on person (email);

create table party (
  id uuid not null,
  version integer not null,
  role text not null,
  name text not null,
  country text,
  street text,
  city text,
  postal_code text,
  email text,
  tax_number text,
  constraint party_pkey primary key (id)
);

create table party_bank_details (
  id uuid not null,
  version integer not null,
  party_id uuid not null,
  account_number text not null,
  account_digest text not null,
  bic text,
  clearing_number text,
  currency text,
  trusted boolean not null,
  last_edited_by uuid,
  active boolean not null,
  constraint party_bank_details_pkey primary key (id)
);
create index party_bank_details_party_id on party_bank_details (party_id);
create index party_bank_details_account_digest on party_bank_details (account_digest);

create table connection (
  id uuid not null,
  version integer not null,
  name text not null,
  connector text not null,
  active boolean not null,
  last_success_at timestamptz(3),
  last_fault_at timestamptz(3),
  last_fault text,
  constraint connection_pkey primary key (id),
  constraint connection_name_unique unique (name)
);

create table evidence (
  id uuid not null,
  hash text not null,
  media_type text not null,
  size_bytes integer not null,
  kind text not null,
  received_at timestamptz(3) not null,
  constraint evidence_pkey primary key (id),
  constraint evidence_hash_hex check (is_hash(hash)),
  constraint evidence_size_bytes_nonnegative check (size_bytes >= 0)
);
create index evidence_hash on evidence (hash);

create table inbox (
  id uuid not null,
  version integer not null,
  connection_id uuid not null,
  external_id text not null,
  kind text not null,
  evidence_hash text not null,
  state text not null,
  note text,
  received_at timestamptz(3) not null,
  applied_at timestamptz(3),
  constraint inbox_pkey primary key (id),
  constraint inbox_delivery_unique unique (connection_id, external_id),
  constraint inbox_evidence_hash_hex check (is_hash(evidence_hash)),
  constraint inbox_state_known check (
    state in (
      'received',
      'applied',
      'no_effect',
      'parked',
      'quarantined'
    )
  )
);
create index inbox_state_connection_id on inbox (state, connection_id);
create index inbox_evidence_hash on inbox (evidence_hash);

create table sync_cursor (
  id uuid not null,
  version integer not null,
  connection_id uuid not null,
  stream text not null,
  state text not null,
  updated_at timestamptz(3) not null,
  constraint sync_cursor_pkey primary key (id),
  constraint sync_cursor_stream_unique unique (connection_id, stream)
);

create table webhook_subscription (
  id uuid not null,
  version integer not null,
  name text not null,
  url text not null,
  event_types text[] not null,
  secret_name text not null,
  active boolean not null,
  constraint webhook_subscription_pkey primary key (id)
);

alter table party_bank_details add constraint party_bank_details_party
  foreign key (party_id) references party (id);
alter table party_bank_details add constraint party_bank_details_last_editor
  foreign key (last_edited_by) references person (id);
alter table inbox add constraint inbox_connection
  foreign key (connection_id) references connection (id);
alter table sync_cursor add constraint sync_cursor_connection
  foreign key (connection_id) references connection (id);
