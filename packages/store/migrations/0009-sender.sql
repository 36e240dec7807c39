-- The sender hands over attempts that a release made, and makes none of its own.
revoke insert on attempt, attempt_item from quittance_sender;

-- It gives an approval back when nothing left, and can approve nothing: of the approvals it reaches
-- only those that a release used up, and puts them back to what people had decided.
create policy approval_sender on approval as restrictive for update to quittance_sender
  using (state = 'consumed') with check (state = 'approved');
