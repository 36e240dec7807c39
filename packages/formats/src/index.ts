export * from './camt/record.ts';
export * from './camt/read.ts';
export * from './fault.ts';
