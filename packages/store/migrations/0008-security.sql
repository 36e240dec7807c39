-- Who may see and write what. Security is forced, so that it binds the owner of the tables as well.
-- Nothing set, nothing seen: an entity table shows the rows of the transaction's entities only. The
-- set is read by a sub-select, once a statement, and not once a row.

alter table approval enable row level security;
alter table approval force row level security;
create policy approval_entity on approval using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy approval_backup on approval for select to quittance_backup using (true);

alter table approval_decision enable row level security;
alter table approval_decision force row level security;
create policy approval_decision_entity on approval_decision using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy approval_decision_backup on approval_decision for select to quittance_backup using (true);

alter table approval_policy enable row level security;
alter table approval_policy force row level security;
create policy approval_policy_entity on approval_policy using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy approval_policy_backup on approval_policy for select to quittance_backup using (true);

alter table attempt enable row level security;
alter table attempt force row level security;
create policy attempt_entity on attempt using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy attempt_backup on attempt for select to quittance_backup using (true);

alter table attempt_item enable row level security;
alter table attempt_item force row level security;
create policy attempt_item_entity on attempt_item using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy attempt_item_backup on attempt_item for select to quittance_backup using (true);

alter table audit_leaf enable row level security;
alter table audit_leaf force row level security;
create policy audit_leaf_entity on audit_leaf using (
    entity_id = any ((select quittance_entities())::uuid[])
    or (entity_id is null and (select quittance_entities()) is not null)
  );
create policy audit_leaf_backup on audit_leaf for select to quittance_backup using (true);

alter table bank_fact enable row level security;
alter table bank_fact force row level security;
create policy bank_fact_entity on bank_fact using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy bank_fact_backup on bank_fact for select to quittance_backup using (true);

alter table emergency_stop enable row level security;
alter table emergency_stop force row level security;
create policy emergency_stop_entity on emergency_stop using (
    entity_id = any ((select quittance_entities())::uuid[])
    or (entity_id is null and (select quittance_entities()) is not null)
  );
create policy emergency_stop_backup on emergency_stop for select to quittance_backup using (true);

alter table exception_case enable row level security;
alter table exception_case force row level security;
create policy exception_case_entity on exception_case using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy exception_case_backup on exception_case for select to quittance_backup using (true);

alter table "grant" enable row level security;
alter table "grant" force row level security;
create policy grant_entity on "grant" using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy grant_backup on "grant" for select to quittance_backup using (true);

alter table link enable row level security;
alter table link force row level security;
create policy link_entity on link using (
    entity_id = any ((select quittance_entities())::uuid[])
    or (entity_id is null and (select quittance_entities()) is not null)
  );
create policy link_backup on link for select to quittance_backup using (true);

alter table "match" enable row level security;
alter table "match" force row level security;
create policy match_entity on "match" using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy match_backup on "match" for select to quittance_backup using (true);

alter table match_allocation enable row level security;
alter table match_allocation force row level security;
create policy match_allocation_entity on match_allocation using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy match_allocation_backup on match_allocation for select to quittance_backup using (true);

alter table open_item enable row level security;
alter table open_item force row level security;
create policy open_item_entity on open_item using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy open_item_backup on open_item for select to quittance_backup using (true);

alter table outbox_event enable row level security;
alter table outbox_event force row level security;
create policy outbox_event_entity on outbox_event using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy outbox_event_backup on outbox_event for select to quittance_backup using (true);

alter table own_account enable row level security;
alter table own_account force row level security;
create policy own_account_entity on own_account using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy own_account_backup on own_account for select to quittance_backup using (true);

alter table payment enable row level security;
alter table payment force row level security;
create policy payment_entity on payment using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy payment_backup on payment for select to quittance_backup using (true);

alter table payment_batch enable row level security;
alter table payment_batch force row level security;
create policy payment_batch_entity on payment_batch using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy payment_batch_backup on payment_batch for select to quittance_backup using (true);

alter table payment_item enable row level security;
alter table payment_item force row level security;
create policy payment_item_entity on payment_item using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy payment_item_backup on payment_item for select to quittance_backup using (true);

alter table statement enable row level security;
alter table statement force row level security;
create policy statement_entity on statement using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy statement_backup on statement for select to quittance_backup using (true);

alter table statement_line enable row level security;
alter table statement_line force row level security;
create policy statement_line_entity on statement_line using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy statement_line_backup on statement_line for select to quittance_backup using (true);

alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy webhook_delivery_entity on webhook_delivery using (
    entity_id = any ((select quittance_entities())::uuid[])
  );
create policy webhook_delivery_backup on webhook_delivery for select to quittance_backup using (true);

-- The sealer reads the leaves of all entities, and nothing else of theirs.
create policy audit_leaf_sealer on audit_leaf for select to quittance_sealer using (true);

grant select on all tables in schema public to quittance_backup;

-- Nobody but the owner changes or deletes what is only ever added to; nothing is ever deleted.
grant select, insert on
  approval,
  approval_decision,
  approval_policy,
  attempt,
  attempt_item,
  audit_leaf,
  bank_fact,
  connection,
  emergency_stop,
  evidence,
  exception_case,
  "grant",
  inbox,
  legal_entity,
  link,
  "match",
  match_allocation,
  open_item,
  outbox_event,
  own_account,
  party,
  party_bank_details,
  payment,
  payment_batch,
  payment_item,
  person,
  statement,
  statement_line,
  sync_cursor,
  webhook_delivery,
  webhook_subscription
to quittance_app;

grant update on
  approval,
  approval_policy,
  attempt,
  attempt_item,
  connection,
  emergency_stop,
  exception_case,
  "grant",
  inbox,
  legal_entity,
  "match",
  open_item,
  own_account,
  party,
  party_bank_details,
  payment,
  payment_batch,
  payment_item,
  person,
  statement,
  statement_line,
  sync_cursor,
  webhook_delivery,
  webhook_subscription
to quittance_app;

grant select on
  audit_batch,
  audit_checkpoint,
  installation
to quittance_app;

-- The clock of a sandbox moves; the check of the table keeps that of a production still.
grant update (clock_offset_seconds) on installation to quittance_app;

-- The sender sends approved payments and records what came of it.
grant select on
  approval,
  approval_decision,
  approval_policy,
  attempt,
  attempt_item,
  audit_leaf,
  bank_fact,
  connection,
  emergency_stop,
  evidence,
  exception_case,
  "grant",
  legal_entity,
  link,
  open_item,
  outbox_event,
  own_account,
  party,
  party_bank_details,
  payment,
  payment_batch,
  payment_item,
  person,
  installation
to quittance_sender;

grant insert on
  attempt,
  attempt_item,
  audit_leaf,
  bank_fact,
  evidence,
  exception_case,
  link,
  outbox_event
to quittance_sender;

grant update on
  approval,
  attempt,
  attempt_item,
  connection,
  exception_case,
  payment,
  payment_batch,
  payment_item
to quittance_sender;

-- Every process checks that the schema is as new as itself.
grant select on schema_migration to
  quittance_app, quittance_sender, quittance_sealer;

grant select on audit_leaf, audit_batch, audit_checkpoint, installation to quittance_sealer;
grant insert on audit_batch, audit_checkpoint to quittance_sealer;
