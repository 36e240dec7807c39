-- The declared moves of every lifecycle (I10), written by generate-moves.ts. A move from the empty
-- state says in which states a row may begin; a lifecycle without one may begin in any.
create table lifecycle_move (
  lifecycle text not null,
  from_state text not null,
  to_state text not null,
  constraint lifecycle_move_pkey primary key (lifecycle, from_state, to_state)
);

insert into lifecycle_move (lifecycle, from_state, to_state) values
  ('approval', '', 'requested'),
  ('approval', 'requested', 'partially_approved'),
  ('approval', 'requested', 'approved'),
  ('approval', 'requested', 'rejected'),
  ('approval', 'requested', 'withdrawn'),
  ('approval', 'requested', 'void'),
  ('approval', 'requested', 'expired'),
  ('approval', 'partially_approved', 'partially_approved'),
  ('approval', 'partially_approved', 'approved'),
  ('approval', 'partially_approved', 'rejected'),
  ('approval', 'partially_approved', 'withdrawn'),
  ('approval', 'partially_approved', 'void'),
  ('approval', 'partially_approved', 'expired'),
  ('approval', 'approved', 'void'),
  ('approval', 'approved', 'expired'),
  ('approval', 'approved', 'consumed'),
  ('approval', 'consumed', 'approved'),
  ('attempt', '', 'prepared'),
  ('attempt', 'prepared', 'sending'),
  ('attempt', 'prepared', 'void'),
  ('attempt', 'sending', 'acknowledged'),
  ('attempt', 'sending', 'rejected'),
  ('attempt', 'sending', 'unknown'),
  ('attempt', 'sending', 'void'),
  ('attempt', 'unknown', 'acknowledged'),
  ('attempt', 'unknown', 'rejected'),
  ('attempt', 'unknown', 'void'),
  ('exception_case', '', 'open'),
  ('exception_case', 'open', 'triaged'),
  ('exception_case', 'open', 'in_progress'),
  ('exception_case', 'open', 'proposed_resolution'),
  ('exception_case', 'open', 'resolved'),
  ('exception_case', 'triaged', 'in_progress'),
  ('exception_case', 'triaged', 'waiting_external'),
  ('exception_case', 'triaged', 'proposed_resolution'),
  ('exception_case', 'triaged', 'resolved'),
  ('exception_case', 'in_progress', 'waiting_external'),
  ('exception_case', 'in_progress', 'proposed_resolution'),
  ('exception_case', 'in_progress', 'resolved'),
  ('exception_case', 'waiting_external', 'in_progress'),
  ('exception_case', 'waiting_external', 'proposed_resolution'),
  ('exception_case', 'waiting_external', 'resolved'),
  ('exception_case', 'proposed_resolution', 'approved_resolution'),
  ('exception_case', 'proposed_resolution', 'resolved'),
  ('exception_case', 'approved_resolution', 'resolved'),
  ('exception_case', 'resolved', 'closed'),
  ('exception_case', 'resolved', 'open'),
  ('exception_case', 'closed', 'open'),
  ('payment', '', 'draft'),
  ('payment', '', 'imported'),
  ('payment', 'imported', 'validated'),
  ('payment', 'imported', 'invalid'),
  ('payment', 'imported', 'cancelled'),
  ('payment', 'draft', 'validated'),
  ('payment', 'draft', 'invalid'),
  ('payment', 'draft', 'cancelled'),
  ('payment', 'invalid', 'draft'),
  ('payment', 'invalid', 'cancelled'),
  ('payment', 'validated', 'invalid'),
  ('payment', 'validated', 'awaiting_approval'),
  ('payment', 'validated', 'draft'),
  ('payment', 'validated', 'cancelled'),
  ('payment', 'awaiting_approval', 'approved'),
  ('payment', 'awaiting_approval', 'rejected'),
  ('payment', 'awaiting_approval', 'draft'),
  ('payment', 'awaiting_approval', 'cancelled'),
  ('payment', 'rejected', 'settled'),
  ('payment', 'approved', 'draft'),
  ('payment', 'approved', 'released'),
  ('payment', 'approved', 'expired'),
  ('payment', 'approved', 'cancelled'),
  ('payment', 'released', 'approved'),
  ('payment', 'submitted', 'cancel_pending'),
  ('payment', 'unknown', 'approved'),
  ('payment', 'accepted', 'cancel_pending'),
  ('payment', 'pending_settlement', 'cancel_pending'),
  ('payment', 'settled', 'recall_pending'),
  ('payment', 'settled', 'reconciled'),
  ('payment', 'reconciled', 'recall_pending'),
  ('payment', 'reconciled', 'settled'),
  ('payment', 'failed', 'settled'),
  ('payment', 'recall_pending', 'settled'),
  ('payment', 'cancel_pending', 'submitted'),
  ('payment', 'cancelled', 'settled'),
  ('payment', 'expired', 'settled'),
  ('payment', 'released', 'submitted'),
  ('payment', 'released', 'unknown'),
  ('payment', 'released', 'accepted'),
  ('payment', 'released', 'pending_settlement'),
  ('payment', 'released', 'partially_settled'),
  ('payment', 'released', 'settled'),
  ('payment', 'released', 'failed'),
  ('payment', 'released', 'returned'),
  ('payment', 'released', 'reversed'),
  ('payment', 'released', 'cancelled'),
  ('payment', 'submitted', 'unknown'),
  ('payment', 'submitted', 'accepted'),
  ('payment', 'submitted', 'pending_settlement'),
  ('payment', 'submitted', 'partially_settled'),
  ('payment', 'submitted', 'settled'),
  ('payment', 'submitted', 'failed'),
  ('payment', 'submitted', 'returned'),
  ('payment', 'submitted', 'reversed'),
  ('payment', 'submitted', 'cancelled'),
  ('payment', 'unknown', 'submitted'),
  ('payment', 'unknown', 'accepted'),
  ('payment', 'unknown', 'pending_settlement'),
  ('payment', 'unknown', 'partially_settled'),
  ('payment', 'unknown', 'settled'),
  ('payment', 'unknown', 'failed'),
  ('payment', 'unknown', 'returned'),
  ('payment', 'unknown', 'reversed'),
  ('payment', 'unknown', 'cancelled'),
  ('payment', 'accepted', 'unknown'),
  ('payment', 'accepted', 'pending_settlement'),
  ('payment', 'accepted', 'partially_settled'),
  ('payment', 'accepted', 'settled'),
  ('payment', 'accepted', 'failed'),
  ('payment', 'accepted', 'returned'),
  ('payment', 'accepted', 'reversed'),
  ('payment', 'accepted', 'cancelled'),
  ('payment', 'pending_settlement', 'unknown'),
  ('payment', 'pending_settlement', 'partially_settled'),
  ('payment', 'pending_settlement', 'settled'),
  ('payment', 'pending_settlement', 'failed'),
  ('payment', 'pending_settlement', 'returned'),
  ('payment', 'pending_settlement', 'reversed'),
  ('payment', 'pending_settlement', 'cancelled'),
  ('payment', 'partially_settled', 'settled'),
  ('payment', 'partially_settled', 'returned'),
  ('payment', 'partially_settled', 'reversed'),
  ('payment', 'settled', 'returned'),
  ('payment', 'settled', 'reversed'),
  ('payment', 'reconciled', 'returned'),
  ('payment', 'reconciled', 'reversed'),
  ('payment', 'failed', 'unknown'),
  ('payment', 'failed', 'partially_settled'),
  ('payment', 'failed', 'returned'),
  ('payment', 'failed', 'reversed'),
  ('payment', 'returned', 'reversed'),
  ('payment', 'recall_pending', 'recalled'),
  ('payment', 'recall_pending', 'reversed'),
  ('payment', 'cancel_pending', 'unknown'),
  ('payment', 'cancel_pending', 'partially_settled'),
  ('payment', 'cancel_pending', 'settled'),
  ('payment', 'cancel_pending', 'failed'),
  ('payment', 'cancel_pending', 'returned'),
  ('payment', 'cancel_pending', 'reversed'),
  ('payment', 'cancel_pending', 'cancelled'),
  ('payment', 'cancelled', 'unknown'),
  ('payment', 'cancelled', 'partially_settled'),
  ('payment', 'cancelled', 'returned'),
  ('payment', 'cancelled', 'reversed'),
  ('payment_batch', '', 'open'),
  ('payment_batch', 'open', 'frozen'),
  ('payment_batch', 'open', 'cancelled'),
  ('payment_batch', 'frozen', 'open'),
  ('payment_batch', 'frozen', 'approved'),
  ('payment_batch', 'frozen', 'cancelled'),
  ('payment_batch', 'approved', 'open'),
  ('payment_batch', 'approved', 'released'),
  ('payment_batch', 'approved', 'cancelled'),
  ('payment_batch', 'released', 'approved'),
  ('payment_batch', 'released', 'closed'),
  ('statement', 'received', 'stored'),
  ('statement', 'stored', 'parsed'),
  ('statement', 'stored', 'quarantined'),
  ('statement', 'stored', 'duplicate'),
  ('statement', 'parsed', 'verified'),
  ('statement', 'parsed', 'quarantined'),
  ('statement', 'parsed', 'duplicate'),
  ('statement', 'verified', 'loaded'),
  ('statement', 'verified', 'quarantined'),
  ('statement', 'loaded', 'closed'),
  ('statement', 'loaded', 'superseded'),
  ('statement', 'closed', 'superseded'),
  ('statement', 'quarantined', 'stored'),
  ('statement_line', '', 'new'),
  ('statement_line', 'new', 'candidate'),
  ('statement_line', 'new', 'suggested'),
  ('statement_line', 'new', 'matched'),
  ('statement_line', 'new', 'rule_posted'),
  ('statement_line', 'new', 'case'),
  ('statement_line', 'new', 'suspense'),
  ('statement_line', 'candidate', 'suggested'),
  ('statement_line', 'candidate', 'matched'),
  ('statement_line', 'candidate', 'rule_posted'),
  ('statement_line', 'candidate', 'case'),
  ('statement_line', 'candidate', 'suspense'),
  ('statement_line', 'suggested', 'matched'),
  ('statement_line', 'suggested', 'rule_posted'),
  ('statement_line', 'suggested', 'case'),
  ('statement_line', 'suggested', 'suspense'),
  ('statement_line', 'matched', 'new'),
  ('statement_line', 'rule_posted', 'new'),
  ('statement_line', 'case', 'suggested'),
  ('statement_line', 'case', 'matched'),
  ('statement_line', 'case', 'rule_posted'),
  ('statement_line', 'suspense', 'suggested'),
  ('statement_line', 'suspense', 'matched'),
  ('statement_line', 'suspense', 'rule_posted'),
  ('statement_line', 'suspense', 'case');

