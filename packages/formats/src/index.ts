export * from './camt/record.ts';
export * from './camt/read.ts';
export * from './fault.ts';
export * from './pain002/record.ts';
export { readStatusReport } from './pain002/read.ts';
export * from './codes/status.ts';
