-- What is known of a message whose outcome is unknown, and what made it known again.
alter table attempt add column unknown_since timestamptz(3);
alter table attempt add column first_absent_at timestamptz(3);
alter table attempt add column last_absent_at timestamptz(3);
alter table attempt add column reopen_asked_by uuid;
alter table attempt add column resolved_at timestamptz(3);
alter table attempt add column resolution text;
alter table attempt add constraint attempt_reopen_asker
  foreign key (reopen_asked_by) references person (id);
create index attempt_unknown_since on attempt (entity_id, unknown_since)
  where unknown_since is not null;