-- The version moves by exactly one, whatever else changes.
create function check_version() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise exception 'the version of % moves by exactly one', tg_table_name
      using errcode = 'check_violation', constraint = tg_table_name || '_version';
  end if;
  return new;
end $$;

-- A state changes only as its lifecycle declares.
create function check_move() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not exists (
    select from public.lifecycle_move
    where lifecycle = tg_table_name and from_state = old.state and to_state = new.state
  ) then
    raise exception '% may not move from % to %', tg_table_name, old.state, new.state
      using errcode = 'check_violation', constraint = tg_table_name || '_move';
  end if;
  return new;
end $$;

create function check_initial_state() returns trigger language plpgsql as $$
begin
  if not exists (
    select from public.lifecycle_move
    where lifecycle = tg_table_name and from_state = '' and to_state = new.state
  ) then
    raise exception '% may not begin as %', tg_table_name, new.state
      using errcode = 'check_violation', constraint = tg_table_name || '_initial_state';
  end if;
  return new;
end $$;

-- A sender that lost its lane cannot write over the one that holds it now (I25).
create function check_fencing_token() returns trigger language plpgsql as $$
begin
  if new.fencing_token < old.fencing_token then
    raise exception 'a newer sender holds the lane'
      using errcode = 'check_violation', constraint = tg_table_name || '_fencing_token_monotone';
  end if;
  return new;
