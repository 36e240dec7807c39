-- What a row may become (I10). The conditions are tested by the executor itself and cost next to
-- nothing; a function is called only to refuse, by a name that the memory store uses as well.
create function refuse_version() returns trigger language plpgsql as $$
begin
  raise exception 'the version of % moves by exactly one', tg_table_name
    using errcode = 'check_violation', constraint = tg_table_name || '_version';
end $$;

create function refuse_move() returns trigger language plpgsql as $$
begin
  raise exception '% may not move from % to %', tg_table_name, old.state, new.state
    using errcode = 'check_violation', constraint = tg_table_name || '_move';
end $$;

create function refuse_initial_state() returns trigger language plpgsql as $$
begin
  raise exception '% may not begin as %', tg_table_name, new.state
    using errcode = 'check_violation', constraint = tg_table_name || '_initial_state';
end $$;

-- A sender that lost its lane cannot write over the one that holds it now (I25).
create function refuse_fencing_token() returns trigger language plpgsql as $$
begin
  raise exception 'a newer sender holds the lane'
    using errcode = 'check_violation', constraint = tg_table_name || '_fencing_token_monotone';
end $$;

create trigger c_fencing_token before update on attempt
  for each row when (new.fencing_token < old.fencing_token)
  execute function refuse_fencing_token();

-- From here on written by generate-moves.ts. A table without a b_initial_state trigger may begin in
-- any state.
create trigger a_version before update on "approval"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "approval_policy"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "attempt"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "attempt_item"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "connection"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "emergency_stop"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "exception_case"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "grant"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "inbox"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "legal_entity"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "match"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "open_item"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "own_account"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "party"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "party_bank_details"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "payment"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "payment_batch"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "payment_item"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "person"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "statement"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "statement_line"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "sync_cursor"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "webhook_delivery"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger a_version before update on "webhook_subscription"
  for each row when (new.version <> old.version + 1) execute function refuse_version();

create trigger b_move before update on "approval"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "requested partially_approved",
    "requested approved",
    "requested rejected",
    "requested withdrawn",
    "requested void",
    "requested expired",
    "partially_approved approved",
    "partially_approved rejected",
    "partially_approved withdrawn",
    "partially_approved void",
    "partially_approved expired",
    "approved void",
    "approved expired",
    "approved consumed",
    "consumed approved"
  }')
  ) execute function refuse_move();

create trigger b_initial_state before insert on "approval"
  for each row when (new.state <> all ('{
    "requested"
  }'))
  execute function refuse_initial_state();

create trigger b_move before update on "attempt"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "prepared sending",
    "prepared void",
    "sending acknowledged",
    "sending rejected",
    "sending unknown",
    "sending void",
    "unknown acknowledged",
    "unknown rejected",
    "unknown void"
  }')
  ) execute function refuse_move();

create trigger b_initial_state before insert on "attempt"
  for each row when (new.state <> all ('{
    "prepared"
  }'))
  execute function refuse_initial_state();

create trigger b_move before update on "exception_case"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "open triaged",
    "open in_progress",
    "open proposed_resolution",
    "open resolved",
    "triaged in_progress",
    "triaged waiting_external",
    "triaged proposed_resolution",
    "triaged resolved",
    "in_progress waiting_external",
    "in_progress proposed_resolution",
    "in_progress resolved",
    "waiting_external in_progress",
    "waiting_external proposed_resolution",
    "waiting_external resolved",
    "proposed_resolution approved_resolution",
    "proposed_resolution resolved",
    "approved_resolution resolved",
    "resolved closed",
    "resolved open",
    "closed open"
  }')
  ) execute function refuse_move();

