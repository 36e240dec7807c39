-- Keys to the HTTP API, and the requests that came with an idempotency key.

create table api_token (
  id uuid not null,
  version integer not null,
  name text not null,
  -- The text of a token is shown once and kept nowhere.
  token_digest text not null,
  person_id uuid not null,
  permissions text[] not null,
  entity_ids uuid[] not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  constraint api_token_pkey primary key (id),
  constraint api_token_token_digest_unique unique (token_digest),
  constraint api_token_token_digest_hex check (is_hash(token_digest))
);
create index api_token_person_id on api_token (person_id);
alter table api_token add constraint api_token_person
  foreign key (person_id) references person (id);
create trigger a_version before update on api_token
  for each row when (new.version <> old.version + 1) execute function refuse_version();

-- One row a request: its answer is written in the transaction of the verb, so that it is there
-- exactly when the verb happened. No record of the business: it is deleted past its age.
create table api_request (
  token_id uuid not null,
  idempotency_key text not null,
  fingerprint text not null,
  started_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  status integer,
  headers text,
  body text,
  constraint api_request_pkey primary key (token_id, idempotency_key),
  constraint api_request_fingerprint_hex check (is_hash(fingerprint)),
  constraint api_request_answer_whole check (
    (status is null and headers is null and body is null)
    or (status is not null and headers is not null and body is not null)
  )
);
create index api_request_expires_at on api_request (expires_at);

grant select, insert, update on api_token to quittance_app;
grant select, insert, update, delete on api_request to quittance_app;
grant select on api_token, api_request to quittance_backup;

-- Evidence is read by whoever may see the message that it is.
create index attempt_payload_hash on attempt (entity_id, payload_hash);
