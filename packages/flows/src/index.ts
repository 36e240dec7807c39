export { eventDelivery } from './event-delivery/flow.ts';
export { guardEndpoints } from './event-delivery/guard.ts';
export { createCallGuard } from './flow/call-guard.ts';
export * from './flow/declaration.ts';
export * from './flow/flow.ts';
export * from './load.ts';
export { statementSync } from './statement-sync/flow.ts';
export { supplierPayment } from './supplier-payment/flow.ts';
