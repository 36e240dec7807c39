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

-- 64 lower-case hexadecimal digits. Five times as fast as a regular expression, which is most of
-- the cost of an audit leaf otherwise. Inlined into the checks that call it.
create function is_hash(digest text) returns boolean
  language sql immutable parallel safe
  return octet_length(digest) = 64 and translate(digest, '0123456789abcdef', '') = '';

-- A hash that names the version of its canonical form first: `1:` and the digits.
create function is_content_hash(digest text) returns boolean
  language sql immutable parallel safe
  return digest ~ '^[0-9]{1,4}:[0-9a-f]{64}$';
