-- What the server does for every statement on top of its rows. It reads the condition of a trigger and
-- the text of a check anew each time: at more than an update of one payment itself, where a hundred
-- moves stand in a condition, or where a check calls a function that is read into it. A domain it
-- reads once on each connection. So the moves are domains, whose cast refuses what is not declared
-- under the name that a refused move always had, and the checks of digests call nothing.

create domain approval_move as text
  constraint approval_move check (value in (
    'requested partially_approved',
    'requested approved',
    'requested rejected',
    'requested withdrawn',
    'requested void',
    'requested expired',
    'partially_approved approved',
    'partially_approved rejected',
    'partially_approved withdrawn',
    'partially_approved void',
    'partially_approved expired',
    'approved void',
    'approved expired',
    'approved consumed',
    'consumed approved'
  ));
drop trigger b_move on "approval";
create trigger b_move before update on "approval"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::approval_move is null
  ) execute function refuse_move();

create domain attempt_move as text
  constraint attempt_move check (value in (
    'prepared sending',
    'prepared void',
    'sending acknowledged',
    'sending rejected',
    'sending unknown',
    'sending void',
    'unknown acknowledged',
    'unknown rejected',
    'unknown void'
  ));
drop trigger b_move on "attempt";
create trigger b_move before update on "attempt"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::attempt_move is null
  ) execute function refuse_move();

create domain exception_case_move as text
  constraint exception_case_move check (value in (
    'open triaged',
    'open in_progress',
    'open proposed_resolution',
    'open resolved',
    'triaged in_progress',
    'triaged waiting_external',
    'triaged proposed_resolution',
    'triaged resolved',
    'in_progress waiting_external',
    'in_progress proposed_resolution',
    'in_progress resolved',
    'waiting_external in_progress',
    'waiting_external proposed_resolution',
    'waiting_external resolved',
    'proposed_resolution approved_resolution',
    'proposed_resolution resolved',
    'approved_resolution resolved',
    'resolved closed',
    'resolved open',
    'closed open'
  ));
drop trigger b_move on "exception_case";
create trigger b_move before update on "exception_case"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::exception_case_move is null
  ) execute function refuse_move();

create domain payment_move as text
  constraint payment_move check (value in (
    'imported validated',
    'imported invalid',
    'imported cancelled',
    'draft validated',
    'draft invalid',
    'draft cancelled',
    'invalid draft',
    'invalid cancelled',
    'validated invalid',
    'validated awaiting_approval',
    'validated draft',
    'validated cancelled',
    'awaiting_approval approved',
    'awaiting_approval rejected',
    'awaiting_approval draft',
    'awaiting_approval cancelled',
    'rejected settled',
    'approved draft',
    'approved released',
    'approved expired',
    'approved cancelled',
    'released approved',
    'submitted cancel_pending',
    'unknown approved',
    'accepted cancel_pending',
    'pending_settlement cancel_pending',
    'settled recall_pending',
    'settled reconciled',
    'reconciled recall_pending',
    'reconciled settled',
    'failed settled',
    'recall_pending settled',
    'cancel_pending submitted',
    'cancelled settled',
    'expired settled',
    'released submitted',
    'released unknown',
    'released accepted',
    'released pending_settlement',
    'released partially_settled',
    'released settled',
    'released failed',
    'released returned',
    'released reversed',
    'released cancelled',
    'submitted unknown',
    'submitted accepted',
    'submitted pending_settlement',
    'submitted partially_settled',
    'submitted settled',
    'submitted failed',
    'submitted returned',
    'submitted reversed',
    'submitted cancelled',
    'unknown submitted',
    'unknown accepted',
    'unknown pending_settlement',
    'unknown partially_settled',
    'unknown settled',
    'unknown failed',
    'unknown returned',
    'unknown reversed',
    'unknown cancelled',
    'accepted unknown',
    'accepted pending_settlement',
    'accepted partially_settled',
    'accepted settled',
    'accepted failed',
    'accepted returned',
    'accepted reversed',
    'accepted cancelled',
    'pending_settlement unknown',
    'pending_settlement partially_settled',
    'pending_settlement settled',
    'pending_settlement failed',
    'pending_settlement returned',
    'pending_settlement reversed',
    'pending_settlement cancelled',
    'partially_settled settled',
    'partially_settled returned',
    'partially_settled reversed',
    'settled partially_settled',
    'settled returned',
    'settled reversed',
    'reconciled returned',
    'reconciled reversed',
    'failed submitted',
    'failed unknown',
    'failed accepted',
    'failed pending_settlement',
    'failed partially_settled',
    'failed returned',
    'failed reversed',
    'failed cancelled',
    'returned reversed',
    'recall_pending recalled',
    'recall_pending reversed',
    'recalled reversed',
    'cancel_pending unknown',
    'cancel_pending partially_settled',
    'cancel_pending settled',
    'cancel_pending failed',
    'cancel_pending returned',
    'cancel_pending reversed',
    'cancel_pending cancelled',
    'cancelled unknown',
    'cancelled partially_settled',
    'cancelled failed',
    'cancelled returned',
    'cancelled reversed'
  ));
drop trigger b_move on "payment";
create trigger b_move before update on "payment"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::payment_move is null
  ) execute function refuse_move();

create domain payment_batch_move as text
  constraint payment_batch_move check (value in (
    'open frozen',
    'open cancelled',
    'frozen open',
    'frozen approved',
    'frozen cancelled',
    'approved open',
    'approved released',
    'approved cancelled',
    'released approved',
    'released closed'
  ));