end $$;

create trigger a_version before update on approval
  for each row execute function check_version();
create trigger a_version before update on approval_policy
  for each row execute function check_version();
create trigger a_version before update on attempt
  for each row execute function check_version();
create trigger a_version before update on attempt_item
  for each row execute function check_version();
create trigger a_version before update on connection
  for each row execute function check_version();
create trigger a_version before update on emergency_stop
  for each row execute function check_version();
create trigger a_version before update on exception_case
  for each row execute function check_version();
create trigger a_version before update on "grant"
  for each row execute function check_version();
create trigger a_version before update on inbox
  for each row execute function check_version();
create trigger a_version before update on legal_entity
  for each row execute function check_version();
create trigger a_version before update on "match"
  for each row execute function check_version();
create trigger a_version before update on open_item
  for each row execute function check_version();
create trigger a_version before update on own_account
  for each row execute function check_version();
create trigger a_version before update on party
  for each row execute function check_version();
create trigger a_version before update on party_bank_details
  for each row execute function check_version();
create trigger a_version before update on payment
  for each row execute function check_version();
create trigger a_version before update on payment_batch
  for each row execute function check_version();
create trigger a_version before update on payment_item
  for each row execute function check_version();
create trigger a_version before update on person
  for each row execute function check_version();
create trigger a_version before update on statement
  for each row execute function check_version();
create trigger a_version before update on statement_line
  for each row execute function check_version();
create trigger a_version before update on sync_cursor
  for each row execute function check_version();
create trigger a_version before update on webhook_delivery
  for each row execute function check_version();
create trigger a_version before update on webhook_subscription
  for each row execute function check_version();

create trigger b_move before update on approval
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_initial_state before insert on approval
  for each row execute function check_initial_state();
create trigger b_move before update on attempt
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_initial_state before insert on attempt
  for each row execute function check_initial_state();
create trigger b_move before update on exception_case
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_initial_state before insert on exception_case
  for each row execute function check_initial_state();
create trigger b_move before update on payment
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_initial_state before insert on payment
  for each row execute function check_initial_state();
create trigger b_move before update on payment_batch
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_initial_state before insert on payment_batch
  for each row execute function check_initial_state();
create trigger b_move before update on statement
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_move before update on statement_line
  for each row when (old.state is distinct from new.state) execute function check_move();
create trigger b_initial_state before insert on statement_line
  for each row execute function check_initial_state();

create trigger c_fencing_token before update on attempt
  for each row execute function check_fencing_token();