create trigger b_initial_state before insert on "exception_case"
  for each row when (new.state <> all ('{
    "open"
  }'))
  execute function refuse_initial_state();

create trigger b_move before update on "payment"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "imported validated",
    "imported invalid",
    "imported cancelled",
    "draft validated",
    "draft invalid",
    "draft cancelled",
    "invalid draft",
    "invalid cancelled",
    "validated invalid",
    "validated awaiting_approval",
    "validated draft",
    "validated cancelled",
    "awaiting_approval approved",
    "awaiting_approval rejected",
    "awaiting_approval draft",
    "awaiting_approval cancelled",
    "rejected settled",
    "approved draft",
    "approved released",
    "approved expired",
    "approved cancelled",
    "released approved",
    "submitted cancel_pending",
    "unknown approved",
    "accepted cancel_pending",
    "pending_settlement cancel_pending",
    "settled recall_pending",
    "settled reconciled",
    "reconciled recall_pending",
    "reconciled settled",
    "failed settled",
    "recall_pending settled",
    "cancel_pending submitted",
    "cancelled settled",
    "expired settled",
    "released submitted",
    "released unknown",
    "released accepted",
    "released pending_settlement",
    "released partially_settled",
    "released settled",
    "released failed",
    "released returned",
    "released reversed",
    "released cancelled",
    "submitted unknown",
    "submitted accepted",
    "submitted pending_settlement",
    "submitted partially_settled",
    "submitted settled",
    "submitted failed",
    "submitted returned",
    "submitted reversed",
    "submitted cancelled",
    "unknown submitted",
    "unknown accepted",
    "unknown pending_settlement",
    "unknown partially_settled",
    "unknown settled",
    "unknown failed",
    "unknown returned",
    "unknown reversed",
    "unknown cancelled",
    "accepted unknown",
    "accepted pending_settlement",
    "accepted partially_settled",
    "accepted settled",
    "accepted failed",
    "accepted returned",
    "accepted reversed",
    "accepted cancelled",
    "pending_settlement unknown",
    "pending_settlement partially_settled",
    "pending_settlement settled",
    "pending_settlement failed",
    "pending_settlement returned",
    "pending_settlement reversed",
    "pending_settlement cancelled",
    "partially_settled settled",
    "partially_settled returned",
    "partially_settled reversed",
    "settled partially_settled",
    "settled returned",
    "settled reversed",
    "reconciled returned",
    "reconciled reversed",
    "failed submitted",
    "failed unknown",
    "failed accepted",
    "failed pending_settlement",
    "failed partially_settled",
    "failed returned",
    "failed reversed",
    "failed cancelled",
    "returned reversed",
    "recall_pending recalled",
    "recall_pending reversed",
    "recalled reversed",
    "cancel_pending unknown",
    "cancel_pending partially_settled",
    "cancel_pending settled",
    "cancel_pending failed",
    "cancel_pending returned",
    "cancel_pending reversed",
    "cancel_pending cancelled",
    "cancelled unknown",
    "cancelled partially_settled",
    "cancelled failed",
    "cancelled returned",
    "cancelled reversed"
  }')
  ) execute function refuse_move();

create trigger b_initial_state before insert on "payment"
  for each row when (new.state <> all ('{
    "draft",
    "imported"
  }'))
  execute function refuse_initial_state();

create trigger b_move before update on "payment_batch"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "open frozen",
    "open cancelled",
    "frozen open",
    "frozen approved",
    "frozen cancelled",
    "approved open",
    "approved released",
    "approved cancelled",
    "released approved",
    "released closed"
  }')
  ) execute function refuse_move();

create trigger b_initial_state before insert on "payment_batch"
  for each row when (new.state <> all ('{
    "open"
  }'))
  execute function refuse_initial_state();

create trigger b_move before update on "statement"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "received stored",
    "stored parsed",
    "stored quarantined",
    "stored duplicate",
    "parsed verified",
    "parsed quarantined",
    "parsed duplicate",
    "verified loaded",
    "verified quarantined",
    "loaded closed",
    "loaded superseded",
    "closed superseded",
    "quarantined stored"
  }')
  ) execute function refuse_move();

create trigger b_move before update on "statement_line"
  for each row when (
    old.state <> new.state
    and (old.state || ' ' || new.state) <> all ('{
    "new candidate",
    "new suggested",
    "new matched",
    "new rule_posted",
    "new case",
    "new suspense",
    "candidate suggested",
    "candidate matched",
    "candidate rule_posted",
    "candidate case",
    "candidate suspense",
    "suggested matched",
    "suggested rule_posted",
    "suggested case",
    "suggested suspense",
    "matched new",
    "rule_posted new",
    "case suggested",
    "case matched",
    "case rule_posted",
    "suspense suggested",
    "suspense matched",
    "suspense rule_posted",
    "suspense case"
  }')
  ) execute function refuse_move();

create trigger b_initial_state before insert on "statement_line"
  for each row when (new.state <> all ('{
    "new"
  }'))
  execute function refuse_initial_state();
