export * from './approval/decide.ts';
export * from './approval/request.ts';
export { recordInquiry, type RecordInquiryInput } from './attempt/record-inquiry.ts';
export { readUnknownOutcomes, type UnknownOutcomes } from './attempt/read-unknown.ts';
export * from './attempt/record-outcome.ts';
export * from './attempt/reopen-unknown.ts';
export * from './attempt/start-sending.ts';
export * from './batch/release-plan.ts';
export * from './batch/release.ts';
export * from './batch/reopen.ts';
export * from './batch/request-release.ts';
export * from './batch/take-back.ts';
export * from './batch/validate.ts';
export * from './case/resolve.ts';
export * from './connection/awaited.ts';
export * from './connection/connection.ts';
export * from './context/context.ts';
export { linkScheme } from './context/links.ts';
export * from './deadline/sweep.ts';
export * from './document/approval-sheet.ts';
export * from './document/read-approval-sheet.ts';
export * from './document/read-run-report.ts';
export * from './document/run-report.ts';
export { maskedAccount } from './document/text.ts';
export * from './inbox/apply.ts';
export * from './inbox/inbox.ts';
export * from './inbox/replay.ts';
export * from './inbox/upload.ts';
export * from './installation/companies.ts';
export * from './installation/configure.ts';
export * from './master-data/ingest.ts';
export * from './match/match-account.ts';
export * from './match/undo-match.ts';
export * from './open-item/ingest.ts';
export * from './payment/cancel.ts';
export { withdrawnStates } from './payment/withdraw.ts';
export * from './outbox/catalogue.ts';
export * from './outbox/cloud-event.ts';
export * from './outbox/deliver.ts';
export * from './outbox/fan-out.ts';
export * from './outbox/replay.ts';
export * from './outbox/subscribe.ts';
export * from './posting/lines.ts';
export * from './posting/matches.ts';
export {
  planPayments,
  type PaymentPosting,
  type PlanPaymentsInput,
} from './posting/plan-payments.ts';
export { type AskedPosting, postAgain } from './posting/post-again.ts';
export * from './posting/record-payments.ts';
export {
  type MatchUndoing,
  type PlanUndoInput,
  planUndoneMatches,
  type RecordUndoneInput,
  recordUndoneMatches,
} from './posting/undone-matches.ts';
export * from './proposal/create.ts';
export { type LeftOut, type Proposal } from './proposal/draft.ts';
export * from './proposal/reroute.ts';
export {
  type ProposedRun,
  proposeRun,
  type ProposeRunInput,
  type UnroutedPayment,
} from './proposal/run.ts';
export { selectForPayment } from './proposal/select.ts';
export * from './remittance/remittance.ts';
export * from './statement/import-status.ts';
export * from './statement/import.ts';
export * from './stop/stop.ts';
export * from './task/foresee.ts';
export * from './task/group.ts';
export * from './task/replay.ts';
export * from './tasks.ts';
export * from './token/authenticate.ts';
export * from './token/create.ts';
export * from './token/revoke.ts';
