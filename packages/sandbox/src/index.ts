export { sampleCompany } from './company/sample-company.ts';
export { ibanIsValid, routingNumberIsValid } from './company/identifiers.ts';
export type * from './company/types.ts';
export { createRandom, randomOf } from './random.ts';
export type { Random } from './random.ts';
export { bankFacts, kingswayFacts, nordhafenFacts } from './bank/facts.ts';
export type { BankFacts, BankName } from './bank/facts.ts';
export { createBank } from './bank/bank.ts';
export type { BankInput, BankSimulator } from './bank/bank.ts';
export { BANK_FAULT_KINDS, DEFAULT_BEHAVIOUR, QUIET_BEHAVIOUR } from './bank/behaviour.ts';
export type { BankBehaviour, BankFaultKind, BankFaults, FaultOptions } from './bank/behaviour.ts';
export { FileAreaError } from './bank/file-area.ts';
export type { FileArea, FileEntry } from './bank/file-area.ts';
export type {
  BankAccountBooks,
  BankBooks,
  BookedItem,
  Booking,
  BookingKind,
  Instruction,
  InstructionState,
  LedgerAccount,
} from './bank/ledger.ts';
export { listenSftp } from './bank/sftp-server.ts';
export type { ListenInput, SftpListener, SftpUser } from './bank/sftp-server.ts';
export { mirrorToFolder } from './bank/folder.ts';
export type { FolderMirror } from './bank/folder.ts';
export { auditBooks } from './books/audit.ts';
export type {
  AuditDetail,
  AuditDetailKind,
  AuditInput,
  AuditResult,
  OdooBill,
  AuditedOdoo,
  OdooCompany,
  OdooJournal,
  OdooPayment,
  OdooStatementLine,
} from './books/types.ts';
export { createFolderMailbox, createMailbox } from './mail/mailbox.ts';
export type { Mailbox } from './mail/mailbox.ts';
export { MessageError } from './mail/message.ts';
export type { CaughtMessage } from './mail/message.ts';
export { ledgerAccountsOf } from './company/bank-accounts.ts';
export * from './odoo/index.ts';
export { auditedOdoo } from './books/odoo-adapter.ts';
export type { OdooBooksSource } from './books/odoo-adapter.ts';
export type { DeskDay, OrderDesk } from './bank/desk.ts';
export { CutAnswer, NoAnswer } from './http/answers.ts';
export { API_FAULT_KINDS } from './http/faults.ts';
export type { ApiFaultKind, ApiFaults, ApiOperation } from './http/faults.ts';
export { listenHttp } from './http/listen.ts';
export type { HttpListener, HttpSimulator } from './http/listen.ts';
export type { TokenEndpoint } from './http/oauth.ts';
export { createOrderBank } from './order-bank/order-bank.ts';
export type { OrderBank, OrderBankInput } from './order-bank/order-bank.ts';
export { signEvent } from './order-bank/events.ts';
export type { EventPost } from './order-bank/events.ts';
export { createBerlinGroup } from './berlin-group/berlin-group.ts';
export type { BerlinGroupBank, BerlinGroupInput } from './berlin-group/berlin-group.ts';
export type { StrongAuthentication } from './berlin-group/payments.ts';
export {
  armFaults,
  calmFaults,
  countFaults,
  faultScript,
  SCRIPT_DAYS,
} from './misbehaviour/script.ts';
export type { FaultScript, Misbehaving, ScriptMoment, ScriptStep } from './misbehaviour/script.ts';
export { endsOfFault, judgeCauses } from './misbehaviour/causes.ts';
export type {
  CauseInput,
  CauseVerdict,
  NamedCase,
  Unreconciled,
  WrongCause,
} from './misbehaviour/causes.ts';