drop trigger b_move on "payment_batch";
create trigger b_move before update on "payment_batch"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::payment_batch_move is null
  ) execute function refuse_move();

create domain statement_move as text
  constraint statement_move check (value in (
    'received stored',
    'stored parsed',
    'stored quarantined',
    'stored duplicate',
    'parsed verified',
    'parsed quarantined',
    'parsed duplicate',
    'verified loaded',
    'verified quarantined',
    'loaded closed',
    'loaded superseded',
    'closed superseded',
    'quarantined stored'
  ));
drop trigger b_move on "statement";
create trigger b_move before update on "statement"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::statement_move is null
  ) execute function refuse_move();

create domain statement_line_move as text
  constraint statement_line_move check (value in (
    'new candidate',
    'new suggested',
    'new matched',
    'new rule_posted',
    'new case',
    'new suspense',
    'candidate suggested',
    'candidate matched',
    'candidate rule_posted',
    'candidate case',
    'candidate suspense',
    'suggested matched',
    'suggested rule_posted',
    'suggested case',
    'suggested suspense',
    'matched new',
    'rule_posted new',
    'case suggested',
    'case matched',
    'case rule_posted',
    'suspense suggested',
    'suspense matched',
    'suspense rule_posted',
    'suspense case'
  ));
drop trigger b_move on "statement_line";
create trigger b_move before update on "statement_line"
  for each row when (
    old.state <> new.state and (old.state || ' ' || new.state)::statement_line_move is null
  ) execute function refuse_move();

-- 64 lower-case hexadecimal digits; a content hash names the version of its form before them.
alter table evidence
  drop constraint evidence_hash_hex,
  add constraint evidence_hash_hex check (
    octet_length(hash) = 64 and translate(hash, '0123456789abcdef', '') = ''
  );
alter table inbox
  drop constraint inbox_evidence_hash_hex,
  add constraint inbox_evidence_hash_hex check (
    octet_length(evidence_hash) = 64 and translate(evidence_hash, '0123456789abcdef', '') = ''
  );
alter table payment_batch
  drop constraint payment_batch_content_hash_hex,
  add constraint payment_batch_content_hash_hex check (
    content_hash ~ '^[0-9]{1,4}:[0-9a-f]{64}$'
  );
alter table payment
  drop constraint payment_content_hash_hex,
  add constraint payment_content_hash_hex check (
    content_hash ~ '^[0-9]{1,4}:[0-9a-f]{64}$'
  );
alter table approval
  drop constraint approval_content_hash_hex,
  add constraint approval_content_hash_hex check (
    content_hash ~ '^[0-9]{1,4}:[0-9a-f]{64}$'
  );
alter table approval_decision
  drop constraint approval_decision_content_hash_hex,
  add constraint approval_decision_content_hash_hex check (
    content_hash ~ '^[0-9]{1,4}:[0-9a-f]{64}$'
  );
alter table attempt
  drop constraint attempt_payload_hash_hex,
  add constraint attempt_payload_hash_hex check (
    octet_length(payload_hash) = 64 and translate(payload_hash, '0123456789abcdef', '') = ''
  );
alter table bank_fact
  drop constraint bank_fact_evidence_hash_hex,
  add constraint bank_fact_evidence_hash_hex check (
    octet_length(evidence_hash) = 64 and translate(evidence_hash, '0123456789abcdef', '') = ''
  );
alter table statement
  drop constraint statement_evidence_hash_hex,
  add constraint statement_evidence_hash_hex check (
    octet_length(evidence_hash) = 64 and translate(evidence_hash, '0123456789abcdef', '') = ''
  );
alter table audit_leaf
  drop constraint audit_leaf_leaf_hash_hex,
  add constraint audit_leaf_leaf_hash_hex check (
    octet_length(leaf_hash) = 64 and translate(leaf_hash, '0123456789abcdef', '') = ''
  );
alter table audit_leaf
  drop constraint audit_leaf_row_digest_hex,
  add constraint audit_leaf_row_digest_hex check (
    octet_length(row_digest) = 64 and translate(row_digest, '0123456789abcdef', '') = ''
  );
alter table audit_batch
  drop constraint audit_batch_root_hash_hex,
  add constraint audit_batch_root_hash_hex check (
    octet_length(root_hash) = 64 and translate(root_hash, '0123456789abcdef', '') = ''
  );
alter table audit_checkpoint
  drop constraint audit_checkpoint_root_hash_hex,
  add constraint audit_checkpoint_root_hash_hex check (
    octet_length(root_hash) = 64 and translate(root_hash, '0123456789abcdef', '') = ''
  );
alter table api_token
  drop constraint api_token_token_digest_hex,
  add constraint api_token_token_digest_hex check (
    octet_length(token_digest) = 64 and translate(token_digest, '0123456789abcdef', '') = ''
  );
alter table api_request
  drop constraint api_request_fingerprint_hex,
  add constraint api_request_fingerprint_hex check (
    octet_length(fingerprint) = 64 and translate(fingerprint, '0123456789abcdef', '') = ''
  );
drop function is_hash(text);
drop function is_content_hash(text);

-- A payment changes its state about ten times, and a version of a row whose indexed columns are what
-- they were needs no entry in any index and half the log. So what is indexed of a state is only how it
-- ended: null as long as somebody has still to act.
drop index payment_state;
alter table payment add column final_state text generated always as (
  case when state in (
    'reconciled',
    'failed',
    'returned',
    'reversed',
    'recalled',
    'cancelled',
    'expired',
    'rejected'
  ) then state end
) stored;
create index payment_final_state on payment (entity_id, final_state, id);
