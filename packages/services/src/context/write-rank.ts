import type { VersionedTable } from '@quittance/store';

/** Rows are written after those that they refer to, whatever the order of the mutations. */
export const writeRank: Readonly<Record<VersionedTable, number>> = {
  legal_entity: 0,
  person: 0,
  connection: 0,
  party: 0,
  webhook_subscription: 0,
  grant: 1,
  approval_policy: 1,
  own_account: 1,
  party_bank_details: 1,
  open_item: 1,
  inbox: 1,
  sync_cursor: 1,
  approval: 1,
  exception_case: 1,
  webhook_delivery: 1,
  emergency_stop: 2,
  payment_batch: 2,
  statement: 2,
  attempt: 3,
  statement_line: 3,
  payment: 4,
  match: 4,
  payment_item: 5,
  attempt_item: 5,
};
