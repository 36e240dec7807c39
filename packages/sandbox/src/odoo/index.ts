export type { OdooRelease } from './dialect.ts';
export { createOdoo } from './simulator.ts';
export type { OdooLogin, OdooOptions, OdooSimulator } from './simulator.ts';
export { listenOdoo } from './server.ts';
export type { OdooServer } from './server.ts';
export { ConnectionLost, Faults, odooFaultKinds } from './faults.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { LockField, OdooControl } from './control.ts';
export type {
  BookCompany,
  BookJournal,
  BookLine,
  BookMove,
  BookPayment,
  BookReconciliation,
  BookStatementLine,
  CustomColumns,
  OdooBooks,
} from './books.ts';
