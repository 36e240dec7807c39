/**
 * Every fault that the simulated world knows, with what it is to the hub. A seed draws which of
 * them strike and how often; a run of many seeds in which one never struck fails.
 */
export const faultKinds = {
  'process.crash': 'a worker of the hub dies at any of its steps and begins anew',
  'process.crashAtHandOver': 'a sender dies between handing a message over and writing it down',
  'process.freeze': 'a worker stands still for longer than its leases and then goes on',
  'store.unavailable': 'the database is not there when a transaction begins',
  'store.rollback': 'the database takes a transaction back when it commits',
  'store.commitUnknown': 'a transaction commits and its answer is lost',
  'bank.down': 'the file channel refuses every connection for a while',
  'bank.readLost': 'the connection breaks while a file or folder is read',
  'bank.writeLost': 'the connection breaks while a file is written',
  'bank.removeLost': 'a fetched file is taken away and the answer is lost',
  'bank.renameLostBefore': 'the hand-over is not done and not answered',
  'bank.renameLostAfter': 'the hand-over is done and not answered',
  'bank.renameLate': 'the hand-over is done minutes or hours after it was given up',
  'bank.hiddenIntake': 'the bank takes a file in and keeps no copy where it can be seen',
  'bank.silent': 'the bank takes a file and never reports on it',
  'bank.partialAcceptance': 'the bank rejects every second payment of a file',
  'bank.contradictoryStatus': 'the bank reports a payment both executed and rejected',
  'bank.truncatedFile': 'a file of the bank ends in the middle; the whole comes later',
  'bank.growingFile': 'a file of the bank is still being written when it is read',
  'bank.malformedFile': 'a file of the bank is not well-formed; the right one comes later',
  'bank.sameFileTwice': 'a file of the bank appears under two names',
  'bank.lateStatement': 'a statement appears with the next day’s only',
  'bank.filesHeld': 'the bank holds its files back for hours or days and shows them at once',
  'bank.earlierFileAgain': 'a file that was taken long ago appears again',
  'odoo.down': 'Odoo refuses every connection for a while',
  'odoo.timeoutBefore': 'a call is never carried out and never answered',
  'odoo.timeoutAfter': 'a call is carried out and never answered',
  'odoo.lateCommit': 'a call commits after it was given up',
  'odoo.resetBefore': 'the connection is reset before a call is carried out',
  'odoo.resetAfter': 'the connection is reset after a call was carried out',
  'odoo.errorAfterCommit': 'a call is carried out and answered with status 500',
  'odoo.errorBefore': 'a call is answered with status 500 and not carried out',
  'odoo.brokenAnswer': 'the answer of a call that was carried out is cut short',
  'odoo.pageForAnswer': 'a page of maintenance is answered with status 200',
  'odoo.maintenance': 'a page of maintenance is answered with status 503',
  'odoo.throttled': 'a call is refused with 429 and a time to wait',
  'odoo.serializationFailure': 'Odoo’s database takes a call back',
  'people.payByHand': 'somebody pays a bill in Odoo behind the hub’s back',
  'people.billBlocked': 'somebody blocks a bill in Odoo after it was approved',
  'people.accountChanged': 'somebody changes a supplier’s bank account in Odoo',
  'people.doubleRelease': 'the release of a batch is asked for twice',
  'people.rejection': 'an approver rejects a batch',
  'people.cancellation': 'a payment is cancelled before its approval',
  'people.forgottenBatch': 'a batch is approved and never released',
  'people.reopening': 'an approved batch is taken back to a proposal and approved anew',
  'people.undoneMatch': 'a reconciler takes a match back',
  'people.emergencyStop': 'somebody stops the releases of a company, and two resume them',
  'people.selfApproval': 'who proposed a batch tries to approve it',
  'people.makerApproval': 'who keyed bills tries to approve their payment',
  'people.limitExceeded': 'an approver tries to approve more than the limit allows',
  'people.strangerApproval': 'somebody without the role and a machine try to approve',
  'people.secondApproval': 'an approver tries to approve twice',
  'people.staleApproval': 'an approver approves on a screen from before the batch was changed',
  'people.approverReleases': 'an approver and the proposer try to release',
  'people.accountSwapped': 'the account of a payee is changed after the approval',
  'people.billTaken': 'a bill is blocked or paid by hand between approval and release',
  'people.stopAtRelease': 'releases are stopped just when one is asked for',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** Every kind of fault. */
export const faultKindNames: readonly FaultKind[] = keysOf(faultKinds);

/** Guarantee: the keys of a table that is written out above are exactly these. */
function keysOf<Key extends string>(table: Readonly<Record<Key, string>>): readonly Key[] {
  return Object.keys(table) as unknown as readonly Key[];
}
