-- What kind of installation this database is, made once and refused by every other kind.
create table installation (
  singleton boolean not null default true,
  kind text not null,
  cluster_identifier text not null,
  clock_offset_seconds bigint not null default 0,
  constraint installation_pkey primary key (singleton),
  constraint installation_single check (singleton),
  constraint installation_kind_known check (kind in ('sandbox', 'production')),
  -- A production clock is never moved, by anybody.
  constraint installation_clock check (kind = 'sandbox' or clock_offset_seconds = 0)
);

-- The entities that the present transaction may see; null when nothing was set. The setting lives
-- for one transaction only, and comes back as an empty text after it.
create function quittance_entities() returns uuid[]
  language sql stable parallel safe
  as $$ select nullif(current_setting('quittance.entity_ids', true), '')::uuid[] $$;
