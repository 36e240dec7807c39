-- Append-only logs. Their hidden columns xid and seq let a cursor read behind the snapshot horizon:
-- a plain sequence is lossy, because numbers are drawn in another order than commits happen.

create table audit_leaf (
  id uuid not null,
  v integer not null,
  entity_id uuid,
  at timestamptz(3) not null,
  actor_kind text not null,
  actor_id text not null,
  correlation_id text not null,
  verb text not null,
  object_kind text not null,
  object_id text not null,
  object_version integer not null,
  row_digest text not null,
  detail text not null,
  leaf_hash text not null,
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  constraint audit_leaf_pkey primary key (id),
  constraint audit_leaf_leaf_hash_hex check (is_hash(leaf_hash)),
  constraint audit_leaf_row_digest_hex check (is_hash(row_digest))
);
-- Leaves of the group have no entity, so that these two begin with what is searched for.
create index audit_leaf_object on audit_leaf (object_id, entity_id);
create index audit_leaf_correlation on audit_leaf (correlation_id, entity_id);
create index audit_leaf_xid_seq on audit_leaf (xid, seq);

create table outbox_event (
  id uuid not null,
  entity_id uuid not null,
  type text not null,
  v integer not null,
  object_kind text not null,
  object_id text not null,
  occurred_at timestamptz(3) not null,
  correlation_id text not null,
  payload text not null,
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  constraint outbox_event_pkey primary key (entity_id, id)
);
create index outbox_event_object_id on outbox_event (entity_id, object_id);
create index outbox_event_xid_seq on outbox_event (xid, seq);

create table webhook_delivery (
  id uuid not null,
  version integer not null,
  subscription_id uuid not null,
  event_id uuid not null,
  entity_id uuid not null,
  state text not null,
  attempts integer not null,
  last_status text,
  constraint webhook_delivery_pkey primary key (entity_id, id),
  constraint webhook_delivery_event_unique unique (entity_id, subscription_id, event_id),
  constraint webhook_delivery_attempts_nonnegative check (attempts >= 0),
  constraint webhook_delivery_state_known check (
    state in (
      'pending',
      'delivered',
      'dead_letter'
    )
  )
);
create index webhook_delivery_state on webhook_delivery (entity_id, state, id);
create index webhook_delivery_event_id on webhook_delivery (entity_id, event_id);

alter table webhook_delivery add constraint webhook_delivery_subscription
  foreign key (subscription_id) references webhook_subscription (id);
alter table webhook_delivery add constraint webhook_delivery_event
  foreign key (entity_id, event_id) references outbox_event (entity_id, id);

-- One row seals the leaves between two positions; leaves themselves are never touched again.
create table audit_batch (
  number bigint not null,
  cluster_identifier text not null,
  first_xid xid8 not null,
  first_seq bigint not null,
  last_xid xid8 not null,
  last_seq bigint not null,
  leaf_count integer not null,
  root_hash text not null,
  previous_number bigint,
  previous_root_hash text,
  sealed_at timestamptz(3) not null,
  constraint audit_batch_pkey primary key (number),
  constraint audit_batch_previous_unique unique (previous_number),
  constraint audit_batch_previous foreign key (previous_number) references audit_batch (number),
  constraint audit_batch_gapless check (
    (number = 1 and previous_number is null and previous_root_hash is null)
    or (number = previous_number + 1 and previous_root_hash is not null)
  ),
  constraint audit_batch_leaf_count_positive check (leaf_count > 0),
  constraint audit_batch_root_hash_hex check (is_hash(root_hash))
);

create table audit_checkpoint (
  number bigint not null,
  leaf_count bigint not null,
  root_hash text not null,
  -- The signed note as it is anchored outside the database.
  note text not null,
  signed_at timestamptz(3) not null,
  constraint audit_checkpoint_pkey primary key (number),
  constraint audit_checkpoint_batch foreign key (number) references audit_batch (number),
  constraint audit_checkpoint_root_hash_hex check (is_hash(root_hash))
);
